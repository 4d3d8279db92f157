"""The page as text: well-formed, escaped, complete, the same each time."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analytics import measures
from bot.analytics.model import TOO_FEW, CalibrationPoint, Rate
from bot.analytics.page import charts, render
from bot.analytics.page.axes import Scale, count_axis, duration_axis, next_step, week_axis
from bot.analytics.page.drawing import Html, join, tag, text
from tests.unit.analytics.page.make import HOSTILE, MADE, empty, gaps, incidents, report

VOID = {"meta", "link", "br", "hr"}


class Reader(HTMLParser):
    """Collects texts, ids and anchors, and insists that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "action"}:
                (self.anchors if (value or "").startswith("#") else self.addresses).append(value or "")
            assert not name.startswith("on")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += f" {data}"


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("made", [report(), report(tickets=3, weeks=1), empty()], ids=["full", "few", "empty"])
def test_the_page_is_well_formed_and_names_no_address(made):
    page = render(made, made_at=MADE)
    found = read(page)
    assert len(set(found.ids)) == len(found.ids)
    assert {anchor[1:] for anchor in found.anchors} <= set(found.ids)
    assert found.addresses == ["data:,"]
    assert "://" not in page
    assert "@import" not in page
    assert page == render(made, made_at=MADE)


def test_titles_from_outside_are_only_text():
    page = render(report(), made_at=MADE)
    assert "<script" not in page
    assert HOSTILE in read(page).text


def test_every_measure_is_explained():
    words = " ".join(read(render(report(), made_at=MADE)).text.split())
    for measure in measures.MEASURES.values():
        assert measure.sentence in words, measure.name


def test_too_few_is_said_and_no_share_shown():
    made = report(tickets=3, weeks=1, articles=0)
    page = read(render(made, made_at=MADE)).text
    assert f"{TOO_FEW} about how often answers help" in page
    assert page.count(TOO_FEW) > 5


def test_nothing_happened():
    assert "No ticket was opened in this period." in render(empty(), made_at=MADE)


def test_incidents_are_listed():
    found = read(render(report(), made_at=MADE, incidents=incidents()))
    assert "20 Nov 2026, 08:40" in found.text
    assert "connect:refused" in found.text
    assert "2 h" in found.text
    assert "goes on" in found.text
    assert "None was noticed" in read(render(report(), made_at=MADE)).text


def test_what_to_write_next_is_said_with_an_example_and_why_nothing_fitted():
    page = render(report(), made_at=MADE, to_write=gaps())
    found = " ".join(read(page).text.split())
    assert "At the step transfer, RETR was answered with 450" in found
    assert "66 pastes of 31 people in 4 conversations; 40 unanswered" in found
    assert "becoming more (10 in the first half, 56 in the second)" in found
    assert "(38%): the command is another one" in found
    assert "2 pastes of fewer than 5 people in 1 conversation" in found
    assert "too few to say how it grows" in found
    assert "<script" not in page
    assert "There is none in this period." in read(render(report(), made_at=MADE)).text


def test_a_stack_adds_up_to_the_whole_bar():
    drawn = charts.stack([("confirmed", 1), ("unknown", 3), ("escalated", 0)])
    assert drawn.count("<rect") == 2
    assert 'x="25%"' in drawn
    assert 'width="75%"' in drawn


def test_no_dot_is_drawn_where_there_are_too_few():
    assert "dot rate" not in join(*charts.whisker(0.5, Rate(9, 9)))
    assert "dot rate" in join(*charts.whisker(0.5, Rate(9, 10)))


def test_the_curve_says_how_many_promises_are_kept():
    points = [
        CalibrationPoint(0.85, 0.9, 0.88, Rate(35, 40), 80),
        CalibrationPoint(0.9, 0.95, 0.93, Rate(50, 90), 200),
        CalibrationPoint(0.95, 1.0, None, Rate(0, 0), 0),
    ]
    assert "Of 2 groups with enough judgements, 1 keep it" in charts.calibration(points, "Sentence.")


@given(st.integers(0, 10_000_000))
def test_an_axis_of_counts_holds_the_most_and_is_evenly_divided(most):
    top, ticks = count_axis(most)
    assert top >= most
    assert ticks[0][0] == 0
    assert ticks[-1][0] == 1
    assert 2 <= len(ticks) <= 6


@given(st.floats(0, 1e12, allow_nan=False))
def test_steps_are_round(least):
    step = next_step(least)
    assert step >= least
    assert int(str(step).rstrip("0") or "0") in {1, 2, 5}


@given(st.lists(st.floats(0.01, 1e7), max_size=5))
def test_an_axis_of_durations_has_two_ends(values):
    low, high, ticks = duration_axis(values)
    assert low < high
    assert all(0 <= place <= 1 for place, _ in ticks)


@given(st.integers(0, 120))
def test_weeks_are_named_without_crowding(weeks):
    starts = [date(2025, 1, 6) + timedelta(weeks=n) for n in range(weeks)]
    names = week_axis(starts)
    assert len(names) <= max(10, weeks // 4 + 1)
    assert all(0 <= place <= 1 for place, _ in names)


def test_a_scale_keeps_within_its_ends():
    scale = Scale(0.5, 1)
    assert [scale(value) for value in (0.2, 0.5, 0.75, 1.2)] == [0, 0, 0.5, 1]
    assert scale.ticks(2) == [(0, "50%"), (0.5, "75%"), (1, "100%")]


def test_markup_is_escaped_once():
    assert text("<&>\"'") == "&lt;&amp;&gt;&quot;&#x27;"
    assert text(Html("<b>")) == "<b>"
    assert tag("p", "a<b", Html("<i>x</i>"), None, class_="k", hidden=True, title='"', lang=None) == (
        '<p class="k" hidden title="&quot;">a&lt;b<i>x</i></p>'
    )
    assert tag("meta", http_equiv="X") == '<meta http-equiv="X">'
