"""Every page people can come to by links, one or two addresses of each name, as one kind of person sees them."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.e2e.visitor import Visitor

# How many addresses of one name are looked at; their pages differ with the state of the row.
MOST = {"fundraising:appeal_public": 3, "travel:delegate_file": 2, "fundraising:review": 2}
# The mail as a mail program shows it stands in a sandbox without scripts, so nothing can be asked of it there; and the
# page of the API is Swagger's own.
NOT_LOOKED_AT = {"delegation:demo_mail_html", "api-docs"}
QUERIES = ("open=", "change")
LINK = re.compile(r'<a\s[^>]*?href="([^"#][^"]*)"')
# A form that asks by GET leads to a page as a link does.
ASK = re.compile(r'<form\s(?=[^>]*method="get")[^>]*?action="([^"]+)"')


def name_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def pages_of(visitor: Visitor, starts: list[str], seen: set[str], *, most: int = 400) -> list[str]:
    """Paths that answer with a page, breadth first from `starts`, which may be pages of refusal. `seen` holds what
    others looked at, by name and kind of query; it is added to."""
    waiting, found, asked, counts = list(starts), [], set(), {}
    while waiting and len(asked) < most:
        path = waiting.pop(0)
        key, is_start = kind_of(path), path in starts
        if path in asked or (not is_start and (key is None or counts.get(key, 0) >= MOST.get(key, 1))):
            continue
        asked.add(path)
        answer = visitor.context.request.get(path, max_redirects=0)
        is_page = "text/html" in answer.headers.get("content-type", "")
        if not is_page or not (answer.status == 200 or (is_start and 400 <= answer.status < 500)):
            continue
        if key:
            counts[key] = counts.get(key, 0) + 1
        # What an earlier person looked at is read for its links alone: to this one it may show others.
        if is_start or key not in seen:
            found.append(path)
        waiting += links_in(answer.text(), path)
    seen.update(counts)
    return found


def kind_of(path: str) -> str | None:
    """The address' name, and which of the known queries it carries."""
    name = name_of(path)
    if name is None or name.startswith("admin:") or name in NOT_LOOKED_AT:
        return None
    query = urlsplit(path).query
    more = sorted(re.sub(r"=[0-9a-f-]{36}$", "=…", part) for part in query.split("&") if part.startswith(QUERIES))
    return name + ("?" + "&".join(more) if more else "")


def links_in(html: str, here: str) -> list[str]:
    links = (urldefrag(urljoin(here, unescape(href)))[0] for href in LINK.findall(html) + ASK.findall(html))
    return [link for link in links if link.startswith("/")]
