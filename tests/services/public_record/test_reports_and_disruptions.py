from __future__ import annotations

import pytest

from shipments.models import Disruption, Place, PublicReport

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("record_ref", "place", "as_printed"),
    [
        ("X2023-11", "XBAB", "Port of Eilat; Bab al-Mandab"),
        ("X2024-11-08", "ESALG", "Algeciras, Spain"),
        ("X2025-09", None, "Spain"),
        ("X2024-11-D9", None, ""),
    ],
)
def test_a_disruption_stands_at_a_place_only_where_one_is_named(
    loaded: None, record_ref: str, place: str | None, as_printed: str
) -> None:
    disruption = Disruption.objects.get(record_ref=record_ref)

    assert (disruption.place and disruption.place.code) == place
    assert disruption.place_as_printed == as_printed


def test_only_what_was_printed_as_closed_is_closed(loaded: None) -> None:
    said = dict(Disruption.objects.values_list("record_ref", "passability"))

    assert [ref for ref, passability in said.items() if passability == "closed"] == ["X2023-11"]
    assert {*said.values()} == {"closed", "restricted"}


@pytest.mark.parametrize(
    ("record_ref", "place"),
    [("D2023-10-10", "LLNV"), ("D2025-02-16", "ILASH"), ("F2023-10", None), ("D2023-12-06", None)],
)
def test_a_report_goes_to_a_place_only_where_one_is_named(
    loaded: None, record_ref: str, place: str | None
) -> None:
    report = PublicReport.objects.get(record_ref=record_ref)

    assert (report.destination and report.destination.code) == place


def test_reports_are_kept_one_by_one_as_printed(loaded: None) -> None:
    bombs = PublicReport.objects.get(record_ref="D2025-02-16")

    assert (bombs.aircraft_so_far, bombs.ships_so_far, bombs.tons_so_far) == (678, 129, 76000)
    assert (bombs.count, bombs.count_unit) == (1800, "bombs")
    assert bombs.reported_by == "Israel Ministry of Defense"
    assert bombs.certainty == "reported"


def test_two_bases_named_without_a_page_keep_the_words(loaded: None) -> None:
    base = Place.objects.get(code="KHARAB")

    assert base.note == ("No code or coordinates known. Evidence as printed: press, October 2023.")
    assert base.sources.count() == 0
