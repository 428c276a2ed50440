"""The whole way once, each actor at a browser of their own: an activist asks, staff approve and share, a donor pays on
the hosted page, the pool closes the gap, papers and flights are recorded, and the board turns to ready."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import PHONE, Visitor
from travel.demo.cast import STAFF

DIRECTOR, REVIEWER, TREASURER, LOGISTICS, COMMUNICATIONS = (
    next(mail for _name, mail, held, _language in STAFF if role in held)
    for role in ("director", "reviewer", "treasurer", "logistics", "communications")
)
TABLE = "/desk/common-table"
FLOR, DONOR = "flor@valley.example", "june.abara@post.example"
TITLE = "Flor brings the names of the wells to the United Nations"
STORY = (
    "The county calls it acceptable. I call it Tuesday.\n\nEvery week I drive a road of nine houses and write down "
    "what the water did to a glass.\n\nIn Geneva somebody will ask my government why, with the glass on the table."
)
QUESTION = "Strong. One question: may we say how many houses you visit? Please put the number in the opening."
MEMBERS = ("Valley Water Table", "Gulf Families United")


@dataclass
class Story:
    """What later steps need to know of earlier ones."""

    slug: str = ""
    link: str = ""


@pytest.fixture
def actors(arrive):
    """flor, her donor, and the staff who act; everybody signs in once."""
    staff = {
        "director": DIRECTOR,
        "reviewer": REVIEWER,
        "treasurer": TREASURER,
        "logistics": LOGISTICS,
        "communications": COMMUNICATIONS,
    }
    return {"flor": arrive(), "donor": arrive(width=PHONE)} | {role: arrive(mail) for role, mail in staff.items()}


def test_from_an_appeal_to_a_traveller_who_is_ready(actors, site, camera):
    story = Story()
    flor, director, reviewer = actors["flor"], actors["director"], actors["reviewer"]
    donor, treasurer, logistics = actors["donor"], actors["treasurer"], actors["logistics"]

    camera.shoot_at(donor, "/", "home")
    signs_up(flor)
    asks_to_join(flor)
    nominates(director)
    drafts(flor, camera)
    submits(flor, version=1)
    requests_changes(reviewer)
    amends(flor)
    submits(flor, version=2)
    approves(reviewer, camera)
    is_public(donor, story)
    shares_with_two_members(actors["communications"], story, camera)
    gives_from_a_members_link(donor, story, camera)
    fund_shows_the_gift(treasurer, flor, donor, story, camera)
    stands_on_the_board(logistics, "blocked")
    proposes(treasurer)
    decides(director, camera)
    gives_passport_dates(flor)
    sees_passport(logistics)
    badge_comes(logistics)
    records_and_tickets_a_flight(logistics)
    stands_on_the_board(logistics, "on the way")
    reads_every_briefing(flor)
    stands_on_the_board(logistics, "ready")
    looks_back(flor, logistics, director, camera)
    books = site.manage("verify_books").splitlines()
    assert books
    assert [line for line in books if not line.startswith("ok")] == []


# -- coming in --------------------------------------------------------------------------------------


def signs_up(flor: Visitor):
    """With an address alone; the code stands in the mail."""
    page = flor.open("/accounts/signup/")
    page.get_by_label(re.compile("e-?mail", re.I)).first.fill(FLOR)
    page.get_by_label(re.compile("e-?mail", re.I)).first.press("Enter")
    expect(page).to_have_url(re.compile("confirm-email|verify"))
    mail = flor.mail(FLOR, re.compile("code|confirm|address", re.I))
    code = re.search(r"^\s*([0-9A-Z]{3,}-?[0-9A-Z]{3,})\s*$", mail.locator("main").inner_text(), re.M).group(1)
    mail.close()
    field = page.get_by_label(re.compile("code", re.I)).first
    field.fill(code)
    field.press("Enter")
    expect(page).not_to_have_url(re.compile("confirm-email|verify"))


def asks_to_join(flor: Visitor):
    page = flor.open("/join/common-table/")
    page.get_by_label("Name to use").fill("Flor Marín")
    page.get_by_label("Where you live").fill("Central Valley, California")
    page.get_by_label("Your organisation").select_option(label="Valley Water Table")
    page.get_by_label("What you work on").fill("Water and land")
    page.get_by_label("Why you want to go").fill("To put a glass of our water on the table.")
    for box in page.get_by_role("checkbox").all():
        box.check()
    flor.press("Send my application")
    flor.sees(re.compile("Your application is in"))


def nominates(director: Visitor):
    director.open(f"{TABLE}/people/")
    director.follow("Flor Marín")
    director.sees("To put a glass of our water on the table.")
    director.press("Nominate")
    director.sees(re.compile("Flor Marín is on the delegation"))


# -- the appeal -------------------------------------------------------------------------------------


def drafts(flor: Visitor, camera):
    page = flor.open("/my/")
    flor.sees(re.compile("appeal"))
    page = flor.open("/my/appeal/")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Opening sentences").fill("I test kitchen taps on a road nobody else measures.")
    page.get_by_label("Your story").fill(STORY)
    page.get_by_label("What happens in Geneva").fill("I speak to missions before the review and sit in the room.")
    page.get_by_role("radio", name=re.compile("First name and region")).check()
    page.get_by_role("textbox", name="Region").fill("California")
    page.get_by_label("The network may share my appeal").check()
    flor.press(re.compile("Save, next: budget"))
    expect(page).to_have_url(re.compile("/my/appeal/budget/"))
    page.get_by_role("radio", name=re.compile("West")).check()
    page.get_by_role("radio", name=re.compile("shared", re.I)).check()
    flor.press("Fill the budget")
    flor.sees("I ask for")
    camera.shoot(flor, "budget")
    flor.press(re.compile("Save, next: as the public sees it"))
    flor.sees(TITLE)
    camera.shoot_at(flor, "/my/appeal/", "my-appeal")


def submits(flor: Visitor, version: int):
    flor.open("/my/appeal/submit/")
    flor.press(re.compile("Send to review"))
    flor.sees(re.compile(f"Version {version} waits for review"))


def finds_appeal(reviewer: Visitor, tab: str = "waiting"):
    reviewer.open(f"{TABLE}/appeals/?tab={tab}")
    reviewer.follow(TITLE)


def requests_changes(reviewer: Visitor):
    finds_appeal(reviewer)
    reviewer.page.get_by_role("radio", name=re.compile("change", re.I)).check()
    reviewer.page.get_by_label(re.compile("^Note|note", re.I)).last.fill(QUESTION)
    reviewer.press("Record my decision")
    reviewer.sees(re.compile("Flor Marín hears today"))


def amends(flor: Visitor):
    """The mail says that there is something to read, and nothing of what."""
    mail = flor.mail(FLOR, "You have a message")
    assert "Tuesday" not in mail.inner_text("main")
    mail.close()
    page = flor.open("/my/appeal/")
    flor.sees(re.compile("may we say how many houses"))
    page.get_by_label("Opening sentences").fill("I test kitchen taps in nine houses on a road nobody else measures.")
    flor.press(re.compile("Save and stay here"))


def approves(reviewer: Visitor, camera):
    finds_appeal(reviewer)
    inserted = reviewer.page.locator("ins").filter(has_text="nine houses")
    expect(inserted.first).to_be_visible()
    camera.shoot(reviewer, "review")
    reviewer.page.get_by_role("radio", name=re.compile("Approve version 2")).check()
    reviewer.press("Record my decision")
    reviewer.sees(re.compile("The page is public now"))


def is_public(donor: Visitor, story: Story):
    """By its link; its address says nothing of her name, and search engines are asked to stay away."""
    donor.open("/appeals/?q=wells")
    donor.follow(TITLE)
    story.slug = donor.page.url.rstrip("/").rsplit("/", 1)[1]
    assert "flor" not in story.slug
    donor.sees("Flor")
    assert "Marín" not in donor.page.content()
    answer = donor.context.request.get(donor.page.url)
    assert "noindex" in answer.headers.get("x-robots-tag", "")


def shares_with_two_members(communications: Visitor, story: Story, camera):
    finds_appeal(communications, tab="open")
    communications.follow("Share with members")
    page = communications.page
    expect(page.frame_locator("iframe").first.get_by_text(TITLE).first).to_be_visible()
    camera.shoot(communications, "share")
    for name in MEMBERS:
        page.get_by_role("checkbox", name=name).check()
    communications.press("Send to those I chose")
    communications.sees(re.compile("Shared with 2 organisations"))
    links = set()
    for address in ("office@valley-water-table.example", "hello@gulf-families.example"):
        mail = communications.mail(address, re.compile(re.escape(TITLE)))
        links.add(re.search(rf"{communications.site.url}/appeals/\S+/from/\w+/", mail.content()).group(0))
        mail.close()
    assert len(links) == 2, "each member has a link of its own"
    story.link = sorted(links)[0]


# -- the gift ---------------------------------------------------------------------------------------


def gives_from_a_members_link(donor: Visitor, story: Story, camera):
    page = donor.open(story.link)
    camera.shoot_at(donor, f"/appeals/{story.slug}/", "appeal")
    page = donor.open(story.link)
    page.get_by_label("Another amount").fill("50")
    donor.press("Go on")
    expect(page).to_have_url(re.compile(f"/give/{story.slug}/"))
    camera.shoot(donor, "give")
    page.get_by_label(re.compile("e-?mail", re.I)).first.fill(DONOR)
    page.get_by_label(re.compile("Your name|^Name", re.I)).first.fill("June Abara")
    donor.fills_as_people_do()
    donor.press(re.compile(r"^Give \$50"))
    pays(donor)
    donor.sees(re.compile("Thank you"))
    donor.sees(re.compile(r"We received \$50"))
    camera.shoot(donor, "thanks")
    mail = donor.mail(DONOR, re.compile("receipt|thank", re.I))
    assert "$50" in mail.locator("main").inner_text()
    donor.follow("See it as a mail program shows it", within=mail.locator("main"))
    camera.shoot_page(donor, mail, "mail-receipt")
    mail.close()


def pays(donor: Visitor):
    """On the page of the demo's card partner, which says that no money moves."""
    page = donor.page
    expect(page).to_have_url(re.compile(re.escape(donor.site.stripe)))
    donor.sees(re.compile("no money moves"))
    page.get_by_role("button", name=re.compile(r"^Pay .*\d")).click()
    expect(page).to_have_url(re.compile("/gifts/"))


def fund_shows_the_gift(treasurer: Visitor, flor: Visitor, donor: Visitor, story: Story, camera):
    donor.open(f"/appeals/{story.slug}/")
    donor.sees(re.compile(r"\$50"))
    flor.open("/my/")
    flor.sees("1 gift")
    page = treasurer.open(f"{TABLE}/money/")
    row = page.get_by_role("row").filter(has_text="Flor Marín")
    treasurer.sees("$50.00", within=row)
    camera.shoot(treasurer, "money-desk")


# -- the pool ---------------------------------------------------------------------------------------


def proposes(treasurer: Visitor):
    """What is missing on her goal, rounded up."""
    page = treasurer.open(f"{TABLE}/allocations/new/")
    row = page.get_by_role("row").filter(has_text="Flor Marín")
    missing = row.get_by_role("cell").last.inner_text().strip("$ \n").replace(",", "")
    page.get_by_label("For whom").select_option(label="Flor Marín")
    page.get_by_role("textbox", name="Amount").fill(str(int(float(missing)) + 1))
    page.get_by_label("Note for the minutes").fill("Nobody else from this county goes.")
    treasurer.press("Propose")
    treasurer.sees("A second person decides")
    expect(page.get_by_role("button", name=re.compile("^Allocate"))).to_have_count(0)


def decides(director: Visitor, camera):
    page = director.open(f"{TABLE}/allocations/")
    director.follow("Flor Marín", within=page.get_by_role("table"))
    director.sees("Nobody else from this county goes.")
    camera.shoot(director, "allocation")
    director.press(re.compile("^Allocate"))
    director.sees("In the books")


# -- the journey ------------------------------------------------------------------------------------


def gives_passport_dates(flor: Visitor):
    page = flor.open("/my/papers/")
    page.get_by_label(re.compile("Country")).select_option("US")
    today = date.today()
    page.get_by_label("Issued on").fill((today - timedelta(days=900)).isoformat())
    page.get_by_label("Valid until").fill((today + timedelta(days=2700)).isoformat())
    flor.press("Keep these dates")
    flor.sees("What we keep")


def opens_file(logistics: Visitor):
    logistics.open(f"{TABLE}/readiness/?q=Flor")
    logistics.follow("Flor Marín")
    logistics.follow("Open the file of Flor Marín")


def sees_passport(logistics: Visitor):
    opens_file(logistics)
    logistics.press("Show country and dates")
    logistics.sees("Hold these against the passport.")
    logistics.press("Seen in a call, it matches")


def badge_comes(logistics: Visitor):
    opens_file(logistics)
    page = logistics.page
    page.locator("#badge select").select_option(label="International Witness Forum")
    logistics.press("Ask for the letter")
    for step in ("The letter is signed", "Registered with the UN", "The UN looks at it", "Approved by the UN"):
        page.locator("#badge").get_by_role("button", name=step).click()
    logistics.sees(re.compile("approved", re.I), within=page.locator("#badge"))


def records_and_tickets_a_flight(logistics: Visitor):
    """There before the session, home after it; each time local to its airport, as on the ticket."""
    opens_file(logistics)
    logistics.follow("Record a booking")
    page, out = logistics.page, departure_of(logistics)
    page.get_by_label("Booking reference").fill("QK7I1O")
    legs = (
        ("HV 418", "SFO", "ZRH", out, "13:40", out + timedelta(days=1), "09:35"),
        ("HV 2810", "ZRH", "GVA", out + timedelta(days=1), "12:50", out + timedelta(days=1), "13:40"),
        ("HV 2803", "GVA", "SFO", out + timedelta(days=10), "09:05", out + timedelta(days=10), "13:30"),
    )
    page.get_by_role("button", name="Add another flight").click()
    for number, leg in enumerate(legs):
        fields = ("flight", "origin", "destination", "departs_on", "departs_at", "arrives_on", "arrives_at")
        for field, value in zip(fields, leg, strict=True):
            page.locator(f"[name=leg-{number}-{field}]").fill(str(value))
    expect(page.get_by_role("checkbox", name=re.compile("Flor Marín"))).to_be_checked()
    logistics.press("Record the booking")
    logistics.press("Mark as ticketed")
    logistics.sees(re.compile("fits"))


def departure_of(logistics: Visitor) -> date:
    """The agreed day, as the page of the dates has it."""
    answer = logistics.context.request.get(f"{TABLE}/dates/").text()
    return date.fromisoformat(re.search(r'name="departure_on"[^>]*value="([0-9-]+)"', answer).group(1))


def reads_every_briefing(flor: Visitor):
    """One after the other, from the list of those still to read."""
    page = flor.open("/my/")
    for _ in range(12):
        unread = page.locator("section[aria-labelledby=read-h] li:not(.is-ok) a")
        if not unread.count():
            return
        unread.first.click()
        flor.press(re.compile("I have read version"))
        page = flor.open("/my/")
    raise AssertionError("briefings remain after twelve were read")


def stands_on_the_board(logistics: Visitor, state: str):
    """In the group of that name, as staff see it; the row opens to what stops her."""
    page = logistics.open(f"{TABLE}/readiness/?q=Flor")
    row = page.locator("tbody").filter(has=page.get_by_role("link", name="Flor Marín"))
    expect(row.locator("tr.group")).to_contain_text(re.compile(state, re.I))
    logistics.follow("Flor Marín")
    logistics.sees(re.compile("Nothing stops Flor Marín" if state == "ready" else "What stops Flor Marín"))


def looks_back(flor: Visitor, logistics: Visitor, director: Visitor, camera):
    flor.open("/my/")
    flor.sees(re.compile("Nothing stops you|You are ready"))
    camera.shoot(flor, "my-journey")
    opens_file(logistics)
    camera.shoot(logistics, "delegate")
    camera.shoot_at(logistics, f"{TABLE}/readiness/", "board")
    camera.shoot_at(director, "/desk/", "desk")
