"""The sentences beside every gift that carry law, word for word, in one place; those of receipts, kept version by
version, stand in `receipt_words`. Change either only with a new version there.

A lawyer confirms them before live use. How to call:

    give_wish(review, public_name)      give page, above the button; public_name "" for a gift to the pool
    surplus_rule(public_name)           shown before paying, executed by the books
    disclosures()                       what states want said beside every request for gifts
    line_item(delegation_name)          what Stripe's page and the card statement's page name: the programme, no person

All answers are plain translated text in the reader's active language."""

from django.conf import settings
from django.utils.translation import gettext as _


def give_wish(review: str, public_name: str = "") -> str:
    """`review` is the delegation's name; `public_name` how the public reads the delegate's name."""
    network = settings.NETWORK["name"]
    if not public_name:
        return _(
            "Your gift goes to %(network)s for the travel of its delegation to %(review)s. It goes to the pool, from "
            "which the network helps delegates who have no other means. %(network)s has complete discretion and "
            "control over how gifts are used."
        ) % {"network": network, "review": review}
    said = _(
        "Your gift goes to %(network)s for the travel of its delegation to %(review)s. You are telling us that you "
        "would like it to help %(public_name)s. We will try to follow your wish, and %(network)s has complete "
        "discretion and control over how gifts are used: if %(public_name)s cannot travel, or has enough, your gift "
        "helps other delegates. Gifts are not returned for that reason."
    ) % {"network": network, "review": review, "public_name": public_name}
    # A name that ends with an initial brings its own full stop.
    return said.replace(f"{public_name}.", public_name) if public_name.endswith(".") else said


def surplus_rule(public_name: str = "") -> str:
    if not public_name:
        return _("What is left when all accounts are closed is kept for the next delegation to the same review cycle.")
    return _(
        "If more is given than %(public_name)s's journey costs, or %(public_name)s does not travel, the rest helps "
        "other delegates to the same review; what is left when all accounts are closed is kept for the next delegation."
    ) % {"public_name": public_name}


def refund_rule() -> str:
    return _(
        "We return a gift that was a mistake: given twice, a wrong amount, a card that was not the giver's, or fraud. "
        "Ask within 30 days. No refund is promised because a delegate does not travel."
    )


def disclosures() -> list[tuple[str, str]]:
    """(state, text) as the network's settings hold them."""
    return sorted(settings.STATE_DISCLOSURES.items())


def line_item(delegation_name: str) -> str:
    """What Stripe's page names: the programme, never a person."""
    return _("Gift to %(network)s, %(delegation)s") % {
        "network": settings.NETWORK["name"],
        "delegation": delegation_name,
    }


# -- stipends: taxable, so the person reads this before they say yes ---------------------------------------
STIPEND_VERSION = "2026-11"


def stipend_text(amount: str) -> list[str]:
    """What a stipend means, sentence by sentence. `amount` as the reader reads it."""
    network = settings.NETWORK["name"]
    return [
        _("%(network)s offers you %(amount)s for wages you lose, or for care you pay, while you travel.")
        % {"network": network, "amount": amount},
        _("This is not the payment of a cost. It is income of yours, and it is taxable in the United States."),
        _(
            "If what we pay you in a calendar year reaches the threshold of that year, we must report it to the tax "
            "authority and send you a form. For that we will ask for your legal name, your address and your taxpayer "
            "number."
        ),
        _(
            "It can count when benefits are reckoned, and where your papers do not let you work you should speak with "
            "a lawyer first. You may say no; your journey does not depend on it."
        ),
    ]
