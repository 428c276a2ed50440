"""One summary for two runs: the run on PostgreSQL and Redis leaves its outcomes in a file, and the last run counts
them into its own last line, so that `make test` ends with one line that is true of everything.

TESTS_KEEP=<file> writes, TESTS_ADD=<file> reads."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

COUNTED = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


@dataclass
class Earlier:
    """Stands in pytest's statistics for one outcome of the earlier run."""

    nodeid: str
    count_towards_summary: bool = True


def keep(reporter) -> None:
    if path := os.environ.get("TESTS_KEEP"):
        outcomes = {
            kind: [getattr(report, "nodeid", "?") for report in reporter.stats.get(kind, [])] for kind in COUNTED
        }
        Path(path).write_text(json.dumps(outcomes))


def add(reporter) -> None:
    path = Path(os.environ.get("TESTS_ADD") or "/nonexistent")
    if not path.exists():
        return
    outcomes = json.loads(path.read_text())
    counts = ", ".join(f"{len(ids)} {kind}" for kind, ids in outcomes.items() if ids) or "nothing ran"
    reporter.section("also counted below: the run on PostgreSQL and Redis")
    reporter.line(counts)
    for kind in ("failed", "error"):
        for nodeid in outcomes[kind]:
            reporter.line(f"{kind.upper()} (PostgreSQL and Redis) {nodeid}")
    for kind, ids in outcomes.items():
        reporter.stats.setdefault(kind, []).extend(Earlier(nodeid) for nodeid in ids)
    if outcomes["failed"] or outcomes["error"]:
        reporter._main_color = "red"
