"""The mail of a step, as plain text and as HTML that says the same."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from shipments.expedite.outreach import letter
from shipments.expedite.outreach.letter import Letter, LetterOrder
from shipments.expedite.outreach.matter import Outreach

_WIDTH = 76
_WIDEST_NAME = 20


@dataclass(frozen=True)
class Mail:
    """:ivar text: whole in itself; the HTML adds only its looks."""

    subject: str
    text: str
    html: str


def compose(outreach: Outreach) -> Mail:
    """Write one mail that lists all orders of the outreach."""
    words = letter.write(outreach)
    html = render_to_string("shipments/mail/step.html", {"letter": words})
    return Mail(subject=words.subject, text="\n".join(_lines(words)), html=html)


def _lines(words: Letter) -> Iterator[str]:
    yield from (words.greeting, "")
    for paragraph in filter(None, (words.exercise, words.opening, words.note)):
        yield from (_wrap(paragraph), "")
    for number, order in enumerate(words.orders, start=1):
        yield from _order(number, order)
    yield words.asks_heading
    yield from (_wrap(ask, "- ", "  ") for ask in words.asks)
    yield from ("", _wrap(words.link_says))
    if words.link:
        yield words.link  # never wrapped: a broken link is no link
    yield from ("", words.sender, words.sender_email, "")


def _order(number: int, order: LetterOrder) -> Iterator[str]:
    yield f"{number}. {order.title}"
    for name, value in order.facts:
        lead = f"   {f'{name}:':{_WIDEST_NAME}}"
        yield _wrap(value, lead, " " * len(lead))
    for reason in order.reasons:
        yield _wrap(reason, "   Why: ", "        ")
    yield ""


def _wrap(text: str, first: str = "", then: str = "") -> str:
    """Fold each paragraph; words longer than a line, such as addresses, stay whole."""
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH,
            initial_indent=first,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or first.rstrip()
        for line in text.splitlines() or [""]
    )
