from __future__ import annotations

from dataclasses import dataclass

from tests import order


@dataclass
class Item:
    nodeid: str
    is_long: bool = False
    fixturenames: tuple[str, ...] = ()

    def get_closest_marker(self, name: str) -> str | None:
        return name if self.is_long else None


def test_each_part_of_the_list_begins_with_long_files_and_holds_as_much():
    short = [Item(f"short.py::{number}") for number in range(7)]
    marked = [Item("a.py::1", is_long=True), Item("c.py::1", is_long=True)]
    driving = [Item(f"b.py::{number}", fixturenames=("live_server",)) for number in range(2)]
    items = [*short[:4], *marked, *driving, *short[4:]]

    ordered = order.long_ones_first(items, workers=2)

    assert [item.nodeid for item in ordered] == [
        *("a.py::1", "c.py::1", "short.py::0", "short.py::1", "short.py::2", "short.py::3"),
        *("b.py::0", "b.py::1", "short.py::4", "short.py::5", "short.py::6"),
    ]
