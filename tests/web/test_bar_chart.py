from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from shipments.queries.reports.period import month_after
from shipments.web.bar_chart import MINUS, Bar, Words, lying, upright


def months(number):
    return [month_after(date(2026, 1, 1), each) for each in range(number)]


def labels(chart):
    return [words.text for words in chart.words]


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([0], ["0", "1"]),
        ([4, 0], ["0", "1", "2", "3", "4"]),
        ([21, -4], [f"{MINUS}10", "0", "10", "20", "30"]),
        ([-7], [f"{MINUS}8", f"{MINUS}6", f"{MINUS}4", f"{MINUS}2", "0"]),
        ([9_000], ["0", "5,000", "10,000"]),
    ],
)
def test_the_scale_has_round_numbers_around_all_of_it(numbers, ticks):
    wide, _ = upright(months(len(numbers)), [("green", numbers)], said="")

    assert labels(wide)[: len(ticks)] == ticks
    assert len(wide.lines) == len(ticks)


def test_days_lost_hang_below_the_line_of_zero():
    wide, _ = upright(months(2), [("green", [10, -10])], said="")

    gained, lost = wide.rects
    assert gained.y + gained.height == lost.y
    assert (gained.height, lost.height) == (76.0, 76.0)
    assert gained.x < lost.x


def test_a_month_with_nothing_has_no_bar():
    wide, narrow = upright(months(3), [("green", [1, 0, 0]), ("blue", [0, 0, 2])], said="")

    assert [rect.tone for rect in wide.rects] == ["green", "blue"]
    assert len(narrow.rects) == 2


@pytest.mark.parametrize("number", [1, 12, 60])
def test_names_of_months_do_not_touch_and_bars_stay_inside(number):
    for chart in upright(
        months(number), [("green", [5] * number), ("blue", [5] * number)], said=""
    ):
        names = [words.x for words in chart.words if words.y == chart.height - 20]
        assert all(later - before >= 24 for before, later in pairwise(names))
        assert all(0 <= rect.x <= rect.x + rect.width <= chart.width for rect in chart.rects)


def test_each_year_stands_under_its_first_month():
    wide, _ = upright(months(14), [("green", [1] * 14)], said="")

    years = [words.text for words in wide.words if words.y == wide.height - 6]
    assert years == ["2026", "2027"]


def test_parts_of_a_lying_bar_follow_each_other():
    wide, _ = lying(
        [Bar("One", [(3, "green"), (1, "blue")], "4"), Bar("Two", [(2, "green")], "2")], said=""
    )

    drawn = [(rect.tone, rect.x, rect.width) for rect in wide.rects if rect.tone != "track"]
    assert drawn == [("green", 0, 645.0), ("blue", 645.0, 215.0), ("green", 0, 430.0)]
    assert wide.words[:2] == [
        Words(0, 14.0, "One", classes="v"),
        Words(860, 14.0, "4", "end"),
    ]


def test_a_long_name_is_cut_where_there_is_no_room():
    wide, narrow = lying(
        [Bar("Fictional Works of Somewhere Far Away, Springfield", [(1, "green")], "1")], said=""
    )

    assert labels(wide)[0] == "Fictional Works of Somewhere Far Away, Springfield"
    assert labels(narrow)[0] == "Fictional Works of Somewhere Far Awa…"


def test_bars_of_nothing_are_drawn_as_empty_tracks_and_no_bars_as_nothing():
    wide, _ = lying([Bar("One", [(0, "green")], "0")], said="")

    assert [(rect.tone, rect.width) for rect in wide.rects] == [("track", 860), ("green", 0.0)]
    assert lying([], said="") == []
