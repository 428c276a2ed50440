"""Spanish is whole: every text has its translation, with the same places to fill, and no page answers in English."""

import re
from functools import cache
from html import unescape

import pytest
from django.conf import settings

from delegation.management.commands.catalogues import binary, load, words
from tests.flows import addresses, world
from tests.flows.asking import ask

PO = settings.LOCALE_PATHS[0] / "es" / "LC_MESSAGES" / "django.po"
PLACES = re.compile(r"%\([a-zA-Z_0-9]+\)[sd]|%%|%[sd]|\{[a-z_0-9]*\}")
TAGS = re.compile(r"</?[a-z][^>]*>")
ATTRIBUTES = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-label)="([^"]+)"')
INLINE = re.compile(r"</?(?:a|b|bdi|strong|em|i)\b[^>]*>")
ROLES = ("anonymous", "owner", "treasurer", "logistics", "director")
# Answers that are no page, and the page that offers the other language.
NO_PAGE = ("api", "healthz", "admin", "static", "javascript", "schema", "styleguide", "demo_mail")
# Words of the small world that happen to be words of ours as well.
# "main" is the name an installation gave its bank account; the people of the tests are called "Person 12".
THEIR_WORDS = {"News", "Safety", "Hello", "Director", "English", "Community", "Housing", "main", "Person"}


@cache
def spanish():
    return load(PO, "es")


def forms(text) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def pairs():
    """(English, Spanish), form by form; more forms in Spanish than in English count as the last English one."""
    for message in spanish():
        if message.id:
            english, translated = forms(message.id), forms(message.string)
            for n, text in enumerate(translated):
                yield english[min(n, len(english) - 1)], text


def test_every_text_of_code_and_templates_is_in_the_catalogue_and_translated():
    catalogue = spanish()
    missing = []
    for message in words():
        if message.id:
            known = catalogue.get(forms(message.id)[0], message.context)
            if known is None or not all(forms(known.string)):
                missing.append((message.id, message.locations[0][0]))
    assert not missing, "Run manage.py catalogues and translate."


def test_spanish_keeps_every_place_to_fill_and_every_tag():
    differing = [
        (english, text)
        for english, text in pairs()
        if sorted(PLACES.findall(english)) != sorted(PLACES.findall(text))
        or sorted(TAGS.findall(english)) != sorted(TAGS.findall(text))
    ]
    assert not differing


def test_spanish_begins_and_ends_with_the_same_space():
    def edges(text):
        return text[:1].isspace(), text[-1:].isspace()

    assert not [(english, text) for english, text in pairs() if edges(english) != edges(text)]


def test_spanish_neither_cheers_nor_says_tu():
    familiar = re.compile(r"[!¡]|\b(tú|tus|contigo|puedes|tienes|quieres|vosotr[oa]s)\b", re.IGNORECASE)
    assert not [text for _, text in pairs() if familiar.search(text)]


def test_the_compiled_catalogue_is_that_of_the_texts():
    assert PO.with_suffix(".mo").read_bytes() == binary(spanish())


# -- pages ---------------------------------------------------------------------------------------
@cache
def english_texts() -> tuple[frozenset[str], re.Pattern]:
    """What would stand on a page in English: whole texts, and those with places as one pattern."""
    whole, shapes = set(), []
    for english, text in pairs():
        plain = " ".join(TAGS.sub("", english).split())
        if english == text or len(plain) < 3:
            continue
        if PLACES.search(plain):
            # Only what can be told from a name: three words or more beside the places.
            if len(re.findall(r"[A-Za-z]{2,}", PLACES.sub("", plain))) >= 3:
                shapes.append(".+".join(re.escape(part) for part in PLACES.split(plain)))
        else:
            whole.add(plain)
    spanish_too = {" ".join(text.split()) for _, text in pairs()}
    return frozenset(whole - spanish_too - THEIR_WORDS), re.compile("|".join(f"(?:{shape})" for shape in shapes))


def texts_of(html: str) -> set[str]:
    """Every run of words a reader meets, those of labels and pictures as well."""
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", html)
    html = re.sub(r"""(?s)<(\w+)[^>]* lang="en"[^>]*>.*?</\1>""", "", html)
    runs = re.split(r"<[^>]+>", INLINE.sub("", html)) + ATTRIBUTES.findall(html)
    return {" ".join(unescape(run).split()) for run in runs}


def english_on(html: str) -> set[str]:
    whole, shapes = english_texts()
    return {run for run in texts_of(html) if run in whole or (len(run) > 12 and shapes.fullmatch(run))}


@pytest.fixture
def small(db):
    return world.build()


def test_no_page_answers_a_spanish_reader_in_english(small):
    english, looked_at = {}, 0
    for name, given in sorted(addresses.names().items()):
        if any(word in name for word in NO_PAGE):
            continue
        path = addresses.path_of(small, name, given)
        for role in ROLES:
            client = small.clients[role]
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
            response = ask(client, "get", path)
            if not response.headers.get("Content-Type", "").startswith("text/html") or response.status_code == 302:
                continue
            looked_at += 1
            if found := english_on(response.content.decode()):
                english[role, path] = found
    assert looked_at > 200
    assert not english


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/"])
def test_an_empty_form_is_refused_in_spanish(client, db, path):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    html = client.post(path, {}).content.decode()
    assert "Esta parte todavía falta." in html
    assert not english_on(html)


def test_a_text_left_in_english_would_be_seen():
    assert english_on("<p>Save</p><p>Guardar</p>") == {"Save"}
    assert english_on('<a aria-label="Skip to the content">x</a>') == {"Skip to the content"}
    assert english_on("<p>Write to <b>a@b.org</b> if you think this is a mistake.</p>")
