"""Markdown that people write, as HTML that cannot harm a reader: an explicit list of tags, no pictures (a picture from
elsewhere tells its owner who reads), links that carry nothing along."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr"}
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable(["image"])


def render_markdown(text: str) -> SafeString:
    """Headings start at h3, since a page has its own h1 and h2."""
    tokens = _PARSER.parse(text or "")
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2"} else "h4"
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return SafeString(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href", "title"}},
            url_schemes={"https", "http", "mailto"},
            link_rel="noopener noreferrer nofollow ugc",
        )
    )
