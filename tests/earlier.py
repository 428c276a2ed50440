"""One summary for two runs: the run on PostgreSQL and Redis leaves its reports in a file, and the last run counts them
into its own last lines, so that `make test` ends with one summary that is true of everything.

TESTS_KEEP=<file> writes, TESTS_ADD=<file> reads."""

import json
import os
from pathlib import Path

COUNTED = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")
MARK = "[PostgreSQL and Redis] "


def keep(reporter) -> None:
    """Write the reports of this run, grouped by outcome, when TESTS_KEEP names a file."""
    if path := os.environ.get("TESTS_KEEP"):
        config = reporter.config
        written = {
            kind: [
                config.hook.pytest_report_to_serializable(config=config, report=report)
                for report in reporter.stats.get(kind, [])
            ]
            for kind in COUNTED
        }
        Path(path).write_text(json.dumps(written, default=str))


def add(reporter) -> None:
    """Count the reports of the earlier run, when TESTS_ADD names a file that holds them."""
    path = Path(os.environ.get("TESTS_ADD") or os.devnull)
    text = path.read_text()
    if not text:
        return
    config = reporter.config
    for kind, written in json.loads(text).items():
        for data in written:
            report = config.hook.pytest_report_from_serializable(config=config, data=data)
            report.nodeid = MARK + report.nodeid
            reporter.stats.setdefault(kind, []).append(report)
            if kind in ("failed", "error"):
                reporter._main_color = "red"
