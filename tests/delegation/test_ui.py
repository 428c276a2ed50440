"""The template tags that every page is made of."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from delegation.figures import days_text, money_text
from delegation.rich_text import render_markdown

NASTY = '<img src=x onerror=alert(1)>"'


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


class Everything(forms.Form):
    text = forms.CharField(label="Name", help_text="As on your passport.", required=False)
    amount = forms.IntegerField(widget=forms.NumberInput(attrs={"data-affix": "$", "class": "num"}))
    message = forms.CharField(max_length=20, widget=forms.Textarea)
    day = forms.DateField(initial=dt.date(2026, 11, 9))
    hour = forms.TimeField(initial=dt.time(14, 30), required=False)
    region = forms.ChoiceField(choices=[("s", "South")])
    ladder = forms.ChoiceField(choices=[("1", "one"), ("2", "two")], widget=forms.RadioSelect)
    agree = forms.BooleanField(help_text="You can stop.")
    several = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    photo = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def field(name, form=None):
    return draw("{% field bound %}", bound=(form or Everything())[name])


def ids_exist(markup):
    """Every id an input points to is there."""
    for pointed in re.findall(r'aria-describedby="([^"]+)"', markup):
        for one in pointed.split():
            assert f'id="{one}"' in markup, one


@pytest.mark.parametrize("name", list(Everything.base_fields))
@pytest.mark.parametrize("data", [None, {"message": "x" * 30}])
def test_what_a_field_points_to_is_there(name, data):
    markup = field(name, Everything(data))
    ids_exist(markup)
    assert "style=" not in markup
    if name != "token":
        assert "<label" in markup or "<legend" in markup


def test_help_stands_above_the_input_and_optional_is_said():
    markup = field("text")
    assert markup.index("As on your passport.") < markup.index("<input")
    assert "optional" in markup
    assert "optional" not in field("amount")


def test_an_error_is_tied_to_its_input():
    markup = field("amount", Everything({}))
    assert 'class="field wrong"' in markup
    assert 'aria-invalid="true"' in markup
    assert re.search(r'class="error" id="id_amount_error"', markup)


def test_a_sign_stands_before_the_input():
    markup = field("amount")
    assert '<div class="affix"><span aria-hidden="true">$</span><input' in markup
    assert 'class="input num"' in markup
    assert "data-affix" not in markup


def test_a_text_area_counts_and_does_not_cut():
    form = Everything({"message": "a\nb" * 9})
    markup = field("message", form)
    assert "maxlength" not in markup
    assert "36 of 20" in markup  # a line break is sent as two characters
    assert "0 of 20" in field("message")


def test_pickers_get_what_browsers_want():
    assert 'type="date"' in field("day")
    assert 'value="2026-11-09"' in field("day")
    assert 'type="time"' in field("hour")
    assert 'value="14:30"' in field("hour")


def test_radios_stand_in_a_named_group_with_their_descriptions():
    form = Everything({"ladder": "2"})
    form.fields["ladder"].descriptions = {"1": "one night"}
    markup = field("ladder", form)
    assert markup.startswith("<fieldset")
    assert "<legend>Ladder" in markup
    assert markup.count('class="choice"') == 2
    assert "one night" in markup
    assert re.search(r'value="2"[^>]*checked', markup)


def test_a_checkbox_is_inside_its_label():
    assert re.search(r'<label class="check"><input type="checkbox"[^>]*><span><b>Agree</b></span>', field("agree"))


def test_a_file_keeps_no_path_of_the_present_one():
    form = Everything(initial={"photo": type("Stored", (), {"url": "/secret/path.jpg", "__str__": lambda s: "x"})()})
    markup = field("photo", form)
    assert "/secret/path.jpg" not in markup
    assert 'name="photo-clear"' in markup


def test_labels_and_choices_are_escaped():
    class Nasty(forms.Form):
        one = forms.ChoiceField(label=NASTY, help_text=NASTY, choices=[("1", NASTY)], widget=forms.RadioSelect)

    assert "<img" not in draw("{% field bound %}", bound=Nasty()["one"])


def test_the_form_says_what_to_mend_and_where():
    class Two(forms.Form):
        a = forms.CharField(label="Name")
        b = forms.CharField(label="Place")

        def clean(self):
            raise forms.ValidationError("Together these make no sense.")

    markup = draw("{% form_errors form %}", form=Two({"a": "x"}))
    assert "Together these make no sense." in markup
    assert 'href="#id_b"' in markup
    assert 'href="#id_a"' not in markup
    assert "One answer needs another look:" in markup
    assert draw("{% form_errors form %}", form=Two()) == ""


@pytest.mark.parametrize(
    ("minor", "currency", "cents", "text"),
    [
        (124000, "USD", False, "$1,240"),
        (124000, "USD", True, "$1,240.00"),
        (4350, "USD", False, "$43.50"),
        (-5000, "USD", True, "−$50.00"),
        (9375, "CHF", False, "CHF\u00a093.75"),
        (1240, "JPY", True, "¥1,240"),
        (5, "USD", False, "$0.05"),
        (0, "EUR", False, "€0"),
    ],
)
def test_money_as_people_read_it(minor, currency, cents, text):
    assert money_text(minor, currency, cents) == text
    shown = re.sub(r"<[^>]+>", "", draw("{% money m c cents=k %}", m=minor, c=currency, k=cents))
    assert shown == text.replace("CHF\u00a0", "CHF")


def test_a_state_is_shape_word_and_colour():
    for state in ("ok", "waiting", "blocked", "info"):
        markup = draw("{% pill s t %}", s=state, t="word")
        assert f"is-{state}" in markup
        assert f"#i-{state}" in markup
        assert "word" in markup
    assert "<use" not in draw('{% pill "none" "word" %}')
    assert "#i-lock" in draw('{% pill "none" "locked" icon="lock" %}')
    assert "<img" not in draw('{% pill "ok" t %}', t=NASTY)


def test_a_callout_holds_what_is_written_in_it():
    markup = draw('{% callout "info" %}<p>{{ words }}</p>{% endcallout %}', words=NASTY)
    assert "is-info" in markup
    assert "<p>&lt;img" in markup
    with pytest.raises(TemplateSyntaxError):
        draw("{% callout %}{% endcallout %}")


def test_days_in_words():
    today = timezone.localdate()

    def said(n, **more):
        return days_text(today + dt.timedelta(days=n), **more)

    assert [said(0), said(1), said(4), said(-1), said(-3)] == [
        "today",
        "tomorrow",
        "in 4 days",
        "1 day ago",
        "3 days ago",
    ]
    assert said(-3, late=True) == "3 days late"
    assert draw("{% days_left day as n %}{{ n }}", day=today + dt.timedelta(days=74)) == "74"


def test_a_day_names_the_year_when_it_is_another(monkeypatch):
    monkeypatch.setattr("delegation.figures.timezone.localdate", lambda *a: dt.date(2026, 8, 27))
    assert draw("{% day d %}", d=dt.date(2026, 11, 5)) == "Thursday 5 November"
    assert draw("{% day d %}", d=dt.date(2025, 11, 7)) == "Friday 7 November 2025"
    assert draw("{% day d %}", d=None) == ""


def test_the_pager_keeps_what_was_searched():
    page = Paginator(range(300), 25).get_page(2)
    request = RequestFactory().get("/", {"q": "jos", "page": "2"})
    markup = draw("{% pager page %}", page=page, request=request)
    assert "?q=jos&amp;page=3" in markup
    assert '<span aria-current="page">2</span>' in markup
    assert draw("{% pager page %}", page=Paginator(range(3), 25).get_page(1), request=request) == ""


def test_icons_are_of_the_sprite():
    sprite = Template('{% include "components/sprite.html" %}').render(Context())
    known = set(re.findall(r'id="i-([a-z]+)"', sprite))
    assert known >= {"ok", "waiting", "blocked", "info", "lock", "none", "tick", "upload", "download", "plane"}
    assert 'aria-hidden="true"' in draw('{% icon "ok" %}')


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://spy.example/p.gif)",
        '<img src="https://spy.example/p.gif">',
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,xxx)",
        '<a href="https://x" onclick="alert(1)">x</a>',
        "<style>body{}</style>",
        "![x][1]\n\n[1]: https://spy.example/p.gif",
    ],
)
def test_markdown_carries_nothing_harmful(text):
    html = render_markdown(text)
    assert not re.search(r"<(img|script|style|iframe|svg)|<[^>]*(javascript:|data:|onclick|src=)", html)


def test_markdown_starts_below_the_pages_headings_and_marks_links():
    html = render_markdown("# One\n\n### Three\n\n[x](https://example.org)")
    assert "<h3>One</h3>" in html
    assert "<h4>Three</h4>" in html
    assert 'rel="noopener noreferrer nofollow ugc"' in html
    assert render_markdown("") == ""
    assert render_markdown(None) == ""


def test_a_link_to_a_page_that_is_not_there_is_left_out():
    request = RequestFactory().get("/about/")
    assert draw('{% nav_link "delegation:nothing" "x" %}', request=request) == ""
    assert 'aria-current="page"' in draw('{% nav_link "delegation:about" "x" count=3 %}', request=request)
    assert "3" in draw('{% nav_link "delegation:about" "x" count=3 %}', request=request)


def test_the_way_back_is_not_written_on_pages_kept_for_everybody():
    request = RequestFactory().get("/appeals/water/from/secret/")
    assert "secret" in draw("{% back_field %}", request=request)
    assert draw("{% back_field %}", request=request, nothing_of_visitor=True) == ""


def test_languages_are_named_in_their_own_words():
    with translation.override("en"):
        assert draw('{% language_name "es" %}') == "Español"
