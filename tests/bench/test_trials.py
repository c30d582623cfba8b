"""Ten of the trials that ``make trials`` holds two hundred of."""

from __future__ import annotations

import pytest

from bench import trials
from bench.trials import Tally


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_killed_sender_loses_no_mail_and_renames_none():
    tally = trials.run(trials=10, seed=1)

    assert (tally.trials, tally.mails) == (10, 100)
    assert (tally.lost, tally.not_noted_once, tally.renamed) == (0, 0, 0)
    assert tally.taken >= 100 + tally.doubled
    assert tally.amid > 0
    assert str(tally).endswith("kept")


@pytest.mark.parametrize("what", ["lost", "not_noted_once", "renamed"])
def test_one_mail_amiss_breaks_it(what):
    assert str(Tally(**{what: 1})).endswith("BROKEN")
