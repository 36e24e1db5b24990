"""The API: one description, every module's operations under its own name."""

from copy import deepcopy
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from cityloop.kernel import problems
from cityloop.kernel.http import CityAPI

PREFIX = "api/v1/"


def build() -> CityAPI:
    """Return the API with each module's `router` at `/<module>`, or its `routers` where they say."""
    api = CityAPI(
        title="CityLoop",
        version="1",
        description=(
            "Running a city by the closed loop. Errors are problem+json, in the language of Accept-Language (zh, en; "
            "English if none is named); creates take an Idempotency-Key."
        ),
        docs_url=None,
        openapi_url="openapi.json",
    )
    problems.install(api)
    for application in apps.get_app_configs():
        if application.name.startswith("cityloop.") and module_has_submodule(application.module, "rest"):
            rest = import_module(f"{application.name}.rest")
            routers = getattr(rest, "routers", None) or {f"/{application.label}": getattr(rest, "router", None)}
            for prefix, router in routers.items():
                if router is not None:
                    api.add_router(prefix, router)
    return api


def description() -> dict[str, Any]:
    """Return the OpenAPI description of this version, a copy of its own for each who asks."""
    return deepcopy(dict(api.get_openapi_schema(path_prefix=f"/{PREFIX}")))


api = build()
