from __future__ import annotations

from decimal import Decimal

import pytest

from shipments.domain.scan import Column, InvalidScan, Problem, RefusedRow, Row, Rows, read

HEADING = "Order\tQty\tUnit\tLot No.\tSerial from\tSerial to\tPackages\tGross weight (kg)"


def rows(text: str) -> Rows:
    scan = read(text)
    assert isinstance(scan, Rows)
    return scan


def test_a_table_with_a_heading_is_read_by_its_names() -> None:
    pasted = rows(f"{HEADING}\n10388\t4,200\tEA\tL-7\t0001\t4200\t60\t1,250.5\n")

    assert pasted.rows == (
        Row(
            line=2,
            order="10388",
            quantity=4200,
            unit="EA",
            lot="L-7",
            serial_from="0001",
            serial_to="4200",
            packages=60,
            gross_kg=Decimal("1250.5"),
            cells=("10388", "4,200", "EA", "L-7", "0001", "4200", "60", "1,250.5"),
        ),
    )


def test_the_columns_may_stand_in_any_order_and_unknown_ones_are_kept() -> None:
    pasted = rows("Remark;Quantity;Document number\nby Friday;48 ea;BISA4361060001")

    assert pasted.columns == (None, Column.QUANTITY, Column.DOCUMENT_NUMBER)
    (row,) = pasted.taken
    assert (row.order, row.quantity, row.unit) == ("BISA4361060001", 48, "ea")
    assert row.cells == ("by Friday", "48 ea", "BISA4361060001")


def test_without_a_heading_the_columns_have_their_order() -> None:
    row = rows("10388,4200,L-7,0001,4200,60,1250.5\n10431,1").taken[0]

    assert (row.line, row.order, row.quantity, row.lot) == (1, "10388", 4200, "L-7")
    assert (row.serial_from, row.serial_to, row.packages) == ("0001", "4200", 60)
    assert row.gross_kg == Decimal("1250.5")


def test_the_first_column_that_names_the_order_counts() -> None:
    pasted = rows("Contract\tReference\tQty\nFA8634-26-C-B001\t\t5\nFA8634-26-C-B001\t10388\t6")

    assert [row.order for row in pasted.taken] == ["FA8634-26-C-B001", "10388"]


def test_an_empty_quantity_is_all_that_is_left() -> None:
    assert [row.quantity for row in rows("10388\t\n10431").taken] == [None, None]


def test_empty_lines_are_passed_over_and_lines_keep_their_numbers() -> None:
    pasted = rows("\r\n\r\nOrder\tQty\r\n\r\n10388\t5\r\n \t \r\n10431\tx\r\n")

    assert [row.line for row in pasted.rows] == [5, 7]
    assert pasted.refused == (
        RefusedRow(
            7,
            (Problem("quantity", '"x"', "it needs a whole number of 1 or more, like 4200"),),
            ("10431", "x"),
        ),
    )


def test_a_line_is_refused_with_every_reason_and_loses_nothing() -> None:
    pasted = rows(f"{HEADING}\n\t0\tEA\t\t\t0048\t6 boxes\t1,250\n10388\t5\n")

    (refused,) = pasted.refused
    assert [str(problem) for problem in refused.problems] == [
        "Order: found nothing; it needs an order reference, a document number or a contract number.",
        'Quantity: found "0"; it needs a whole number of 1 or more, like 4200.',
        'Packages: found "6 boxes"; it needs a whole number alone, like 12.',
        'Weight: found "1,250"; write 1250 or 1.250, the comma can mean either.',
        'Serial from: found nothing; it needs the first serial too, the last is "0048".',
    ]
    assert refused.cells == ("", "0", "EA", "", "", "0048", "6 boxes", "1,250")
    assert [row.order for row in pasted.taken] == ["10388"]


def test_a_comma_inside_a_number_of_a_comma_table_is_noticed() -> None:
    pasted = rows("Order,Qty\n10388,4,200\n")

    assert str(pasted.refused[0].problems[0]) == (
        'Column 3: found "200"; the line has more than 2 columns; '
        "take the divider out of the number."
    )


@pytest.mark.parametrize(
    ("cell", "quantity", "unit"),
    [("4200", 4200, ""), ("4,200", 4200, ""), ("4 200 EA", 4200, "EA"), ("12pcs.", 12, "pcs")],
)
def test_a_quantity_is_read_as_people_write_it(cell: str, quantity: int, unit: str) -> None:
    (row,) = rows(f"10388\t{cell}").taken

    assert (row.quantity, row.unit) == (quantity, unit)


@pytest.mark.parametrize("cell", ["-5", "4.5", "42,00", "five", "0", "\u0664", "9" * 14])
def test_what_is_no_quantity_is_refused(cell: str) -> None:
    (refused,) = rows(f"10388\t{cell}").refused

    assert [problem.column for problem in refused.problems] == ["quantity"]


@pytest.mark.parametrize(
    ("cell", "kilograms"),
    [
        ("1250.5", "1250.5"),
        ("1,250.5 kg", "1250.5"),
        ("12,500,000", "12500000"),
        ("100 lb", "45.359"),
        ("100 LBS", "45.359"),
        ("", None),
    ],
)
def test_a_weight_is_read_in_kilograms(cell: str, kilograms: str | None) -> None:
    (row,) = rows(f"Order\tWeight\n10388\t{cell}").taken

    assert row.gross_kg == (Decimal(kilograms) if kilograms else None)


@pytest.mark.parametrize("cell", ["2 t", "1,250", "1250,5", "0", "heavy"])
def test_what_can_be_another_weight_is_refused(cell: str) -> None:
    (refused,) = rows(f"Order\tWeight\n10388\t{cell}").refused

    assert [problem.column for problem in refused.problems] == ["weight"]


def test_cells_in_quotation_marks_may_hold_the_divider_and_line_breaks() -> None:
    pasted = rows('10388;5;"lot; 7\nnew"\n10431;6;x')

    assert [(row.line, row.lot) for row in pasted.taken] == [(1, "lot; 7 new"), (3, "x")]


def test_a_stray_quotation_mark_swallows_no_line() -> None:
    pasted = rows('10388\t5\t"lot\n10431\t6\n')

    assert [row.order for row in pasted.taken] == ["10388", "10431"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Order\tQty\n\n", "found no line with an order"),
        ("Order\tQty\tQuantity\n1\t2\t3", "found two columns for quantity; it needs one"),
        ("Item\tQty\nfuze\tsix", "one column must be called order, document number or contract"),
        (";", "found no line with an order"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text: str, message: str) -> None:
    with pytest.raises(InvalidScan, match=message):
        read(text)


def test_a_cell_beyond_what_can_be_read_is_refused() -> None:
    with pytest.raises(InvalidScan, match="line 1 cannot be read"):
        read(f"10388\t{'x' * 140_000}")
