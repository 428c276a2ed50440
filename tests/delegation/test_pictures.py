"""Pictures of numbers: what they draw, and that nothing written by people gets out of its place."""

import itertools
import re
import uuid
from xml.etree import ElementTree

import pytest

from delegation.pictures import (
    Moment,
    Stream,
    bar,
    bar_of_parts,
    block,
    day_chart,
    flow,
    plate,
    quilt,
    timeline,
    units,
)

NASTY = '<script>alert(1)</script>"&'


def parsed(markup):
    """Raises if the markup is not well formed."""
    return ElementTree.fromstring(markup)


def widths(svg, css):
    return [float(r.get("width").rstrip("%")) for r in parsed(svg).iter("rect") if r.get("class") == css]


def test_a_block_depends_on_the_id_alone():
    record = uuid.uuid4()
    assert block(record) == block(str(record)) == block(uuid.UUID(str(record)))
    assert len({block(uuid.UUID(int=i)) for i in range(200)}) > 40


def test_a_block_that_is_not_paid_is_only_stitched():
    assert "stitch" in block("x", sewn=False)
    assert not re.search(r'class="c-\d"', block("x", sewn=False))
    assert "stitch" not in block("x")


def test_a_plate_repeats_the_block_of_its_person():
    wide = parsed(plate("x", columns=5, rows=2))
    assert wide.get("viewBox") == "0 0 60 24"
    assert len(list(wide)) == len(list(parsed(block("x"))))
    assert plate("x", columns=16).count("<path") == plate("x").count("<path")


def test_a_quilt_says_what_it_shows():
    made = parsed(quilt([("a", True), ("b", False)], f"Two {NASTY}"))
    assert made.get("aria-label") == f"Two {NASTY}"
    assert len(list(made)) == 2


@pytest.mark.parametrize(
    ("given", "promised", "needed", "drawn"),
    [
        (50, 25, 100, (50, 25, 25)),
        (0, 0, 100, (0, 0, 100)),
        (100, 0, 100, (100, 0, 0)),
        (150, 50, 100, (100, 0, 0)),
        (-5, 0, 100, (0, 0, 100)),
        (80, 50, 100, (80, 20, 0)),
    ],
)
def test_a_bar_is_given_then_promised_then_missing(given, promised, needed, drawn):
    svg = bar(given, promised, needed, "label")
    assert tuple(sum(widths(svg, css)) for css in ("c-got", "c-promised", "c-gap")) == drawn


def test_a_bar_of_nothing_needed_does_not_fail():
    assert parsed(bar(0, 0, 0, "nothing")).get("role") == "img"


def test_labels_are_escaped():
    for svg in (
        bar(1, 0, 2, NASTY),
        units(1, 2, NASTY),
        bar_of_parts([("ok", 1)], NASTY),
        day_chart([1, 2], NASTY, NASTY, NASTY),
        timeline([Moment(NASTY, NASTY, NASTY, "now")], title=NASTY, desc=NASTY),
        flow([Stream(NASTY, 5, NASTY)], [Stream(NASTY, 5, NASTY, "c-gap")], title=NASTY, desc=NASTY, middle=NASTY),
    ):
        assert "<script" not in svg
        parsed(svg)


def test_units_are_drawn_in_pieces():
    svg = units(3, 6, "Three of six nights")
    assert len(widths(svg, "c-got")) == 3
    assert len(widths(svg, "c-gap")) == 3
    assert sum(widths(svg, "c-got") + widths(svg, "c-gap")) < 100


def test_too_many_pieces_become_a_bar():
    assert len(list(parsed(units(10, 90, "days")))) == 2


def test_parts_leave_out_what_nobody_is():
    svg = parsed(bar_of_parts([("blocked", 9), ("waiting", 0), ("ok", 23)], "9 blocked, 23 ready"))
    assert [r.get("class") for r in svg] == ["c-mark is-blocked", "c-mark is-ok"]
    last = svg[-1]
    assert float(last.get("x").rstrip("%")) + float(last.get("width").rstrip("%")) <= 100


@pytest.mark.parametrize("values", [[], [0], [0, 0, 5], list(range(31))])
def test_days_start_at_zero(values):
    svg = parsed(day_chart(values, "14 Aug", "today", "gifts"))
    for column in svg.iter("rect"):
        assert float(column.get("y")) + float(column.get("height")) == pytest.approx(64, abs=0.2)


def test_the_way_marks_today_the_review_and_a_moved_date():
    drawn = timeline(
        [
            Moment("11 May", "First date", "moved", "moved"),
            Moment("27 Aug", "Today", "", "now"),
            Moment("9 Nov", "The review", "", "review"),
        ],
        title="The way",
        desc="Sentences.",
    )
    broad, slim = parsed(drawn)
    assert broad.find("title").text == "The way"
    assert broad.find("desc").text == "Sentences."
    assert drawn.count('class="ring"') == 1
    assert "struck" in drawn
    assert "<s>First date</s>" in drawn
    assert [li.get("class") for li in slim] == ["done", "now", "review"]


def streams(n, css=""):
    return [Stream(f"s{i}", 100 * (i + 1), f"${i}", css) for i in range(n)]


@pytest.mark.parametrize(("ins", "outs"), [(1, 1), (3, 8), (6, 2), (2, 14)])
def test_words_of_a_flow_never_meet(ins, outs):
    drawn = parsed(flow(streams(ins), streams(outs), title="t", desc="d", middle="fund", middle_words="$1"))
    for part in drawn:
        svg = part[0]
        width, height = map(float, svg.get("viewBox").split()[2:])
        right = sorted({float(t.get("y")) for t in svg.iter("text") if float(t.get("x")) > 0.7 * width})
        assert all(b - a >= 13 for a, b in itertools.pairwise(right)), right
        assert all(0 < float(t.get("y")) < height for t in svg.iter("text"))


def test_a_flow_keeps_what_is_open_last_and_stitched():
    uses = [Stream("open", 900, "$9", "c-gap"), Stream("flights", 50, "$1", "c-got"), Stream("none", 0, "$0", "c-got")]
    drawn = flow(streams(1), uses, title="t", desc="d", middle="fund")
    assert drawn.index("flights") < drawn.index(">open<")
    assert 'class="c-gap"' in drawn
    assert ">none<" not in drawn


def test_a_flow_of_nothing_is_nothing():
    assert flow([], streams(2), title="t", desc="d", middle="fund") == ""
