"""By keyboard alone: giving, deciding a review, and looking through the board. What has the focus can be seen."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from travel.demo.cast import STAFF

REVIEWER = next(mail for _name, mail, held, _language in STAFF if held == ("reviewer",))
LOGISTICS = next(mail for _name, mail, held, _language in STAFF if held == ("logistics",))

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const marks = [e, e.closest('label'), e.parentElement].filter(Boolean).map(n => getComputedStyle(n));
  const box = e.getBoundingClientRect();
  const name = e.getAttribute('aria-label') || (e.labels && e.labels[0] ? e.labels[0].innerText : '') || e.innerText;
  return {
    tag: e.tagName.toLowerCase(), type: e.type || '', name: (name || e.name || '').trim().replace(/\\s+/g, ' '),
    field: e.name || '', id: e.id, checked: !!e.checked, href: e.getAttribute('href') || '',
    seen: marks.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


class Keys:
    """A person without a mouse."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page = visitor, visitor.page

    def enter(self, leads_to: str):
        """Enter on what leads to another page."""
        self.press("Enter")
        self.page.wait_for_url(re.compile(leads_to), wait_until="load")

    def press(self, *keys: str):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str):
        self.page.keyboard.type(text)

    @property
    def focus(self) -> dict:
        found = self.page.evaluate(FOCUS)
        assert found, "nothing has the focus"
        return found

    def to(self, wanted, most: int = 120) -> dict:
        """Tab until `wanted(focus)`; everything on the way shows that it has the focus."""
        for _ in range(most):
            self.press("Tab")
            if (found := self.page.evaluate(FOCUS)) is None:
                continue
            assert found["seen"], f"focus cannot be seen on {found}"
            assert found["inView"], f"focus is out of sight on {found}"
            if wanted(found):
                return found
        raise AssertionError(f"not reached with {most} tabs; last was {found}")

    def to_name(self, pattern: str, **also) -> dict:
        return self.to(lambda f: re.search(pattern, f["name"]) and all(f[k] == v for k, v in also.items()))

    def to_field(self, name: str) -> dict:
        return self.to(lambda f: f["field"] == name)


@pytest.fixture
def keys(arrive):
    return lambda *person: Keys(arrive(*person))


def test_the_first_tab_leads_past_the_head(keys):
    hands = keys()
    hands.page.goto("/appeals/")
    hands.press("Tab")
    assert hands.focus["href"] == "#main"
    hands.press("Enter")
    hands.press("Tab")
    assert hands.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_giving(keys):
    hands = keys()
    hands.page.goto("/appeals/")
    hands.to(lambda f: re.fullmatch(r"/appeals/[^/]+/", f["href"]))
    hands.enter("/appeals/[^/]+/$")
    hands.to(lambda f: f["field"] == "amount")
    before = hands.page.locator("input[name=amount]:checked").input_value()
    hands.press("ArrowRight")
    assert hands.page.locator("input[name=amount]:checked").input_value() != before
    hands.to_name("^Go on")
    hands.enter("/give/")
    hands.to_field("other")
    hands.type("45")
    hands.to_field("email")
    hands.type("by-keyboard@post.example")
    hands.to_field("name")
    hands.type("June")
    hands.to_field("cover_fees")
    hands.press("Space")
    assert hands.focus["checked"]
    hands.to_name("^Be named")
    hands.press("Enter")
    hands.to_field("show_name")
    hands.press("Space")
    hands.to_name(r"^Give \$4\d")
    hands.visitor.fills_as_people_do()
    hands.enter("/c/pay/")
    hands.to_name(r"^Pay .*\d")
    hands.enter("/gifts/")


def test_a_mistake_is_where_the_hands_are(keys):
    """A form sent with nothing in it comes back with the errors summed up first, each a link to its field."""
    hands = keys()
    hands.page.goto("/give/to/common-table/form/")
    hands.to_field("email")
    hands.press("Enter")
    expect(hands.page.locator("[aria-invalid=true]").first).to_be_visible()
    assert hands.page.locator("[name=email]").get_attribute("aria-invalid") == "true"
    hands.to(lambda f: f["href"].startswith("#id_email"))
    hands.press("Enter")
    assert hands.focus["field"] == "email"


def test_reviewing(keys):
    hands = keys(REVIEWER)
    hands.page.goto("/desk/common-table/appeals/")
    hands.to(lambda f: re.search(r"/desk/appeals/[0-9a-f-]{36}/$", f["href"]))
    hands.enter("/desk/appeals/[0-9a-f-]{36}/$")
    hands.to_field("decision")
    hands.press("ArrowDown", "ArrowUp")
    while "change" not in hands.focus["name"].lower():
        hands.press("ArrowDown")
    hands.to_field("note")
    hands.type("Please say who counted the wells.")
    hands.to_name("^Record my decision")
    hands.press("Enter")
    expect(hands.page.get_by_text(re.compile("hears today")).first).to_be_visible()


def test_looking_through_the_board(keys):
    hands = keys(LOGISTICS)
    hands.page.goto("/desk/common-table/readiness/")
    hands.to_field("q")
    hands.type("Marcus")
    hands.enter("q=Marcus")
    hands.to(lambda f: "open=" in f["href"])
    hands.press("Enter")
    expect(hands.page.locator("tr.detail")).to_be_visible()
    hands.to_name("^Open the file of")
    hands.enter("/desk/delegates/")
