"""Every address of the service by name, and the row of the small world each stands on."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from delegation.stop_links import stop_path
from fundraising import donor_links
from fundraising.wish_links import wish_path
from tests.flows.world import World

# What the parameter `uuid` of an address means. Rows of tests/flows/world.py.
ROWS = {
    "delegation": {
        "withdraw_own": "owner",
        "stop_contact": "contact",
        "organisation": "organisation",
        "agree_contact": "organisation",
        "person": "applicant",
        "nominate": "applicant",
        "decline": "applicant",
        "withdraw": "other",
        "turn_remote": "other",
        "return_in_person": "other",
        "withdraw_invitation": "invitation",
        "resend_invitation": "invitation",
        "end_role": "role",
        "demo_mail_one": "mail",
        "demo_mail_html": "mail",
    },
    "fundraising": {
        "my_update_hide": "update",
        "photo": "photo",
        "approve_update": "update",
        "hide_update": "update",
        "thanks": "gift",
        "share_mail": "appeal",
        "recall_share": "share",
        "allocation": "allocation",
        "receipt": "receipt",
        "receipt_pdf": "receipt",
        "void_receipt": "receipt",
        "reissue_receipt": "receipt",
        "state_goods": "receipt_gift",
        "make_statement": "gift",
        "statement": "statement",
        "statement_pdf": "statement",
        "resend_statement": "statement",
        "gift_trace": "gift",
        "cost_trace": "cost",
        "transfer": "transfer",
        "propose_transfer": "redirect_from",
        "stop_giving": "fund",
        "allow_giving": "fund",
        "round": "round",
        "note_criteria": "owner",
        "my_offer": "offer",
        "offer": "countered",
        "withdraw_offer": "countered",
        "keep_offer": "countered",
        "suggest_offer": "countered",
        "replace_offer": "countered",
        "difference": "difference",
        "propose_correction": "difference",
        "period": "period",
        "gift": "gift",
        "payout": "payout",
        "held_one": "held_apart",
        "ask_place_held": "held_apart",
        "ask_return_held": "held_apart",
        "place_held": "held_asked",
        "send_back_held": "held_asked",
        "leave_held": "held_asked",
        "confirm_cover": "cover",
        "decline_cover": "cover",
        "take_back_cover": "cover",
        "request_refund": "gift",
        "approve_refund": "refund",
        "refuse_refund": "refund",
        "monthly_gift": "monthly",
        "redirect_monthly_gift": "monthly_waiting",
        "take_back_advance": "advance_asked",
        "advance": "advance_paid",
        "approve_advance": "advance_asked",
        "decline_advance": "advance_asked",
        "record_hand_back_advance": "advance_paid",
        "confirm_hand_back": "hand_back",
        "decline_hand_back": "hand_back",
        "my_claim": "claim_draft",
        "claim_days": "claim_draft",
        "add_line_claim": "claim_draft",
        "add_receipt_claim": "claim_draft",
        "submit_claim": "claim_draft",
        "discard_claim": "claim_draft",
        "take_back_claim": "claim_waiting",
        "answer_claim": "claim_waiting",
        "edit_claim_line": "claim_line_draft",
        "remove_claim_line": "claim_line_draft",
        "receipt_file": "receipt_file",
        "claim": "claim_waiting",
        "approve_claim": "claim_waiting",
        "part_approve_claim": "claim_waiting",
        "flag_claim": "claim_waiting",
        "decline_claim": "claim_waiting",
        "set_figure_claim_line": "claim_line_waiting",
        "agree_stipend": "stipend_asked",
        "refuse_stipend": "stipend_asked",
        "approve_stipend": "stipend_agreed",
        "decline_stipend": "stipend_agreed",
        "take_back_stipend": "stipend_agreed",
        "offline_gift": "offlinegift",
        "bounce_offlinegift": "confirmed_gift",
        "deposit": "deposit",
        "deposit_slip": "deposit",
        "reopen_deposit": "counted_deposit",
        "confirm_deposit": "counted_deposit",
        "bank_line": "bankline",
        "take_up_bankline": "aside_line",
        "propose_return_bankline": "held_line",
        "keep_bankline": "returning_line",
        "confirm_return_bankline": "returning_line",
        "match_pledge": "matchpledge",
        "end_matchpledge": "agreed_pledge",
        "ask_matchpledge": "agreed_pledge",
        "count_matchpledge": "agreed_pledge",
        "in_kind_offer": "inkindoffer",
        "use_inkindoffer": "accepted_offer",
        "release_inkindoffer": "accepted_offer",
        "payee": "payee",
        "commitment": "open_cost",
        "approve_commitment": "proposed_cost",
        "decline_commitment": "proposed_cost",
        "take_back_commitment": "proposed_cost",
        "release_commitment": "open_cost",
        "close_commitment": "part_cost",
        "propose_raise": "open_cost",
        "prepare_disbursement": "open_cost",
        "disbursement": "prepared",
        "approve_disbursement": "prepared",
        "cancel_disbursement": "prepared",
        "send_disbursement": "approved",
        "doubt_disbursement": "sent",
        "settle_disbursement": "sent",
        "fail_disbursement": "sent",
        "bounce_disbursement": "settled",
        "record_return": "settled",
        "batch": "draft_batch",
        "approve_batch": "draft_batch",
        "cancel_batch": "draft_batch",
        "send_batch": "approved_batch",
        "settle_batch": "sent_batch",
        "download_batch": "sent_batch",
        "batch_sheet": "sent_batch",
        "batch_pay_sheet": "sent_batch",
        "pay_sheet": "sent",
        "fund": "fund_page",
    },
    "travel": {
        "briefing": "briefing",
        "acknowledge_briefing": "briefing_version",
        "publish_briefing": "briefing",
        "withdraw_briefing": "briefing",
        "booking": "booking",
        "reveal_booking": "booking",
        "check_booking": "booking",
        "cancel_own_booking": "held_own",
        "ticket_booking": "held",
        "cancel_booking": "held",
        "fill_days": "claim_draft",
        "hold_cost": "booking",
        "link_cost": "booking",
        "unlink_cost": "booking_cost",
        "use_credit": "credit",
        "delegate_file": "owner",
        "begin_accreditation": "owner",
        "waive_requirement": "owner",
        "end_waiver": "waiver",
        "reveal_passport": "passport",
        "see_passport": "passport",
        "reject_passport": "passport",
    },
}
ENDINGS = (
    ("_round", "round"),
    ("_offer", "offer"),
    ("_transfer", "transfer"),
    ("_difference", "difference"),
    ("_correction", "correction"),
    ("_period", "period"),
    ("_allocation", "allocation"),
    ("_accreditation", "accreditation"),
    ("_appeal", "appeal"),
    ("review", "appeal"),
    ("review_preview", "appeal"),
    ("_monthly_gift", "monthly"),
    ("_gift", "gift"),
    ("_receipt", "gift"),
    ("_message", "gift"),
    ("_offlinegift", "offlinegift"),
    ("_deposit", "deposit"),
    ("_bankline", "bankline"),
    ("_matchpledge", "matchpledge"),
    ("_inkindoffer", "inkindoffer"),
    ("_payee", "payee"),
    ("_raise", "raise"),
)


# Addresses of givers, and which of their two links opens them.
GIVERS = {
    "fundraising:my_gifts": "door_token",
    "fundraising:set_gift_language": "door_token",
    "fundraising:revoke_gift_links": "door_token",
    "fundraising:my_monthly_gift": "monthly_token",
    "fundraising:cancel_my_monthly_gift": "monthly_token",
    "fundraising:pause_my_monthly_gift": "monthly_token",
    "fundraising:resume_my_monthly_gift": "monthly_token",
    "fundraising:change_my_monthly_gift": "monthly_token",
    "fundraising:update_card": "monthly_token",
}


def names() -> dict[str, set[str]]:
    """Every address of the resolver by name, with the names of its parameters; the admin's are not ours."""
    return dict(_walk(get_resolver(), "", frozenset()))


def _walk(resolver: URLResolver, space: str, before: frozenset) -> Iterator[tuple[str, set[str]]]:
    for entry in resolver.url_patterns:
        if getattr(entry, "namespace", "") == "admin":
            continue
        given = before | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            assert entry.name, f"the address {entry.pattern} has no name"
            yield space + entry.name, set(given)
        else:
            yield from _walk(entry, space + (f"{entry.namespace}:" if entry.namespace else ""), given)


def row_of(name: str) -> str:
    """The key of the row that `uuid` means in the address of that name."""
    space, _, short = name.rpartition(":")
    found = ROWS.get(space, {}).get(short) or next((key for end, key in ENDINGS if short.endswith(end)), None)
    assert found, f"say in {__name__} which row {name} stands on"
    return found


def path_of(world: World, name: str, given: set[str]) -> str:
    if name == "delegation:stop_mail":
        return stop_path(world.rows["contact"])
    if name == "fundraising:send_wish":
        return wish_path(world.rows["telling"])
    if name in GIVERS:
        return reverse(name, args=[world.rows[GIVERS[name]]])
    values = {
        "delegation_slug": world.delegation.slug,
        "slug": world.rows["appeal"].slug,
        "code": world.rows["share"].code,
        "token": world.rows["invitation"].token,
        "receipt_token": donor_links.token("receipt", world.rows["receipt"].uuid),
        "statement_token": donor_links.token("statement", world.rows["statement"].uuid),
        "trace_token": donor_links.token("trace", world.rows["gift"].uuid),
        "language": "en",
        "purpose": "members",
        "key": "a-key-nobody-was-sent",
        "uidb36": "1",
        "gift": world.rows["deposit_gift"].uuid,
    }
    if "uuid" in given:
        values["uuid"] = world.rows[row_of(name)].uuid
    return reverse(name, kwargs={key: values[key] for key in given})
