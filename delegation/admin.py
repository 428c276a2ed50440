"""The admin: reference data may be edited, everything with a status, a version or an amount is only read. What a verb
writes is written by the verb."""

from django.contrib import admin
from django.db import models

from delegation.models import (
    AuditEvent,
    Consent,
    Delegate,
    Delegation,
    DelegationDates,
    Invitation,
    MemberContact,
    Organisation,
    OutboxMail,
    Person,
    RoleGrant,
)

admin.site.site_header = "Geneva Delegation"
admin.site.site_title = "Geneva Delegation"
admin.site.index_title = "Reference data"


class ReadOnlyStatusAdmin(admin.ModelAdmin):
    """Shows, never writes: no adding, changing or deleting, also not as superuser, and no bulk action."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff


class ReferenceAdmin(admin.ModelAdmin):
    """Edited by whoever may open the admin; never deleted, since other rows point here."""

    actions = None
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50

    def has_add_permission(self, request):
        return request.user.is_staff

    def has_change_permission(self, request, obj=None):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    list_display = ["name", "place", "country", "is_member", "is_accrediting", "ended_on"]
    list_filter = ["is_member", "is_accrediting"]
    search_fields = ["name", "place"]


@admin.register(Delegation)
class DelegationAdmin(ReferenceAdmin):
    list_display = ["name", "cycle", "session", "review_status", "travel_status", "takes_applications"]
    list_filter = ["review_status", "travel_status"]
    search_fields = ["name"]
    readonly_fields = ["review_status", "travel_status", "currency"]


@admin.register(DelegationDates)
class DelegationDatesAdmin(ReadOnlyStatusAdmin):
    list_display = ["delegation", "version", "session_starts_on", "review_on", "zone", "reason"]
    list_select_related = ["delegation"]


@admin.register(Person)
class PersonAdmin(ReadOnlyStatusAdmin):
    list_display = ["email", "name_used", "language", "is_active", "is_staff"]
    search_fields = ["email", "name_used"]
    exclude = ["password"]


@admin.register(Delegate)
class DelegateAdmin(ReadOnlyStatusAdmin):
    list_display = ["person", "delegation", "status", "region", "decided_at"]
    list_filter = ["status", "delegation"]
    list_select_related = ["person", "delegation"]
    search_fields = ["person__email", "person__name_used"]


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyStatusAdmin):
    list_display = ["person", "delegation", "role", "starts_on", "ends_on", "granted_by"]
    list_filter = ["role", "delegation"]
    list_select_related = ["person", "delegation", "granted_by"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyStatusAdmin):
    list_display = ["email", "delegation", "invited_by", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["delegation", "invited_by"]
    exclude = ["token_hash"]


@admin.register(MemberContact)
class MemberContactAdmin(ReadOnlyStatusAdmin):
    list_display = ["email", "organisation", "agreed_at", "stopped_at"]
    list_select_related = ["organisation"]
    search_fields = ["email", "organisation__name"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyStatusAdmin):
    list_display = ["person", "purpose", "text_version", "given", "created_at"]
    list_select_related = ["person"]


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyStatusAdmin):
    list_display = ["notice", "to_kind", "state", "attempts", "due_at", "sent_at", "error"]
    list_filter = ["state", "notice"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyStatusAdmin):
    list_display = ["at", "verb", "kind", "object_uuid", "actor_uuid", "purpose"]
    list_filter = ["verb"]
    search_fields = ["object_uuid", "actor_uuid"]
