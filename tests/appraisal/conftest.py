"""Fixtures for tests of outside evaluation."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def own_home(settings: Settings, tmp_path: Path) -> None:
    """Give a test a home of its own: what is closed is signed with a key that lies there."""
    settings.HOME = tmp_path
