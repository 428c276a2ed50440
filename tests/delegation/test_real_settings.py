"""The settings of a real installation, in a process of their own: cookies, TLS, and the two addresses that machines
ask."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

ASKED = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "delegation.settings"
import django
django.setup()
from django.conf import settings as s
from django.test import Client
said = {}
def ask(name, method, path, **more):
    response = getattr(Client(headers={"host": "give.example.org"}), method)(path, **more)
    said[name] = {"status": response.status_code, "headers": dict(response.headers)}
ask("page", "get", "/about/", secure=True)
ask("plain", "get", "/about/")
ask("health", "get", "/healthz")
ask("proxied", "get", "/healthz", headers={"x-forwarded-proto": "https"})
ask("webhook", "post", "/stripe/webhook/", secure=True, data=b"{}", content_type="application/json")
ask("plain_webhook", "post", "/stripe/webhook/", data=b"{}", content_type="application/json")
ask("theme", "post", "/theme/", secure=True, data={"theme": "dark"})
ask("demo", "get", "/demo/mail/", secure=True)
ask("styles", "get", "/styleguide/", secure=True)
said["cookies"] = [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
    s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH,
    s.SESSION_COOKIE_DOMAIN]
said["mail"] = s.EMAIL_BACKEND
print("SAID" + json.dumps(said))
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real")
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    env = kept | {
        "STRIPE_MODE": "test",
        "STRIPE_SECRET_KEY": "sk_test_" + "0" * 24,
        "STRIPE_WEBHOOK_SECRET": "whsec_" + "0" * 24,
        "SECRET_KEY": "a-long-line-of-letters-that-only-this-test-knows-0123456789",
        "SEAL_KEYS": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
        "ALLOWED_HOSTS": "give.example.org",
        "PUBLIC_URL": "https://give.example.org",
        "DATABASE_URL": f"sqlite:///{folder / 'real.sqlite3'}",
        "MEDIA_ROOT": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "delegation.settings",
    }
    for command in (["manage.py", "collectstatic", "--noinput", "-v0"], ["manage.py", "migrate", "-v0"], ["-c", ASKED]):
        done = subprocess.run(
            [sys.executable, *command],
            check=False,
            cwd=settings.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.rpartition("SAID")[2])


def test_cookies_are_bound_to_this_host_and_to_tls(real):
    assert real["cookies"] == ["__Host-session", "__Host-csrf", True, True, True, True, "Lax", "/", None]
    theme = real["theme"]
    assert theme["status"] == 302


def test_pages_are_for_tls_alone(real):
    assert real["page"]["status"] == 200
    assert real["page"]["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert (real["plain"]["status"], real["plain"]["headers"]["Location"]) == (301, "https://give.example.org/about/")
    for name in ("page", "plain", "health", "webhook", "demo"):
        headers = real[name]["headers"]
        assert "default-src 'none'" in headers["Content-Security-Policy"], name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert "camera=()" in headers["Permissions-Policy"], name


def test_probes_are_answered_with_and_without_tls(real):
    assert (real["health"]["status"], real["proxied"]["status"]) == (200, 200)


def test_the_webhook_is_judged_by_its_signature_and_only_over_tls(real):
    assert real["webhook"]["status"] == 400
    assert real["plain_webhook"]["status"] == 301


def test_the_demos_doors_are_not_there(real):
    assert (real["demo"]["status"], real["styles"]["status"]) == (404, 404)
    assert real["mail"] == "django.core.mail.backends.smtp.EmailBackend"
