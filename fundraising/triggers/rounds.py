"""A round: what was proposed is what is decided, and what was decided stays, with its inputs and its result. An offer:
its amount never changes, and an answer is final."""

from delegation.triggers import append_only, frozen_columns, refuse_postgres, refuse_sqlite, register
from fundraising.triggers.guard import guard, never_deleted

ROUND, LINE, OFFER = "fundraising_allocationround", "fundraising_roundline", "fundraising_offer"
_PROPOSED = (
    "amount_minor", "cap_minor", "other_lines", "weight_need", "weight_first_time", "weight_distance",
    "weight_region", "weight_theme", "answer_by", "policy", "algorithm", "inputs", "inputs_sha256", "result",
    "result_sha256", "proposed_by_id", "proposed_at",
)  # fmt: skip


def _changed(columns, differs: str) -> str:
    return " OR ".join(f'OLD."{c}" {differs} NEW."{c}"' for c in columns)


_WAITS = "OLD.status NOT IN ('draft', 'simulated')"
_STAYS = "what was proposed in a round is what is decided"
ROUNDS = [
    *frozen_columns(ROUND, ("id", "uuid", "pool_id", "number", "currency", "opened_by_id", "form_token", "created_at")),
    register(
        f"{ROUND}_proposed_stays",
        ROUND,
        "BEFORE UPDATE",
        sqlite=refuse_sqlite(_STAYS),
        postgres=refuse_postgres(_STAYS),
        when_sqlite=f"{_WAITS} AND ({_changed(_PROPOSED, 'IS NOT')})",
        when_postgres=f"{_WAITS} AND ({_changed(_PROPOSED, 'IS DISTINCT FROM')})",
    ),
    guard(
        f"{ROUND}_decided_once",
        ROUND,
        "BEFORE UPDATE",
        "OLD.status IN ('decided', 'declined', 'taken_back')",
        "a round is decided once",
    ),
    guard(f"{ROUND}_born_draft", ROUND, "BEFORE INSERT", "NEW.status <> 'draft'", "a round begins as a draft"),
    never_deleted(ROUND, "rounds are never deleted"),
    *append_only(LINE),
    guard(
        f"{LINE}_of_a_proposal",
        LINE,
        "BEFORE INSERT",
        "NOT EXISTS (SELECT 1 FROM fundraising_allocationround r WHERE r.id = NEW.round_id AND r.status = 'proposed')",
        "lines join a round when it is proposed",
    ),
    *frozen_columns(
        OFFER,
        (
            "id", "uuid", "line_id", "round_id", "fund_id", "amount_minor", "currency", "proposed_by_id", "made_by_id",
            "replaces_id", "created_at",
        ),
    ),
    guard(
        f"{OFFER}_ended_for_good",
        OFFER,
        "BEFORE UPDATE",
        "OLD.status NOT IN ('offered', 'countered')",
        "an offer is answered once",
    ),
    guard(f"{OFFER}_born_open", OFFER, "BEFORE INSERT", "NEW.status <> 'offered'", "an offer begins unanswered"),
    never_deleted(OFFER, "offers are never deleted"),
]  # fmt: skip
