"""Advances, claims and stipends: what was asked stays as it was asked, nothing is decided twice, and nobody decides
about their own journey."""

from delegation.triggers import append_only, frozen_columns, refuse_postgres, register
from fundraising.triggers.guard import guard, never_deleted

ADVANCE, HAND_BACK = "fundraising_advance", "fundraising_handback"
CLAIM, LINE, PART, STIPEND = (
    "fundraising_expenseclaim", "fundraising_claimline", "fundraising_claimpart", "fundraising_stipend",
)  # fmt: skip
# What a line says once it is sent. Not the words: they can be erased.
_CLAIMED = (
    "uuid", "claim_id", "kind", "spent_on", "claimed_minor", "currency", "rate", "rate_on", "rate_source",
    "converted_minor", "receipt_id", "allowance_source", "allowance_as_of", "day_kind", "meals", "tenths_of_mile",
)  # fmt: skip
_DECIDED = "('approved', 'part_approved', 'declined', 'paid', 'settled')"
_OF_LINE = f"SELECT 1 FROM {CLAIM} c WHERE c.id = OLD.claim_id AND c.status"  # noqa: S608  # names of ours


def _while(name: str, columns, claim_is: str, message: str) -> str:
    """Refuse a change of these columns of a line while its claim `claim_is`."""

    def changed(differs):
        return " OR ".join(f'OLD."{c}" {differs} NEW."{c}"' for c in columns)

    def broken(differs):
        return f"({changed(differs)}) AND EXISTS ({_OF_LINE} {claim_is})"

    return register(
        name,
        LINE,
        "BEFORE UPDATE",
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE {broken('IS NOT')};",
        postgres=f"IF {broken('IS DISTINCT FROM')} THEN {refuse_postgres(message)} END IF; RETURN NEW;",
    )


def _never_ones_own(table: str) -> list[str]:
    """Whoever decides is not the traveller it is about."""
    own = "NEW.decided_by_id = (SELECT d.person_id FROM delegation_delegate d WHERE d.id = NEW.delegate_id)"
    message = "nobody decides about money for their own journey"
    return [
        guard(f"{table}_own_insert", table, "BEFORE INSERT", own, message),
        guard(f"{table}_own_update", table, "BEFORE UPDATE", f"NEW.status <> 'taken_back' AND {own}", message),
    ]


def _ended(table: str, statuses: str) -> str:
    return guard(
        f"{table}_ended", table, "BEFORE UPDATE", f"OLD.status IN {statuses}", "this has ended and never changes"
    )


CLAIMS = [
    *frozen_columns(
        ADVANCE,
        (
            "uuid", "delegate_id", "fund_id", "amount_minor", "currency", "cost_on", "ends_on", "account_by",
            "return_by", "requested_by_id", "form_token", "created_at",
        ),
    ),
    *_never_ones_own(ADVANCE),
    _ended(ADVANCE, "('declined', 'taken_back', 'settled')"),
    never_deleted(ADVANCE, "advances are never deleted"),
    *frozen_columns(
        HAND_BACK,
        (
            "uuid", "advance_id", "amount_minor", "currency", "received_on", "bank_reference", "recorded_by_id",
            "form_token", "created_at",
        ),
    ),
    _ended(HAND_BACK, "('confirmed', 'declined')"),
    never_deleted(HAND_BACK, "what came back is never deleted"),
    *frozen_columns(CLAIM, ("uuid", "delegate_id", "fund_id", "currency", "created_at")),
    *_never_ones_own(CLAIM),
    _ended(CLAIM, "('declined', 'settled', 'discarded')"),
    never_deleted(CLAIM, "claims are never deleted"),
    _while(f"{LINE}_sent", _CLAIMED, "<> 'draft'", "what was claimed never changes once it is sent"),
    _while(
        f"{LINE}_decided", ("state", "reason", "approved_minor", "statement_minor", "statement_file_id"),
        f"IN {_DECIDED}", "what was decided of a claim never changes",
    ),
    guard(
        f"{LINE}_joins_draft",
        LINE,
        "BEFORE INSERT",
        f"EXISTS (SELECT 1 FROM {CLAIM} c WHERE c.id = NEW.claim_id AND c.status <> 'draft')",  # noqa: S608
        "a line joins a draft alone",
    ),
    register(
        f"{LINE}_delete_refused",
        LINE,
        "BEFORE DELETE",
        sqlite=f"SELECT RAISE(ABORT, 'a sent line is never deleted') WHERE EXISTS ({_OF_LINE} <> 'draft');",
        postgres=f"IF EXISTS ({_OF_LINE} <> 'draft') THEN {refuse_postgres('a sent line is never deleted')} END IF; "
        "RETURN OLD;",
    ),
    *append_only(PART),
    *frozen_columns(
        STIPEND,
        (
            "uuid", "delegate_id", "fund_id", "reason", "amount_minor", "currency", "proposed_by_id", "form_token",
            "created_at",
        ),
    ),
    *_never_ones_own(STIPEND),
    _ended(STIPEND, "('refused', 'declined', 'taken_back')"),
    never_deleted(STIPEND, "stipends are never deleted"),
]  # fmt: skip
# Came after migration 0014 and is installed by its own.
ADVANCE_COVERS = append_only("fundraising_advancecover")
