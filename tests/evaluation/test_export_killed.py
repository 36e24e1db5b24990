"""An export may be killed at any step, and two may be started at once: readers see the old month or the new."""

import json
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cityloop.evaluation import api
from cityloop.evaluation.actions.lake_writing import ExportStep
from cityloop.kernel import locks
from tests.evaluation.invented import MOMENT, invent
from tests.evaluation.lake_reading import counted, counted_in_lake, tables
from tests.support import town as towns
from tests.support.town import CITY

ROOT = Path(__file__).parents[2]
CHILD = """
import json, os, signal, sys
from datetime import UTC, datetime
import django
from django.conf import settings
settings.DATABASES["default"].update(json.loads(sys.argv[2]))
django.setup()
from cityloop.evaluation import api
def tell(step, month):
    if step == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
api.export_facts(at=datetime(2026, 5, 1, tzinfo=UTC), tell=tell)
"""


@pytest.fixture
def settled(transactional_db: None) -> None:
    """Build a town with facts that other processes see, too."""
    towns.build()
    invent(9)


@pytest.mark.parametrize("step", ExportStep)
def test_an_export_that_is_killed_leaves_the_old_month_or_the_new(
    step: ExportStep, settled: None, lake_folder: Path
) -> None:
    killed = subprocess.run(
        [
            *("/usr/bin/env", f"PYTHONPATH={ROOT / 'src'}", "DJANGO_SETTINGS_MODULE=cityloop.config.settings"),
            *("DATABASE_URL=postgis://somewhere/else", f"CITYLOOP_LAKE={lake_folder}"),
            *(sys.executable, "-c", CHILD, step.value, database()),
        ],
        check=False,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL
    first = min(row.values[0] for row in counted()[0])
    seen = {name.split()[0] for name in tables(lake_folder)}
    assert seen == ({first} if step is ExportStep.COUNTED else set())

    done = api.export_facts(at=MOMENT)

    assert done is not None
    assert counted_in_lake() == counted()
    assert not [*(lake_folder / f".work/{CITY}").iterdir()]


def database() -> str:
    """Return what a process of its own needs to know of this test's database."""
    return json.dumps({name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")})


def test_a_second_export_at_the_same_time_leaves(settled: None, lake_folder: Path) -> None:
    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [locks.LAKE])
        held.set()
        done.wait(30)
        connection.close()

    held, done = threading.Event(), threading.Event()
    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    assert api.export_facts(at=MOMENT) is None
    with pytest.raises(CommandError, match="another export"):
        call_command("facts", "export")
    done.set()
    other.join()

    assert not lake_folder.exists() or not tables(lake_folder)
    said = StringIO()
    call_command("facts", "export", stdout=said)
    assert "months with" in said.getvalue()
