"""A year of givers: one gives monthly on a phone and stops by the link in the mail, one gets a gift back, one takes it
back through the bank. What the public page and the fund say follows each, and the books hold."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.e2e.test_main_journey import DIRECTOR, TABLE, TREASURER, pays
from tests.e2e.visitor import PHONE, Visitor

MONTHLY, TAKEN_BACK, DISPUTED = "iris@post.example", "bo@post.example", "lou@post.example"
# One of the demo's, whose journey still lacks money.
APPEAL, PERSON = "Jerome picked cotton", "Jerome Baptiste"


@dataclass
class Page:
    """Where the appeal is, and what it said first."""

    path: str
    gifts: int


@pytest.fixture
def treasurer(arrive):
    return arrive(TREASURER)


@pytest.fixture
def director(arrive):
    return arrive(DIRECTOR)


def test_a_year_of_givers(arrive, site, treasurer, director):
    iris = arrive(width=PHONE)
    page = finds_the_appeal(iris)
    gives(iris, page, MONTHLY, "Iris Vale", 20, monthly=True)
    page_counts(iris, page, 1)
    renews(site, treasurer)
    page_counts(iris, page, 2)
    changes_the_amount(iris)
    stops_it(iris)

    bo = arrive(width=PHONE)
    gives(bo, page, TAKEN_BACK, "Bo Ferrer", 30)
    page_counts(bo, page, 3)
    gives_back(treasurer, site, bo)
    page_counts(bo, page, 2)

    lou = arrive(width=PHONE)
    gives(lou, page, DISPUTED, "Lou Marsh", 25)
    page_counts(lou, page, 3)
    disputes_and_wins(site, lou, treasurer)
    page_counts(lou, page, 2)

    fund_and_page_agree(treasurer, lou, page)
    books = site.manage("verify_books").splitlines()
    assert books
    assert [line for line in books if not line.startswith("ok")] == []


# -- giving -----------------------------------------------------------------------------------------


def finds_the_appeal(donor: Visitor) -> Page:
    donor.open("/appeals/?q=cotton")
    donor.follow(re.compile(APPEAL))
    expect(donor.page.get_by_role("heading", level=1)).to_contain_text("Jerome")
    return Page(re.sub(r"^https?://[^/]+", "", donor.page.url), gifts_on(donor))


def gifts_on(donor: Visitor) -> int:
    return int(re.search(r"with ([\d,]+) gift", donor.page.locator("main").inner_text()).group(1))


def page_counts(donor: Visitor, page: Page, more: int):
    """The public page is kept as bytes and shows the gift as soon as it is in the books."""
    donor.open(page.path)
    for _ in range(40):
        if gifts_on(donor) == page.gifts + more:
            return
        donor.page.wait_for_timeout(250)
        donor.page.reload()
    raise AssertionError(f"{gifts_on(donor)} gifts, not {page.gifts} + {more}")


def gives(donor: Visitor, page: Page, address: str, name: str, amount: int, *, monthly=False):
    form = donor.open(page.path.replace("/appeals/", "/give/"))
    assert donor.sideways() == []
    if monthly:
        form.get_by_role("radio", name=re.compile("Each month")).check()
    form.get_by_label("Another amount").fill(str(amount))
    form.get_by_label(re.compile("e-?mail", re.I)).first.fill(address)
    form.get_by_label(re.compile("Your name")).first.fill(name)
    donor.fills_as_people_do()
    donor.press(re.compile(rf"^Give \${amount}" + (" each month" if monthly else "")))
    pays(donor)
    donor.sees(re.compile(rf"We received \${amount}"))


# -- month by month -----------------------------------------------------------------------------------


def renews(site, treasurer: Visitor):
    """The next month comes, and the treasurer sees two."""
    subscription = site.session_of(MONTHLY)["subscription"]
    site.panel(f"/subscriptions/{subscription}/renew", outcome="pay")
    page = treasurer.open(f"{TABLE}/monthly/")
    treasurer.follow("Iris Vale", within=page.get_by_role("table"))
    months = page.get_by_role("table", name=re.compile("Months|Meses")).locator("tbody tr")
    for _ in range(40):
        if months.count() == 2:
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"{months.count()} months, not 2")


def changes_the_amount(iris: Visitor):
    """By the link in the mail, without signing in."""
    mail = iris.mail(MONTHLY, re.compile("monthly", re.I))
    link = re.search(r"/gifts/monthly/[^\s\"<>]+?/(?=[\s\"<>])", mail.content()).group(0)
    mail.close()
    page = iris.open(re.sub(r"(cancel|pause|change|update-card)/$", "", link))
    iris.sees("My monthly gift")
    iris.follow("Change the amount")
    page.get_by_role("textbox", name=re.compile("Each month from now on")).fill("15")
    iris.press("Save the amount")
    iris.sees(re.compile(r"\$15 each month"))


def stops_it(iris: Visitor):
    """One button on the page that asks whether to."""
    iris.follow("Stop it")
    iris.press("Stop my monthly gift")
    iris.sees(re.compile("stopped|ended", re.I))
    expect(iris.page.get_by_role("link", name="Stop it")).to_have_count(0)
    subscription = iris.site.session_of(MONTHLY)["subscription"]
    with pytest.raises(AssertionError):
        iris.site.panel(f"/subscriptions/{subscription}/renew", outcome="pay")


# -- money that goes back -------------------------------------------------------------------------------


def opens_gift(staff: Visitor, address: str):
    page = staff.open(f"{TABLE}/gifts/?q={address}")
    page.get_by_role("table").locator("a.cover").first.click()


def gives_back(treasurer: Visitor, site, bo: Visitor):
    """A small gift goes back at once, to the card it came from; the giver hears."""
    opens_gift(treasurer, TAKEN_BACK)
    page = treasurer.page
    page.locator("summary").filter(has_text="Give this gift back").click()
    page.get_by_role("button", name="Give back").click()
    treasurer.sees(re.compile("goes back|given back|on its way", re.I))
    bo.mail(TAKEN_BACK, re.compile("back", re.I)).close()


def disputes_and_wins(site, lou: Visitor, treasurer: Visitor):
    """Against us: the bank takes the gift and a fee, and keeps both."""
    session = site.session_of(DISPUTED)
    dispute = site.panel(f"/charges/{session['payment_intent']}/dispute", reason="fraudulent")
    site.panel(f"/disputes/{dispute['id']}/lose")
    page = treasurer.open(f"{TABLE}/disputes/")
    row = page.get_by_role("row").filter(has_text="Lou Marsh")
    for _ in range(40):
        if row.filter(has_text="lost").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(row).to_contain_text("lost")
    treasurer.sees("the holder says it was not them", within=row)


# -- the books ------------------------------------------------------------------------------------------


def fund_and_page_agree(treasurer: Visitor, donor: Visitor, page: Page):
    """What the fund holds for the journey, and what everybody reads, to the whole dollar."""
    donor.open(page.path)
    said = re.search(r"\$([\d,]+) of \$[\d,]+ in hand", donor.page.locator("main").inner_text()).group(1)
    desk = treasurer.open(f"{TABLE}/money/")
    row = desk.get_by_role("row").filter(has_text=PERSON)
    sums = [float(one.replace(",", "")) for one in re.findall(r"\$([\d,]+\.\d\d)", row.inner_text())]
    assert int(said.replace(",", "")) in [int(one) for one in sums], (said, sums)
