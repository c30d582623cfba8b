"""Reading pages in tests, the way a person finds things on them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text(response: Any) -> str:
    """What the page says, without its marks, on one line."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def plain(response: Any) -> str:
    """What the page says, with hyphens for its minus signs and its dashes of nothing."""
    return text(response).translate({0x2212: "-", 0x2013: "-"})


def said(response: Any) -> str:
    """What the page says, with no space where a mark stood before a stop."""
    return re.sub(r" ([.,:;])", r"\1", text(response))


def listed(response: Any) -> list[str]:
    """The identifiers of the rows of a list, from the top."""
    return re.findall(r'data-row-link href="/\w+/([^/"]+)/"', response.content.decode())


def link(response: Any, rel: str) -> str:
    """Where the link with this relation leads; empty where there is none."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', response.content.decode())
    return unescape(found.group(1)) if found else ""


def value(response: Any, name: str) -> str:
    """What stands in a field."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', response.content.decode())
    held = re.search(r'value="([^"]*)"', found.group(0)) if found else None
    return unescape(held.group(1)) if held else ""


def cost(site: Client, address: str) -> int:
    """How many queries a page takes when nothing is remembered from the page before."""
    site.get(address)
    caches["process"].clear()
    with CaptureQueriesContext(connection) as queries:
        site.get(address)
    return len(queries)
