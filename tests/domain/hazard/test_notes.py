from __future__ import annotations

from dataclasses import replace

import pytest

from shipments.domain.hazard import Aboard, Verdict, judge, parse
from shipments.domain.hazard.segregation import Finding
from shipments.domain.modes import Mode

ROAD, SEA = Mode.ROAD, Mode.SEA
ALLOWED, CONDITIONAL, FORBIDDEN = Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.FORBIDDEN


def line(code: str, **said: bool | str | None) -> Aboard:
    return replace(Aboard(code, parse(code)), **said)


def pair(mode: Mode, *load: Aboard) -> Finding:
    """What is said of the first two lines."""
    return judge(mode, load).findings[0]


@pytest.mark.parametrize(("mode", "note"), [(ROAD, 1), (SEA, 2)])
@pytest.mark.parametrize(
    ("one", "other", "verdict", "is_open"),
    [
        ("flare", "flare", CONDITIONAL, True),
        ("flare", None, CONDITIONAL, True),
        ("flare", "float", FORBIDDEN, False),
    ],
)
def test_group_l_goes_only_with_the_identical_and_a_person_confirms_that_it_is(
    mode: Mode, note: int, one: str, other: str | None, verdict: Verdict, *, is_open: bool
) -> None:
    finding = pair(mode, line("1.2L", item=one), line("1.2L", item=other))

    assert (finding.verdict, finding.notes, bool(finding.confirm)) == (verdict, (note,), is_open)


@pytest.mark.parametrize("others", [("1.3C", "1.1D"), ("1.4C", "1.2E"), ("1.1D", "1.1E")])
def test_c_d_and_e_go_together_by_road_as_e(others: tuple[str, str]) -> None:
    finding = pair(ROAD, *map(line, others))

    assert (finding.verdict, finding.notes, finding.confirm) == (CONDITIONAL, (2,), "")
    assert finding.sentence == (
        f"{others[0] if others[0] < others[1] else others[1]} and "
        f"{others[1] if others[0] < others[1] else others[0]} may travel together on a condition. "
        "Groups C, D and E together are all treated as group E."
    )


@pytest.mark.parametrize(
    ("one", "other", "is_open"), [(True, True, False), (True, None, True), (True, False, True)]
)
def test_c_and_d_go_together_by_sea_as_e_when_both_are_articles(
    one: bool | None, other: bool | None, *, is_open: bool
) -> None:
    finding = pair(SEA, line("1.3C", is_article=one), line("1.1D", is_article=other))

    assert (finding.verdict, finding.notes) == (CONDITIONAL, (6,))
    assert bool(finding.confirm) is is_open


@pytest.mark.parametrize("other", ["1.3C", "1.1D", "1.2E"])
@pytest.mark.parametrize(("mode", "note"), [(ROAD, 3), (SEA, 4)])
def test_n_goes_with_c_d_or_e_as_d(mode: Mode, note: int, other: str) -> None:
    finding = pair(mode, line("1.6N"), line(other))

    assert (finding.verdict, finding.notes, finding.confirm) == (CONDITIONAL, (note,), "")
    assert "treated as group D" in finding.sentence


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [("shell", "shell", ALLOWED), ("shell", "bomb", CONDITIONAL), ("shell", None, CONDITIONAL)],
)
def test_different_articles_of_n_need_a_proof_by_sea(
    one: str, other: str | None, verdict: Verdict
) -> None:
    finding = pair(SEA, line("1.6N", item=one), line("1.6N", item=other))

    assert (finding.verdict, finding.notes) == (verdict, (3,))
    assert ("treated as division 1.1" in finding.confirm) is (verdict is CONDITIONAL)


def test_n_with_s_is_all_n_by_sea() -> None:
    finding = pair(SEA, line("1.6N"), line("1.4S"))

    assert (finding.verdict, finding.notes, finding.confirm) == (CONDITIONAL, (5,), "")
    assert finding.sentence.endswith("the whole load is treated as group N.")


@pytest.mark.parametrize(
    ("one", "other", "verdict", "confirm"),
    [
        (False, False, ALLOWED, ""),
        (
            None,
            False,
            CONDITIONAL,
            "Confirm that neither is a detonator, or clear it by 49 CFR 177.835(g).",
        ),
        (
            True,
            False,
            CONDITIONAL,
            "Have a dangerous-goods person clear it by 49 CFR 177.835(g).",
        ),
    ],
)
def test_detonators_are_left_to_a_person_by_road(
    one: bool | None, other: bool | None, verdict: Verdict, confirm: str
) -> None:
    finding = pair(ROAD, line("1.4S", is_detonator=one), line("1.3C", is_detonator=other))

    assert (finding.verdict, finding.notes, finding.confirm) == (verdict, (4, 5), confirm)


@pytest.mark.parametrize(
    ("other", "is_firework", "verdict"),
    [
        ("1.1D", True, FORBIDDEN),
        ("1.2F", True, FORBIDDEN),
        ("1.1D", None, CONDITIONAL),
        ("1.1D", False, ALLOWED),
        ("1.3C", True, ALLOWED),
        ("1.4B", None, ALLOWED),
        ("1.6N", True, ALLOWED),
    ],
)
def test_fireworks_of_s_go_not_with_1_1_or_1_2_by_road(
    other: str, is_firework: bool | None, verdict: Verdict
) -> None:
    of_s = line("1.4S", is_firework=is_firework, is_detonator=False)

    finding = pair(ROAD, line(other, is_detonator=False), of_s)

    assert finding.verdict is verdict
    assert bool(finding.confirm) is (verdict is CONDITIONAL)


def test_what_is_forbidden_asks_nobody_to_confirm_the_rest() -> None:
    finding = pair(ROAD, line("1.4S", is_firework=True), line("1.1D"))

    assert (finding.verdict, finding.confirm) == (FORBIDDEN, "")


def test_b_with_d_is_forbidden_by_road_and_the_exception_is_named() -> None:
    finding = pair(ROAD, line("1.4B"), line("1.1D"))

    assert (finding.verdict, finding.notes, finding.confirm) == (FORBIDDEN, (4,), "")
    assert finding.sentence == (
        "1.1D and 1.4B may not travel on one vehicle. "
        "Detonators have rules of their own, 49 CFR 177.835(g)."
    )


ARTICLE_OF_G = line("1.3G", is_article=True, is_firework=False, is_special=False)
ARTICLE_OF_C = line("1.3C", is_article=True)


@pytest.mark.parametrize(("mode", "note"), [(ROAD, 6), (SEA, 1)])
@pytest.mark.parametrize("other", ["1.3C", "1.1D", "1.2E"])
def test_articles_of_g_go_with_articles_of_c_d_and_e(mode: Mode, note: int, other: str) -> None:
    finding = pair(mode, ARTICLE_OF_G, line(other, is_article=True))

    assert (finding.verdict, finding.notes, finding.confirm) == (CONDITIONAL, (note,), "")


@pytest.mark.parametrize(
    ("changed", "by_road", "by_sea"),
    [
        ({"is_firework": True}, FORBIDDEN, FORBIDDEN),
        ({"is_article": False}, FORBIDDEN, FORBIDDEN),
        ({"is_special": True}, FORBIDDEN, CONDITIONAL),
    ],
)
def test_fireworks_and_substances_of_g_and_by_road_what_needs_special_handling_do_not(
    changed: dict[str, bool], by_road: Verdict, by_sea: Verdict
) -> None:
    of_g = replace(ARTICLE_OF_G, **changed)

    assert pair(ROAD, of_g, ARTICLE_OF_C).verdict is by_road
    assert pair(SEA, of_g, ARTICLE_OF_C).verdict is by_sea


def test_a_substance_anywhere_aboard_forbids_g_with_c() -> None:
    powder = line("1.1D", is_article=False)

    assert pair(SEA, ARTICLE_OF_G, ARTICLE_OF_C, powder).verdict is FORBIDDEN


def test_what_nobody_said_of_g_is_asked() -> None:
    asked_by_sea = (
        "Confirm that everything aboard is an article, not a substance such as powder, and that "
        "the group G goods are no fireworks"
    )

    by_sea, by_road = (pair(mode, line("1.3G"), line("1.3C")) for mode in (SEA, ROAD))

    assert (by_sea.verdict, by_sea.confirm) == (CONDITIONAL, f"{asked_by_sea}.")
    assert (by_road.verdict, by_road.confirm) == (
        CONDITIONAL,
        f"{asked_by_sea}, and that the group G goods need no special handling.",
    )


def test_a_group_that_is_articles_by_definition_needs_nobody_to_say_so() -> None:
    assert pair(SEA, line("1.2E"), line("1.1D", is_article=True)).confirm == ""
    assert pair(SEA, ARTICLE_OF_G, line("1.2E", is_article=False)).verdict is CONDITIONAL
