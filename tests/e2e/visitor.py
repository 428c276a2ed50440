"""One person at one browser: a context of their own, and a record of everything that should not happen to them."""

import re
import time
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, Response, expect

from fundraising.forms.give import LEAST_SECONDS
from tests.e2e.site import Site
from travel.demo.cast import PASSWORD

PHONE, DESK = 390, 1440
expect.set_options(timeout=15_000)
HEIGHTS = {320: 640, PHONE: 844, DESK: 1000}
# A page that refuses is still a page: its own status is no trouble.
REFUSALS = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
MAIL_SECONDS = 25
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
    .filter(e => { for (let p = e.parentElement; p; p = p.parentElement)
        if (p !== document.body && getComputedStyle(p).overflowX !== 'visible') return false; return true; })
    .slice(0, 5)
    .map(e => `<${e.tagName.toLowerCase()} class="${e.className}"> ${(e.textContent || "").trim().slice(0, 40)}`)
    .concat([`${root.scrollWidth} wide`]);
}"""


class Visitor:
    def __init__(self, browser: Browser, site: Site, *, width=DESK, theme="light", javascript=True):
        self.site, self.trouble = site, []
        self.context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale="en-US",
        )
        self.context.set_default_timeout(15_000)
        self.context.on("request", self._request)
        self.context.on("response", self._response)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))
        self.theme(theme)
        self.language("en")
        self.page: Page = self.context.new_page()

    # -- what must not happen -------------------------------------------------------------------
    def _request(self, request: Request):
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(request.url))
        ours = origin == self.site.url or request.url.startswith(("data:", "blob:", "about:"))
        # The hosted page may be gone to, and may fetch what is its own; no page of ours may fetch from it.
        hosted = origin == self.site.stripe and (
            request.is_navigation_request() or request.frame.url.startswith(self.site.stripe)
        )
        if not ours and not hosted:
            self.trouble.append(f"request to another origin: {request.url} from {self.page.url}")

    def _response(self, response: Response):
        document = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not document):
            self.trouble.append(f"{response.status} {response.url}")

    def _console(self, message):
        if message.type == "error" and not REFUSALS.match(message.text):
            self.trouble.append(f"console: {message.text} at {self.page.url}")

    # -- going about ----------------------------------------------------------------------------
    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def theme(self, theme: str):
        self.context.add_cookies([{"name": "theme", "value": theme, "url": self.site.url}])

    def language(self, language: str):
        """The reader's own choice, which wins over the language of the account."""
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site.url}])

    def resize(self, width: int):
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def sideways(self) -> list[str]:
        """What stands out to the right of the window, at the width it has now."""
        return self.page.evaluate(SIDEWAYS)

    def press(self, name: str | re.Pattern, *, within: Locator | None = None):
        """The button of that name."""
        (within or self.page).get_by_role("button", name=name).first.click()

    def follow(self, name: str | re.Pattern, *, within: Locator | None = None):
        """The link of that name."""
        (within or self.page).get_by_role("link", name=name).first.click()

    def sees(self, text: str | re.Pattern, *, within: Locator | None = None):
        expect((within or self.page.locator("body")).get_by_text(text).first).to_be_visible()

    def fills_as_people_do(self):
        """No form is filled faster than this; the give form takes whoever is for a program."""
        self.page.wait_for_timeout(LEAST_SECONDS * 1000 + 200)

    def sign_in(self, address: str, password: str = PASSWORD):
        """With the password the demo's people have."""
        form = self.open("/accounts/login/").get_by_role("region", name="With a password")
        form.get_by_role("textbox", name=re.compile("e-mail")).fill(address)
        form.get_by_label("Password").fill(password)
        form.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile("/accounts/login/"))

    # -- reading mail ---------------------------------------------------------------------------
    def mail(self, address: str, subject: str | re.Pattern) -> Page:
        """The newest mail to `address` with that subject, opened at /demo/mail/; waits while it is on its way."""
        page = self.context.new_page()
        deadline = time.monotonic() + MAIL_SECONDS
        while True:
            page.goto(f"/demo/mail/?q={quote(address)}")
            found = page.get_by_role("main").get_by_role("link", name=subject)
            if found.count():
                found.first.click()
                expect(page.get_by_role("heading", level=1)).to_have_text(subject)
                return page
            assert time.monotonic() < deadline, f"no mail to {address} with {subject}:\n{page.inner_text('main')}"
            time.sleep(0.3)
