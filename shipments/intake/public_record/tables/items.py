from __future__ import annotations

from collections.abc import Iterable

from shipments.intake.public_record.tables.keeping import Kept, Wanted, keep
from shipments.models import Item


def keep_items(named: Iterable[tuple[str, bool | None]]) -> Kept[Item]:
    """Keep one item for each name as printed, however many lines print it.

    :param named: the name, and whether that line calls it major defense equipment. Where two
        lines contradict each other nothing is said.
    """
    said: dict[str, set[bool]] = {}
    for name, is_major in named:
        said.setdefault(name, set()).update(set() if is_major is None else {is_major})
    wanted = [
        Wanted(
            key=(name,),
            printed={"is_major_defense_equipment": next(iter(known)) if len(known) == 1 else None},
            once={},
        )
        for name, known in said.items()
    ]
    return keep(Item, wanted, key=("name",), pages={}, shared=True)
