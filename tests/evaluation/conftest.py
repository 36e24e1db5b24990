"""Fixtures for what is kept in the lake."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def lake_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give a test a lake of its own."""
    settings.CITYLOOP_LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"
