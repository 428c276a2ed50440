"""A real Chromium, and the whole service as one command starts it."""

import os
import shutil
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.pictures import Camera
from tests.e2e.site import Site
from tests.e2e.visitor import PHONE, Visitor

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_RUN = "not run: no Chromium (apt-get install chromium, or set CHROMIUM to its path)"


def find_chromium() -> str | None:
    """The path in CHROMIUM, or an installed Chromium or Chrome."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """Chromium. Where there is none the walks are reported as not run, which is a failure where CI is set."""
    path = find_chromium()
    if not path:
        pytest.fail(NOT_RUN) if os.environ.get("CI") else pytest.skip(NOT_RUN)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def live_site(browser, tmp_path_factory):
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
def site(live_site):
    return live_site


@pytest.fixture
def visitor(browser, live_site):
    """A function that makes a visitor: visitor(width=390, theme="dark"). When the test ends none may have met
    trouble: an error in the console, an answer of 500, a request to another origin."""
    everybody = []

    def come(**options) -> Visitor:
        everybody.append(Visitor(browser, live_site, **options))
        return everybody[-1]

    yield come
    trouble = [line for one in everybody for line in one.trouble]
    for one in everybody:
        one.context.close()
    assert not trouble, "\n".join(trouble)


@pytest.fixture
def page_phone(visitor):
    return visitor(width=PHONE).page


@pytest.fixture
def page_desktop(visitor):
    return visitor().page


@pytest.fixture(scope="session")
def camera():
    return Camera()
