"""Floors under the quality of geocoding: addresses of the invented city, spoilt in every way, must still be found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cityloop.access.api import system_actor
from cityloop.administration import api as administration
from cityloop.administration.demo.package import SEED, demo_city
from cityloop.places import api as places
from tests.support.addresses import Writer
from tests.support.scores import Score, scores

AT = datetime(2026, 3, 2, tzinfo=UTC)
EACH = 40
FLOOR = 0.97  # of precision and recall; below it for what is hard to tell apart
HARD = {"landmark_typo": 0.9, "typo": 0.9, "several_at_once": 0.9, "pinyin": 0.95, "opposite": 0.85, "nowhere": 0.0}
LEAST_RECALL = {**HARD, "nowhere": 0.95}
FARTHEST_M = {"opposite": 10.0, "corner": 10.0}


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Score]:
    """The scores of every kind; the city is undone afterwards."""
    package = demo_city()
    bare = replace(package, components=(), accounts=(), responsibility=(), bodies=())
    written = Writer(package, seed=20260302, city_seed=SEED).write(EACH)
    with django_db_blocker.unblock(), transaction.atomic():
        administration.load_city(package=bare, actor=system_actor("tests"), at=AT)
        answers, _ = places.geocode_many([address.text for address in written])
        transaction.set_rollback(True)
    return {score.kind: score for score in scores(written, answers)}


KINDS = [name.removeprefix("kind_") for name in dir(Writer) if name.startswith("kind_")]


@pytest.mark.parametrize("kind", KINDS)
def test_addresses_of_each_kind_are_found(found: dict[str, Score], kind: str) -> None:
    score = found[kind]

    assert score.precision >= HARD.get(kind, FLOOR), score
    assert score.recall >= LEAST_RECALL.get(kind, FLOOR), score
    assert score.median_m <= FARTHEST_M.get(kind, 2.0), score


def test_every_kind_of_mistake_is_tried() -> None:
    assert len(KINDS) >= 20
