"""The journey in the admin: everything with a status, a version or evidence is only read."""

from django.contrib import admin

from delegation.admin import ReadOnlyStatusAdmin
from travel.models import Accreditation, Booking, Briefing, BriefingVersion, Passport, Waiver


@admin.register(Booking)
class BookingAdmin(ReadOnlyStatusAdmin):
    list_display = ("uuid", "delegation", "status", "held_until", "created_at")
    list_filter = ("status", "delegation")


@admin.register(Accreditation)
class AccreditationAdmin(ReadOnlyStatusAdmin):
    list_display = ("delegate", "ngo", "status", "status_since")
    list_filter = ("status", "delegate__delegation")
    list_select_related = ("delegate__person", "ngo")


@admin.register(Passport)
class PassportAdmin(ReadOnlyStatusAdmin):
    list_display = ("delegate", "status", "declared_at")
    list_filter = ("status", "delegate__delegation")
    list_select_related = ("delegate__person",)


@admin.register(Briefing)
class BriefingAdmin(ReadOnlyStatusAdmin):
    list_display = ("title", "delegation", "required", "position", "withdrawn_at")
    list_filter = ("delegation",)


@admin.register(BriefingVersion)
class BriefingVersionAdmin(ReadOnlyStatusAdmin):
    list_display = ("briefing", "number", "made_by", "created_at")
    list_select_related = ("briefing", "made_by")


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyStatusAdmin):
    list_display = ("delegate", "requirement", "reason", "waived_by", "ended_at")
    list_filter = ("requirement", "reason")
    list_select_related = ("delegate__person", "waived_by")
