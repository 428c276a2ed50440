"""A real Chromium, and the whole service as one command starts it. Both live as long as this folder's tests: a
Playwright that is left open would keep the tests after it from the database."""

import os
import shutil
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.pictures import Camera
from tests.e2e.site import Site
from tests.e2e.visitor import Visitor

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_RUN = "not run: no Chromium (apt-get install chromium, or set CHROMIUM to its path)"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]


def find_chromium() -> str | None:
    """The path in CHROMIUM, or an installed Chromium or Chrome."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


@pytest.fixture(scope="package")
def browser():
    """Chromium. Where there is none the walks are reported as not run, which is a failure where CI is set."""
    path = find_chromium()
    if not path:
        pytest.fail(NOT_RUN) if os.environ.get("CI") else pytest.skip(NOT_RUN)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def site(browser, tmp_path_factory):
    """The running service with its demo delegation. It has to stop cleanly, taking the demo Stripe along, and its log
    may hold no traceback."""
    site = Site(tmp_path_factory.mktemp("site")).start()
    yield site
    site.stop()
    assert site.process.returncode == 0, f"did not stop cleanly:\n{site.log.read_text()[-4000:]}"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", urlsplit(site.stripe).port)), "the demo Stripe was left behind"
    assert "Traceback" not in site.log.read_text(), site.log.read_text()[-6000:]


@pytest.fixture
def arrive(browser, site):
    """`arrive()` is a person at a browser of their own, `arrive(address)` one who has signed in. At the end none of
    them may have met trouble: a request to another origin, an error in the console, a refusal by the content security
    policy, an answer of 5xx."""
    visitors = []

    def arrive(address: str = "", **options) -> Visitor:
        visitors.append(visitor := Visitor(browser, site, **options))
        if address:
            visitor.sign_in(address)
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.trouble] == []


@pytest.fixture(scope="package")
def camera():
    return Camera()
