"""How long a way takes: scaled from what its lane takes, else by a planning figure."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain.modes import Mode
from shipments.routing.facts import Facts
from shipments.routing.going import Stretch


@dataclass(frozen=True)
class Paces:
    """Kilometres a day by mode, each with what it rests on in words.

    :ivar stop_days: of a landing on the way; ``transfer_days`` of a change of mode.
    """

    by_mode: dict[str, tuple[float, str]]
    stop_days: int
    transfer_days: int

    def days(self, stretches: tuple[Stretch, ...]) -> float | None:
        """None where a stretch has no distance."""
        total = 0.0
        for number, stretch in enumerate(stretches):
            if stretch.km is None:
                return None
            total += stretch.km / self.by_mode[stretch.mode][0]
            if number and stretches[number - 1].mode != stretch.mode:
                total += self.transfer_days
            if stretch.mode == Mode.AIR.value:
                total += self.stop_days * _stops(stretch, stretches[number + 1 :])
        return total

    def basis(self, stretches: tuple[Stretch, ...]) -> str:
        modes = dict.fromkeys(stretch.mode for stretch in stretches)
        told = [self.by_mode[mode][1] for mode in modes]
        if len(modes) > 1:
            told.append(f"{self.transfer_days} days to change from one to the other")
        return "; ".join(told)


def paces(plan: tuple[Stretch, ...], facts: Facts) -> Paces:
    """A mode goes as fast as the lanes of today's plan do by it, where all of them tell."""
    stop_days = facts.limits["air_stop_days"]
    found = {}
    for mode in Mode:
        figure = facts.limits[f"{mode.value}_km_a_day"]
        found[mode.value] = (float(figure), f"planning figure, {figure:,} km a day by {mode}")
        here = [(n, each) for n, each in enumerate(plan) if each.mode == mode.value]
        known = [facts.paces.get((each.mode, each.start.pk, each.end.pk)) for _, each in here]
        # Under way only what is left is measured, and its lane tells of the whole.
        whole = all(each.km and each.measured_from is None for _, each in here)
        if not here or not whole or not all(known):
            continue
        days = float(sum(each.days for each in known if each))
        if mode is Mode.AIR:
            days -= stop_days * sum(_stops(each, plan[number + 1 :]) for number, each in here)
        if days > 0:
            far = sum(each.km for _, each in here if each.km)
            told = ", ".join(dict.fromkeys(each.basis for each in known if each))
            found[mode.value] = (far / days, f"scaled by distance from the {told}")
    return Paces(found, stop_days, facts.limits["transfer_planning_days"])


def _stops(stretch: Stretch, after: tuple[Stretch, ...]) -> int:
    """Landings of it that are not its end, and its end where the next goes on by air."""
    onward = bool(after) and after[0].mode == Mode.AIR.value
    return len(stretch.ahead) + onward
