"""The parts of our pages, as template tags. The style guide at /styleguide/ shows each."""

from datetime import date

from django import template
from django.template.base import token_kwargs
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _

from delegation import pictures
from delegation.field_markup import field_markup
from delegation.field_markup import icon as icon_markup
from delegation.figures import day_text, days_text, money_parts, money_text
from delegation.figures import days_left as count_days
from delegation.rich_text import render_markdown

register = template.Library()
STATES = ("ok", "waiting", "blocked", "info")

register.simple_tag(icon_markup, name="icon")
register.simple_tag(pictures.block, name="quilt_block")
register.simple_tag(pictures.plate, name="quilt_plate")
register.simple_tag(pictures.quilt, name="quilt")
register.simple_tag(pictures.bar, name="bar")
register.simple_tag(pictures.units, name="units")
register.simple_tag(pictures.bar_of_parts, name="bar_of_parts")
register.simple_tag(pictures.day_chart, name="day_chart")
register.simple_tag(pictures.timeline, name="timeline")
register.simple_tag(field_markup, name="field")
register.simple_tag(day_text, name="day")
register.simple_tag(days_text, name="days_until")
register.simple_tag(count_days, name="days_left")
register.simple_tag(money_text, name="money_text")
register.simple_tag(render_markdown, name="markdown")
register.filter("markdown", render_markdown)


@register.simple_tag
def money(minor, currency="USD", cents=False):
    """`{% money minor currency %}`: whole when there are no cents; `cents=True` for staff."""
    minus, sign, digits = money_parts(int(minor), str(currency), cents)
    css = "money minus" if minus else "money"
    if sign == currency:
        return format_html('<span class="{}"><span class="cur">{}</span>{}{}</span>', css, sign, minus, digits)
    return format_html('<span class="{}">{}{}{}</span>', css, minus, sign, digits)


@register.simple_tag
def pill(state, text, icon=""):
    """State in shape, word and colour. `state`: ok, waiting, blocked, info or none; `icon` replaces the shape."""
    shape = icon or (state if state in STATES else "")
    css = f"pill is-{state}" if state in STATES else "pill"
    return format_html('<span class="{}">{}{}</span>', css, icon_markup(shape) if shape else "", text)


@register.simple_tag
def avatar(person=None, uuid=None, size=""):
    """A person's initials, or with `uuid` their quilt block. Decoration: the name stands beside it."""
    inside = pictures.block(uuid) if uuid else getattr(person, "initials", "")
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', f" {size}" if size else "", inside)


@register.simple_tag
def form_errors(form):
    """What must be mended before the form is taken, with a link to each field. Nothing while the form is fine."""
    if not form.errors:
        return SafeString("")
    # So that a page which shows the form no more knows that nobody has told it (views.base.form_page).
    form.is_told = True
    hidden = [e for bound in form.hidden_fields() for e in bound.errors]
    general = format_html_join("", "<p><strong>{}</strong></p>", ((e,) for e in [*form.non_field_errors(), *hidden]))
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    links = ""
    if wrong:
        n = len(wrong)
        title = ngettext("One answer needs another look:", "%(n)s answers need another look:", n) % {"n": n}
        items = format_html_join(
            "", '<li><a href="#{}">{}</a></li>', ((b.id_for_label or b.auto_id, b.label) for b in wrong)
        )
        links = format_html('<p>{}</p><ul class="plain">{}</ul>', title, items)
    return format_html(
        '<div class="callout is-blocked" role="alert">{}<div>{}{}</div></div>', icon_markup("blocked"), general, links
    )


class _Callout(template.Node):
    def __init__(self, state, nodelist, options):
        self.state, self.nodelist, self.options = state, nodelist, options

    def render(self, context):
        state = self.state.resolve(context)
        options = {k: v.resolve(context) for k, v in self.options.items()}
        css = f"callout is-{state}" if state in STATES else "callout"
        shape = options.get("icon") or (state if state in STATES else "info")
        return format_html(
            '<div class="{}">{}<div>{}</div></div>', css, icon_markup(shape), self.nodelist.render(context)
        )


@register.tag
def callout(parser, token):
    """`{% callout "info" %}<p>…</p>{% endcallout %}`, with `icon="lock"` if the state's shape is not meant."""
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("callout needs a state: ok, waiting, blocked, info or none")
    state = parser.compile_filter(bits[0])
    options = token_kwargs(bits[1:], parser)
    nodelist = parser.parse(("endcallout",))
    parser.delete_first_token()
    return _Callout(state, nodelist, options)


@register.simple_tag(takes_context=True)
def pager(context, page, name="page"):
    """Pages of a list, keeping what else the address says. Nothing when one page holds everything."""
    if page is None or page.paginator.num_pages < 2:
        return SafeString("")

    def address(number):
        query = context["request"].GET.copy()
        query[name] = number
        return "?" + query.urlencode()

    def entry(number):
        if number == page.number:
            return format_html('<span aria-current="page">{}</span>', number)
        if not isinstance(number, int):
            return format_html("<span>{}</span>", number)
        return format_html('<a href="{}">{}</a>', address(number), number)

    parts = [entry(n) for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)]
    if page.has_previous():
        parts.insert(0, format_html('<a href="{}" rel="prev">{}</a>', address(page.previous_page_number()), _("Back")))
    if page.has_next():
        parts.append(format_html('<a href="{}" rel="next">{}</a>', address(page.next_page_number()), _("Next")))
    return format_html(
        '<nav class="pager" aria-label="{}">{}</nav>', _("Pages"), format_html_join("", "{}", ((p,) for p in parts))
    )


@register.simple_tag(takes_context=True)
def current(context, path, prefix=False):
    """` aria-current="page"` on the link that leads to where the reader is."""
    here = getattr(context.get("request"), "path", "")
    return SafeString(' aria-current="page"') if here == path or (prefix and here.startswith(path)) else ""


@register.simple_tag(takes_context=True)
def nav_link(context, name, text, slug=None, count=None, prefix=True, css=""):
    """One entry of a navigation; nothing when the page does not exist or its delegation is not known here."""
    try:
        path = reverse(name, args=[slug] if slug is not None else [])
    except NoReverseMatch:
        return ""
    number = ""
    if count:
        number = format_html('<span class="n">{}<span class="vh"> {}</span></span>', count, _("waiting"))
    return format_html(
        '<a href="{}"{}{}>{} {}</a>',
        path,
        format_html(' class="{}"', css) if css else "",
        current(context, path, prefix),
        text,
        number,
    )


@register.simple_tag(takes_context=True)
def back_field(context):
    """Where a choice of language or theme leads back to. A page kept for everybody must not carry the address one
    reader came by; there the browser's same-origin Referer says it instead."""
    request = context.get("request")
    if context.get("nothing_of_visitor") or request is None or request.method != "GET":
        return ""
    return format_html('<input type="hidden" name="next" value="{}">', request.get_full_path())


@register.simple_tag
def language_name(code):
    """A language in its own words: Español."""
    return get_language_info(code)["name_local"].capitalize()


@register.simple_tag
def iso_day(text):
    """A day of the facts ("2010-11-05") as the reader writes it; what is no whole day stays as it is."""
    try:
        return date_format(date.fromisoformat(text), pgettext("date format", "j F Y"))
    except (TypeError, ValueError):
        return text
