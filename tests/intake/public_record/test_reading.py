from __future__ import annotations

from pathlib import Path

import pytest

from shipments.domain.partial_date import Precision
from shipments.intake.public_record.files.reading import RecordRefused
from shipments.intake.public_record.files.release import read_release
from tests.factories.release import ReleaseFolder


@pytest.fixture
def folder(tmp_path: Path) -> ReleaseFolder:
    return ReleaseFolder(tmp_path)


NOT_WHOLE = "write a whole number in digits alone, like 13981."
NOT_DOLLARS = "write dollars in digits alone, like 106500000."
NOT_CENTS = "write whole dollars, or dollars and cents."


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        (("notifications.csv", 9, "notified_on"), "2023-13-08", "not in the calendar"),
        (("notifications.csv", 9, "notified_on"), "8 December 2023", "write a day as 2024-05-17"),
        (("notifications.csv", 9, "emergency_waiver"), "yes", "write true or false"),
        (("notifications.csv", 9, "estimated_value_usd"), "$106.5m", NOT_DOLLARS),
        (("notifications.csv", 9, "estimated_value_usd"), "-1", NOT_DOLLARS),
        (("notifications.csv", 9, "estimated_value_usd"), "1.005", NOT_CENTS),
        (("notifications.csv", 9, "estimated_value_usd"), "100000000000000", NOT_CENTS),
        (("notifications.csv", 9, "title"), "", "this may not be empty."),
        (("notifications.csv", 9, "title"), "x" * 301, "301 characters; there is room for 300."),
        (("notifications.csv", 9, "record_id"), "N2014-01", "line 2 has the same record_id."),
        (("notifications.csv", 9, "source_url"), "", "this may not be empty."),
        (("notifications.csv", 9, "source_url"), "a newspaper", '"a newspaper" is not an address'),
        (("notifications.csv", 9, "source_url"), "https://a.example ; b", '"b" is not an address'),
        (("notifications.csv", 9, "source_url"), "https://a/" + "x" * 700, "is not an address"),
        (("notifications.csv", 9, "verified"), "", "only rows that were read at their address"),
        (("notifications.csv", 9, "notes"), "two\nlines", "there is a line break"),
        (("notification_items.csv", 20, "quantity"), "13,981", NOT_WHOLE),
        (("notification_items.csv", 20, "quantity"), "0", "leave it empty when"),
        (("notification_items.csv", 20, "quantity"), "9" * 19, "the most that can be held."),
        (("notification_items.csv", 20, "quantity"), "9" * 20, NOT_WHOLE),
        (("notification_items.csv", 20, "record_id"), "N1999-01", "has no such notification."),
        (
            ("notification_items.csv", 20, "transmittal_number"),
            "23-99",
            'notifications.csv has "".',
        ),
        (("contracts.csv", 2, "date_precision"), "month", 'so this has to be "day".'),
        (("contracts.csv", 2, "date_precision"), "", 'so this has to be "day".'),
        (("contracts.csv", 4, "date_precision"), "day", 'so this has to be "".'),
        (("contracts.csv", 2, "record_kind"), "rumour", "whether this kind is an order."),
        (("contracts.csv", 2, "in_scope_2019_2026"), "", "write yes or no."),
        (("contracts.csv", 11, "contract_number"), "FA8634-26-C-B001", "line 2 has the same"),
        (("deliveries.csv", 3, "aircraft_count_cumulative"), "over 200", NOT_WHOLE),
        (("deliveries.csv", 3, "tons_cumulative"), "2147483648", "more than 2147483647"),
        (("disruptions.csv", 3, "resolved_on"), "2024-04-30", "it began on 2024-05, after that."),
        (("places.csv", 2, "lat"), "91", "write degrees from -90 to 90"),
        (("places.csv", 2, "lat"), "31°12'", "write degrees from -90 to 90"),
        (("places.csv", 2, "lon"), "", "a latitude and a longitude go together."),
        (("places.csv", 2, "evidence_url"), "htp://a.example", "is not an address"),
        (("contractors.csv", 3, "city"), "St. Louis", "line 2 has the same name and city."),
        (("contractors.csv", 3, "cage_code"), "12", "it needs 5 letters and digits"),
    ],
)
def test_a_cell_that_is_not_understood_is_refused_by_name(
    folder: ReleaseFolder, cell: tuple[str, int, str], value: str, reason: str
) -> None:
    folder.change(*cell, value)

    with pytest.raises(RecordRefused) as refused:
        read_release(folder.path)

    assert (refused.value.file, refused.value.line, refused.value.column) == cell
    assert refused.value.value == value
    assert reason in refused.value.reason


def test_a_refusal_says_everything_in_one_sentence(folder: ReleaseFolder) -> None:
    folder.change("notification_items.csv", 20, "quantity", "13,981")

    with pytest.raises(RecordRefused) as refused:
        read_release(folder.path)

    assert str(refused.value) == (
        'notification_items.csv line 20, column quantity, "13,981": '
        "write a whole number in digits alone, like 13981."
    )


def test_a_disruption_without_a_beginning_is_refused(folder: ReleaseFolder) -> None:
    folder.change("disruptions.csv", 2, "date", "")
    folder.change("disruptions.csv", 2, "date_precision", "")

    with pytest.raises(RecordRefused, match=r"column date, .* needs the day, month or year"):
        read_release(folder.path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "column 1 is not name."),
        (b"name,town\n", "column 2 is not city."),
        (b"name,city,state,country,cage_code,role,source_url,verified\n", "column 9 is not notes."),
        (
            b"name,city,state,country,cage_code,role,source_url,verified,notes,rank\n",
            "nothing is known about this column.",
        ),
        (
            b"name,city,state,country,cage_code,role,source_url,verified,notes\nWorks,Town\n",
            "2 cells under 9 columns.",
        ),
        (b"name,\xff\n", "not UTF-8 at byte 5."),
        (b'name,"city\n', "not CSV: "),
    ],
)
def test_a_file_of_another_form_is_refused(
    folder: ReleaseFolder, content: bytes, reason: str
) -> None:
    (folder.path / "contractors.csv").write_bytes(content)

    with pytest.raises(RecordRefused) as refused:
        read_release(folder.path)

    assert refused.value.file == "contractors.csv"
    assert reason in refused.value.reason


def test_a_missing_file_is_refused(folder: ReleaseFolder) -> None:
    (folder.path / "deliveries.csv").unlink()

    with pytest.raises(RecordRefused, match=r"deliveries\.csv.* there is no such file"):
        read_release(folder.path)


def test_blank_lines_and_a_byte_order_mark_are_no_rows(folder: ReleaseFolder) -> None:
    path = folder.path / "places.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\r\n\r\n")

    release = read_release(folder.path)

    assert len(release.places) == 17


def test_the_shipped_files_are_understood_whole(folder: ReleaseFolder) -> None:
    release = read_release(folder.path)

    assert len(release.places) == 17
    assert len(release.contractors) == 23
    assert len(release.notifications) == 26
    assert sum(len(row.items) for row in release.notifications) == 55
    assert len(release.contracts) == 22
    assert len(release.deliveries) == 28
    assert len(release.disruptions) == 8


def test_item_lines_are_called_by_their_place_in_their_notice(folder: ReleaseFolder) -> None:
    release = read_release(folder.path)

    shells = next(row for row in release.notifications if row.record_id == "N2023-02")
    assert [(line.reference, line.item) for line in shells.items] == [
        ("N2023-02-1", "M107 155mm projectiles"),
        ("N2023-02-2", "M795 155mm projectiles"),
        ("N2023-02-3", "M4 propelling charges"),
        ("N2023-02-4", "155mm fuzes, primers and charges"),
    ]


def test_an_address_printed_twice_in_a_cell_is_one_page(folder: ReleaseFolder) -> None:
    folder.change("places.csv", 2, "evidence_url", "https://a.example/1 ; https://a.example/1")

    release = read_release(folder.path)

    assert release.places[0].addresses == ("https://a.example/1",)


def test_only_a_whole_contract_number_is_an_identifier(folder: ReleaseFolder) -> None:
    folder.change("contracts.csv", 3, "contract_number", "W56HZV-26-C")

    release = read_release(folder.path)

    assert release.contracts[0].piid == "FA863426CB001"
    assert release.contracts[1].piid is None
    assert release.contracts[1].contract_number == "W56HZV-26-C"


def test_a_date_is_read_as_exactly_as_it_is_written(folder: ReleaseFolder) -> None:
    release = read_release(folder.path)

    completion = {
        row.record_id: row.estimated_completion_on
        for row in release.contracts
        if row.estimated_completion_on
    }
    assert str(completion["C2025-12-29"]) == "2035-12-31"
    assert completion["C2015-12-18"].precision is Precision.MONTH
    assert completion["C2026-02-17"].precision is Precision.YEAR
    assert "C2023-08-24" not in completion
