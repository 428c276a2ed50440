"""axe finds nothing on any page, on a phone in the light and on a desk in the dark, and nothing scrolls sideways from
320 px up. `make test-long` looks at each page at both widths in both themes.

The pages are those people can come to by links, as each kind of person. No request leaves us and no console complains:
the `arrive` fixture holds that for every page opened here."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.crawl import pages_of
from tests.e2e.visitor import DESK, PHONE
from tests.flows.url_table import TABLE

AXE = Axe()
FOUND = {"resultTypes": ["violations"]}
# Between the themes nothing but colour differs.
THEMES = {
    "light": FOUND,
    "dark": FOUND | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
# Width and theme. Colours are the same at every width but for what only one of them shows, which the long look sees.
QUICK = {(PHONE, "light"), (DESK, "dark")}
ALL = {(width, theme) for width in (PHONE, DESK) for theme in THEMES}
NARROWEST = 320
OPEN_PAGES = [
    *("/", "/appeals/", "/about/", "/privacy/", "/history/", "/contact/", "/surplus-rule/", "/demo/mail/"),
    *("/accounts/signup/", "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/home/"),
    *("/theme/", "/language/", "/join/common-table/", "/nothing-here/", "/appeals/none-of-ours/"),
    "/styleguide/",
    "/gifts/find/",
]
OWN_PAGES = [
    "/my/appeal/full-name/",
    "/my/appeal/resume/",
    "/my/",
    "/my/appeal/",
    "/my/papers/",
    "/my/flights/",
    "/my/profile/",
]
# who: where they start. What an earlier person looked at is not looked at again, except a start.
PEOPLE = {
    "": OPEN_PAGES,
    "daejung@people.example": [*OWN_PAGES, "/my/papers/?change", "/desk/", "/accounts/logout/"],
    "noor@people.example": OWN_PAGES,
    # What the pool offers, and money laid out: one has an offer to answer, the other a claim with a question.
    "tia@people.example": ["/my/offers/", "/my/payment/"],
    "ludmila@people.example": ["/my/money/"],
    # Communications alone may share, so her walk over the desk comes first.
    "lina@common-table.example": ["/desk/", "/desk/common-table/appeals/?tab=open"],
    "ngozi@common-table.example": ["/desk/", "/desk/common-table/money/", "/desk/common-table/organisations/"],
    "dolores@common-table.example": [
        "/desk/common-table/rates/",
        "/desk/common-table/rounds/open/",
        "/desk/common-table/books/",
    ],
    "kai@common-table.example": ["/desk/", "/desk/common-table/readiness/", "/desk/common-table/bookings/?show=held"],
}


def trouble_of(visitor, path, looks=QUICK) -> list[str]:
    """Of the page that stands open: complaints in each of the looks, and what stands out to the right, from the
    narrowest phone up."""
    found = []
    visitor.page.evaluate(AXE.axe_script)
    for width in (NARROWEST, DESK, PHONE):
        visitor.resize(width)
        found += sideways(visitor, path, width)
        for theme in [theme for theme in THEMES if (width, theme) in looks]:
            # The same mark the cookie sets; a second load of the page would show nothing else.
            visitor.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            found += complaints(visitor.page, THEMES[theme], f"{path} {width} {theme}")
    return found


def complaints(page, options, where) -> list[str]:
    violations = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{where}: {violation['id']}: {violation['help']}: "
        + " | ".join(f"{' '.join(map(str, node['target']))} {node['html'][:160]}" for node in violation["nodes"][:3])
        for violation in violations
    ]


def sideways(visitor, path, width) -> list[str]:
    return [f"{path} {width}: stands out to the right: {out}" for out in visitor.sideways()[:3]]


PAGES = {name: answers for name, *answers in map(str.split, TABLE.strip().splitlines()[1:])}
# Pages that take a token, a gift or a moment to come to, files, and what is no page of ours.
NOT_BY_LINK = {
    *(
        "fundraising:appeal_shared",
        "delegation:invitation",
        "delegation:stop_mail",
        "fundraising:thanks",
        "fundraising:photo",
    ),
    *("account_inactive", "account_reauthenticate", "account_reset_password_done", "account_set_password"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("delegation:home_for_me", "delegation:demo_mail_html", "fundraising:share_mail", "travel:board_export"),
    *("fundraising:api_appeal", "fundraising:api_appeals", "travel:api_readiness", "api-docs", "api-schema"),
    # Behind a giver's own link in a mail.
    *("fundraising:my_gifts", "fundraising:my_receipt", "fundraising:my_statement", "fundraising:my_trace"),
    *("fundraising:my_monthly_gift", "fundraising:change_my_monthly_gift", "fundraising:pause_my_monthly_gift"),
    *("fundraising:cancel_my_monthly_gift", "fundraising:update_card", "fundraising:revoke_gift_links"),
    *("fundraising:send_wish", "fundraising:new_link_sent"),
    # Files.
    *("fundraising:my_receipt_pdf", "fundraising:my_statement_pdf", "fundraising:receipt_pdf", "fundraising:pay_sheet"),
    *("fundraising:batch_pay_sheet", "fundraising:statement_pdf", "fundraising:receipt_file"),
    # Moments nobody in the demo is at: a claim in the making, terms of a stipend to agree to, criteria to note.
    *("fundraising:claim_days", "fundraising:add_line_claim", "fundraising:edit_claim_line"),
    *("fundraising:agree_stipend", "fundraising:note_criteria"),
    *("fundraising:resume_appeal", "healthz", "robots", "security_txt", "delegation:reveal_own"),
}


@pytest.fixture(scope="module")
def seen():
    """Names of pages that somebody looked at, with the kind of their query."""
    return set()


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.split("@")[0] or "anybody")
@pytest.mark.timeout(600)
def test_pages(arrive, seen, who, capsys):
    walk(arrive(who), who, seen, QUICK, capsys)


@pytest.mark.long
@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.split("@")[0] or "anybody")
def test_pages_in_every_look(arrive, who, capsys):
    walk(arrive(who), who, set(), ALL, capsys)


def walk(visitor, who, seen, looks, capsys):
    paths = pages_of(visitor, PEOPLE[who], seen)
    found = []
    for path in paths:
        visitor.open(path)
        found += trouble_of(visitor, path, looks)
    with capsys.disabled():
        print(f"\n{who or 'anybody'}: {len(paths)} pages")  # noqa: T201
    assert found == []


@pytest.mark.parametrize("path", ["/give/to/common-table/form/", "/accounts/signup/", "/accounts/password/reset/"])
def test_forms_that_came_back_with_errors(arrive, path):
    visitor = arrive()
    page = visitor.open(path)
    page.locator("main form[method=post]").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.wait_for_load_state()
    page.locator("[aria-invalid=true], [role=alert]").first.wait_for()
    assert trouble_of(visitor, path) == []


def test_mails_as_a_mail_program_shows_them(arrive):
    """The demo shows them in a sandbox that runs nothing, so the same HTML is laid into a page of nothing else."""
    visitor = arrive()
    page = visitor.open("/demo/mail/")
    found, kinds = [], {}
    for row in page.locator("main tbody tr").all():
        link = row.get_by_role("link")
        kinds.setdefault(link.inner_text().split(":")[0][:20], link.get_attribute("href"))
    # A page of our own would hold the mail's inline styles to our policy; a blank one has none.
    page.goto("about:blank")
    for subject, path in kinds.items():
        answer = visitor.context.request.get(f"{path}html/")
        if answer.ok:
            page.set_content(answer.text())
            found += trouble_of(visitor, f"mail {subject}")
    assert kinds
    assert found == []


def test_no_page_was_forgotten(seen):
    """Runs last: every address that answers with a page was reached by links, or it is named here with the reason."""
    looked_at = {name.partition("?")[0] for name in seen}
    pages = {name for name, answers in PAGES.items() if "200" in answers}
    assert pages - looked_at - NOT_BY_LINK == set()


def test_the_cookie_sets_the_theme(arrive):
    """What the walk above sets by hand is what the reader's choice does."""
    for theme in THEMES:
        page = arrive(theme=theme).open("/appeals/")
        assert page.evaluate("document.documentElement.dataset.theme") == theme
