"""An import is killed again and again, at any moment, and the inventory is as it was before or whole."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import orjson
import pytest

from tests.faults.running import PROGRAM, Running, running
from tests.support.town import position

pytestmark = pytest.mark.django_db
ROWS = 30_000
KILLS = 6
SEED = 20260303
RULES = {
    "attributes": {"external_id": "{id}", "source_layer": "lamps", "class_code": "01027", "name": "路灯{id}"},
    "x": "x",
    "y": "y",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("import")
    with running(home, f"cityloop_import_{os.getpid()}") as found:
        yield found


def test_a_killed_import_is_never_half_there(town: Running, tmp_path: Path) -> None:
    random = Random(SEED)  # noqa: S311 - a test wants the same numbers again
    file, rules = tmp_path / "lamps.csv", tmp_path / "rules.json"
    spots = [position(random.uniform(0, 9), random.uniform(0, 2)) for _ in range(300)]
    lines = [f"{n},{spots[n % 300][0]},{spots[n % 300][1]}" for n in range(ROWS)]
    file.write_text("\n".join(["id,x,y", *lines]))
    rules.write_bytes(orjson.dumps(RULES))

    words = ["import-components", str(file), "--mapping", str(rules)]
    for _ in range(KILLS):
        if begin_and_kill(town, words, after=random.uniform(2, 9)):
            break
        count = town.rows("SELECT count(*) FROM assets_component")[0][0]
        assert count in {0, ROWS}, "half of an import can be seen"
        known = town.rows("SELECT id FROM assets_componentimport")
        words = ["import-components", "--resume", str(known[0][0])] if known else words
    done = town.run(*words)

    assert done.returncode == 0, done.stderr
    assert town.rows("SELECT count(*), count(DISTINCT code) FROM assets_component") == [(ROWS, ROWS)]
    assert town.rows("SELECT state, rows_read, rows_bad, added FROM assets_componentimport") == [
        ("DONE", ROWS, 0, ROWS)
    ]
    assert town.rows("SELECT count(*) FROM assets_stagedcomponent") == [(0,)]


def begin_and_kill(town: Running, words: list[str], *, after: float) -> bool:
    """Run a command and kill it with no chance to say anything; return whether it was quicker."""
    with subprocess.Popen([*PROGRAM, *words], env=town.environment, stdout=subprocess.DEVNULL) as process:
        try:
            return process.wait(after) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return False
