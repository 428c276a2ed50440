"""`manage.py catalogues`: collect the words to translate and compile them, with Babel alone.

A bare machine has no GNU gettext, so Django's makemessages and compilemessages cannot run there. Templates go through
Django's own `templatize`, which leaves the same calls that Python files hold."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import templatize

PACKAGES = ("delegation", "fundraising", "travel")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Command(BaseCommand):
    help = (
        "Update every .po and compile its .mo; with --check only say whether the .mo files are those of the .po files."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--compile-only", action="store_true", help="leave the .po files as they are")

    def handle(self, *args, **options):
        locales = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        paths = {code: settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po" for code in locales}
        if options["check"]:
            stale = [str(path) for path in paths.values() if not compiled(path)]
            if stale:
                self.stderr.write(f"Not compiled from their .po: {', '.join(stale)}. Run `make messages`.")
                sys.exit(1)
            return
        found = None if options["compile_only"] else words()
        for code, path in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            catalog = load(path, code)
            if found is not None:
                catalog.update(found, no_fuzzy_matching=True)
                catalog.obsolete.clear()
                with path.open("wb") as file:
                    write_po(file, catalog, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
            path.with_suffix(".mo").write_bytes(binary(load(path, code)))
            empty = sum(1 for message in catalog if message.id and not has_text(message))
            self.stdout.write(f"{code}: {len(catalog)} texts, {empty} without translation")


def load(path: Path, code: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=code, project="geneva-delegation", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=code)


def binary(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def compiled(path: Path) -> bool:
    mo = path.with_suffix(".mo")
    return path.exists() and mo.exists() and mo.read_bytes() == binary(load(path, path.parts[-3]))


def has_text(message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def words() -> Catalog:
    """Every text that code and templates mark for translation, with the files it stands in."""
    catalog = Catalog(project="geneva-delegation", charset="utf-8")
    base = settings.BASE_DIR
    python = [path for package in PACKAGES for path in (base / package).rglob("*.py")]
    templates = [path for kind in ("html", "txt") for path in (base / "templates").rglob(f"*.{kind}")]
    for path in sorted(python):
        _collect(catalog, path, path.read_bytes())
    for path in sorted(templates):
        # Only the calls matter: without indentation Python's tokenizer takes what stands between them.
        code = "\n".join(line.strip() for line in templatize(path.read_text(encoding="utf-8")).splitlines())
        _collect(catalog, path, code.encode())
    return catalog


def _collect(catalog: Catalog, path: Path, source: bytes):
    place = path.relative_to(settings.BASE_DIR).as_posix()
    found = extract(
        "python", io.BytesIO(source), KEYWORDS, comment_tags=["Translators:"], options={"encoding": "utf-8"}
    )
    for _line, message, comments, context in found:
        flags = {"python-format"} if "%(" in str(message) else set()
        catalog.add(message, None, [(place, 1)], flags=flags, auto_comments=comments, context=context)
