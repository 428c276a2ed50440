"""The way about the pages of money: a few groups, and under them a quiet row with the pages of the open one."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegation.permissions import may

register = template.Library()

# Group: its pages as (URL name, words). The group's own link leads to the first of them.
GROUPS = (
    (
        _("Funds"),
        (
            ("money_desk", _("All funds")),
            ("transfers", _("Moving on")),
            ("held_apart", _("Held apart")),
            ("shortfalls", _("Owed by the network")),
        ),
    ),
    (_("Rounds"), (("rounds", _("Allocation rounds")), ("allocations", _("Single allocations")))),
    (
        _("Gifts"),
        (
            ("gifts", _("All gifts")),
            ("monthly_gifts", _("Monthly")),
            ("offline_gifts", _("By hand")),
            ("match_pledges", _("Promises to match")),
            ("in_kind_offers", _("In kind")),
            ("disputes", _("Refunds and disputes")),
            ("receipts", _("Receipts")),
            ("statements", _("Statements of a year")),
        ),
    ),
    (
        _("Spending"),
        (
            ("payments", _("Payments")),
            ("commitments", _("Costs")),
            ("payees", _("Payees")),
            ("claims", _("Claims")),
            ("advances", _("Advances")),
            ("stipends", _("Stipends")),
        ),
    ),
    (
        _("Bank"),
        (("bank_lines", _("Bank statement")), ("deposits", _("Deposits")), ("payouts", _("Payouts"))),
    ),
    (
        _("Books"),
        (
            ("books", _("Months")),
            ("trial_balance", _("Trial balance")),
            ("fund_statement", _("Fund statement")),
            ("activities", _("Activities")),
            ("costs", _("From cost to gift")),
            ("differences", _("Differences")),
        ),
    ),
)
# Pages not every member of the staff may open, and the permission that opens them.
ASKED = {"stipends": "fundraising.view_stipends"}


@register.inclusion_tag("fundraising/funds/tabs.html", takes_context=True)
def money_tabs(context, here):
    """`here` is the URL name of the list that stands open. Numbers come from what the page counted anyway."""
    delegation = context["delegation"]
    numbers = {"differences": context.get("open_count")}
    if here == "allocations":
        numbers["allocations"] = (context.get("counts") or {}).get("waiting")

    def link(name, words):
        address = reverse(f"fundraising:{name}", args=[delegation.slug])
        return {"address": address, "words": words, "here": name == here, "number": numbers.get(name)}

    group, pages = next((group, pages) for group, pages in GROUPS if here in dict(pages))
    person = context["request"].user
    shown = [(name, words) for name, words in pages if name not in ASKED or may(ASKED[name], person, delegation)]
    return {
        "groups": [link(pages[0][0], words) | {"here": words is group} for words, pages in GROUPS],
        "group": group,
        "pages": [link(name, words) for name, words in shown],
    }
