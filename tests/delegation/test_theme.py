"""The look's own promises: themes in step, vendored files as they came, public pages light."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
CSS = STATIC / "css"
BUDGET = 100_000  # bytes, compressed, on a first visit; the photo apart


def declarations(block: str) -> dict[str, str]:
    block = re.sub(r"/\*.*?\*/", "", block, flags=re.S)
    return {k.strip(): v.strip() for k, _colon, v in (d.partition(":") for d in block.split(";")) if v}


def blocks() -> dict[str, str]:
    text = (CSS / "tokens.css").read_text()
    system = re.search(r":root:not\(\[data-theme=\"light\"\]\) \{(.*?)\}", text, re.S)[1]
    chosen = re.search(r"\n:root\[data-theme=\"dark\"\] \{(.*?)\}", text, re.S)[1]
    light = re.search(r"\n:root \{(.*?)\n\}", text, re.S)[1]
    return {"system": system, "chosen": chosen, "light": light}


def test_dark_is_the_same_by_wish_and_by_system():
    found = blocks()
    assert declarations(found["system"]) == declarations(found["chosen"])


def test_dark_names_every_colour_of_light():
    found = blocks()
    is_colour = re.compile(r"#[0-9a-f]{3,8}$")
    colours = {name for name, value in declarations(found["light"]).items() if is_colour.match(value)}
    assert colours <= set(declarations(found["chosen"]))
    assert len(colours) > 30


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "chosen"])
def test_text_and_edges_can_be_seen(theme):
    """WCAG 2.2: text 4.5:1 on every ground it stands on, edges that carry meaning 3:1."""
    t = declarations(blocks()[theme])
    grounds = ("--paper", "--surface", "--sunken")
    for ground in grounds:
        for text in ("--ink", "--ink-2", "--ink-3", "--accent"):
            assert contrast(t[text], t[ground]) >= 4.5, (text, ground)
        assert contrast(t["--edge"], t[ground]) >= 3, ground
    assert contrast(t["--on-fill"], t["--fill"]) >= 4.5
    for state in ("ok", "waiting", "blocked", "info"):
        assert contrast(t[f"--{state}"], t[f"--{state}-bg"]) >= 4.5, state
        assert contrast(t[f"--{state}-mark"], t["--surface"]) >= 3, state


def test_no_style_sheet_asks_anybody_else():
    for sheet in CSS.glob("*.css"):
        text = sheet.read_text()
        assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.S), sheet.name
        assert "@import" not in text


def test_components_name_no_raw_colour():
    for name in ("base.css", "layout.css", "components.css"):
        text = (CSS / name).read_text()
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= {"#fff"}, name


def test_vendored_files_are_as_they_came():
    listed = set()
    for item in json.loads((STATIC / "vendor" / "manifest.json").read_text()):
        assert item["version"]
        assert item["licence"]
        assert (STATIC / item["licence_file"]).is_file()
        for path, digest in item["files"].items():
            assert hashlib.sha256((STATIC / path).read_bytes()).hexdigest() == digest, path
            listed.add(path)
    fonts = [found for found in (STATIC / "fonts").rglob("*") if found.suffix in (".woff2", ".ttf")]
    present = {str(found.relative_to(STATIC)) for found in [*(STATIC / "vendor").rglob("*.js"), *fonts]}
    assert present == listed


def test_scripts_run_under_the_content_policy():
    for script in (STATIC / "js").glob("*.js"):
        text = script.read_text()
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|https?://", text), script.name


def weight(path: str) -> int:
    data = (STATIC / path).read_bytes()
    return len(data) if path.endswith(".woff2") else len(gzip.compress(data, 6))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/about/", "/surplus-rule/", "/accounts/login/"])
def test_a_first_visit_is_light(client, address):
    """Everything a public page loads, compressed: the page, its sheets and scripts, and the two Latin fonts its text
    needs (the extended ones load only for letters outside them)."""
    html = client.get(address).content
    text = html.decode()
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', text))
    assert all(not f.startswith("vendor/") for f in files), "no htmx where people only read"
    fonts = {"fonts/radio-canada-latin-wght-normal.woff2", "fonts/besley-latin-wght-normal.woff2"}
    total = len(gzip.compress(html, 6)) + sum(weight(f) for f in files | fonts)
    assert total <= BUDGET, f"{total} bytes"
    assert sum(weight(f) for f in files if f.endswith(".css")) <= 15_000


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/about/", "/contact/", "/accounts/login/", "/styleguide/"])
def test_pages_call_nobody_else_and_carry_no_inline_code(client, address):
    text = client.get(address).content.decode()
    loaded = re.findall(r'<(?:script|link|img|iframe|use)[^>]*?(?:src|href)="([^"]+)"', text)
    assert loaded
    assert all(a.startswith(("/", "#", "data:")) and not a.startswith("//") for a in loaded)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)
