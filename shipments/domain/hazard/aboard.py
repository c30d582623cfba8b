"""What is aboard, as far as the rules of Class 1 ask about it."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain.hazard.classification import ARTICLES_BY_DEFINITION, Classification


@dataclass(frozen=True, slots=True)
class Aboard:
    """One line of explosives. Leave out what is known not to be an explosive.

    None always means that nobody has said, and never counts as no.

    :param name: what the clerk calls the line; it is in no sentence, only handed back.
    :param classification: None makes every pair of this line unknown.
    :param item: tells goods apart; lines with the same item hold the same explosive.
    :param is_article: an article, not a substance such as powder, however packed. Where the group
        is defined as one or the other, the definition counts and this is not read.
    :param is_special: needs special handling or stowage.
    """

    name: str
    classification: Classification | None
    item: str | None = None
    is_article: bool | None = None
    is_firework: bool | None = None
    is_detonator: bool | None = None
    is_special: bool | None = None

    @property
    def article(self) -> bool | None:
        """Whether it is an article, by its group's definition or as said."""
        if self.classification is None:
            return self.is_article
        return ARTICLES_BY_DEFINITION.get(self.classification.group, self.is_article)
