from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shipments.domain.roles import Role
from shipments.models import Leg, Shipment, ShipmentLine, Standing, User
from shipments.services import shipments, splitting
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.shipments import ContentEntry, LineEntry, PackageEntry, ShipmentEntry
from shipments.services.splitting import Split
from tests.factories import (
    ContractorFactory,
    LegFactory,
    MilestoneFactory,
    PlaceFactory,
    ReceiptFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def clerk() -> User:
    return UserFactory(roles=[Role.SHIPMENT_CLERK.value])


@pytest.fixture
def whole(clerk) -> Shipment:
    """Forty of Q1 on four pallets of 900 kg and twenty loose ones of Q2, departed."""
    standing_order(reference="Q1", quantity=100)
    standing_order(reference="Q2", quantity=100)
    PlaceFactory(code="ZZAAA")
    PlaceFactory(code="ZZBBB")
    entry = ShipmentEntry(
        "sea",
        "ZZAAA",
        "ZZBBB",
        (LineEntry("Q1", 40, "L-1"), LineEntry("Q2", 20)),
        tcn=TCN,
        departed_on=date(2026, 11, 10),
        gross_weight_kg=Decimal(3600),
        packages=(PackageEntry(4, "pallet", Decimal(900), contents=(ContentEntry(1, 10),)),),
    )
    return shipments.log(entry, by=clerk, at=AT)


def quantities(of: Shipment) -> list[tuple[str, int]]:
    return list(of.lines.order_by("order__reference").values_list("order__reference", "quantity"))


def lines(of: Shipment) -> dict[str, int]:
    """The key of each line, by its order."""
    return dict(of.lines.values_list("order__reference", "pk"))


def split(whole: Shipment, by: User, kg: Decimal | None = None, **taken: int) -> Shipment:
    keys = lines(whole)
    part = Split({keys[reference]: quantity for reference, quantity in taken.items()}, kg)
    return splitting.split(tcn=whole.tcn, part=part, by=by, at=AT)


def test_a_part_goes_on_under_the_next_split_code_with_what_has_happened(whole, clerk):
    LegFactory(shipment=whole)

    made = split(whole, clerk, Q1=20)

    whole.refresh_from_db()
    assert (made.tcn, made.split_from) == ("BISZZZ63240001XXA", whole)
    assert (quantities(whole), quantities(made)) == ([("Q1", 20), ("Q2", 20)], [("Q1", 20)])
    assert made.lines.get().lot == "L-1"
    assert list(made.milestones.values_list("kind", "classifier", "occurs_on", "source")) == [
        ("departed", "actual", date(2026, 11, 10), str(clerk))
    ]
    assert list(Leg.objects.values_list("shipment", "sequence")) == [(whole.pk, 1), (made.pk, 1)]
    assert Standing.objects.get(order__reference="Q1").shipped_quantity == 40
    assert split(whole, clerk, kg=Decimal(1), Q2=5).tcn == "BISZZZ63240001XXB"
    assert split(made, clerk, kg=Decimal(1), Q1=1).tcn == "BISZZZ63240001XXC"


def test_whole_packages_go_along_and_tell_what_the_part_weighs(whole, clerk):
    made = split(whole, clerk, Q1=20)

    whole.refresh_from_db()
    made.refresh_from_db()
    assert (whole.gross_weight_kg, made.gross_weight_kg) == (1800, 1800)
    assert list(whole.packages.by_number().values_list("number", "contents__quantity")) == [
        (1, 10),
        (2, 10),
    ]
    assert list(made.packages.by_number().values_list("number", "contents__line__shipment")) == [
        (1, made.pk),
        (2, made.pk),
    ]


def test_what_is_taken_out_of_a_package_is_packed_no_more(whole, clerk):
    made = split(whole, clerk, kg=Decimal(1000), Q1=13, Q2=20)

    whole.refresh_from_db()
    assert (quantities(whole), quantities(made)) == ([("Q1", 27)], [("Q1", 13), ("Q2", 20)])
    held = list(whole.packages.by_number().values_list("contents__quantity", flat=True))
    assert held == [10, 10, 7]
    assert whole.gross_weight_kg == 2600


@pytest.mark.parametrize(
    ("taken", "kg", "code"),
    [
        ({}, None, "nothing"),
        ({"Q1": 40, "Q2": 20}, None, "everything"),
        ({"Q1": 41}, None, "more_than_aboard"),
        ({"Q1": -1}, None, "more_than_aboard"),
        ({"Q2": 5}, None, "required"),
        ({"Q2": 5}, Decimal(3600), "more_than_the_whole"),
        ({"Q2": 5}, Decimal(-1), "not_positive"),
    ],
)
def test_what_cannot_be_split_off_is_refused_and_nothing_changes(whole, clerk, taken, kg, code):
    with pytest.raises(Refused) as refused:
        split(whole, clerk, kg=kg, **taken)

    assert [problem.code for problem in refused.value.problems] == [code]
    assert quantities(whole) == [("Q1", 40), ("Q2", 20)]
    assert Shipment.objects.count() == 1


def test_what_was_received_stays_where_it_was_received(whole, clerk):
    ReceiptFactory(line=ShipmentLine.objects.get(order__reference="Q2"), quantity=5)

    with pytest.raises(Refused, match="Leave that part"):
        split(whole, clerk, kg=Decimal(1), Q2=20)
    split(whole, clerk, kg=Decimal(1), Q2=15)

    assert quantities(whole) == [("Q1", 40), ("Q2", 5)]


def test_what_is_cancelled_or_received_is_not_split(whole, clerk):
    MilestoneFactory(shipment=whole, kind="received", occurs_on=date(2026, 11, 19))

    with pytest.raises(Refused, match="It was received"):
        split(whole, clerk, Q1=20)
    Shipment.objects.update(cancelled_at=AT, cancelled_because="Not sent")
    with pytest.raises(Refused, match="It is cancelled"):
        split(whole, clerk, Q1=20)


def test_a_contractor_splits_what_is_its_own_alone_and_an_auditor_nothing(whole):
    owner = whole.lines.first().order.contractor
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=owner)
    stranger = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    with pytest.raises(NotAllowed, match="Ask a shipment clerk"):
        split(whole, person, Q1=20)
    with pytest.raises(Shipment.DoesNotExist):
        split(whole, stranger, Q1=20)
    with pytest.raises(NotAllowed, match="Your role"):
        split(whole, UserFactory(roles=[Role.AUDITOR.value]), Q1=20)
