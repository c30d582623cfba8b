"""Names for an exercise. Each says of itself that it is made up, wherever it stands alone."""

from __future__ import annotations

_HOUSES = ("Imaginary", "Make-Believe", "Pretend", "Fictional", "Storybook", "Invented")
_TRADES = (
    "Crate Works",
    "Pallet Company",
    "Canvas Mill",
    "Strap and Buckle",
    "Lamp Factory",
    "Tool Chest Makers",
)
# Every pair once, and neighbours differ in both words.
CONTRACTORS = tuple(
    f"{_HOUSES[number % 6]} {_TRADES[(number + number // 6) % 6]}" for number in range(36)
)
CITIES = ("Exampleton", "Nowhere Falls", "Pretendville", "Anytown", "Sample Springs")
CONTACTS = ("Pat Example", "Sam Sample", "Alex Invented", "Kim Nobody", "Robin Pretend")

_GOODS = (
    "Crate",
    "Pallet",
    "Container, empty",
    "Tarpaulin",
    "Strap, tie-down",
    "Tent",
    "Lamp, signal",
    "Water can",
    "Ration box, dummy",
    "Radio, mock-up",
    "Stretcher",
    "Generator, mock-up",
)
# So many items on stands the next type of the same goods.
KINDS = len(_GOODS)


def item(number: int) -> str:
    """Name one of the items, counted from 0: "Crate, training, type 3"."""
    return f"{_GOODS[number % len(_GOODS)]}, training, type {number // len(_GOODS) + 1}"


def nsn(number: int) -> str:
    """Number one of the items. No supply class is 0000, so it is nobody's stock number."""
    return f"0000{number:09}"
