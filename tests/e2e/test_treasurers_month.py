"""A month of the treasurer's, two people all the way: a round is shared out and accepted, a cost is paid by a file for
the bank, the books are compared with Stripe, and the month is closed."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_main_journey import DIRECTOR, LOGISTICS, TABLE, TREASURER
from tests.e2e.visitor import PHONE, Visitor

PAYEE, WHAT, REFERENCE = "Peachtree Travel", "The change of a seat", "ACH 9920"
WAITS = re.compile("^Look at it$")


@pytest.fixture
def actors(arrive):
    return {name: arrive(mail) for name, mail in (("kai", LOGISTICS), ("dolores", TREASURER), ("ngozi", DIRECTOR))}


def test_a_month_of_the_treasurer(actors, arrive, site):
    kai, dolores, ngozi = actors["kai"], actors["dolores"], actors["ngozi"]
    declines_what_waits(ngozi)
    link = drafts_and_simulates(dolores)
    proposes(dolores)
    decides(ngozi, link)
    name = accepts(ngozi, arrive)

    cost = proposes_a_cost(kai, name)
    approves_the_cost(ngozi, cost)
    payment = prepares_the_payment(kai, cost)
    approves_the_payment(ngozi, dolores, payment)
    batch = gathers(kai)
    approves_and_sends(kai, dolores, batch)
    settles(dolores, payment)

    compares(dolores)
    resolves_what_differs(dolores, ngozi)
    closes_the_month(dolores, ngozi)
    books = site.manage("verify_books").splitlines()
    assert books
    assert [line for line in books if not line.startswith("ok")] == []


def path_of(visitor: Visitor) -> str:
    return visitor.page.url.removeprefix(visitor.site.url)


# -- the round --------------------------------------------------------------------------------------


def declines_what_waits(ngozi: Visitor):
    """One round of a pool waits at a time; the demo has one."""
    page = ngozi.open(f"{TABLE}/rounds/")
    row = page.get_by_role("row").filter(has_text="waits for a second person")
    if row.count():
        row.locator("a.cover").first.click()
        page.get_by_role("region", name="Two people").get_by_role("textbox").fill("We share out more.")
        ngozi.press("Decline")
        ngozi.sees(re.compile("^Ngozi Bright: "))


def drafts_and_simulates(dolores: Visitor) -> str:
    page = dolores.open(f"{TABLE}/rounds/open/")
    page.get_by_label("To share out").fill("1800")
    dolores.press("Simulate")
    dolores.sees(re.compile("Three rules"))
    return path_of(dolores)


def proposes(dolores: Visitor):
    page = dolores.page
    page.get_by_role("region", name="Two people").get_by_role("radio", name=re.compile("Most journeys")).check()
    page.get_by_role("region", name="Two people").get_by_role("textbox").fill("Most people travel this way.")
    dolores.press("Propose")
    dolores.sees(re.compile("^Dolores Mejía proposed"))
    expect(page.get_by_role("button", name=re.compile("^Offer "))).to_have_count(0)


def decides(ngozi: Visitor, link: str):
    ngozi.open(link)
    ngozi.sees("Most people travel this way.")
    ngozi.press(re.compile("^Offer "))
    expect(ngozi.page.get_by_role("table", name="Offers of this round")).to_be_visible()


def accepts(ngozi: Visitor, arrive) -> str:
    """The first who was offered something, on a phone; with her answer the money is hers."""
    offers = ngozi.page.get_by_role("table", name="Offers of this round")
    name = offers.locator("a.cover").first.inner_text()
    address = f"{name.split()[0].lower().replace('-', '')}@people.example"
    delegate = arrive(address, width=PHONE)
    delegate.open("/my/")
    delegate.follow(re.compile("See it and answer"))
    assert delegate.sideways() == []
    delegate.press(re.compile("^Accept "))
    delegate.sees("Thank you for answering.")
    ngozi.page.reload()
    expect(offers.get_by_role("row").filter(has_text=name)).to_contain_text("accepted")
    return name


# -- the cost ---------------------------------------------------------------------------------------


def proposes_a_cost(kai: Visitor, name: str) -> str:
    page = kai.open(f"{TABLE}/costs/new/")
    kai.follow(name, within=page.get_by_role("main"))
    page.get_by_label("What it is").fill(WHAT)
    page.get_by_label("Amount").fill("40")
    page.get_by_label("Who will be paid").select_option(label=PAYEE)
    kai.press("Propose")
    expect(page.get_by_role("heading", level=1)).to_have_text(WHAT)
    assert not page.get_by_role("button", name=re.compile("^Approve")).count()
    return path_of(kai)


def approves_the_cost(ngozi: Visitor, cost: str):
    ngozi.open(cost)
    ngozi.press(re.compile(r"^Approve and hold \$40"))
    ngozi.sees(re.compile("Ngozi Bright approved"))


def prepares_the_payment(kai: Visitor, cost: str) -> str:
    page = kai.open(cost)
    pay = page.get_by_role("region", name="Pay", exact=True)
    pay.get_by_label("To whom").select_option(label=PAYEE)
    pay.get_by_label("Amount").fill("40")
    pay.get_by_label("Reference they read").fill("PT-992")
    kai.press("Prepare the payment")
    expect(page).to_have_url(re.compile("/payments/"))
    return path_of(kai)


def approves_the_payment(ngozi: Visitor, dolores: Visitor, payment: str):
    """Not the one who prepared it."""
    dolores.open(payment)
    dolores.press("Approve this payment")
    dolores.sees(re.compile("Dolores Mejía approved"))
    ngozi.open(payment)
    expect(ngozi.page.get_by_role("button", name="Approve this payment")).to_have_count(0)


# -- the file ---------------------------------------------------------------------------------------


def gathers(kai: Visitor) -> str:
    page = kai.open(f"{TABLE}/payments/?tab=ready")
    page.get_by_role("row").filter(has_text=WHAT).get_by_role("checkbox").check()
    page.get_by_label("From which account").select_option(value="main")
    kai.press("Make a batch")
    kai.sees("In this batch")
    return path_of(kai)


def approves_and_sends(kai: Visitor, dolores: Visitor, batch: str):
    """Marked as sent first, then the file is there: 94 characters a line, in blocks of ten."""
    expect(kai.page.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    page = dolores.open(batch)
    dolores.press(re.compile(r"^Approve \$40"))
    dolores.press("Mark as sent")
    with page.expect_download() as waiting:
        dolores.press("Get the file for the bank")
    lines = waiting.value.path().read_text("ascii").splitlines()
    assert {len(line) for line in lines} == {94}
    assert len(lines) % 10 == 0
    assert "0000004000" in next(line for line in lines if line.startswith("6"))


def settles(dolores: Visitor, payment: str):
    page = dolores.page
    page.reload()
    page.get_by_label("Reference on the statement").fill(REFERENCE)
    dolores.press("The batch stands on the statement")
    dolores.open(payment)
    dolores.sees(re.compile(REFERENCE))
    dolores.sees("on the bank statement" if page.get_by_text("on the bank statement").count() else "on the statement")


# -- the books --------------------------------------------------------------------------------------


def compares(dolores: Visitor):
    page = dolores.open(f"{TABLE}/books/")
    box = page.get_by_role("region", name="Compared with Stripe")
    dolores.press("Compare now")
    for _ in range(60):
        if "Stripe says" in box.inner_text() and "0 minutes" in box.inner_text().replace("\xa0", " "):
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(box.inner_text())


def resolves_what_differs(dolores: Visitor, ngozi: Visitor):
    """The demo's two: one a proposal waits for already. Nothing that was given, paid or sent here differs."""
    page = dolores.open(f"{TABLE}/books/differences/")
    paths = [link.get_attribute("href") for link in page.get_by_role("main").locator("a.cover").all()]
    assert len(paths) == 2, page.inner_text("main")
    for path in paths:
        dolores.open(path)
        if page.get_by_role("button", name="Propose").count():
            page.get_by_role("radio").first.check()
            page.get_by_label(re.compile("Reason")).fill("Looked at in Stripe’s dashboard.")
            dolores.press("Propose")
        ngozi.open(path)
        ngozi.press(re.compile("^(Post the correction|Agree)$"))
        expect(ngozi.page.get_by_role("button", name=re.compile("^(Post the correction|Agree)$"))).to_have_count(0)


def closes_the_month(dolores: Visitor, ngozi: Visitor):
    """Asked by one, closed by another; after that a month is never opened again."""
    dolores.open(f"{TABLE}/books/")
    if dolores.page.get_by_role("button", name="Ask to close it").count():
        dolores.press("Ask to close it")
        dolores.open(f"{TABLE}/books/")
    dolores.follow(WAITS)
    expect(dolores.page.get_by_role("button", name="Close the month")).to_have_count(0)
    ngozi.open(path_of(dolores))
    ngozi.press("Close the month")
    ngozi.sees("Seal of its totals; the books are checked against it every ten minutes:")
