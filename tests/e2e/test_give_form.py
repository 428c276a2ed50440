"""The give form under a donor's fingers: what the button says, and what is still there after the way back."""

import re

from playwright.sync_api import expect

from tests.e2e.test_give_csp import an_open_appeal
from tests.e2e.visitor import PHONE


def test_the_button_never_says_another_sum_than_is_sent(arrive):
    donor = arrive(width=PHONE)
    page = donor.open(f"/give/{an_open_appeal(donor)}/")
    button = page.locator("button.main.full")
    for typed, said in (
        ("1.234,56", "Give $1,234.56"),
        ("1,250", "Give $1,250"),
        ("1’250.50", "Give $1,250.50"),
        ("２５", "Give $25"),
        ("12,5", "Give $12.50"),
        ("a lot", "Go on"),
        ("-5", "Go on"),
    ):
        page.get_by_label("Another amount").fill(typed)
        assert button.inner_text().strip() == said, typed


def test_back_from_the_payment_page_name_and_address_are_still_there_once(arrive, site):
    donor = arrive(width=PHONE)
    slug = an_open_appeal(donor)
    page = donor.open(f"/give/{slug}/?other=35")
    page.locator("#id_email").fill("rosa@post.example")
    page.locator("#id_name").fill("Rosa Marín")
    page.get_by_text("Be named, leave a message, and more").click()
    page.get_by_label("A message for the page").fill("Buen viaje")
    donor.fills_as_people_do()
    page.locator("button.main.full").click()
    expect(page).to_have_url(re.compile(re.escape(site.stripe)))
    donor.follow("Back to the site")
    expect(page.locator("#id_email")).to_have_value("rosa@post.example")
    expect(page.locator("#id_name")).to_have_value("Rosa Marín")
    expect(page.get_by_label("A message for the page")).to_have_value("Buen viaje")
    page.reload()
    donor.open(f"/give/{slug}/?left=35")
    expect(page.locator("#id_email")).to_have_value("")
