"""The containers were not built here, so what can be held is held: the files parse, every command in them is one that
runs outside a container, and these are run."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BIN = Path(sys.executable).parent
DEPLOYED = {
    "STRIPE_MODE": "test",
    "STRIPE_SECRET_KEY": "sk_test_invented",
    "STRIPE_WEBHOOK_SECRET": "whsec_invented",
    "STRIPE_API_BASE": "https://api.stripe.com",
    "SECRET_KEY": "an-invented-key-of-many-characters-9f8e7d6c5b4a-0123456789",
    "SEAL_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "ALLOWED_HOSTS": "geneva.example",
    "PUBLIC_URL": "https://geneva.example",
    "REDIS_URL": "",
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile():
    return (ROOT / "Dockerfile").read_text()


@pytest.fixture
def outside(tmp_path):
    """Run a command of the files with this environment's programs, in a place with keys."""
    env = os.environ | DEPLOYED | {"DATABASE_URL": f"sqlite:///{tmp_path}/c.sqlite3", "MEDIA_ROOT": str(tmp_path)}
    env |= {"DJANGO_SETTINGS_MODULE": "delegation.settings", "CELERY_SKIP_CHECKS": ""}

    def run(command, **extra):
        program = sys.executable if command[0] == "python" else str(BIN / command[0])
        done = subprocess.run(
            [program, *command[1:]], check=False, cwd=ROOT, env=env | extra, capture_output=True, text=True, timeout=120
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_one_image_plays_every_role_of_ours(compose, dockerfile):
    ours = {name: service for name, service in compose["services"].items() if "build" in service}
    assert set(ours) == {"migrate", "web", "worker", "beat"}
    assert {service["image"] for service in ours.values()} == {"geneva-delegation:latest"}
    (command,) = re.findall(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)
    assert json.loads(command) == compose["services"]["web"]["command"]


def test_every_service_that_stays_is_watched_and_keeps_its_data(compose):
    for name, service in compose["services"].items():
        assert name == "migrate" or service["healthcheck"]["test"][0] == "CMD"
    kept = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])}
    assert kept == set(compose["volumes"])
    assert all(service["volumes"] for name, service in compose["services"].items() if name in ("postgres", "redis"))


def test_nobody_starts_before_what_it_needs(compose):
    services = compose["services"]
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services[name]["depends_on"]["redis"] == {"condition": "service_healthy"}


def test_only_the_web_is_reachable_and_only_from_this_machine(compose):
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


def test_the_image_runs_as_nobody_special_and_holds_no_secret(dockerfile):
    assert dockerfile.index("USER geneva") < dockerfile.index("CMD")
    assert ".env" in (ROOT / ".dockerignore").read_text().split()
    assert "has not been built" in dockerfile
    assert "Not built where it was written" in (ROOT / "docker-compose.yml").read_text()


def test_the_web_command_is_one_gunicorn_takes(compose, outside):
    code, said = outside([*compose["services"]["web"]["command"], "--check-config"])
    assert code == 0, said


def test_the_web_command_refuses_mixed_modes(compose, outside):
    code, said = outside([*compose["services"]["web"]["command"], "--check-config"], STRIPE_SECRET_KEY="sk_live_1")
    assert code != 0
    assert "delegation.E002" in said


def test_the_migrate_command_builds_a_database_of_its_own(compose, outside):
    code, said = outside(compose["services"]["migrate"]["command"])
    assert code == 0, said
    assert "Applying fundraising.0001_squashed" in said


def test_the_static_files_of_the_image_are_hashed_and_whole(dockerfile, tmp_path):
    step = re.search(r"^RUN (STRIPE_MODE=test.*?)^USER", dockerfile, re.MULTILINE | re.DOTALL).group(1)
    words = step.replace("\\\n", " ").split()
    env = os.environ | dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    env |= {"STRIPE_API_BASE": "https://api.stripe.com", "STATIC_ROOT": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "delegation.settings"
    command = words[words.index("python") + 1 :]
    done = subprocess.run(
        [sys.executable, *command], check=False, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads((tmp_path / "staticfiles.json").read_text())["paths"]


@pytest.mark.parametrize("role", ["worker", "beat"])
def test_worker_and_beat_take_their_words(compose, outside, role):
    """Celery's own parser reads the words; `--help` keeps it from starting."""
    command = compose["services"][role]["command"]
    assert command[:4] == ["celery", "-A", "delegation", role]
    code, said = outside([*command, "--help"])
    assert code == 0, said
    for word in command[4:]:
        assert not word.startswith("--") or word in said


def test_celery_knows_the_application_and_its_tasks(outside):
    code, said = outside(["celery", "-A", "delegation", "report"])
    assert code == 0, said
    code, said = outside(
        [
            "python",
            "-c",
            "from delegation.celery import app; app.loader.import_default_modules();"
            "missing = {e['task'] for e in app.conf.beat_schedule.values()} - set(app.tasks);"
            "assert not missing, missing",
        ]
    )
    assert code == 0, said
