"""What docs/adr decided and no linter can see."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.gis.db.models.fields import BaseSpatialField

ROOT = Path(__file__).parents[2]
DEPENDENCIES = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
OTHER_STORES = {
    "celery", "confluent-kafka", "elasticsearch", "kafka-python", "motor", "mysqlclient",
    "opensearch-py", "pika", "pymongo", "pyspark", "redis", "rq", "valkey",
}  # fmt: skip
OURS = [model for model in apps.get_models() if model.__module__.startswith("cityloop.")]
GEOMETRIES = [field for model in OURS for field in model._meta.get_fields() if isinstance(field, BaseSpatialField)]
SOURCES = [path for path in (ROOT / "src/cityloop").rglob("*.py") if "tests" not in path.parts]


def test_there_is_one_database_and_no_other_store() -> None:
    names = {re.split(r"[^\w-]", dependency)[0].lower() for dependency in DEPENDENCIES}

    assert set(settings.DATABASES) == {"default"}
    assert settings.DATABASES["default"]["ENGINE"].endswith("postgis")
    assert names.isdisjoint(OTHER_STORES)


@pytest.mark.parametrize("field", GEOMETRIES, ids=str)
def test_geometry_is_longitude_and_latitude_of_cgcs2000(field: BaseSpatialField) -> None:
    assert field.srid == 4490


def test_only_the_outbox_notifies() -> None:
    notifying = [path.name for path in SOURCES if re.search(r"pg_notify|\bNOTIFY ", path.read_text(encoding="utf-8"))]

    assert notifying == ["outbox.py"]


def test_no_job_waits_for_a_moment_of_a_case() -> None:
    planning = [path.name for path in SOURCES if re.search(r"schedule_(at|in)\b", path.read_text(encoding="utf-8"))]

    assert planning == []
