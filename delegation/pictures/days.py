"""A small column for each day: how much came in lately."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEIGHT, FOOT = 60, 64


def day_chart(values, first_label: str, last_label: str, label: str) -> SafeString:
    """`values` are non-negative numbers, oldest first, at most about 31; the last is today and is drawn in full
    colour. The axis starts at zero. `label` says the range in a sentence."""
    values = [max(v, 0) for v in values] or [0]
    most = max(values) or 1
    step = 290 / len(values)
    width = step * 0.72
    columns = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>',
        (
            (
                "c-got" if i == len(values) - 1 else "c-promised",
                f"{i * step:.1f}",
                f"{FOOT - HEIGHT * v / most:.1f}",
                f"{width:.1f}",
                f"{HEIGHT * v / most:.1f}",
            )
            for i, v in enumerate(values)
        ),
    )
    return format_html(
        '<svg class="chart days" viewBox="0 0 290 84" role="img" aria-label="{}"><path class="axis" d="M0 64.5H290"/>{}'
        '<text x="0" y="80">{}</text><text x="{}" y="80" text-anchor="end">{}</text></svg>',
        label,
        columns,
        first_label,
        f"{290 - step + width:.0f}",
        last_label,
    )
