from __future__ import annotations

import pytest

from shipments.domain.milestones import (
    DCSA,
    DCSA_CLASSIFIER,
    DCSA_EVENT_TYPE,
    EPCIS,
    ORDER,
    Classifier,
    MilestoneKind,
    label,
)


def test_milestones_stand_in_the_order_they_happen() -> None:
    assert [kind.value for kind in ORDER] == [
        "tendered",
        "picked_up",
        "arrived_at_port_of_embarkation",
        "loaded",
        "departed",
        "passed",
        "arrived_at_stop",
        "left_stop",
        "arrived",
        "discharged",
        "customs_released",
        "received",
    ]


def test_only_what_a_standard_has_is_mapped_to_it() -> None:
    assert set(MilestoneKind) - set(DCSA) == {MilestoneKind.TENDERED, MilestoneKind.PASSED}
    assert set(MilestoneKind) - set(EPCIS) == {
        MilestoneKind.TENDERED,
        MilestoneKind.PASSED,
        MilestoneKind.CUSTOMS_RELEASED,
    }


def test_every_standard_event_has_its_type_and_every_classifier_its_code() -> None:
    assert set(DCSA.values()) == set(DCSA_EVENT_TYPE)
    assert set(DCSA_CLASSIFIER) == set(Classifier)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (MilestoneKind.PICKED_UP, "Picked up"),
        (MilestoneKind.ARRIVED_AT_PORT_OF_EMBARKATION, "Arrived at port of embarkation"),
        (MilestoneKind.CUSTOMS_RELEASED, "Customs released"),
    ],
)
def test_a_milestone_is_said_in_words(kind: MilestoneKind, words: str) -> None:
    assert label(kind) == words
