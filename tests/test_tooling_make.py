"""What a newcomer meets first: make, the lock, and one clear line when something is in the way."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
from django.conf import settings
from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tests import offline

ROOT = Path(settings.BASE_DIR)
LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; (.+))?$")


def run(command, **options):
    """As from a person's shell: a make that runs these tests does not shine through."""
    given = options.pop("env", os.environ)
    options["env"] = {name: value for name, value in given.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, **options)


def lines(text: str) -> list[str]:
    """What was said, without make's own last word."""
    return [line for line in text.splitlines() if line.strip() and not line.startswith("make: ***")]


@pytest.fixture
def bare(tmp_path):
    """A folder with the Makefile, and programs on the path that hold no right Python."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("make", "sh", "head", "touch", "pwd"):
        (programs / name).symlink_to(shutil.which(name))
    old = programs / "python3"
    old.write_text('#!/bin/sh\nif [ "$1" = -V ]; then echo Python 3.10.13; exit 0; fi\nexit 1\n')
    old.chmod(0o755)
    return tmp_path


def test_the_lock_is_one_name_and_version_a_line_and_names_everything_installed():
    locked = {}
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        name, version, marker = LINE.match(line).groups()
        if not marker or Marker(marker).evaluate():
            locked[canonicalize_name(name)] = version
    installed = {canonicalize_name(found.name): found.version for found in distributions()}
    assert {name: v for name, v in installed.items() if name not in {"pip", "setuptools", "wheel"}} == locked


def test_bare_make_lists_every_target():
    listed = re.findall(r"^make ([a-z-]+)", run(["make"], cwd=ROOT).stdout, re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(listed) == set(phony.split()) - {"help"}


def test_a_wrong_python_is_one_line(bare):
    done = run(["make", "run"], cwd=bare, env={"PATH": str(bare / "bin")})
    assert done.returncode != 0
    assert lines(done.stdout + done.stderr) == [
        "Python 3.11, 3.12 or 3.13 is needed, and none was found (python3 is: Python 3.10.13)."
    ]


@pytest.mark.skipif(not shutil.which("runuser"), reason="needs a second user to be somebody who may not write")
def test_a_folder_that_cannot_be_written_is_one_line():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "Makefile", folder)
        (Path(folder) / "requirements.txt").touch()
        Path(folder).chmod(0o555)
        nobody = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        done = run([*nobody, "make", "run"], cwd=folder)
        Path(folder).chmod(0o755)
    assert done.returncode != 0
    assert lines(done.stdout + done.stderr) == [f"This folder cannot be written: {folder}"]


@pytest.fixture
def serve(tmp_path):
    def start(**env):
        place = {
            "DJANGO_SETTINGS_MODULE": "delegation.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/serve.sqlite3",
            "MEDIA_ROOT": str(tmp_path / "media"),
            "REDIS_URL": "",
        }
        return run([sys.executable, "manage.py", "serve"], cwd=ROOT, env=os.environ | place | env)

    return start


@pytest.mark.parametrize("name", ["PORT", "DEMO_STRIPE_PORT"])
def test_a_busy_port_is_one_line(serve, name):
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        ports = {"PORT": str(free.getsockname()[1]), "DEMO_STRIPE_PORT": "0"}
        free.close()
        port = taken.getsockname()[1]
        done = serve(**(ports | {name: str(port)}))
    assert done.returncode == 1
    (said,) = lines(done.stdout + done.stderr)
    assert said.startswith(f"Port {port} cannot be used (address already in use).")
    assert f"{name}={port + 1} make run" in said


def test_a_media_folder_that_cannot_be_written_is_one_line(serve, tmp_path):
    (tmp_path / "file").touch()
    done = serve(MEDIA_ROOT=str(tmp_path / "file" / "media"), PORT="0", DEMO_STRIPE_PORT="0")
    assert done.returncode == 1
    (said,) = lines(done.stdout + done.stderr)
    assert said.startswith(f"The folder {tmp_path}/file/media cannot be written")


def test_a_database_that_is_away_is_one_line(serve):
    done = serve(DATABASE_URL="postgres://nobody@127.0.0.1:1/away", PORT="0", DEMO_STRIPE_PORT="0")
    assert done.returncode == 1
    (said,) = lines(done.stdout + done.stderr)
    assert said.startswith("The database away cannot be used: ")


def test_a_refused_mode_starts_nothing(serve):
    done = serve(STRIPE_SECRET_KEY="sk_live_0123456789", PORT="0", DEMO_STRIPE_PORT="0")
    assert done.returncode == 1
    assert "delegation.E002" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_test_that_reaches_for_the_network_fails():
    with socket.socket() as probe, pytest.raises(offline.OutsideWorld):
        probe.connect(("192.0.2.1", 80))


def test_the_last_summary_counts_the_earlier_run(tmp_path):
    (tmp_path / "conftest.py").write_text(
        "from tests import earlier\n\n\n"
        "def pytest_terminal_summary(terminalreporter):\n"
        "    earlier.keep(terminalreporter)\n"
        "    earlier.add(terminalreporter)\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:cacheprovider -q\n")
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n\n\ndef test_two():\n    assert False\n")
    kept = tmp_path / "kept.json"
    where = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    where["env"].pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-m", "pytest", "test_one.py"]
    where["env"] |= {"TESTS_KEEP": str(kept), "TESTS_ADD": ""}
    run(command, **where)
    assert kept.exists()
    where["env"] |= {"TESTS_KEEP": "", "TESTS_ADD": str(kept)}
    last = run([*command, "-k", "test_one and not test_two"], **where).stdout.splitlines()
    assert re.match(r"1 failed, 2 passed, 1 deselected in ", last[-1]), last
    assert "FAILED [PostgreSQL and Redis] test_one.py::test_two - assert False" in last


def test_ci_runs_both_commands_from_any_folder():
    script = (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert run(["bash", "-n", ".ci/run"], cwd=ROOT).returncode == 0
    assert [line.split(" ||")[0] for line in script.splitlines() if line.startswith("make ")] == [
        "make check",
        "make test",
    ]


def test_every_documented_setting_is_read():
    """A name in .env.example that nothing reads would be a promise nobody keeps."""
    read = (ROOT / "delegation" / "settings.py").read_text()
    names = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert len(names) > 20
    assert [name for name in names if f'"{name}"' not in read] == []
