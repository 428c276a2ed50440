"""What the browser is told about the card partner, and giving without any script."""

import re

from playwright.sync_api import expect

from tests.e2e.visitor import PHONE

ELSEWHERE = ("/", "/appeals/", "/money/", "/accounts/login/", "/give/to/common-table/", "/demo/mail/")


def policy(visitor, path: str) -> dict[str, list[str]]:
    answer = visitor.context.request.get(path)
    assert answer.ok, f"{path} answers {answer.status}"
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: values for name, *values in filter(None, parts)}


def an_open_appeal(visitor) -> str:
    page = visitor.open("/appeals/")
    return page.locator("main a[href^='/appeals/']").first.get_attribute("href").rstrip("/").rsplit("/", 1)[1]


def test_only_the_give_pages_may_lead_to_the_card_partner(arrive, site):
    donor = arrive()
    slug = an_open_appeal(donor)
    for path in (f"/give/{slug}/", "/give/to/common-table/form/"):
        assert policy(donor, path)["form-action"] == ["'self'", site.stripe], path
    for path in (*ELSEWHERE, f"/appeals/{slug}/"):
        assert policy(donor, path)["form-action"] == ["'self'"], path
        assert site.stripe not in str(policy(donor, path))


def test_chromium_holds_every_other_page_to_it(arrive, site):
    """The other side: a form that leads to the card partner from another page is stopped by the browser."""
    donor = arrive()
    page = donor.open("/appeals/")
    page.evaluate(
        """address => { const form = document.createElement('form'); form.method = 'get'; form.action = address;
                        document.querySelector('main').append(form); form.submit(); }""",
        f"{site.stripe}/c/pay/cs_none",
    )
    page.wait_for_timeout(300)
    assert [other.url for other in donor.context.pages if other.url.startswith(site.stripe)] == []
    stopped = [line for line in donor.trouble if "form-action" in line]
    assert stopped
    donor.trouble = [line for line in donor.trouble if line not in stopped]


def test_giving_works_without_script(arrive):
    donor = arrive(width=PHONE, javascript=False)
    page = donor.open(f"/appeals/{an_open_appeal(donor)}/")
    page.get_by_label("Another amount").fill("35")
    donor.press("Go on")
    expect(page.get_by_role("button", name=re.compile(r"Give \$35"))).to_be_visible()
    page.locator("#id_email").fill("no-script@post.example")
    donor.fills_as_people_do()
    donor.press(re.compile(r"Give \$35"))
    expect(page).to_have_url(re.compile(re.escape(donor.site.stripe)))
    page.get_by_role("button", name=re.compile(r"^Pay .*\d")).click()
    expect(page).to_have_url(re.compile("/gifts/"))
    donor.sees(re.compile("Thank you|is being confirmed"))


def test_covering_the_fee_without_script_is_shown_before_it_is_taken(arrive):
    donor = arrive(width=PHONE, javascript=False)
    page = donor.open(f"/give/{an_open_appeal(donor)}/?amount=50")
    page.get_by_label("Another amount").fill("80")
    page.locator("#id_email").fill("no-script@post.example")
    page.locator("#id_cover_fees").check()
    donor.fills_as_people_do()
    donor.press(re.compile("^Give "))
    donor.sees(re.compile(r"For \$80.* the card fee adds"))
    expect(page.locator("#id_email")).to_have_value("no-script@post.example")
