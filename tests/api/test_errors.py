from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from rest_framework.exceptions import APIException, Throttled
from rest_framework.test import APIClient

from shipments.api import me
from shipments.api.problem_kinds import KINDS
from shipments.services import shipments
from tests.factories import PlaceFactory, UserFactory
from tests.factories.standings import standing_order

ME = "/api/v1/me/"
SHIPMENTS = "/api/v1/shipments/"


def test_a_stranger_is_told_how_to_say_who_it_is(db, problem):
    response = APIClient().get(ME)

    body = problem(response)
    assert (body["status"], body["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Bearer"
    assert body["instance"] == ME


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/", "/api/v2/orders/", "/api/v1/orders", "/api/v1/tanks/"]
)
def test_an_address_that_is_nothing_is_a_problem_too(api, problem, address):
    body = problem(api.get(address))

    assert (body["status"], body["code"], body["instance"]) == (404, "not_found", address)


def test_a_stranger_is_not_told_what_is_nothing(db, problem):
    assert problem(APIClient().get("/api/v1/tanks/"))["status"] == 401


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/orders/%00/",
        "/api/v1/orders/%00/promises/",
        "/api/v1/shipments/%00/",
        f"/api/v1/flags/{10**30}/",
    ],
)
def test_a_key_that_nothing_can_have_is_not_found(api, problem, address):
    assert problem(api.get(address))["status"] == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_a_method_that_is_not_taken(api, problem, method):
    response = getattr(api, method)(SHIPMENTS)

    assert problem(response)["code"] == "method_not_allowed"
    assert response["Allow"] == "GET, POST, HEAD"


def test_a_representation_that_is_not_made(api, problem):
    body = problem(api.get(ME, headers={"Accept": "text/csv"}))

    assert (body["status"], body["code"]) == (406, "not_acceptable")


def test_a_body_of_a_kind_that_is_not_taken(api, problem):
    body = problem(api.post(SHIPMENTS, "<tcn/>", content_type="application/xml"))

    assert (body["status"], body["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("text", ['{"tcn": ', "[" * 100_000, '{"tcn": NaN}', b"\xff\xfe"])
def test_a_body_that_cannot_be_read(api, problem, text):
    body = problem(api.post(SHIPMENTS, text, content_type="application/json"))

    assert (body["status"], body["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("colour=green", "colour", "unknown_parameter"),
        ("format=csv", "format", "unknown_parameter"),
        ("urgency=mild", "urgency", "invalid_choice"),
        ("possible_sale=perhaps", "possible_sale", "invalid_choice"),
        ("contractor=1.5", "contractor", "invalid"),
        ("contractor=0", "contractor", "min_value"),
        (f"contractor={10**30}", "contractor", "max_value"),
        ("required_from=soon", "required_from", "invalid"),
        ("required_from=03/01/2027", "required_from", "invalid"),
        ("case=%00", "case", "null_characters_not_allowed"),
        ("case=", "case", "empty_parameter"),
        ("limit=", "limit", "empty_parameter"),
        ("case=A&case=B", "case", "repeated_parameter"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_not_ignored(
    api, problem, query, parameter, code
):
    body = problem(api.get(f"/api/v1/orders/?{query}"))

    assert (body["status"], body["code"]) == (400, "bad_parameters")
    assert [(each["parameter"], each["code"]) for each in body["errors"]] == [(parameter, code)]


@pytest.mark.parametrize("address", ["/api/v1/orders/Q1/", ME, "/api/v1/problems/"])
def test_an_address_without_parameters_takes_none(api, problem, address):
    standing_order(reference="Q1")

    body = problem(api.get(f"{address}?fields=all"))

    assert body["detail"] == "There is no parameter fields here. It takes none."


def test_a_write_takes_no_parameters(api, problem):
    assert problem(api.post(f"{SHIPMENTS}?limit=1", {}))["code"] == "bad_parameters"


def test_a_browser_without_its_csrf_token_may_not_write(db, problem):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    body = problem(client.post(SHIPMENTS, {}))

    assert (body["status"], body["code"]) == (403, "not_allowed")
    assert body["detail"].startswith("CSRF Failed")


def broken_by(error):
    def get(self, request):
        raise error

    return get


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionDenied(), "not_allowed"),
        (RequestDataTooBig(), "too_large"),
        (SuspiciousOperation(), "malformed"),
    ],
)
def test_what_the_framework_refuses_is_a_problem_too(api, problem, monkeypatch, error, code):
    monkeypatch.setattr(me.Me, "get", broken_by(error))

    body = problem(api.get(ME))

    assert (body["status"], body["code"]) == (KINDS[code].status, code)


def test_who_asks_too_often_is_told_how_long_to_wait(api, problem, monkeypatch):
    monkeypatch.setattr(me.Me, "get", broken_by(Throttled(wait=30)))

    response = api.get(ME)

    assert (problem(response)["code"], response["Retry-After"]) == ("throttled", "30")


@pytest.mark.parametrize("error", [RuntimeError("SELECT secret"), APIException("SELECT secret")])
def test_a_fault_of_ours_tells_the_log_everything_and_the_client_nothing(
    api, problem, monkeypatch, caplog, error
):
    monkeypatch.setattr(me.Me, "get", broken_by(error))

    with caplog.at_level(logging.ERROR, logger="shipments.api.errors"):
        body = problem(api.get(ME))

    assert (body["status"], body["code"]) == (500, "fault")
    assert "secret" not in str(body)
    assert body["instance"].startswith("urn:uuid:")
    assert body["instance"] in caplog.text
    assert "SELECT secret" in caplog.text


def test_a_fault_half_way_through_a_write_leaves_nothing(api, problem, monkeypatch):
    standing_order(reference="Q1")
    PlaceFactory(code="ZZAAA")
    PlaceFactory(code="ZZBBB")

    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(shipments, "recompute", fail)

    entry = {
        "tcn": "BISZZZ63240001XXX",
        "mode": "sea",
        "from_place": "ZZAAA",
        "to_place": "ZZBBB",
        "lines": [{"order": "Q1", "quantity": 1}],
    }
    assert problem(api.post(SHIPMENTS, entry))["status"] == 500
    assert api.get(SHIPMENTS).json()["results"] == []


def test_every_kind_of_problem_is_explained_where_its_type_points(api):
    listed = api.get("/api/v1/problems/").json()

    assert [kind["code"] for kind in listed] == [*KINDS]
    for kind in listed:
        assert api.get(f"/api/v1/problems/{kind['code']}/").json() == kind
    assert api.get("/api/v1/problems/boredom/").status_code == 404
