"""How the states and actions of a case file look and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shipments.domain.ladder import Step
from shipments.domain.partial_date import show
from shipments.models.choices import ActionKind, ExpediteState
from shipments.web.words import Mark

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import Expedite

STATE: dict[str, Mark] = {
    ExpediteState.OPEN: Mark("Open", "folder-open", "blue"),
    ExpediteState.CONTACTED: Mark("Contacted", "phone-outgoing", "blue"),
    ExpediteState.COMMITTED: Mark("Committed", "handshake", "green"),
    ExpediteState.KEPT: Mark("Promise kept", "circle-check", "green"),
    ExpediteState.BROKEN: Mark("Promise broken", "circle-x", "red"),
    ExpediteState.ESCALATED: Mark("Escalated", "trending-up", "amber"),
    ExpediteState.CLOSED: Mark("Closed", "folder-check", "mut"),
}
ACTION: dict[str, Mark] = {
    ActionKind.OPENED: Mark("Opened", "folder-open", "blue"),
    ActionKind.HANDED_OVER: Mark("Handed over", "user-round-plus"),
    ActionKind.SNOOZED: Mark("Snoozed", "alarm-clock"),
    ActionKind.WOKEN: Mark("Woken", "sunrise"),
    ActionKind.NOTED: Mark("Note", "notebook-pen"),
    ActionKind.FOLLOW_UP: Mark("Follow-up", "mail", "blue"),
    ActionKind.IMPROVEMENT_REQUEST: Mark("Earlier date asked for", "mail", "blue"),
    ActionKind.PRIORITY_INCREASE: Mark("Priority increase", "chevrons-up", "amber"),
    ActionKind.SPECIAL_ASSISTANCE: Mark("Special priorities assistance", "siren", "amber"),
    ActionKind.CALLED: Mark("Called", "phone", "blue"),
    ActionKind.ANSWERED: Mark("Answered", "reply", "green"),
    ActionKind.PROPOSED: Mark("Date proposed", "message-square-warning", "amber"),
    ActionKind.PROMISED: Mark("Promised", "handshake", "green"),
    ActionKind.DECLINED: Mark("Proposal declined", "circle-slash"),
    ActionKind.KEPT: Mark("Promise kept", "circle-check", "green"),
    ActionKind.BROKEN: Mark("Promise broken", "circle-x", "red"),
    ActionKind.CLOSED: Mark("Closed", "folder-check"),
}
_WAITS = {
    ExpediteState.OPEN: "Nothing was asked yet.",
    ExpediteState.CONTACTED: "The contractor was asked; no answer yet.",
    ExpediteState.COMMITTED: "A date is promised.",
    ExpediteState.KEPT: "The promise was kept.",
    ExpediteState.BROKEN: "The promise was broken.",
    ExpediteState.ESCALATED: "It was taken up the ladder; no answer yet.",
    ExpediteState.CLOSED: "Closed.",
}


def in_words(expedite: Expedite, *, today: date) -> str:
    """Say where a case file stands and what it waits for, in a sentence or two."""
    said = [_WAITS[ExpediteState(expedite.state)]]
    if expedite.snoozed_until:
        back = show(expedite.snoozed_until, "day", relative_to=today)
        said.append(f"It is put off until {back}: {expedite.snoozed_because}.".replace("..", "."))
    elif expedite.next_step and expedite.next_step_on:
        words, due = Step(expedite.next_step).words, expedite.next_step_on
        day = show(due, "day", relative_to=today)
        when = "was due" if due < today else "is due"
        said.append(f"{words} {when} {'today' if due == today else day}.")
    return " ".join(said)
