from __future__ import annotations

from decimal import Decimal

import pytest

from shipments.domain.scan import Label, LabelLine, label_text
from shipments.domain.tcn import Tcn
from shipments.models import User
from shipments.services import scanned
from shipments.services.scanned import Offer, Scanned
from shipments.services.shipments import ContentEntry, LineEntry, PackageEntry
from shipments.standing.recompute import recompute
from tests.factories import ContractFactory, LaneFactory, ShipmentLineFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

DOCUMENT = "BISZZZ63240001"
TCN = "BISZZZ63249999XXX"


@pytest.fixture
def clerk() -> User:
    return UserFactory()


def read(text: str, by: User, *so_far: LineEntry) -> Scanned:
    return scanned.understand(text, so_far=so_far, by=by)


@pytest.mark.parametrize(
    "text", [DOCUMENT, "bisz-zz 6324 0001", "q1", "]C1" + DOCUMENT, "FA8634-26-C-B001"]
)
def test_any_number_of_an_order_fills_a_line_with_what_is_left(clerk, text):
    lane = LaneFactory(mode="air")
    order = standing_order(
        reference="Q1",
        document_number=DOCUMENT,
        lane=lane,
        contract=ContractFactory(piid="FA863426CB001"),
    )
    ShipmentLineFactory(order=order, quantity=30)
    recompute([order.pk], at=AT)

    found = read(text, clerk)

    assert found.lines == (LineEntry("Q1", 70),)
    assert found.way == ("air", lane.from_place.code, lane.to_place.code)


def test_an_order_that_stands_on_a_line_is_not_added_again(clerk):
    standing_order(reference="Q1", document_number=DOCUMENT)

    found = read(DOCUMENT, clerk, LineEntry("Q1", 10))

    assert (found.lines, found.on_form) == ((), ("Q1",))


def test_a_tcn_is_taken_and_the_order_it_begins_with_is_only_offered(clerk):
    standing_order(reference="Q1", document_number=DOCUMENT)

    assert read(f"{DOCUMENT}XAX", clerk) == Scanned(
        tcn=f"{DOCUMENT}XAX", offers=(Offer("order", "Q1"),)
    )
    assert read(TCN, clerk) == Scanned(tcn=TCN)


def test_our_label_fills_the_number_the_lines_and_the_weight(clerk):
    standing_order(reference="Q1", document_number=DOCUMENT)
    line = LabelLine(DOCUMENT, 40, "EA", "L-7", "1", "40")
    whole = Label(Tcn(TCN), (line,), gross_kg=Decimal("812.5"))
    package = Label(Tcn(TCN), (line,), package=1, packages=2, gross_kg=Decimal("400"))

    assert read(label_text(whole), clerk) == Scanned(
        lines=(LineEntry("Q1", 40, "L-7", "1", "40"),), tcn=TCN, gross_weight_kg=Decimal("812.5")
    )
    assert read(label_text(package), clerk).gross_weight_kg is None
    assert read(f"PKG{TCN}0001", clerk) == Scanned(tcn=TCN)


def test_numbers_in_a_foreign_label_are_offered_and_never_taken(clerk):
    found = read(f"[)>\x1e06\x1dK{DOCUMENT}\x1d1P{TCN}\x1e\x04", clerk)

    assert (found.tcn, found.lines) == ("", ())
    assert set(found.offers) == {Offer("order", DOCUMENT), Offer("tcn", TCN)}
    assert "Nothing in this label" in read("[)>\x1e06\x1dXYZ\x1e\x04", clerk).problem


def test_pasted_rows_fill_lines_and_packages_and_what_cannot_be_read_comes_back(clerk):
    standing_order(reference="Q1", document_number=DOCUMENT)
    text = "Lot\tQty\tOrder\tPallets\tKg\nL-1\t60\tQ1\t3\t900\nL-2\t\tQ1\nL-3\tfive\tQ1\n\tx\t\n"

    found = read(text, clerk)

    assert found.lines == (LineEntry("Q1", 60, "L-1"), LineEntry("Q1", 40, "L-2"))
    assert found.packages == (
        PackageEntry(3, "other", Decimal("300.000"), contents=(ContentEntry(1),)),
    )
    assert [(row.line, [p.column for p in row.problems]) for row in found.refused] == [
        (4, ["quantity"]),
        (5, ["order", "quantity"]),
    ]
    assert found.unread == "lot\tquantity\torder\tpackages\tweight\nL-3\tfive\tQ1\n\tx\t"
    corrected = read(found.unread.replace("five", "5").replace("\n\tx\t", ""), clerk)
    assert corrected.lines == (LineEntry("Q1", 5, "L-3"),)


def test_weights_of_all_rows_without_packages_make_the_whole(clerk):
    assert read("Order\tKg\nQ1\t900\nQ2\t100.5", clerk).gross_weight_kg == Decimal("1000.5")
    assert read("Order\tKg\nQ1\t900\nQ2\t", clerk).gross_weight_kg is None


def test_what_is_no_number_is_words_to_search_for(clerk):
    assert read("red crate", clerk) == Scanned(words="red crate")
    assert "found nothing" in read("  ", clerk).problem


@pytest.mark.parametrize("count", [2, 40])
def test_many_rows_cost_as_few_queries_as_two(clerk, django_assert_num_queries, count):
    for n in range(count):
        standing_order(reference=f"Q{n}")
    text = "\n".join(f"Q{n}\t1" for n in range(count))

    with django_assert_num_queries(1):
        assert len(read(text, clerk).lines) == count
