"""Whatever is sent to whichever address by whomever, the answer is a page, never a broken one."""

import random
import time
from itertools import cycle
from urllib.parse import urlsplit

from tests.flows import addresses
from tests.flows.asking import ask
from tests.flows.forms_of import TYPED, WORDS, filled, forms_of

SEED = 20201109
SECONDS = 20
SENDERS = ("anonymous", "owner", "director", "treasurer", "logistics", "communications", "reviewer")
MARK = "<xss-7f3a>"
VALUES = (
    "",
    " ",
    "x" * 70_000,
    "\u202egnp.exe\u202c\u2066",
    "a\x00b",
    "👩‍👩‍👧 ﷽ Z̸̢͊a̷l̶g̶o",
    f"{MARK}\"'><script>alert(1)</script>{{{{ 7|add:7 }}}}{{% debug %}}",
    "-1",
    "0",
    "-99999999999999999999",
    "9" * 400,
    "1e309",
    "NaN",
    "Infinity",
    "٣٤٥",
    "1,000.00.00",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "25:61",
    "not-a-uuid",
    "00000000-0000-0000-0000-000000000000",
    "{'a': 1}",
    "../../etc/passwd",
    "' OR 1=1 --",
    "a@b",
    '"a b"@example.org, c@example.org\r\nBcc: d@example.org',
    "line\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "//evil.example/",
    "on",
    "null",
    "😀" * 300,
)
QUERIES = (
    "q",
    "page",
    "tab",
    "sort",
    "kind",
    "amount",
    "other",
    "left",
    "from",
    "v",
    "session",
    "next",
    "state",
    "who",
)
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded; charset=nothing-known",
    "",
)
BODIES = (
    b"",
    b"\xff\xfe\x00\x80=\xc3\x28&a=%ff%00",
    b"{",
    b"[1,2,3]",
    b'{"a": {"b": [null, 1e400, "\\u0000"]}}',
    b'--x\r\nContent-Disposition: form-data; name="title"; filename="../../a.jpg"\r\n\r\n\xff\xd8\xff\r\n--x--\r\n',
    b"--x\r\nbroken",
    b"&".join(b"f%d=1" % n for n in range(700)),
    b"a" * 3_000_000,
    b"=&=&==&&%",
)


def wrong_with(response, what) -> str:
    """Empty when the answer is one a person could be given."""
    if response.status_code >= 500:
        return f"{response.status_code} {what}"
    body = b"" if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if b"Traceback (most recent" in body:
        return f"traceback {what}"
    if MARK.encode() in body and "json" not in kind and "csv" not in kind and not kind.startswith("text/plain"):
        return f"reflected {what}"
    return ""


def known_fields(small) -> dict[str, list[str]]:
    """path -> names of the fields some page of ours sends there."""
    found: dict[str, set[str]] = {}
    for name, given in addresses.names().items():
        path = addresses.path_of(small, name, given)
        for role in ("anonymous", "owner", "director", "treasurer"):
            page = ask(small.clients[role], "get", path)
            if page.status_code == 200 and "html" in page.headers.get("Content-Type", "") and not page.streaming:
                for form in forms_of(page.content.decode()):
                    found.setdefault(urlsplit(form.action).path or path, set()).update(form.names())
    return {path: sorted(names) for path, names in found.items()}


def hostile(chance, small, names, fields):
    """Requests without end: (role, method, path, what is sent)."""
    for name, given in cycle(sorted(names)):
        path = addresses.path_of(small, name, given)
        role = chance.choice(SENDERS)
        if chance.random() < 0.3:
            query = {q: chance.choice(VALUES)[:3000] for q in chance.sample(QUERIES, 3)}
            yield role, "get", path, {"data": query}
        elif chance.random() < 0.25:
            sent = {"data": chance.choice(BODIES), "content_type": chance.choice(KINDS)}
            yield role, "generic", path, sent | {"verb": chance.choice(("POST", "POST", "PUT", "PATCH", "DELETE"))}
        else:
            known = fields.get(path) or ["title", "note", "amount", "email", "form_token", "reason"]
            some = known if chance.random() < 0.7 else chance.sample(known, max(1, len(known) // 2))
            yield role, "post", path, {"data": {field: chance.choice(VALUES) for field in some}}


def test_no_input_breaks_a_page(small, capsys):
    chance = random.Random(SEED)
    names = [(name, tuple(sorted(given))) for name, given in addresses.names().items()]
    fields = known_fields(small)
    wrong, sent, ends = set(), 0, time.monotonic() + SECONDS
    asked: dict[str, int] = {}
    for role, method, path, what in hostile(chance, small, names, fields):
        response = ask(small.clients[role], method, path, **what)
        wrong.add(wrong_with(response, f"{role} {method} {path} {str(what)[:300]}"))
        sent += 1
        asked[path] = asked.get(path, 0) + 1
        # Three rounds always, up to twelve while there is time.
        if sent >= 12 * len(names) or (sent >= 3 * len(names) and time.monotonic() > ends):
            break
    with capsys.disabled():
        print(f"\n{sent} hostile requests to {len(asked)} addresses, {len(fields)} of them with known fields")  # noqa: T201 - counts are asked for
    assert sorted(one[:300] for one in wrong - {""}) == []


PATHS = (
    "not-a-uuid",
    "00000000-0000-0000-0000-000000000000",
    "x" * 3000,
    "%00",
    "%F0%9F%98%80",
    "..%2f..",
    "%ff%fe",
    "-",
)


def test_no_address_breaks(small):
    """Addresses with a part exchanged for something that is none; a part counts once."""
    broken = {
        path.replace(f"/{part}", f"/{other}", 1)
        for name, given in addresses.names().items()
        for path in [addresses.path_of(small, name, given)]
        for part in filter(None, path.split("/"))
        for other in PATHS
    }
    some = random.Random(SEED).sample(sorted(broken), 500)
    wrong = [wrong_with(ask(small.clients["director"], "get", path), f"get {path[:120]}") for path in some]
    assert [w for w in wrong if w] == []


# -- forms keep what was typed ----------------------------------------------------------------------


def sendable(small):
    """(role, path of the page, the form) for every form a person types into, once per address."""
    seen = set()
    for name, given in addresses.names().items():
        path = addresses.path_of(small, name, given)
        for role in ("anonymous", "owner", "director", "treasurer", "communications"):
            page = ask(small.clients[role], "get", path)
            if page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
                continue
            for form in forms_of(page.content.decode()):
                target = urlsplit(form.action).path or path
                key = (target, tuple(form.names()))
                if form.method == "post" and key not in seen and any(f.kind in TYPED for f in form.fields):
                    seen.add(key)
                    yield role, target, form


def test_forms_tell_what_is_missing_and_keep_the_rest(small, capsys):
    """Each required field left empty in turn: 422, the error named by the field itself, everything else as typed."""
    wrong, tried = [], 0
    for role, target, form in list(sendable(small)):
        for missing in {f.name for f in form.fields if f.required and f.kind in TYPED}:
            sent = filled(form) | {missing: [""]}
            response = ask(small.clients[role], "post", target, data=sent)
            tried += 1
            wrong += [f"{role} {target} without {missing}: {said}" for said in faults(response, sent, missing)]
    with capsys.disabled():
        print(f"\n{tried} forms sent with one required field empty")  # noqa: T201 - counts are asked for
    assert sorted(wrong) == []
    assert tried > 10


def faults(response, sent, missing):
    if response.status_code not in (200, 422):
        return [f"answers {response.status_code}"]
    html = response.content.decode()
    shown = [f for form in forms_of(html) for f in form.fields]
    said = []
    if not any(
        f.name == missing and f.invalid and f.described and f'id="{f.described.split()[0]}"' in html for f in shown
    ):
        said.append("no error at the field")
    lost = [n for n, v in sent.items() if v == [WORDS] and not any(f.name == n and f.value == WORDS for f in shown)]
    return said + ([f"lost {lost}"] if lost else [])
