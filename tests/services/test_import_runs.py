from __future__ import annotations

from typing import Any

import pytest

from shipments.intake.batches import kinds
from shipments.models import ImportBatch, ImportFinding, ImportRefusal, Item
from shipments.models.choices import ImportKind
from shipments.services import import_runs
from tests.factories import ItemFactory, batch_of
from tests.factories.moments import AT
from tests.intake.batches import fake

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fake_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, ImportKind.MILSTRIP, (fake.read, fake.PLAN))


def counts(batch: ImportBatch) -> dict[str, Any]:
    batch.refresh_from_db()
    names = ("lines", "accepted", "refused", "created", "changed", "unchanged")
    return {name: getattr(batch, name) for name in ("state", *names) if getattr(batch, name)}


def test_a_file_is_read_and_applied_and_its_bad_lines_are_kept_with_why(enqueued):
    ItemFactory(name="Shell", nsn=fake.nsn("Shell"))
    ItemFactory(name="Fuze", nsn="1305007654321")
    batch = batch_of(fake.lines("Shell", "Fuze", "", "!", "Primer", "?Case"))

    ran = import_runs.run(batch.pk, at=AT)

    assert ran is not None
    assert counts(batch) == {
        "state": "done",
        "lines": 5,
        "accepted": 3,
        "refused": 2,
        "created": 1,
        "changed": 1,
        "unchanged": 1,
    }
    refusals = ImportRefusal.objects.in_order().values_list("line", "position", "field", "code")
    assert list(refusals) == [
        (4, "", "name", "no_name"),
        (4, "", "nsn", "no_name"),
        (6, "1", "name", "doubtful"),
    ]
    assert Item.objects.get(name="Fuze").nsn == fake.nsn("Fuze")
    assert enqueued == ["shipments.judge"]


def test_a_trial_says_what_it_would_do_and_does_nothing():
    ItemFactory(name="Fuze", nsn="1305007654321")
    batch = batch_of(fake.lines("Fuze", "Primer", "?Case"), is_trial=True)

    import_runs.run(batch.pk, at=AT)

    assert counts(batch) == {
        "state": "tried",
        "lines": 3,
        "accepted": 2,
        "refused": 1,
        "created": 1,
        "changed": 1,
    }
    found = ImportFinding.objects.in_order().values_list("line", "outcome", "subject", "changes")
    assert list(found) == [
        (1, "changed", "Fuze", {"nsn": ["1305007654321", fake.nsn("Fuze")]}),
        (2, "created", "Primer", {}),
    ]
    assert ImportRefusal.objects.get().line == 3
    assert Item.objects.get().nsn == "1305007654321"


def test_a_kind_that_nobody_can_read_is_refused_with_why(monkeypatch):
    monkeypatch.delitem(kinds.KINDS, ImportKind.NEEDS)
    batch = batch_of(b"x", kind="needs", format="csv")

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.failure) == ("refused", "Files of needs cannot be read here.")
