"""Pages of rounds and offers: what they say, what they cost, that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fundraising.actions import offers, rounds
from fundraising.models import AllocationRound, DelegateCriteria, Offer
from tests.factories.fundraising import usd
from tests.factories.rounds import RoundWorld, make_traveller
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
TERMS = {
    "amount": "1000",
    "cap": "",
    "weight_need": 40,
    "weight_first_time": 15,
    "weight_distance": 15,
    "weight_region": 15,
    "weight_theme": 15,
}


def day(days):
    return (offers.today() + timedelta(days=days)).isoformat()


class Desk(RoundWorld):
    def __init__(self, client):
        super().__init__()
        self.client = client
        client.force_login(self.treasurer)

    def address(self, name, row=None):
        return reverse(f"fundraising:{name}", args=[row.uuid if row is not None else self.delegation.slug])

    def get(self, name, row=None, **query):
        return self.client.get(self.address(name, row), query)

    def post(self, name, row=None, **data):
        return self.client.post(self.address(name, row), data)

    def text(self, name, row=None, **query):
        response = self.get(name, row, **query)
        assert response.status_code == 200
        return response.content.decode()

    @staticmethod
    def terms(**more):
        return TERMS | {"answer_by": day(9)} | more

    def sign_in(self, person):
        self.client.force_login(person)


@pytest.fixture
def desk(client):
    return Desk(client)


def test_a_whole_round_by_its_pages(desk):
    assert f'value="{day(10)}"' in desk.text("open_round")
    answer = desk.post("open_round", **desk.terms())
    round_ = AllocationRound.objects.get()
    assert answer.headers["Location"] == desk.address("round", round_)
    page = desk.text("round", round_)
    for words in ("Equal shares", "Greatest need first", "Most journeys", str(desk.delegates[2]), "short $900"):
        assert words in page
    assert page.count('class="chart') == 2
    desk.post("simulate_round", round_, **desk.terms(amount="800", cap="500"))
    round_.refresh_from_db()
    assert (round_.amount_minor, round_.cap_minor) == (800_00, 500_00)
    desk.post("propose_round", round_, policy="most", note="Why not.", seen=round_.inputs_sha256)
    assert "cannot decide your own" in desk.text("round", round_)
    desk.sign_in(desk.director)
    assert "Offer $700" in desk.text("round", round_)
    desk.post("decide_round", round_, note="Agreed.")
    page = desk.text("round", round_, again=1)
    assert "The same result." in page
    assert "Agreed." in page
    assert Offer.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"amount": "a lot"}, "a lot"), ({"weight_need": 300}, "300"), ({"answer_by": "2020-01-01"}, "2020-01-01")],
)
def test_what_cannot_be_comes_back_with_what_was_typed(desk, wrong, words):
    answer = desk.post("open_round", **desk.terms() | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_proposal_without_a_reason_keeps_the_choice(desk):
    round_ = desk.simulate()
    answer = desk.post("propose_round", round_, policy="need", note="", seen=round_.inputs_sha256)
    assert answer.status_code == 422
    assert 'value="need" id="id_policy_1" checked' in answer.content.decode().replace(" required", "")


def test_what_counts_is_noted_and_counts(desk):
    round_ = desk.simulate()
    person = desk.delegates[0]
    assert "agreed that it counts" in desk.text("note_criteria", person)
    desk.post("note_criteria", person, other_means="none", first_time="yes", distance="", only_from_region="")
    assert DelegateCriteria.objects.get().other_means == "none"
    assert "The figures have changed since." in desk.text("round", round_)


def test_the_delegate_accepts_on_one_page(desk):
    offer = desk.offers()[0]
    desk.sign_in(offer.fund.delegate.person)
    page = desk.text("my_offer", offer)
    assert "Accept $300" in page
    assert "Most journeys" in page
    answer = desk.client.post(desk.address("accept_offer", offer), follow=True)
    assert "$300 are yours" in answer.content.decode()
    assert "accepted" in desk.client.get(reverse("fundraising:my_offers")).content.decode()


def test_the_delegate_asks_and_nothing_typed_is_lost(desk):
    offer = desk.offers()[0]
    desk.sign_in(offer.fund.delegate.person)
    answer = desk.post("counter_offer", offer, amount="300", words="The fare went up by fifty.")
    assert answer.status_code == 422
    assert "The fare went up by fifty." in answer.content.decode()
    desk.post("counter_offer", offer, amount="350", words="The fare went up by fifty.")
    assert "You asked for $350." in desk.text("my_offer", offer)


def test_staff_answer_by_another_offer(desk):
    offer = desk.offers()[0]
    offers.counter(offer, usd(350), "The fare went up.", offer.fund.delegate.person)
    assert "Delegates who ask for another amount" in desk.text("rounds")
    desk.post("suggest_offer", offer, amount="340", note="")
    assert "takes two people" in desk.text("offer", offer)
    desk.sign_in(desk.director)
    desk.post("replace_offer", offer, answer_by=day(5), suggested=340_00, note="Here you are.")
    new = Offer.objects.get(replaces=offer)
    assert new.amount_minor == 340_00
    assert desk.post("withdraw_offer", new, note="").status_code == 422
    desk.sign_in(offer.fund.delegate.person)
    assert "another offer in its place" in desk.text("my_offer", offer)
    assert "Here you are." in desk.text("my_offer", new)


def test_who_was_offered_nothing_reads_so(desk, client):
    client.force_login(desk.delegates[0].person)
    assert "Nothing is offered to you now" in client.get(reverse("fundraising:my_offers")).content.decode()


def test_pages_cost_the_same_for_three_and_thirty(desk):
    round_ = desk.simulate(9000)

    def more(n):
        for _ in range(n):
            make_traveller(desk.delegation, 20)
        rounds.simulate(round_, rounds.Terms(usd(1000), round_.answer_by, round_.weights), desk.treasurer)

    assert_same_queries(desk.client, desk.address("round", round_), more)
