import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from delegation import checks, triggers
from fundraising import receipt_words

SEAL_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
CONFIRMED = {"name": "A. Lawyer", "date": "2026-01-31", "version": receipt_words.CURRENT}
NETWORK = {"name": "A Real Network", "ein": "12-3456789", "address": "1 Real Street", "deductible": True}


@pytest.fixture
def place(settings):
    """Settings of a well-prepared place; a test spoils one thing."""

    def prepare(mode, **spoilt):
        settings.STRIPE_MODE, settings.DEMO = mode, mode == "demo"
        settings.STRIPE_SECRET_KEY = f"sk_{mode}_0123456789"
        settings.STRIPE_API_BASE = "http://127.0.0.1:8420" if mode == "demo" else "https://api.stripe.com"
        settings.STRIPE_WEBHOOK_SECRETS = ["whsec_0123456789"]
        settings.SECRET_KEY = "fifty-random-characters-fifty-random-characters-50"
        settings.SEAL_KEYS = [SEAL_KEY]
        settings.PUBLIC_URL = "https://geneva.example"
        settings.LAWYER_CONFIRMATION = CONFIRMED
        settings.STATE_DISCLOSURES = {"NY": "…"}
        settings.NETWORK = {**settings.NETWORK, **NETWORK}
        for name, value in spoilt.items():
            setattr(settings, name, value)
        return sorted(message.id.partition(".")[2] for message in checks.run_checks(tags=[checks.TAG]))

    return prepare


@pytest.mark.parametrize("mode", ["demo", "test", "live"])
def test_a_well_prepared_place_starts(place, mode):
    assert place(mode) == []
    checks.refuse_to_start()


@pytest.mark.parametrize(
    ("mode", "spoilt", "found"),
    [
        ("sandbox", {}, ["E001"]),
        ("demo", {"STRIPE_SECRET_KEY": "sk_live_1"}, ["E002"]),
        ("demo", {"STRIPE_SECRET_KEY": "sk_test_1"}, ["E002"]),
        ("test", {"STRIPE_SECRET_KEY": "sk_live_1"}, ["E002"]),
        ("test", {"STRIPE_SECRET_KEY": ""}, ["E002"]),
        ("live", {"STRIPE_SECRET_KEY": "rk_test_1"}, ["E002"]),
        ("live", {"STRIPE_SECRET_KEY": "sk_demo_local"}, ["E002"]),
        ("live", {"STRIPE_SECRET_KEY": "rk_live_1"}, []),
        ("demo", {"STRIPE_API_BASE": "https://api.stripe.com"}, ["E003"]),
        ("live", {"STRIPE_API_BASE": "http://127.0.0.1:8420"}, ["E003"]),
        ("test", {"STRIPE_API_BASE": "https://api.stripe.com.example"}, ["E003"]),
        ("test", {"STRIPE_WEBHOOK_SECRETS": []}, ["E004"]),
        ("demo", {"STRIPE_WEBHOOK_SECRETS": [""]}, ["E004"]),
        ("live", {"STRIPE_WEBHOOK_SECRETS": ["secret"]}, ["E004"]),
        ("live", {"STRIPE_WEBHOOK_SECRETS": ["whsec_1", "whsec_demo_local"]}, ["E005"]),
        ("test", {"SECRET_KEY": ""}, ["E006"]),
        ("live", {"SECRET_KEY": "demo-only-not-secret-demo-only-not-secret-demo-only"}, ["E006"]),
        ("live", {"SEAL_KEYS": []}, ["E007"]),
        ("live", {"SEAL_KEYS": ["c2hvcnQ="]}, ["E008"]),
        ("live", {"SEAL_KEYS": ["not base64!"]}, ["E008"]),
        ("test", {"SEAL_KEYS": [SEAL_KEY, checks.DEMO_SEAL_KEY]}, ["E009"]),
        ("demo", {"SEAL_KEYS": [checks.DEMO_SEAL_KEY]}, []),
        ("live", {"PUBLIC_URL": "http://geneva.example"}, ["W001"]),
        ("live", {"NETWORK": {**NETWORK, "ein": ""}}, ["C001"]),
        ("live", {"NETWORK": {**NETWORK, "ein": "00-0000000"}}, ["C001"]),
        ("live", {"NETWORK": {**NETWORK, "ein": "123456789"}}, ["C001"]),
        ("test", {"NETWORK": {**NETWORK, "address": " "}}, ["C001"]),
        ("test", {"NETWORK": {**NETWORK, "name": "Common Table Human Rights Network"}}, ["C001"]),
        ("live", {"LAWYER_CONFIRMATION": {}}, ["C002"]),
        ("live", {"LAWYER_CONFIRMATION": {**CONFIRMED, "date": "soon"}}, ["C002"]),
        ("test", {"LAWYER_CONFIRMATION": {**CONFIRMED, "version": "2025-01"}}, ["C002"]),
        ("demo", {"LAWYER_CONFIRMATION": {}, "STATE_DISCLOSURES": {}, "NETWORK": {}}, []),
        ("test", {"STATE_DISCLOSURES": {}}, ["C003"]),
    ],
)
def test_one_thing_spoilt_is_found(place, mode, spoilt, found):
    assert place(mode, **spoilt) == found


def test_the_web_server_does_not_start_on_an_error_but_does_on_a_warning(place):
    place("live", STATE_DISCLOSURES={})
    checks.refuse_to_start()
    for spoilt in ({"NETWORK": {**NETWORK, "ein": ""}}, {"LAWYER_CONFIRMATION": {**CONFIRMED, "version": "1"}}):
        place("test", **spoilt)
        checks.refuse_to_start()
        place("live", **spoilt)
        with pytest.raises(ImproperlyConfigured, match=r"C00[12]"):
            checks.refuse_to_start()
    place("live", STRIPE_SECRET_KEY="sk_test_1", SEAL_KEYS=[])
    with pytest.raises(ImproperlyConfigured, match=r"E002.*E007|E007.*E002"):
        checks.refuse_to_start()


def test_the_demo_seal_key_of_the_settings_is_the_one_refused_elsewhere():
    from delegation.settings import SEAL_KEYS

    assert SEAL_KEYS == [checks.DEMO_SEAL_KEY]


@pytest.mark.money_db
@pytest.mark.django_db
def test_commits_that_may_be_lost_are_refused_on_postgresql():
    if connection.vendor != "postgresql":
        assert checks.durable_commits(databases=["default"]) == []
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert [found.id for found in checks.durable_commits(databases=["default"])] == ["delegation.E010"]


@pytest.mark.money_db
@pytest.mark.django_db
def test_lost_triggers_are_named():
    assert checks.triggers_present(databases=["default"]) == []
    triggers.remove(connection, ["delegation_auditevent_update_refused"])
    (found,) = checks.triggers_present(databases=["default"])
    assert "delegation_auditevent_update_refused" in found.msg
