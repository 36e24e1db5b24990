"""Two classes of one name are one schema in the description of the API: the last one read takes the place of the other.

A client made from it believes the wrong one as soon as one of them changes, and nothing else would say so.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from ninja import NinjaAPI, Router, Schema
from ninja.constants import NOT_SET

from cityloop.config.api import api

NAMED = ("model", "dataclass", "enum", "typed-dict")  # kinds of pydantic's core schemas that get a name of their own


def test_no_two_things_go_by_one_name() -> None:
    assert doubles(api) == {}


@pytest.mark.parametrize("nested", [False, True])
def test_a_double_is_found_however_deep_it_lies(*, nested: bool) -> None:
    def thing() -> type[Schema]:
        class Thing(Schema):
            name: str

        return Thing

    first, second, found = thing(), thing(), NinjaAPI(urls_namespace=f"doubles-{nested}")
    second.__module__ = "elsewhere"
    inner = Router()
    inner.get("/one", response=list[first])(nothing)  # type: ignore[valid-type]  # made while this runs
    inner.get("/other", response=dict[str, second | None])(nothing)  # type: ignore[valid-type]  # made while this runs
    router = Router()
    router.add_router("", inner)
    found.add_router("/things", router if nested else inner)

    assert list(doubles(found)) == ["Thing"]


def nothing(request: HttpRequest) -> None:
    """Answer nothing."""


def doubles(described: NinjaAPI) -> dict[str, list[str]]:
    """Return where the classes of a name come from, for each name that has several."""
    by_name: dict[str, set[str]] = {}
    for model in models_of(described):
        for each in classes(model.__pydantic_core_schema__, set()):
            by_name.setdefault(each.__name__, set()).add(f"{each.__module__}.{each.__qualname__}")
    return {name: sorted(places) for name, places in by_name.items() if len(places) > 1}


def models_of(described: NinjaAPI) -> Iterator[Any]:
    """Yield what every operation takes and answers, those of routers within routers too."""
    for router in described._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in (*operation.models, *operation.response_models.values()):
                    if model not in (None, NOT_SET):
                        yield model


def classes(schema: Any, seen: set[int]) -> Iterator[type]:
    """Yield the classes within a core schema of pydantic."""
    if id(schema) in seen:
        return
    if isinstance(schema, dict):
        seen.add(id(schema))
        if schema.get("type") in NAMED and isinstance(schema.get("cls"), type):
            yield schema["cls"]
        for part in schema.values():
            yield from classes(part, seen)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from classes(part, seen)
