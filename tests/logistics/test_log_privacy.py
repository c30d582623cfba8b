from __future__ import annotations

import logging

from django.conf import settings

from logistics.log_privacy import HideAnswerLinks

KEY = "85ec993adf494e4d9be709a6f014af42:rBn6VQxu6vd-NL5UDAu9LzWJ_Oneh0Avl79JpUb2rUY"


def line(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    HideAnswerLinks().filter(record)
    return record.getMessage()


def test_the_key_of_an_answer_link_does_not_stand_in_the_log():
    said = line("%s: %s", "Unprocessable Entity", f"/answer/{KEY}/")

    assert said == "Unprocessable Entity: /answer/…/"


def test_the_secret_of_a_calendar_does_not_stand_in_the_log():
    said = line("%s: %s", "Not Found", "/calendar/Zm9vYmFyYmF6.ics")

    assert said == "Not Found: /calendar/…"


def test_what_is_no_answer_link_stands_as_it_was():
    assert (
        line("%s: %s in %d ms", "Not Found", "/orders/Q1/", 4) == "Not Found: /orders/Q1/ in 4 ms"
    )


def test_every_line_of_the_site_goes_through_it():
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["hide_answer_links"]
