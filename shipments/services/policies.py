"""The limits that the rules judge by: what others would do, and a new version of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import IntegrityError, connection, transaction

from shipments import enqueue, expedite
from shipments.domain.roles import Right
from shipments.expedite import limits as known
from shipments.expedite import preview, sentences
from shipments.expedite.preview import Effect
from shipments.models import DueOrder, JudgingPass, Policy, User
from shipments.services import refusal
from shipments.services.refusal import Problem
from shipments.standing import recompute as standing

MOST_REASON = 300
EXAMPLES = 20


@dataclass(frozen=True)
class RuleEffect:
    """Flags of one rule: raised and cleared by the proposed limits, and live after that.

    :ivar changed: stay, but with other evidence.
    """

    reason: str
    label: str
    icon: str
    meaning: str
    raised: int
    cleared: int
    changed: int
    live: int


@dataclass(frozen=True)
class Example:
    """One order that would gain or lose a flag, and why it has or would have it."""

    reference: str
    item: str
    raised: bool
    label: str
    sentence: str


@dataclass(frozen=True)
class Preview:
    """What the next pass would do by the proposed limits, on the book as of ``at``.

    :ivar behind: the worker has not judged the whole book as it stands today, so that some of
        this would come about by the present limits as well.
    """

    policy: Policy
    limits: Mapping[str, int]
    at: datetime
    rules: tuple[RuleEffect, ...]
    raised: int
    cleared: int
    live: int
    examples: tuple[Example, ...]
    behind: bool


class Superseded(refusal.Refused):
    """Another version came into force since the person looked."""

    def __init__(self, policy: Policy, *, on_version: int) -> None:
        self.policy = policy
        maker = policy.made_by or "the installation"
        message = (
            f"Version {policy.version} is in force: {maker} saved it on "
            f"{policy.made_at.astimezone(UTC):%-d %b %Y, %H:%MZ}, and you began from version "
            f"{on_version}. Look at its limits, then preview yours again."
        )
        super().__init__([Problem("", message, "superseded")])


def propose(limits: Mapping[str, int | None], *, by: User, at: datetime) -> Preview:
    """Find what these limits would raise and clear. Writes nothing and makes nobody wait.

    :param limits: every limit there is, by name.
    :raises NotAllowed: no right to change the policy.
    :raises Refused: a limit is missing or out of bounds, or none differs from those in force.
    """
    refusal.require(by, Right.CHANGE_POLICY)
    proposed = _checked(limits, reason=None)
    in_force = _in_force()
    _check_differs(proposed, in_force)
    on = at.astimezone(UTC).date()
    outcome = preview.preview(
        rules=expedite.rules(),
        limits=proposed,
        as_of=on,
        examples=EXAMPLES,
        stands=standing.STANDS if _expects_otherwise(proposed, in_force) else "",
    )
    rules = _by_rule(outcome.counts)
    return Preview(
        policy=in_force,
        limits=proposed,
        at=at,
        rules=rules,
        raised=sum(rule.raised for rule in rules),
        cleared=sum(rule.cleared for rule in rules),
        live=sum(rule.live for rule in rules),
        examples=tuple(_example(each, on=on) for each in outcome.examples),
        behind=_is_behind(in_force, on=on),
    )


def put_in_force(
    limits: Mapping[str, int | None], *, reason: str, by: User, at: datetime, on_version: int
) -> Policy:
    """Save new limits as the version after ``on_version``; every open order is due.

    The version's constraint is the check: of two people who save on the same version exactly
    one succeeds. Where a limit changed by which expected dates are computed, those of all
    orders are computed again in the same transaction, and people who write to an order meanwhile wait for that.

    :raises NotAllowed: no right to change the policy.
    :raises Superseded: ``on_version`` is not, or no longer, in force.
    :raises Refused: a limit or the reason is missing or out of bounds, or nothing changed.
    """
    refusal.require(by, Right.CHANGE_POLICY)
    proposed = _checked(limits, reason=reason)
    in_force = _in_force()
    if in_force.version != on_version:
        raise Superseded(in_force, on_version=on_version)
    _check_differs(proposed, in_force)
    try:
        with transaction.atomic():
            policy = Policy.objects.create(
                version=on_version + 1,
                limits=proposed,
                reason=reason.strip(),
                made_at=at,
                made_by=by,
            )
            # That every order is judged again by it, its trigger has seen to.
            if _expects_otherwise(proposed, in_force):
                _expect_again(at)
            enqueue.judge()
    except IntegrityError as error:
        now = _in_force()
        if now.version == on_version:
            raise
        raise Superseded(now, on_version=on_version) from error
    return policy


def _in_force() -> Policy:
    return Policy.objects.with_maker().in_force()


def _checked(limits: Mapping[str, int | None], *, reason: str | None) -> dict[str, int]:
    """:param reason: None where none is asked for."""
    problems = []
    proposed = {}
    for limit in known.limits():
        value = limits.get(limit.name)
        if value is None or not limit.allows(value):
            message = f"{limit.words}: enter a whole number from {limit.least} to {limit.most:,}."
            problems.append(Problem(limit.name, message, "out_of_bounds"))
        else:
            proposed[limit.name] = value
    problems += [
        Problem(name, f"There is no limit {name}.", "unknown_limit")
        for name in sorted(limits.keys() - {limit.name for limit in known.limits()})
    ]
    if reason is not None and not reason.strip():
        problems.append(Problem("reason", "Enter why the limits change.", "required"))
    if reason is not None and len(reason.strip()) > MOST_REASON:
        message = f"Say it in at most {MOST_REASON} characters."
        problems.append(Problem("reason", message, "too_long"))
    if problems:
        raise refusal.Refused(problems)
    return proposed


def _check_differs(proposed: Mapping[str, int], in_force: Policy) -> None:
    if proposed == in_force.limits:
        message = f"These are the limits of version {in_force.version}: nothing would change."
        raise refusal.refuse("", message, "unchanged")


def _expects_otherwise(proposed: Mapping[str, int], in_force: Policy) -> bool:
    return any(proposed[name] != in_force.limits.get(name) for name in standing.LIMITS)


def _expect_again(at: datetime) -> None:
    """Compute every standing by the new limits, and none by the old ones after that.

    Whoever is writing an order's standing now read the old limits: it is waited for, and who
    comes later reads the new ones.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE shipments_standing IN SHARE ROW EXCLUSIVE MODE")
    standing.recompute(None, at=at)


def _by_rule(counts: Mapping[tuple[Effect, str], int]) -> tuple[RuleEffect, ...]:
    """Every rule, and those withdrawn that still have flags."""
    reasons = [rule.code for rule in expedite.rules()]
    reasons += sorted({reason for _, reason in counts} - set(reasons))
    return tuple(_of(reason, counts) for reason in reasons)


def _of(reason: str, counts: Mapping[tuple[Effect, str], int]) -> RuleEffect:
    rule = expedite.rule(reason)
    raised, cleared, changed, kept = (
        counts.get((effect, reason), 0)
        for effect in (Effect.RAISE, Effect.CLEAR, Effect.CHANGE, Effect.KEEP)
    )
    return RuleEffect(
        reason=reason,
        label=_label(reason),
        icon=rule.icon if rule else "circle-off",
        meaning=rule.meaning if rule else "the rule was withdrawn",
        raised=raised,
        cleared=cleared,
        changed=changed,
        live=raised + changed + kept,
    )


def _label(reason: str) -> str:
    rule = expedite.rule(reason)
    return rule.chip if rule else reason.replace("_", " ").capitalize()


def _example(found: preview.Example, *, on: date) -> Example:
    rule = expedite.rule(found.reason)
    return Example(
        reference=found.reference,
        item=found.item,
        raised=found.effect is Effect.RAISE,
        label=_label(found.reason),
        sentence=sentences.fill(rule, found.evidence, today=on, until=on) if rule else "",
    )


def _is_behind(in_force: Policy, *, on: date) -> bool:
    last = JudgingPass.objects.newest_first().first()
    if last is None or (last.as_of, last.policy_id) != (on, in_force.pk):
        return True
    return DueOrder.objects.exists()
