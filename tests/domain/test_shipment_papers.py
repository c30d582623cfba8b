from __future__ import annotations

import pytest

from shipments.domain.modes import Mode
from shipments.domain.shipment_papers import DocumentKind, Load, expected


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("load", Load)
def test_each_mode_and_load_has_its_papers(mode: Mode, load: Load):
    kinds = [each.kind for each in expected(mode, load)]

    by_air = mode is Mode.AIR
    assert (DocumentKind.AIR_WAYBILL in kinds, DocumentKind.BILL_OF_LADING in kinds) == (
        by_air,
        not by_air,
    )
    # What nobody has classified is declared as what it may be.
    declared = DocumentKind.DANGEROUS_GOODS_DECLARATION in kinds
    assert declared == (load is not Load.HARMLESS)
    assert {DocumentKind.PACKING_LIST, DocumentKind.RECEIVING_REPORT} < set(kinds)
