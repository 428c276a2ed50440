"""Every address of the service by name, and the row of the small world each stands on."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from delegation.stop_links import stop_path
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
        "transfer": "transfer",
        "propose_transfer": "redirect_from",
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
        "request_refund": "gift",
        "approve_refund": "refund",
        "refuse_refund": "refund",
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
    ("_transfer", "transfer"),
    ("_difference", "difference"),
    ("_correction", "correction"),
    ("_period", "period"),
    ("_allocation", "allocation"),
    ("_accreditation", "accreditation"),
    ("_appeal", "appeal"),
    ("review", "appeal"),
    ("review_preview", "appeal"),
    ("_gift", "gift"),
    ("_receipt", "gift"),
    ("_message", "gift"),
)


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
    values = {
        "delegation_slug": world.delegation.slug,
        "slug": world.rows["appeal"].slug,
        "code": world.rows["share"].code,
        "token": world.rows["invitation"].token,
        "language": "en",
        "purpose": "members",
        "key": "a-key-nobody-was-sent",
        "uidb36": "1",
    }
    if "uuid" in given:
        values["uuid"] = world.rows[row_of(name)].uuid
    return reverse(name, kwargs={key: values[key] for key in given})
