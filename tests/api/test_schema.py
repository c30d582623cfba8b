from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from shipments.api import examples, expediting_examples
from shipments.api.discrepancies import DiscrepancySerializer
from shipments.api.expedites import ActionSerializer, ExpediteSerializer, WholeExpediteSerializer
from shipments.api.flags import FlagSerializer
from shipments.api.milestones import MilestoneSerializer
from shipments.api.orders import OrderSerializer
from shipments.api.policies import PolicySerializer
from shipments.api.problem_kinds import KINDS
from shipments.api.promises import PromiseSerializer
from shipments.api.proposals import ProposalSerializer
from shipments.api.receipts import ReceiptSerializer
from shipments.api.shipments import ShipmentSerializer
from tests.factories import UserFactory


@pytest.fixture
def schema(api):
    return api.get("/api/v1/schema/").json()


def test_the_schema_is_valid_and_nothing_in_it_is_guessed(tmp_path):
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml")
    )


def test_the_schema_names_every_operation(schema):
    operations = {
        f"{method.upper()} {address.removeprefix('/api/v1')}"
        for address, methods in schema["paths"].items()
        for method in methods
    }

    assert schema["openapi"] == "3.1.0"
    assert operations == {
        "GET /orders/",
        "GET /orders/{reference}/",
        "GET /orders/{reference}/promises/",
        "POST /orders/{reference}/promises/",
        "GET /promises/",
        "GET /promises/{id}/",
        "GET /shipments/",
        "POST /shipments/",
        "GET /shipments/{tcn}/",
        "POST /shipments/{tcn}/legs/",
        "POST /shipments/{tcn}/milestones/",
        "GET /shipments/{tcn}/events/",
        "GET /shipments/{tcn}/events/epcis/",
        "POST /shipments/{tcn}/receipts/",
        "POST /shipments/{tcn}/receipts/{id}/retract/",
        "POST /shipments/{tcn}/discrepancies/",
        "GET /shipments/{tcn}/gates/",
        "POST /shipments/{tcn}/ready/",
        "POST /shipments/{tcn}/not-ready/",
        "POST /shipments/{tcn}/release/",
        "POST /shipments/{tcn}/take-back-release/",
        "POST /shipments/{tcn}/close/",
        "POST /shipments/{tcn}/reopen/",
        "GET /flags/",
        "GET /flags/{id}/",
        "GET /expedites/",
        "POST /expedites/",
        "POST /expedites/steps/",
        "GET /expedites/{id}/",
        "POST /expedites/{id}/note/",
        "POST /expedites/{id}/hand-over/",
        "POST /expedites/{id}/snooze/",
        "POST /expedites/{id}/wake/",
        "POST /expedites/{id}/close/",
        "GET /proposals/",
        "POST /proposals/{batch}/accept/",
        "POST /proposals/{batch}/decline/",
        "GET /policies/",
        "GET /me/",
        "GET /problems/",
        "GET /problems/{code}/",
    }


def test_every_operation_tells_its_problems(schema):
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            expected = {"400", "401", "403", "406", "default"}
            expected |= {"404"} if "{" in address else set()
            expected |= {"409", "415", "422"} if method == "post" else set()
            problems = {
                code
                for code, response in operation["responses"].items()
                if "application/problem+json" in response["content"]
            }
            assert problems == expected, address


def test_every_write_shows_an_example(schema):
    bodies = [
        operation["requestBody"]["content"]["application/json"]
        for methods in schema["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    ]

    assert len(bodies) == 15
    assert all(body["examples"] for body in bodies)


@pytest.mark.parametrize(
    ("serializer", "example"),
    [
        (OrderSerializer, examples.ORDER),
        (OrderSerializer, examples.POSSIBLE_SALE),
        (FlagSerializer, examples.FLAG),
        (PolicySerializer, examples.POLICY),
        (PromiseSerializer, examples.PROMISE),
        (ShipmentSerializer, examples.SHIPMENT),
        (MilestoneSerializer, examples.MILESTONE),
        (ReceiptSerializer, examples.RECEIPT),
        (DiscrepancySerializer, examples.DISCREPANCY),
        (ActionSerializer, expediting_examples.ACTION),
        (ExpediteSerializer, expediting_examples.EXPEDITE),
        (WholeExpediteSerializer, expediting_examples.EXPEDITE_WITH_ACTIONS),
        (ProposalSerializer, expediting_examples.PROPOSAL),
    ],
)
def test_an_example_shows_what_the_serializer_shows(serializer, example):
    assert [*example] == [*serializer().fields]


def test_every_list_and_detail_shows_an_example(schema):
    bare = {
        address
        for address, methods in schema["paths"].items()
        if "get" in methods
        and "examples" not in methods["get"]["responses"]["200"]["content"]["application/json"]
    }

    assert bare == {
        "/api/v1/me/",
        "/api/v1/orders/{reference}/",
        "/api/v1/problems/",
        "/api/v1/problems/{code}/",
    }


def test_every_operation_says_in_one_line_what_it_is(schema):
    summaries = [
        operation["summary"]
        for methods in schema["paths"].values()
        for operation in methods.values()
    ]

    assert all(summaries)
    assert len(set(summaries)) == len(summaries)


def test_closed_lists_of_words_are_enumerated(schema):
    parts = schema["components"]["schemas"]

    assert parts["ModeEnum"]["enum"] == ["sea", "air", "road", "rail"]
    assert parts["PrecisionEnum"]["enum"] == ["day", "month", "year"]
    assert "notified" in parts["StatusEnum"]["enum"]
    assert parts["CodeEnum"]["enum"] == [*KINDS]


def test_a_quantity_that_is_not_published_may_be_null(schema):
    order = schema["components"]["schemas"]["Order"]["properties"]

    assert "null" in order["quantity"]["type"]
    assert order["possible_sale"]["type"] == "boolean"


def test_the_docs_page_loads_its_own_files_and_nothing_else(db):
    client = Client()
    client.force_login(UserFactory())

    page = client.get("/api/v1/docs/").content.decode()

    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    files = [address for address in loaded if address.startswith("/static/")]
    assert set(loaded) - set(files) == {"/api/v1/schema/"}
    assert len(files) == 4
    for address in files:
        assert finders.find(address.removeprefix("/static/")), address
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", page)


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_before_reading_the_docs():
    response = Client().get("/api/v1/docs/")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
