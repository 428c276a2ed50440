"""The product's settings with what a test run needs of its own: its databases, its Redis index, its folders.

The machine's environment and a developer's .env never reach the tests. With TESTS_ON=services, as `make test` sets it
for its second run, DATABASE_URL and REDIS_URL are used: the tests' own databases on that server, an empty index of
that Redis and a key prefix of their own."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ON_SERVICES = os.environ.get("TESTS_ON") == "services"
# xdist's workers inherit the run's name from the process that started them.
RUN = os.environ.setdefault("TESTS_RUN", str(os.getpid()))
FOLDER = Path(tempfile.gettempdir()) / f"geneva-tests-{RUN}"


def _empty_index(url: str) -> str:
    """The same Redis at an index between 1 and 15 that holds no key."""
    import redis

    parts = urlsplit(url)
    for index in range(15, 0, -1):
        candidate = urlunsplit(parts._replace(path=f"/{index}"))
        with redis.Redis.from_url(candidate, socket_connect_timeout=3) as client:
            if client.dbsize() == 0:
                return candidate
    raise RuntimeError("Every Redis index from 1 to 15 holds keys; the tests need an empty one.")


for _name in list(os.environ):
    if _name.startswith(("NETWORK_", "EMAIL_", "GIFT_", "FEE_COVER_", "STRIPE_")):
        del os.environ[_name]
os.environ.update(
    STRIPE_MODE="demo",
    STRIPE_SECRET_KEY="sk_demo_local",
    STRIPE_WEBHOOK_SECRET="whsec_demo_local",
    DEBUG="False",
    PORT="8000",
    PUBLIC_URL="http://localhost:8000",
    MEDIA_ROOT=str(FOLDER / "media"),
    STATIC_ROOT=str(FOLDER / "static"),
    LOG_LEVEL="WARNING",
    CELERY_SKIP_CHECKS="1",
)
if ON_SERVICES:
    os.environ.setdefault("TESTS_REDIS_URL", _empty_index(os.environ["REDIS_URL"]))
    os.environ["REDIS_URL"] = os.environ["TESTS_REDIS_URL"]
    os.environ["REDIS_PREFIX"] = f"geneva-test-{RUN}-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}:"
else:
    os.environ["REDIS_URL"] = ""
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'never-used.sqlite3'}"

from delegation.settings import *  # noqa: E402, F403
from delegation.settings import DATABASES, STORAGES  # noqa: E402

(FOLDER / "static").mkdir(parents=True, exist_ok=True)
DATABASES["default"]["TEST"] = {"NAME": f"test_geneva_{RUN}"}
if not ON_SERVICES:
    # A file, not memory: threads must see one database. Nothing here needs to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Every new test client would list all static files otherwise; looked for when asked for, they are found as well.
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
