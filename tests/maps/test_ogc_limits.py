"""What strangers may ask of /ogc takes nobody's time for long, and nobody is told what was meant for another."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cityloop.maps.queries import items as reading
from cityloop.maps.queries.collections import COLLECTIONS
from tests.maps.furnishing import bearer
from tests.maps.ogc import ROOT, ask
from tests.support.town import Town

ITEMS = "/collections/components/items"


@pytest.mark.usefixtures("walks", "published")
def test_a_question_that_takes_too_long_is_ended_and_says_when_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION pg_temp.slow(code text) RETURNS text LANGUAGE sql VOLATILE
            AS 'SELECT code FROM pg_sleep(1)'""")
    monkeypatch.setattr(reading, "LONGEST_S", 0.05)
    slow = "(SELECT *, pg_temp.slow(code) AS late FROM assets_component)"
    found = replace(COLLECTIONS["components"], source=slow, condition="t.late <> ''")
    assert isinstance(COLLECTIONS, dict)
    monkeypatch.setitem(COLLECTIONS, "components", found)

    for path in (ITEMS, f"{ITEMS}/11010101004000001"):
        refused = ask(path, status=503)
        assert refused["Content-Type"] == "application/problem+json"
        assert refused["Retry-After"] == "5"
        assert "Cache-Control" not in refused
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


@pytest.mark.usefixtures("walks", "published")
def test_a_stranger_who_asks_too_often_waits_and_whoever_has_an_account_does_not(town: Town, settings: Any) -> None:
    settings.CITYLOOP_OGC_A_MINUTE = 2
    answers = [Client().get(f"{ROOT}{ITEMS}") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    ask(ITEMS, headers=bearer(town, "leader"))
    ask("/collections")


@pytest.mark.usefixtures("walks")
def test_what_is_meant_for_one_seat_is_kept_for_that_seat(town: Town) -> None:
    answer = ask(ITEMS, headers=bearer(town, "leader"))

    assert {name.strip() for name in answer["Vary"].split(",")} >= {"Authorization", "Cookie", "X-CityLoop-Seat"}
    assert answer["Cache-Control"] == "private, max-age=60"


@pytest.mark.usefixtures("walks")
@pytest.mark.parametrize("path", ["/api", "/collections", "/collections/components"])
def test_nothing_keeps_what_is_offered_to_one_caller(town: Town, path: str) -> None:
    assert ask(path, headers=bearer(town, "leader"))["Cache-Control"] == "private, no-store"
