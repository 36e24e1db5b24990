"""A pytest plugin: tests run on a private cluster of their own, which may lose data and so is quick.

It is named in pyproject.toml and works before settings are read. With DATABASE_URL set, that server is used instead.
"""

import os
import secrets

import pytest

from cityloop.config.cluster import Cluster
from cityloop.config.home import ROOT, prepare, uses_embedded_cluster

IS_CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ
if IS_CONTROLLER:
    os.environ["CITYLOOP_HOME"] = str(ROOT / ".cityloop-test")
    os.environ.setdefault("CITYLOOP_SECRET_KEY", secrets.token_urlsafe(50))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cityloop.config.settings"
_started: list[Cluster] = []

if IS_CONTROLLER and uses_embedded_cluster():
    cluster = Cluster(prepare(), durable=False)
    if cluster.start():
        _started.append(cluster)


def pytest_unconfigure(config: pytest.Config) -> None:  # noqa: ARG001 - the name is part of the hook
    """Take down what this run took up."""
    while _started:
        _started.pop().stop()
