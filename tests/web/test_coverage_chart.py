from __future__ import annotations

from datetime import date, timedelta

from shipments.queries.item_page import Event
from shipments.web.coverage_chart import charts

TODAY = date(2026, 11, 20)


def event(after: int, needed: int, expected: int, *, is_need: bool) -> Event:
    """After so many days so much is needed and expected in all."""
    on = TODAY + timedelta(days=after)
    return Event(on, is_need, "EX-1", 1, needed, expected)


def test_nothing_is_drawn_where_nothing_is_needed():
    assert charts([event(5, 0, 100, is_need=False)], today=TODAY) == []


def test_the_gap_lies_between_the_curves_from_the_needed_day_to_the_day_that_covers_it():
    steps = [event(10, 100, 0, is_need=True), event(40, 100, 100, is_need=False)]

    wide = charts(steps, today=TODAY)[0]

    (gap,) = wide.gaps
    need, cover = wide.marks
    assert (gap.x, round(gap.x + gap.width, 1)) == (need.x, cover.x)
    assert (gap.y, round(gap.y + gap.height, 1)) == (need.y, wide.ups[0].at)


def test_what_is_never_covered_is_short_up_to_the_edge():
    wide = charts([event(10, 100, 0, is_need=True)], today=TODAY)[0]

    (gap,) = wide.gaps
    assert round(gap.x + gap.width, 1) == wide.right


def test_where_it_is_covered_in_time_there_is_no_gap():
    steps = [event(5, 0, 100, is_need=False), event(10, 100, 100, is_need=True)]

    wide = charts(steps, today=TODAY)[0]

    assert wide.gaps == []
    assert wide.said == (
        "100 needed in all, 100 expected with a date; what is needed never stands higher. "
        "The table says the same."
    )


def test_what_comes_after_all_is_covered_is_left_out_of_the_drawing():
    steps = [
        event(10, 100, 0, is_need=True),
        event(40, 100, 120, is_need=False),
        event(200, 100, 9_000, is_need=False),
    ]

    wide = charts(steps, today=TODAY)[0]

    assert len(wide.marks) == 2
    assert [tick.label for tick in wide.ups] == ["0", "30", "60", "90", "120"]
    assert "9,000 expected with a date" in wide.said


def test_the_days_are_named_where_the_drawing_is_short():
    steps = [event(4, 10, 0, is_need=True), event(9, 10, 10, is_need=False)]

    wide = charts(steps, today=TODAY)[0]

    assert [tick.label for tick in wide.alongs] == ["24 Nov", "1 Dec"]
