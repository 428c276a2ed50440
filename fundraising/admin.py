"""The admin shows the raw rows of money and changes none of them: what a verb writes is written by the verb."""

from django.contrib import admin

from delegation.admin import ReadOnlyStatusAdmin
from fundraising.models import (
    Account,
    Allocation,
    Appeal,
    AppealVersion,
    BooksCheck,
    CheckoutAttempt,
    Dispute,
    Donation,
    Donor,
    FraudWarning,
    Fund,
    HeldApart,
    JournalEntry,
    JournalLine,
    Payout,
    PlanningRate,
    Receipt,
    Refund,
    Review,
    Share,
    StripeEvent,
)


@admin.register(Appeal)
class AppealAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "delegate", "status", "allows_sharing", "indexable", "opened_at", "closed_at"]
    list_filter = ["status"]
    list_select_related = ["delegate__person"]


@admin.register(AppealVersion)
class AppealVersionAdmin(ReadOnlyStatusAdmin):
    list_display = ["appeal", "number", "goal_minor", "currency", "made_by", "created_at"]
    list_select_related = ["appeal", "made_by"]


@admin.register(Review)
class ReviewAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "status", "decline_reason", "decided_by", "decided_at"]
    list_filter = ["status"]
    list_select_related = ["decided_by"]


@admin.register(Share)
class ShareAdmin(ReadOnlyStatusAdmin):
    list_display = ["organisation", "appeal", "status", "shared_by", "created_at", "recalled_at"]
    list_filter = ["status"]
    list_select_related = ["organisation", "appeal", "shared_by"]


@admin.register(PlanningRate)
class PlanningRateAdmin(ReadOnlyStatusAdmin):
    list_display = ["delegation", "currency", "rate", "quote", "as_of", "source", "entered_by"]
    list_select_related = ["delegation", "entered_by"]


@admin.register(Fund)
class FundAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "delegation", "kind", "delegate", "currency"]
    list_filter = ["kind", "delegation"]
    list_select_related = ["delegation", "delegate__person"]


@admin.register(Allocation)
class AllocationAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "fund", "amount_minor", "currency", "status", "reason", "proposed_by", "decided_by"]
    list_filter = ["status"]
    list_select_related = ["fund__delegate__person", "proposed_by", "decided_by"]


@admin.register(Donor)
class DonorAdmin(ReadOnlyStatusAdmin):
    list_display = ["email", "name", "language", "created_at"]
    search_fields = ["email", "name"]


@admin.register(Donation)
class DonationAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "status", "amount_minor", "currency", "fee_minor", "mode", "paid_at", "created_at"]
    list_filter = ["status", "mode"]
    search_fields = ["uuid", "payment_intent", "charge"]


@admin.register(CheckoutAttempt)
class CheckoutAttemptAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "number", "state", "session_id", "expires_at", "swept_at"]
    list_filter = ["state"]
    search_fields = ["uuid", "session_id"]
    exclude = ["url"]


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyStatusAdmin):
    list_display = ["event_id", "type", "object_id", "state", "attempts", "received_at", "processed_at", "error"]
    list_filter = ["state", "type"]
    search_fields = ["event_id", "object_id", "payment_intent"]


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyStatusAdmin):
    list_display = ["label", "amount_minor", "currency", "charged_on", "is_family", "issued_at"]
    list_filter = ["series", "year"]
    search_fields = ["number"]


@admin.register(Account)
class AccountAdmin(ReadOnlyStatusAdmin):
    list_display = ["code", "currency", "fund", "balance_minor", "version"]
    list_filter = ["code", "currency"]
    list_select_related = ["fund__delegate__person"]


class LineInline(admin.TabularInline):
    model = JournalLine
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyStatusAdmin):
    list_display = ["key", "kind", "happened_at", "posted_at", "sealed"]
    list_filter = ["kind"]
    search_fields = ["key", "about_uuid"]
    inlines = [LineInline]


@admin.register(BooksCheck)
class BooksCheckAdmin(ReadOnlyStatusAdmin):
    list_display = ["checked_at", "entries", "red"]


@admin.register(Refund)
class RefundAdmin(ReadOnlyStatusAdmin):
    list_display = ["uuid", "status", "amount_minor", "currency", "stripe_id", "requested_by", "decided_by"]
    list_filter = ["status"]
    list_select_related = ["requested_by", "decided_by"]


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyStatusAdmin):
    list_display = ["stripe_id", "stripe_status", "amount_minor", "currency", "opened_at", "due_at"]
    list_filter = ["stripe_status"]


@admin.register(FraudWarning)
class FraudWarningAdmin(ReadOnlyStatusAdmin):
    list_display = ["stripe_id", "fraud_type", "actionable", "warned_at"]


@admin.register(HeldApart)
class HeldApartAdmin(ReadOnlyStatusAdmin):
    list_display = ["payment_intent", "status", "why", "amount_minor", "currency", "happened_at"]
    list_filter = ["status"]


@admin.register(Payout)
class PayoutAdmin(ReadOnlyStatusAdmin):
    list_display = ["stripe_id", "stripe_status", "amount_minor", "currency", "arrives_on", "reconciled"]
    list_filter = ["stripe_status"]
