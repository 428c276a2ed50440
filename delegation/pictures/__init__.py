"""Pictures of numbers: pure functions from figures to SVG text, drawn on the server.

What is there is cloth (solid), what is promised is paler cloth, what is missing is stitched (dashed). Colours are
classes, so the dark theme costs nothing; widths are SVG attributes, so the content policy may forbid inline style.
Everything drawn is escaped; each picture says what it shows in words."""

from delegation.pictures.bars import bar, bar_of_parts, units
from delegation.pictures.calendar import DaySquare, day_squares
from delegation.pictures.days import day_chart
from delegation.pictures.flow import Stream, flow
from delegation.pictures.policies import Claimant, Rule, policies
from delegation.pictures.quilt import block, plate, quilt
from delegation.pictures.timeline import Moment, timeline

__all__ = [
    "Claimant",
    "DaySquare",
    "Moment",
    "Rule",
    "Stream",
    "bar",
    "bar_of_parts",
    "block",
    "day_chart",
    "day_squares",
    "flow",
    "plate",
    "policies",
    "quilt",
    "timeline",
    "units",
]
