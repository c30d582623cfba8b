from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template

import shipments
from shipments.models import Order, User
from shipments.models.choices import Certainty, Status
from shipments.web import tags, words

TEMPLATES = Path(shipments.__file__).parent / "templates"


def drawn(template: str, **context: object) -> str:
    return Template(template).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("day", "precision", "expected"),
    [
        (date(2026, 11, 25), "day", '<time datetime="2026-11-25">25 Nov</time>'),
        (date(2027, 1, 2), "day", '<time datetime="2027-01-02">2 Jan 2027</time>'),
        (date(2024, 5, 31), "month", '<time datetime="2024-05">May 2024</time>'),
        (date(2032, 12, 31), "year", '<time datetime="2032">2032</time>'),
        (None, "", "not given"),
    ],
)
def test_a_day_is_shown_no_finer_than_it_is_known(day, precision, expected):
    assert tags.day(day, precision) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 20, 14, 28, tzinfo=UTC), "14:28Z"),
        (datetime(2026, 11, 19, 9, 5, tzinfo=UTC), "19 Nov 09:05Z"),
        (datetime(2025, 1, 2, 9, 5, tzinfo=UTC), "2 Jan 2025 09:05Z"),
    ],
)
def test_a_moment_says_its_day_only_when_it_is_another(moment, expected):
    assert f">{expected}</time>" in tags.moment(moment)


def test_a_moment_that_never_was_is_said_to_be_so():
    assert tags.moment(None) == "never"


@pytest.mark.parametrize(
    ("count", "expected"), [(8400, "8,400"), (0, "0"), (None, "not published")]
)
def test_a_quantity_that_was_not_published_is_not_none(count, expected):
    assert tags.quantity(count) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (9, '<span class="dl red"><span class="vh">late by </span>+9 d</span>'),
        (-3, '<span class="dl green"><span class="vh">early by </span>−3 d</span>'),  # noqa: RUF001
        (0, '<span class="dl mut"><span class="vh"></span>0 d</span>'),
        (4556, '<span class="dl red"><span class="vh">late by </span>+12 y</span>'),
        (None, ""),
    ],
)
def test_a_difference_is_told_by_its_sign_and_not_by_colour_alone(days, expected):
    assert drawn("{% delta days %}", days=days) == expected


def test_bars_stand_end_to_end_and_never_pass_the_end():
    svg = tags.bars([(50, "green"), (80, "amber")], "big", "Received 50 of 100")

    assert re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', svg) == [("0", "50"), ("50", "50")]
    assert 'role="img" aria-label="Received 50 of 100"' in svg
    assert "style" not in svg


def test_a_bar_without_words_is_hidden_from_readers():
    assert 'aria-hidden="true"' in tags.bar(20)


@pytest.mark.parametrize(
    ("designator", "urgency", "shape", "said"),
    [
        (3, "routine", "i1", "Issue-priority group I"),
        (4, "routine", "i2", "Issue-priority group II"),
        (15, "emergency", "i3", "Issue-priority group III"),
        (None, "routine", "i3", "Routine"),
        (None, "urgent", "i2", "Urgent"),
        (None, "emergency", "i1", "Emergency"),
    ],
)
def test_the_issue_group_is_told_by_shape_and_word(designator, urgency, shape, said):
    order = Order(priority_designator=designator, urgency=urgency)

    html = drawn("{% priority order %}", order=order)

    assert f'class="ipg {shape}" title="{said}"' in html


def test_nobody_has_a_mark_too():
    assert "Nobody has it" in drawn("{% avatar None %}")
    assert "MK" in drawn("{% avatar person %}", person=User(name="Maya Katz"))


def test_roles_are_said_in_words():
    person = User(roles=["case_manager", "auditor"])

    assert tags.role_words(person) == "Case manager, Auditor"
    assert tags.role_words(User(roles=[])) == "No role yet"


def test_a_fact_without_an_address_says_so():
    assert "No source address" in drawn("{% sources documents %}", documents=[])


def test_every_status_and_certainty_has_its_mark():
    assert set(words.STATUS) == set(Status)
    assert set(words.CERTAINTY) == set(Certainty)


def test_every_icon_that_a_page_names_exists():
    named = {
        mark.icon
        for table in (words.STATUS, words.MODE, words.CERTAINTY)
        for mark in table.values()
    }
    for template in TEMPLATES.rglob("*.html"):
        html = template.read_text()
        named |= set(re.findall(r'{% icon "([^"]+)"|glyph="([^"]+)"', html))
        named |= set(re.findall(r'{% (?:nav|tab)_item "[^"]+" "([^"]+)"', html))

    for name in named:
        for one in [name] if isinstance(name, str) else [part for part in name if part]:
            assert tags.icon(one).startswith("<svg")
