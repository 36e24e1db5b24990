"""What a cluster counts is what one process counts, to the last digit."""

import subprocess
import sys
from pathlib import Path

import pytest

from cityloop.evaluation import api
from tests.evaluation import asked_of_spark
from tests.evaluation.asked_of_spark import QUESTIONS
from tests.evaluation.invented import MOMENT, invent
from tests.support import spark
from tests.support.town import Town

ROOT = Path(__file__).parents[2]
lacking = spark.missing()


@pytest.mark.django_db
@pytest.mark.skipif(bool(lacking), reason=lacking or "a cluster can run here")
def test_two_workers_of_a_cluster_count_as_one_process_and_as_the_database(
    town: Town, lake_folder: Path, tmp_path: Path
) -> None:
    invent(11, cases=60)
    api.export_facts(at=MOMENT)
    wanted = [
        [api.sums(kind=kind, by=by, where=where, at=MOMENT) for by in groups] for kind, groups, where in QUESTIONS
    ]

    in_process = [
        api.lake_sums_by_each(kind=kind, groups=groups, where=where, at=MOMENT) for kind, groups, where in QUESTIONS
    ]
    printed = asked_of_spark.figures()
    with spark.cluster(tmp_path / "cluster", workers=2) as address:
        on_cluster = answers(address, lake_folder)
        workers = [place for place in (tmp_path / "cluster").glob("worker-*/app-*/*") if place.is_dir()]

    assert in_process == wanted
    assert on_cluster == [repr(answer) for answer in (*wanted, printed)]
    assert len(printed) > 5
    assert {place.parents[1].name for place in workers} == {"worker-0", "worker-1"}  # both had a part in it


def answers(address: str, lake: Path) -> list[str]:
    """Ask in a process of its own, as a city that counts on a cluster does."""
    told = {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "cityloop.config.settings",
        "CITYLOOP_ANALYTICS": address, "CITYLOOP_LAKE": str(lake), "SPARK_LOCAL_IP": spark.HERE,
        "DATABASE_URL": "postgis://nobody@nowhere/nothing",
    }  # fmt: skip
    asked = subprocess.run(
        ["/usr/bin/env", *(f"{name}={value}" for name, value in told.items()), sys.executable, asked_of_spark.__file__],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert asked.returncode == 0, asked.stderr[-4000:]
    return [line for line in asked.stdout.splitlines() if line.startswith("[")]  # others are its log
