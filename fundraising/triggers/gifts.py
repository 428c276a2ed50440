"""A gift: what was asked never changes, and what was paid stays."""

from delegation.triggers import refuse_postgres, refuse_sqlite, register

DONATION = "fundraising_donation"
_ASKED = ("amount_minor", "currency", "fund_id", "form_token", "source")
_PAID = (
    "amount_minor", "fee_cover_minor", "currency", "fund_id", "appeal_id", "version_id", "payment_intent", "paid_at",
    "status", "mode", "is_family", "source", "settled_minor", "settled_currency",
)  # fmt: skip


def _changed(columns, differs: str) -> str:
    return " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in columns)


GIFTS = [
    register(
        f"{DONATION}_delete_refused",
        DONATION,
        "BEFORE DELETE",
        sqlite=refuse_sqlite("gifts are never deleted"),
        postgres=refuse_postgres("gifts are never deleted"),
    ),
    register(
        f"{DONATION}_paid_for_good",
        DONATION,
        "BEFORE UPDATE",
        sqlite=refuse_sqlite("a paid gift keeps its amount, fund and payment"),
        postgres=refuse_postgres("a paid gift keeps its amount, fund and payment"),
        when_sqlite=f"OLD.status = 'paid' AND ({_changed(_PAID, 'IS NOT')})",
        when_postgres=f"OLD.status = 'paid' AND ({_changed(_PAID, 'IS DISTINCT FROM')})",
    ),
    register(
        f"{DONATION}_asked_for_good",
        DONATION,
        "BEFORE UPDATE",
        sqlite=refuse_sqlite("what was asked of the donor never changes"),
        postgres=refuse_postgres("what was asked of the donor never changes"),
        when_sqlite=_changed(_ASKED, "IS NOT"),
        when_postgres=_changed(_ASKED, "IS DISTINCT FROM"),
    ),
]
