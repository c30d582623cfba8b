"""Which items are netted together, because they share a substitute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def grouped(accepted: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """Name the group of each item by one of its members.

    :param accepted: item to the items accepted in its place; each of those is a key too.
    """
    leads = {item: item for item in accepted}

    def lead(item: int) -> int:
        while leads[item] != item:
            leads[item] = leads[leads[item]]
            item = leads[item]
        return item

    for item, others in accepted.items():
        for other in others:
            if other in leads:
                leads[lead(other)] = lead(item)
    return {item: lead(item) for item in accepted}
