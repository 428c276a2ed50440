"""Scenes of gifts that do not come by card: cheques in the post, a statement of the bank, a promise kept in part, a
ticket somebody gave. Every state such a row can be in stands in the demo."""

import uuid
from datetime import timedelta

from django.utils import timezone
from djmoney.money import Money

from fundraising.actions import bank, deposits, in_kind, matches, offline
from fundraising.models import BankLine, BudgetLine, MatchPledge


def usd(units) -> Money:
    return Money(units, "USD")


def _record(play, units: int, name: str, source: str = "cheque", by: str = "dolores", **fields):
    asked = offline.Recorded(
        delegation=play.delegation,
        source=source,
        amount=usd(units),
        given_on=timezone.localdate() - timedelta(days=2),
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@post.example",
        form_token=uuid.uuid4(),
        **fields,
    )
    return offline.record(asked, play.staff(by))


# -- by hand -------------------------------------------------------------------------------------------
def open_the_post(play):
    ngozi = play.staff("ngozi")
    ana = play.appeal("ana")
    first = _record(play, 300, "Rosa Lund", cheque_number="1042", appeal=ana, shown_name="Rosa")
    offline.confirm(first, ngozi, bank_reference="LOCKBOX 88120")
    fund = _record(play, 1000, "Ida Wells Park", "advised_fund", sponsor_name="Lakeside Charitable Fund")
    offline.confirm(fund, ngozi, bank_reference="ACH 5521907")
    employer = _record(play, 150, "Tomas Okoye", "employer", sponsor_name="Riverbend Cooperative")
    offline.confirm(employer, ngozi, bank_reference="ACH 5522031")
    unsigned = _record(play, 75, "Walter Reyes", cheque_number="203")
    offline.decline(unsigned, ngozi, note="The cheque is not signed; it went back with a letter.")
    twice = _record(play, 300, "Rosa Lund", cheque_number="1042")
    offline.take_back(twice, play.staff("dolores"), note="Recorded twice.")
    bounced = offline.confirm(
        _record(play, 60, "June Abara", cheque_number="77"), ngozi, bank_reference="LOCKBOX 88121"
    )
    offline.bounce(bounced, play.staff("dolores"), bank_reference="RETURN 88121", note="The account was closed.")


def take_to_the_bank(play):
    """The choir’s collection in one deposit; one that waits for its second person, and one that is being filled."""
    dolores, ngozi = play.staff("dolores"), play.staff("ngozi")

    def deposit(*gifts):
        row = deposits.open_deposit(play.delegation, dolores, form_token=uuid.uuid4())
        deposits.put_in(row, list(gifts), dolores)
        return row

    done = deposit(
        _record(play, 210, "The Tuesday choir", "cash"), _record(play, 90, "Agnes Brandt", cheque_number="9")
    )
    done = deposits.count(done, dolores, total=usd(300))
    deposits.confirm(
        done, ngozi, total=usd(300), deposited_on=timezone.localdate(), bank_reference="BRANCH 014 SLIP 3301"
    )
    deposits.count(deposit(_record(play, 140, "Hill Street block", "cash")), dolores, total=usd(140))
    deposit(_record(play, 35, "Miriam Sol", cheque_number="511"))


# -- the statement -------------------------------------------------------------------------------------
def read_the_statement(play):
    dolores, ngozi = play.staff("dolores"), play.staff("ngozi")
    _record(play, 250, "Harbor Street Friends", "bank_transfer", bank_reference="WIRE 70011")
    day = timezone.localdate() - timedelta(days=1)
    rows = [
        bank.Row(day, 250_00, "WIRE 70011", "HARBOR STREET FRIENDS", "GIFT GENEVA"),
        bank.Row(day, 80_00, "WIRE 70012", "P NAKAMURA", "FOR THE DELEGATION"),
        bank.Row(day, 42_00, "WIRE 70013", "UNKNOWN SENDER", "INVOICE 7"),
        bank.Row(day, 55_00, "WIRE 70014", "UNKNOWN SENDER", "RENT MARCH"),
        bank.Row(day, 65_00, "WIRE 70015", "E LINDGREN", "UPR"),
        bank.Row(day, 120_00, "WIRE 70016", "S MBEKI", "GIFT"),
        bank.Row(day, -12_00, "FEE 70017", "", "MONTHLY FEE"),
        bank.Row(day, 30_00, "WIRE 70018", "A FRIEND", "THANK YOU"),
    ]
    bank.import_statement(play.delegation, dolores, account="main", sha256=uuid.uuid4().hex * 2, rows=rows)

    def line(number):
        return BankLine.objects.get(reference=f"WIRE{number}")

    bank.hold(line(70013), ngozi)
    back = bank.propose_return(bank.hold(line(70014), ngozi), dolores)
    bank.confirm_return(back, ngozi)
    bank.propose_return(bank.hold(line(70015), ngozi), dolores)
    placed = bank.hold(line(70016), ngozi)
    offline.confirm(_record(play, 120, "Sindi Mbeki", "bank_transfer", line=placed), ngozi)
    offline.confirm(_record(play, 80, "Paul Nakamura", "bank_transfer", line=line(70012)), ngozi)
    bank.set_aside(BankLine.objects.get(reference="FEE70017"), dolores, why="bank_fee")


# -- promises ------------------------------------------------------------------------------------------
def promise_to_match(play):
    dolores, ngozi = play.staff("dolores"), play.staff("ngozi")
    today = timezone.localdate()

    def promise(limit, name, **fields):
        asked = matches.Promised(
            delegation=play.delegation,
            email=f"{name.split()[0].lower()}@post.example",
            name=name,
            limit=usd(limit),
            starts_on=today - timedelta(days=3),
            ends_on=today + timedelta(days=30),
            form_token=uuid.uuid4(),
            **fields,
        )
        return matches.record(asked, dolores)

    matches.agree(promise(2500, "Harbor Foundation", shown_name="Harbor Foundation", cap=usd(200)), ngozi)
    matches.agree(promise(800, "Elders of the valley", appeal=play.appeal("marcus"), ratio_for=2), ngozi)
    matches.end(matches.agree(promise(300, "Winter circle"), ngozi), dolores)
    matches.decline(promise(50_000, "Somebody eager"), ngozi)
    promise(400, "Third Street Friends Meeting")


def keep_a_promise(play):
    """The sponsor is asked, and sends a part of it."""
    dolores, ngozi = play.staff("dolores"), play.staff("ngozi")
    pledge = MatchPledge.objects.get(shown_name="Harbor Foundation")
    matches.ask(pledge, dolores, form_token=uuid.uuid4())
    offline.confirm(_record(play, 100, "Harbor Foundation", pledge=pledge), ngozi, bank_reference="LOCKBOX 90077")


# -- in kind -------------------------------------------------------------------------------------------
def offer_things(play):
    ngozi, kai = play.staff("ngozi"), play.staff("kai")

    def offer(kind, description, name, delegate=None, words=""):
        asked = in_kind.Offered(
            delegation=play.delegation,
            kind=kind,
            description=description,
            email=f"{name.split()[0].lower()}@post.example",
            name=name,
            delegate=delegate,
            words=words,
            form_token=uuid.uuid4(),
        )
        return in_kind.offer(asked)

    def line_of(delegate, code):
        return BudgetLine.objects.filter(budget__delegate=delegate, code__startswith=code).first()

    tia, marcus = play.delegate("tia"), play.delegate("marcus")
    room = offer("nights", "Four nights in a room near the lake", "Odile Perret", tia, "From Sunday on, breakfast too.")
    in_kind.accept(room, kai, line=line_of(tia, "lodging"), covers=usd(200))
    train = offer("ticket", "A train ticket to the airport", "Sol Travel", marcus)
    in_kind.use(in_kind.accept(train, ngozi, line=line_of(marcus, "domestic_feeder"), covers=usd(20)), kai)
    late = in_kind.accept(offer("room", "A sofa in Carouge", "Lou Favre"), ngozi)
    in_kind.release(late, kai, note="The dates did not fit.")
    in_kind.decline(offer("other", "Thirty thousand miles", "Pat Moran"), ngozi, note="Asked for a ticket instead.")
    offer(
        "ticket",
        "A flight from Denver to Geneva",
        "Wing and Prayer Travel",
        words="Bought before 1 October, if you say who.",
    )


# days ago, hour, what happens
SCENES = (
    (26, 11, open_the_post),
    (22, 10, promise_to_match),
    (18, 15, offer_things),
    (9, 11, take_to_the_bank),
    (6, 10, read_the_statement),
    (4, 10, keep_a_promise),
)


def stage_offline(script, play):
    for days, hour, scene in SCENES:
        script.add(days, lambda scene=scene: scene(play), hour=hour, minute=47)
