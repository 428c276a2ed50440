"""Unspent money moves on: by the published rule or by decision, always proposed by one person and decided by another.
Those who gave are told and may send a wish; the network decides."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available
from fundraising.models import Donation, Fund, FundTransfer, FundTransferNote, Postponement, Telling, Wish
from fundraising.queries.funds import MAY_RECEIVE
from fundraising.queries.ledger import books_are_red
from fundraising.queries.transfers import about_same_news, movable

KIND = "fundraising.fundtransfer"
Kind = FundTransfer.Kind
ENTRIES = {
    Kind.SURPLUS: entries.surplus_moved,
    Kind.WITHDRAWAL: entries.withdrawal_moved,
    Kind.REDIRECT: entries.fund_redirected,
    Kind.CARRIED_ON: entries.carried_on,
}


# What was declined or taken back is no news to anybody.
_STANDS = (FundTransfer.Status.PROPOSED, FundTransfer.Status.MOVED)


@dataclass(frozen=True)
class Asked:
    """A transfer as somebody proposes it. `reason` is one of FundTransfer.Reason; `note` is for the minutes."""

    source: Fund
    target: Fund
    kind: str
    amount: Money
    reason: str
    note: str
    form_token: UUID


# -- proposing -----------------------------------------------------------------------------------------
def propose_transfer(asked: Asked, by: Person) -> FundTransfer:
    """Ask for unspent money to move on, and store whom to tell. Nothing moves before a second person decides. The same
    form token again answers the same proposal. Raises NotPermitted, DomainError (amount, target, note), Conflict."""
    require("fundraising.propose_transfer", by, asked.source)
    known = FundTransfer.objects.filter(form_token=asked.form_token).first()
    if known:
        return _same_proposal(known, by, asked)
    try:
        with transaction.atomic():
            source = lock(asked.source)
            minor = _check(asked)
            transfer = FundTransfer.objects.create(
                source=source,
                target=asked.target,
                kind=asked.kind,
                reason=asked.reason,
                amount_minor=minor,
                currency=source.currency,
                proposed_by=by,
                wishes_until=timezone.now() + timedelta(days=settings.WISH_DAYS),
                form_token=asked.form_token,
            )
            _write_note(transfer, by, asked.note)
            if asked.kind != Kind.CARRIED_ON:
                _store_tellings(Donation.objects.filter(fund=source), transfer=transfer)
            record("fundraising.propose_transfer", transfer, by)
            return transfer
    except IntegrityError as error:
        known = FundTransfer.objects.filter(form_token=asked.form_token).first()
        if known is None:
            raise Conflict(_("A transfer out of this fund waits for a decision already."), code="one_waits") from error
        return _same_proposal(known, by, asked)


def _same_proposal(known: FundTransfer, by: Person, asked: Asked) -> FundTransfer:
    """The same form once more is the same proposal; another one under its token must not pass for made."""
    standing = (known.proposed_by_id, known.source_id, known.target_id, known.kind, known.amount_minor, known.currency)
    sent = (by.pk, asked.source.pk, asked.target.pk, asked.kind, to_minor(asked.amount), asked.amount.currency.code)
    if standing != sent:
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to propose something else."),
            code="token_used",
            field="amount",
        )
    return known


def _check(asked: Asked) -> int:
    if asked.amount.currency.code != asked.source.currency or asked.target.currency != asked.source.currency:
        raise DomainError(
            _("This fund is in %(currency)s.") % {"currency": asked.source.currency}, code="currency", field="amount"
        )
    minor = to_minor(asked.amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if asked.reason == FundTransfer.Reason.OTHER and not asked.note.strip():
        raise DomainError(_("Say which reason, in the note."), code="note_missing", field="note")
    if asked.kind == Kind.REDIRECT and not asked.note.strip():
        raise DomainError(_("Say why, for the minutes and for those who gave."), code="note_missing", field="note")
    if FundTransfer.objects.filter(source=asked.source, status=FundTransfer.Status.PROPOSED).exists():
        raise Conflict(_("A transfer out of this fund waits for a decision already."), code="one_waits")
    _check_way(asked.kind, asked.source, asked.target)
    _check_amount(asked.kind, asked.source, minor)
    return minor


def _check_way(kind: str, source: Fund, target: Fund) -> None:
    """Where each kind may lead. From the pool to a delegate is an allocation, and has its own way."""
    same = source.delegation_id == target.delegation_id
    if kind == Kind.CARRIED_ON:
        over = source.delegation.travel_status in ("closed", "history")
        right = source.kind == target.kind == Fund.Kind.POOL and not same and over
    elif kind == Kind.REDIRECT:
        elsewhere = same and source.pk != target.pk
        right = source.kind == Fund.Kind.TRAVEL and elsewhere and (target.delegate is None or _travels(target))
    else:
        right = source.kind == Fund.Kind.TRAVEL and same and target.kind == Fund.Kind.POOL
    if not right:
        raise DomainError(_("Money of this fund cannot go there this way."), code="wrong_way", field="target")


def _travels(fund: Fund) -> bool:
    return fund.delegate is not None and fund.delegate.status in MAY_RECEIVE


def _check_amount(kind: str, source: Fund, minor: int) -> None:
    """No more than the rule moves, or than is free. What is held for an approved cost is released first."""
    found = movable(source)
    if kind in (Kind.SURPLUS, Kind.WITHDRAWAL):
        if found.kind != kind:
            raise Conflict(_("The published rule moves nothing out of this fund now."), code="no_rule")
        most = found.amount_minor
    else:
        most = found.available_minor
    if minor > most:
        raise DomainError(
            _("At most %(most)s can move now.") % {"most": from_minor(most, source.currency)},
            code="too_much",
            field="amount",
        )


def _store_tellings(gifts, **about) -> None:
    """One telling for each address that gave, about its newest gift: who gave five times gets one mail."""
    told: dict[str, int] = {}
    for pk, email in gifts.filter(status=Donation.Status.PAID).order_by("-id").values_list("pk", "donor__email"):
        if email:
            told.setdefault(email.casefold(), pk)
    Telling.objects.bulk_create([Telling(donation_id=pk, **about) for pk in told.values()], batch_size=500)


# -- deciding ------------------------------------------------------------------------------------------
def decide(transfer: FundTransfer, by: Person, note: str = "") -> FundTransfer:
    """Move what another person proposed: state and books in one transaction. Before the wishes are in, the minutes say
    why it could not wait. Raises NotPermitted, Conflict when it was decided already, when the books show a red line,
    when the money or the rule's ground is gone; DomainError (note)."""
    with transaction.atomic():
        decided_at = timezone.now()
        waits = transfer.wishes_until > decided_at and transfer.tellings.exists()
        if waits and not note.strip():
            raise DomainError(
                _("Wishes may still come in. Say in the note why this cannot wait for them."),
                code="note_missing",
                field="note",
            )
        moved = move(transfer, "decide", by, noun="transfer", decided_by=by, decided_at=decided_at)
        if books_are_red():
            raise Conflict(
                _("The books show a line that does not hold. No money moves until it is cleared; gifts go on."),
                code="books_red",
            )
        _check_way(moved.kind, moved.source, moved.target)
        _post(moved, decided_at)
        _write_note(moved, by, note)
        return moved


def decline(transfer: FundTransfer, by: Person, note: str = "") -> FundTransfer:
    """Say no to a proposal; nothing moves. Raises NotPermitted, Conflict, DomainError without a note."""
    if not note.strip():
        raise DomainError(_("Say why, for the minutes."), code="note_missing", field="note")
    with transaction.atomic():
        declined = move(transfer, "decline", by, noun="transfer", decided_by=by, decided_at=timezone.now())
        _write_note(declined, by, note)
        return declined


def take_back(transfer: FundTransfer, by: Person) -> FundTransfer:
    """Withdraw one's own proposal before it is decided."""
    return move(transfer, "take_back", by, noun="transfer", decided_by=by, decided_at=timezone.now())


def _post(transfer: FundTransfer, decided_at) -> None:
    source, target = available(transfer.source), available(transfer.target)
    spec = ENTRIES[Kind(transfer.kind)](source, target, transfer.amount_minor, transfer.currency)
    # First the lock, then the rule's figure: what arrives or is held between the two must not be moved.
    posting.hold(spec)
    _check_amount(transfer.kind, transfer.source, transfer.amount_minor)
    try:
        posting.post(spec, key=f"transfer:{transfer.uuid}", about=(KIND, transfer.uuid), happened_at=decided_at)
    except posting.InsufficientFunds as short:
        raise Conflict(
            _("At most %(most)s can move now.") % {"most": from_minor(short.room_minor, transfer.currency)},
            code="too_much",
            field="amount",
        ) from short


def _write_note(transfer: FundTransfer, by: Person, note: str) -> None:
    if note.strip():
        FundTransferNote.objects.create(transfer=transfer, written_by=by, text=note.strip())


# -- the review moves ------------------------------------------------------------------------------------
def tell_postponement(delegation: Delegation, by: Person) -> Postponement:
    """Tell everybody who gave for a journey that the review has moved and their gift waits for it. Once for each
    version of the dates; again answers what stands. Raises NotPermitted, Conflict where nothing moved."""
    with transaction.atomic():
        delegation = lock(delegation)
        require("fundraising.tell_postponement", by, delegation)
        newest, before = [*delegation.dates.order_by("-version")[:2], None, None][:2]
        if newest is None or before is None or newest.review_on == before.review_on:
            raise Conflict(_("The review has not moved; there is nothing to tell."), code="not_moved")
        known = Postponement.objects.filter(dates=newest).first()
        if known:
            return known
        row = Postponement.objects.create(
            delegation=delegation,
            dates=newest,
            told_by=by,
            wishes_until=timezone.now() + timedelta(days=settings.WISH_DAYS),
        )
        gifts = Donation.objects.filter(fund__delegation=delegation, fund__kind=Fund.Kind.TRAVEL)
        _store_tellings(gifts, postponement=row)
        record("fundraising.tell_postponement", row, by)
        return row


# -- telling, and wishes -----------------------------------------------------------------------------------
def mail_tellings(limit: int = 200) -> int:
    """Make the mails of tellings that have none yet; answers how many. Proposals declined or taken back meanwhile
    trouble nobody, and whoever was told lately why money of this fund moves on is not told again: their tellings count
    as done without a mail."""
    with transaction.atomic():
        waiting = (
            Telling.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(mailed_at__isnull=True)
            .select_related("transfer", "donation__donor")
            .order_by("id")[:limit]
        )
        rows = list(waiting)
        heard = set()
        for telling in rows:
            if telling.transfer is None:
                _queue(telling)
            elif telling.transfer.status in _STANDS and (news := _news(telling, telling.transfer)) not in heard:
                heard.add(news)
                if not _heard_lately(telling, telling.transfer):
                    _queue(telling)
        Telling.objects.filter(pk__in=[telling.pk for telling in rows]).update(mailed_at=timezone.now())
        return len(rows)


def _news(telling: Telling, transfer: FundTransfer) -> tuple:
    """What the mail says and to whom: a fund that moves on in parts is one piece of news."""
    return telling.donation.donor.email.casefold(), transfer.source_id, transfer.kind


def _heard_lately(telling: Telling, transfer: FundTransfer) -> bool:
    """Whether this address has a mail with the same news whose wishes may still come in."""
    return Telling.objects.filter(
        about_same_news(transfer),
        donation__donor__email__iexact=telling.donation.donor.email,
        mailed_at__isnull=False,
        transfer__wishes_until__gt=timezone.now(),
    ).exists()


def _queue(telling: Telling) -> None:
    donor = telling.donation.donor
    queue_mail(
        "fundraising.money_moves_on" if telling.transfer_id else "fundraising.review_moved",
        {"telling": telling.uuid},
        to=("fundraising.donor", donor.uuid),
        language=donor.language,
        key=f"telling:{telling.uuid}",
    )


def send_wish(telling: Telling, choice: str) -> Wish:
    """Store what the giver would like; the newest counts. The same choice again adds nothing. Raises Conflict after
    the last day, DomainError for a choice that is none."""
    if choice not in Wish.Choice.values:
        raise DomainError(_("Choose one of the answers."), code="choice", field="choice")
    with transaction.atomic():
        telling = Telling.objects.select_for_update(of=("self",)).get(pk=telling.pk)
        if timezone.now() > telling.wishes_until:
            raise Conflict(_("The time for wishes is over. Write to us, and we will tell you what became of it."))
        newest = telling.wishes.order_by("-id").first()
        if newest and newest.choice == choice:
            return newest
        wish = Wish.objects.create(telling=telling, choice=choice)
        record("fundraising.send_wish", wish)
        return wish
