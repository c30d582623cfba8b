from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.hazard import CODES, Aboard, Verdict, judge, parse
from shipments.domain.modes import Mode

ROAD, SEA = Mode.ROAD, Mode.SEA
UNKNOWN = Aboard("unknown", None)


def articles(*codes: str) -> list[Aboard]:
    """Lines of which everything is known that a note can ask."""
    return [
        Aboard(code, parse(code), code, is_article=True, is_firework=False, is_detonator=False)
        for code in codes
    ]


@pytest.mark.parametrize("mode", [ROAD, SEA])
@pytest.mark.parametrize(
    ("codes", "treat_as"),
    [
        (["1.3C"], "1.3C"),
        (["1.3C", "1.3C"], "1.3C"),
        (["1.2D", "1.4D"], "1.2D"),
        (["1.1D", "1.5D"], "1.1D"),
        (["1.5D", "1.2D"], "1.1D"),
        (["1.3C", "1.1D"], "1.1E"),
        (["1.3C", "1.4D"], "1.3E"),
        (["1.3C", "1.4D", "1.2E"], "1.2E"),
        (["1.6N", "1.1D"], "1.1D"),
        (["1.4S", "1.4S"], "1.4S"),
        (["1.6N", "1.6N"], "1.6N"),
    ],
)
def test_the_load_is_treated_as_one_group_and_the_greatest_hazard(
    mode: Mode, codes: list[str], treat_as: str
) -> None:
    segregation = judge(mode, articles(*codes))

    assert str(segregation.overall.treat_as) == treat_as
    assert not segregation.needs_a_person


@pytest.mark.parametrize(
    ("mode", "codes", "treat_as"),
    [
        (ROAD, ["1.6N", "1.3C", "1.2E"], "1.2D"),
        (SEA, ["1.6N", "1.3C", "1.2E"], "1.2E"),
        (ROAD, ["1.6N", "1.3C"], "1.3D"),
        (SEA, ["1.6N", "1.3C"], "1.3E"),
        (SEA, ["1.6N", "1.4S"], "1.6N"),
        (ROAD, ["1.6N", "1.4S"], "None"),
    ],
)
def test_group_n_makes_a_load_something_else_by_road_than_by_sea(
    mode: Mode, codes: list[str], treat_as: str
) -> None:
    assert str(judge(mode, articles(*codes)).overall.treat_as) == treat_as


@pytest.mark.parametrize(
    ("load", "because"),
    [
        ([], "No explosives are aboard."),
        ([UNKNOWN], "A line has no classification yet."),
        (articles("1.1B", "1.1D"), "Some of it may not travel together."),
        (
            articles("1.3C", "1.4S"),
            "Groups C and S together: the rules name no group for all of it.",
        ),
        (
            articles("1.6N", "1.4D"),
            "Which division the load is treated as is not clear from the rules.",
        ),
        (articles("1.5D", "1.4D"), "Some points are still to be confirmed."),
        (
            [Aboard("1", parse("1.1D")), Aboard("2", parse("1.3C"))],
            "Some points are still to be confirmed.",
        ),
    ],
)
def test_where_the_rules_do_not_tell_nothing_is_made_up(
    load: Sequence[Aboard], because: str
) -> None:
    overall = judge(SEA, load).overall

    assert (overall.treat_as, overall.because) == (None, because)


def test_by_sea_n_with_a_substance_of_c_is_treated_as_nothing_we_know() -> None:
    load = [*articles("1.6N"), Aboard("powder", parse("1.3C"), is_article=False)]

    assert judge(SEA, load).overall.treat_as is None


def test_one_group_in_two_divisions_says_as_which_it_is_treated() -> None:
    finding = judge(ROAD, articles("1.4D", "1.2D")).findings[0]

    assert (finding.verdict, finding.confirm) == (Verdict.CONDITIONAL, "")
    assert finding.sentence == (
        "1.2D and 1.4D may travel together on a condition. "
        "One group in two divisions: all of it is treated as division 1.2."
    )


def test_very_insensitive_goods_beside_minor_ones_are_left_to_a_person() -> None:
    segregation = judge(ROAD, articles("1.5D", "1.4D"))

    assert segregation.verdict is Verdict.CONDITIONAL
    assert segregation.findings[0].confirm == (
        "Have a dangerous-goods person state the division of the load."
    )


@pytest.mark.parametrize("mode", list(Mode))
def test_a_line_without_a_classification_is_never_cleared(mode: Mode) -> None:
    alone = judge(mode, [UNKNOWN])
    beside = judge(mode, [UNKNOWN, *articles("1.4S")])

    for segregation in (alone, beside):
        assert segregation.verdict is Verdict.UNKNOWN
        assert segregation.needs_a_person
    assert alone.findings[0].groups == (None, None)


def test_one_line_alone_has_nothing_to_be_kept_from() -> None:
    segregation = judge(SEA, articles("1.1A"))

    assert (segregation.verdict, segregation.findings) == (Verdict.ALLOWED, ())


def test_one_line_alone_by_air_still_needs_a_person() -> None:
    segregation = judge(Mode.AIR, articles("1.4S"))

    assert [finding.verdict for finding in segregation.findings] == [Verdict.UNKNOWN]
    assert segregation.overall.because == "There is no table for this mode."


def test_what_is_said_of_many_pairs_is_said_once_and_the_worst_first() -> None:
    load = articles("1.3C", "1.3C", "1.3C", "1.1F", "1.4S")

    segregation = judge(SEA, load)

    assert len(segregation.findings) == 10
    assert [finding.sentence for finding in segregation.said_once] == [
        "1.1F and 1.3C may not travel in one compartment, magazine or transport unit.",
        "1.3C and 1.3C may travel together.",
        "1.3C and 1.4S may travel together.",
        "1.1F and 1.4S may travel together.",
    ]
    assert segregation.verdict is Verdict.FORBIDDEN
    assert not segregation.needs_a_person


LINES = st.builds(
    Aboard,
    st.just("line"),
    st.none() | st.sampled_from(sorted(CODES)).map(parse),
    st.sampled_from([None, "shell", "fuze"]),
    is_article=st.none() | st.booleans(),
    is_firework=st.none() | st.booleans(),
    is_detonator=st.none() | st.booleans(),
    is_special=st.none() | st.booleans(),
)


@given(st.sampled_from(Mode), st.lists(LINES, max_size=5))
def test_the_order_of_the_lines_changes_nothing(mode: Mode, load: list[Aboard]) -> None:
    there, back = judge(mode, load), judge(mode, load[::-1])

    assert sorted(map(repr, (f.ruling for f in there.findings))) == sorted(
        map(repr, (f.ruling for f in back.findings))
    )
    assert (there.verdict, there.overall) == (back.verdict, back.overall)


@given(
    st.sampled_from([ROAD, SEA]),
    LINES,
    LINES,
    st.sampled_from(["item", "is_article", "is_firework", "is_detonator", "is_special"]),
)
def test_knowing_less_never_clears_a_pair(
    mode: Mode, first: Aboard, second: Aboard, forgotten: str
) -> None:
    knowing = judge(mode, [first, second])
    knowing_less = judge(mode, [replace(first, **{forgotten: None}), second])

    if knowing_less.verdict is Verdict.ALLOWED:
        assert knowing.verdict is Verdict.ALLOWED
    if not knowing_less.needs_a_person and knowing_less.verdict is not Verdict.FORBIDDEN:
        assert knowing.verdict is knowing_less.verdict
