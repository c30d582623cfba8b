"""Which items the receiver accepts in place of others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Item, Substitute, User
from shipments.services import refusal, sent_twice
from shipments.services.refusal import Problem


def add(
    *, item_id: int, accepted: str, source: str, by: User, at: datetime, rank: int | None = None
) -> Substitute:
    """Accept an item in place of another, one way only. Both are netted again.

    The very same sent again within a minute is the substitute that is there.

    :param accepted: its name, as on record.
    :param rank: 1 is asked first; None for after all others.
    :raises Item.DoesNotExist: no such item.
    :raises NotAllowed: no right to record needs.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.RECORD_NEED)
    with transaction.atomic():
        # Locked, so that of two at once the second sees the rank that the first took.
        item = Item.objects.select_for_update(no_key=True).get(pk=item_id)
        other = Item.objects.filter(name__iexact=accepted.strip()).first()
        facts = {"item": item, "accepted": other, "source": source.strip(), "recorded_by": by}
        if other and (twin := sent_twice.twin(Substitute.objects.all(), at=at, **facts)):
            return twin
        problems = _problems(item, accepted.strip(), other, source.strip(), rank)
        if problems or other is None:
            raise refusal.Refused(problems)
        last = item.substitutes.aggregate(last=Max("rank"))["last"] or 0
        substitute = Substitute.objects.create(rank=rank or last + 1, recorded_at=at, **facts)
        enqueue.judge()
    return substitute


def remove(*, substitute_id: int, by: User) -> Substitute:
    """Accept it no longer. Both items are netted again.

    :return: as it was.
    :raises Substitute.DoesNotExist: no such substitute, or removed before.
    :raises NotAllowed: no right to record needs.
    """
    refusal.require(by, Right.RECORD_NEED)
    with transaction.atomic():
        rows = Substitute.objects.select_related("item", "accepted").select_for_update(of=("self",))
        substitute = rows.get(pk=substitute_id)
        Substitute.objects.filter(pk=substitute_id).delete()
        enqueue.judge()
    return substitute


def _problems(
    item: Item, accepted: str, other: Item | None, source: str, rank: int | None
) -> list[Problem]:
    problems = []
    if not accepted:
        problems.append(Problem("accepted", "Enter what is accepted in its place.", "required"))
    elif other is None:
        message = f"No item “{accepted}” is recorded here. Enter its name as on record."
        problems.append(Problem("accepted", message, "unknown_item"))
    elif other == item:
        message = "That is the item itself. Enter another one."
        problems.append(Problem("accepted", message, "itself"))
    elif item.substitutes.filter(accepted=other).exists():
        message = f"{other} is accepted already. Remove it first to change its rank."
        problems.append(Problem("accepted", message, "accepted_already"))
    if not source:
        message = "Enter who accepted it, and where that is written."
        problems.append(Problem("source", message, "required"))
    if len(source) > 300:
        message = f"Keep it to 300 characters: found {len(source)}."
        problems.append(Problem("source", message, "too_long"))
    if rank is not None and not 1 <= rank <= 99:
        message = f"Rank: found {rank}; it is from 1, asked first, to 99."
        problems.append(Problem("rank", message, "out_of_range"))
    elif rank and (taken := item.substitutes.filter(rank=rank).select_related("accepted").first()):
        message = f"Rank {rank} is {taken.accepted}. Choose another one."
        problems.append(Problem("rank", message, "rank_taken"))
    return problems
