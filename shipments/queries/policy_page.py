"""The limits in force and the versions before them, each with what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shipments.expedite import limits as known
from shipments.expedite.limits import Group, Limit
from shipments.models import Policy
from shipments.queries.worker import RanRule, rule_runs

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class InForce:
    """A limit and its value; None where the policy lacks it."""

    limit: Limit
    value: int | None


@dataclass(frozen=True, slots=True)
class GroupInForce:
    """Limits that people read together."""

    group: Group
    limits: tuple[InForce, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A limit that a version set otherwise. None before or after: it was not there."""

    words: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """:ivar changes: against the version before; empty for the first."""

    policy: Policy
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """:ivar versions: newest first, the one in force among them.
    :ivar more: there are older ones that are not shown.
    :ivar rule_runs: when each rule last ran, those that fail first.
    """

    policy: Policy
    groups: tuple[GroupInForce, ...]
    versions: tuple[Version, ...]
    more: bool
    rule_runs: tuple[RanRule, ...]


def policy_page() -> PolicyPage:
    """Two queries, however many versions there are."""
    # One more than is shown: the oldest one shown is told apart from the one before it.
    found = list(Policy.objects.with_maker().newest_first()[: MOST_VERSIONS + 1])
    before = [*found[1:], None]
    versions = tuple(
        Version(each, changes(each.limits, since=prior.limits) if prior else ())
        for each, prior in zip(found, before, strict=True)
    )
    return PolicyPage(
        policy=found[0],
        groups=tuple(GroupInForce(group, _in_force(group, found[0])) for group in Group),
        versions=versions[:MOST_VERSIONS],
        more=len(found) > MOST_VERSIONS,
        rule_runs=tuple(rule_runs()),
    )


def _in_force(group: Group, policy: Policy) -> tuple[InForce, ...]:
    listed = (limit for limit in known.limits() if limit.group is group)
    return tuple(InForce(limit, policy.limits.get(limit.name)) for limit in listed)


def changes(
    limits: Mapping[str, int | None], *, since: Mapping[str, int | None]
) -> tuple[Changed, ...]:
    """What is set otherwise in these limits than in those, in the order people read them."""
    listed = [limit.name for limit in known.limits()]
    names = [*listed, *sorted({*since, *limits} - {*listed})]
    return tuple(
        Changed(known.words(name), since.get(name), limits.get(name))
        for name in names
        if since.get(name) != limits.get(name)
    )
