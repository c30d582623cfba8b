"""What to say, ask and write down in a telephone call about late orders."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from shipments.domain.ladder import Step
from shipments.expedite.outreach.letter import STEPS
from shipments.expedite.outreach.matter import ListedOrder, Outreach, worded

_FIRST = {
    Step.FOLLOW_UP: "I am calling to follow up on {orders} of ours.",
    Step.IMPROVEMENT_REQUEST: "I am calling because we need {orders} earlier than promised.",
    Step.PRIORITY_INCREASE: "I am calling because the priority of {orders} was raised.",
    Step.SPECIAL_ASSISTANCE: (
        "I am calling because we want to ask for special priorities assistance for {orders}."
    ),
}
_WRITE_DOWN = (
    "Who answered, with name and duty",
    "For each order the day and the quantity that were promised, or that none was",
    "The reason they gave, in their words",
    "When they will call back, if they must ask somebody",
)


@dataclass(frozen=True)
class CallScript:
    """:ivar call: whom, at which number, and what time it is there."""

    call: str
    say: tuple[str, ...]
    ask: tuple[str, ...]
    write_down: tuple[str, ...]

    @property
    def text(self) -> str:
        """The same as plain text."""
        parts = [self.call]
        for heading, lines in (
            ("Say", self.say),
            ("Ask, order by order", self.ask),
            ("Write down", self.write_down),
        ):
            parts += ["", heading, *(f"- {line}" for line in lines)]
        return "\n".join([*parts, ""])


def compose(outreach: Outreach) -> CallScript:
    first = _FIRST[outreach.step].format(orders=outreach.count)
    return CallScript(
        call=_call(outreach),
        say=(
            *(["This call is an exercise."] if outreach.exercise else []),
            f"This is {outreach.sender}. {first}",
            *(_about(order) for order in outreach.orders),
        ),
        ask=tuple(f"{ask[0].upper()}{ask[1:]}" for ask in STEPS[outreach.step].asks),
        write_down=_WRITE_DOWN,
    )


def _call(outreach: Outreach) -> str:
    whom = f"{outreach.contact}, {outreach.contractor}" if outreach.contact else outreach.contractor
    number = outreach.contact_phone or "no telephone number on record"
    # A zone is typed by people; one that does not exist tells no time.
    if outreach.contact_time_zone not in available_timezones():
        return f"Call {whom}: {number}."
    there = outreach.at.astimezone(ZoneInfo(outreach.contact_time_zone))
    return f"Call {whom}: {number}. It is {there:%a %H:%M} there."


def _about(order: ListedOrder) -> str:
    """One order in a breath."""
    parts = [
        f"{order.reference}: {order.item}",
        order.how_much,
        f"document number {order.document_number}" if order.document_number else "",
        f"required by {worded(order.required)}" if order.required else "",
        f"promised for {worded(order.promised)}" if order.promised else "no ship date promised",
    ]
    return (
        ", ".join(part for part in parts if part)
        + "."
        + "".join(f" {reason}" for reason in order.reasons[:1])
    )
