"""Pieces of a mail, with their styles inline: mail programs read no style sheet."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

FONT = "font-family:'Radio Canada',Arial,Helvetica,sans-serif;"
HEAD = "font-family:Besley,Georgia,'Times New Roman',serif;"


@register.simple_block_tag
def p(content, quiet=False):
    """A paragraph. `quiet` for what is said beside."""
    return format_html(
        '<p class="{}" style="{}font-size:17px;line-height:26px;color:{};margin:0 0 16px;">{}</p>',
        "ink2" if quiet else "ink",
        mark_safe(FONT),  # noqa: S308 our own constant
        "#544c59" if quiet else "#1e1a22",
        mark_safe(content.strip()),  # noqa: S308 the template's own, escaped already
    )


@register.simple_block_tag
def heading(content, level=1):
    size, lead = ("28px", "34px") if level == 1 else ("20px", "26px")
    return format_html(
        '<h{0} class="ink" style="{1}font-size:{2};line-height:{3};font-weight:bold;color:#1e1a22;margin:0 0 16px;">'
        "{4}</h{0}>",
        level,
        mark_safe(HEAD),  # noqa: S308
        size,
        lead,
        mark_safe(content.strip()),  # noqa: S308
    )


@register.simple_block_tag
def button(content, link):
    return format_html(
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px;"><tr>'
        '<td class="cta" style="background-color:#7a1e4b;border-radius:6px;"><a href="{}" style="{}{}">{}</a>'
        "</td></tr></table>",
        link,
        mark_safe(FONT),  # noqa: S308
        "display:inline-block;font-size:16px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none;"
        "padding:14px 24px;",
        mark_safe(content.strip()),  # noqa: S308
    )


@register.simple_tag
def line(label, value):
    """One row of a table of facts: name left, figure right. Stand it inside `<table width="100%">`."""
    return format_html(
        '<tr><td class="ink2" valign="top" style="{0}font-size:15px;line-height:22px;color:#544c59;padding:9px 0;'
        'border-top:1px solid #dfdad4;">{1}</td><td class="ink" align="right" valign="top" style="{0}font-size:15px;'
        'line-height:22px;color:#1e1a22;padding:9px 0 9px 16px;border-top:1px solid #dfdad4;">{2}</td></tr>',
        mark_safe(FONT),  # noqa: S308
        label,
        value,
    )
