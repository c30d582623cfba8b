from __future__ import annotations

import pytest

from shipments.domain.sheets.headings import digest
from shipments.models import Contractor, ImportBatch, SheetMapping
from shipments.services import import_runs, sheet_mappings
from shipments.services.import_entry import Settings
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import UserFactory, batch_of
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

MAPPING = {"Firma": "name", "Ort": "city", "Land": "", "Bemerkung": "note"}
CONTRACTORS = Settings(kind="contractors", date_order="dmy", decimal_mark=",")


def sheet(*rows: str, **facts: object) -> ImportBatch:
    content = "\n".join(("Firma;Ort;Land;Bemerkung", *rows)).encode()
    return batch_of(content, **{"format": "csv", "kind": "", "sender": "Depot Nowhere"} | facts)


def run(batch: ImportBatch) -> tuple[str, str]:
    import_runs.run(batch.pk, at=AT)
    batch.refresh_from_db()
    return batch.state, batch.failure


def test_a_sheet_that_nobody_knows_waits_for_a_person_and_the_next_of_its_sender_does_not():
    first, by = sheet("Werk Eins;Nirgendwo;DE;x"), UserFactory()

    assert run(first) == ("unmapped", "Say what the rows of this sheet are.")
    sheet_mappings.confirm(first.pk, settings=CONTRACTORS, mapping=MAPPING, by=by, at=AT)

    assert run(first) == ("done", "")
    assert (first.kind, first.mapping, first.started_by) == ("contractors", MAPPING, by)
    known = SheetMapping.objects.get()
    assert (known.sender, known.kind, known.confirmed_by) == ("Depot Nowhere", "contractors", by)
    assert known.headings == digest(["Firma", "Ort", "Land", "Bemerkung"])
    second = sheet("Werk Zwei;Nirgendwo;DE;y")
    assert run(second) == ("done", "")
    assert (second.mapping, second.date_order, second.decimal_mark) == (MAPPING, "dmy", ",")
    stranger = sheet("Werk Drei;Nirgendwo;DE;z", sender="Another")
    assert run(stranger) == ("unmapped", "Say what the rows of this sheet are.")
    assert list(Contractor.objects.order_by("pk").values_list("name", "note")) == [
        ("Werk Eins", "x"),
        ("Werk Zwei", "y"),
    ]


def test_a_sheet_whose_headings_say_what_it_is_asks_nobody():
    batch = batch_of(b"Name,City\nWorks,Nowhere\n", format="csv", kind="")

    assert run(batch) == ("done", "")
    assert batch.kind == "contractors"


def test_who_has_it_run_needs_the_right_to_record_what_its_headings_say():
    by = UserFactory(roles=["receiver"])
    batch = batch_of(b"Name,City\nWorks,Nowhere\n", format="csv", kind="", started_by=by)

    state, failure = run(batch)

    assert state == "refused"
    assert failure == "Your role does not let you record an order. Ask a case manager."
    assert not Contractor.objects.exists()


@pytest.mark.parametrize(
    ("settings", "mapping", "code"),
    [
        (Settings(), MAPPING, "required"),
        (CONTRACTORS, {"Firma": "name", "Ort": "name"}, "unclear_headings"),
        (CONTRACTORS, {"Firma": "dream"}, "unclear_headings"),
        (CONTRACTORS, {}, "missing_columns"),
    ],
)
def test_what_cannot_be_is_refused_and_not_remembered(settings, mapping, code):
    batch = sheet("a;b;c;d", state="unmapped")

    with pytest.raises(Refused) as refused:
        sheet_mappings.confirm(
            batch.pk, settings=settings, mapping=mapping, by=UserFactory(), at=AT
        )

    assert [problem.code for problem in refused.value.problems] == [code]
    batch.refresh_from_db()
    assert (batch.state, SheetMapping.objects.count()) == ("unmapped", 0)


def test_only_who_may_record_such_things_confirms():
    batch = sheet("a;b;c;d", state="unmapped")
    by = UserFactory(roles=["receiver"])

    with pytest.raises(NotAllowed):
        sheet_mappings.confirm(batch.pk, settings=CONTRACTORS, mapping=MAPPING, by=by, at=AT)

    assert not SheetMapping.objects.exists()


def test_records_have_no_headings():
    batch = batch_of(b"A0A", state="refused", failure="No.")

    with pytest.raises(Refused, match="no headings"):
        sheet_mappings.confirm(
            batch.pk, settings=CONTRACTORS, mapping=MAPPING, by=UserFactory(), at=AT
        )
