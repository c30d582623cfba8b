"""How people sign in, where django-allauth leaves it to the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up: people are added by somebody who knows them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
