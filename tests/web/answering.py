"""Answering for orders in tests, as a contact does on the page of its link."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

from shipments.services import answer_links
from shipments.standing.recompute import recompute
from tests.factories import PromiseFactory
from tests.factories.case_files import answer_link, in_hand
from tests.factories.moments import AT


def asked_about(manager, contact, *references, promised=date(2026, 12, 2)):
    """Orders of the contact in hand, promised, and the address at which it answers for them."""
    orders = [
        in_hand(manager, reference=reference, contractor=contact.contractor)
        for reference in references
    ]
    for order in orders:
        if promised:
            PromiseFactory(
                order=order, ship_on=promised, recorded_at=AT - timedelta(days=9), quantity=None
            )
            recompute([order.pk], at=AT)
    return f"/answer/{answer_links.signed(answer_link(*orders, contact=contact))}/"


def names(response):
    """The prefix of each order's fields, from the top."""
    found = re.findall(r'name="(o[0-9a-f]{10})-said"', response.content.decode())
    return list(dict.fromkeys(found))


def sent(browser, address, *answered):
    """Fill in the page as it stands, one dictionary an order, and send it."""
    response = browser.get(address)
    data = {"key": key(response)}
    for prefix, fields in zip(names(response), answered, strict=True):
        data |= {f"{prefix}-{name}": value for name, value in fields.items()}
    return browser.post(address, data)


def key(response):
    return unescape(re.search(r'name="key" value="([^"]+)"', response.content.decode()).group(1))
