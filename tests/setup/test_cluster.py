import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from cityloop.config.cluster import ROOTS_PLACE, Cluster
from cityloop.config.postgres import ClusterError
from cityloop.config.server import SOCKET_NAME
from tests.setup.conftest import eventually


def ask(cluster: Cluster, question: str) -> str:
    record = cluster.record
    assert record
    command = [cluster.programs().path("psql"), "-X", "-h", str(record.socket), "-U", "cityloop", "-tAc", question]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_second_start_finds_the_first(home: Path) -> None:
    cluster = Cluster(home, durable=False)

    assert cluster.start()
    process = cluster.postmaster()
    assert not cluster.start()

    assert process
    assert cluster.postmaster() == process


def test_only_its_own_socket_leads_in(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    record = cluster.record
    assert record

    assert ask(cluster, "SHOW listen_addresses") == ""
    assert record.socket.stat().st_mode & 0o077 == 0
    assert record.place.stat().st_mode & 0o077 == 0
    assert ask(cluster, "SHOW server_encoding") == "UTF8"


def test_data_outlive_a_stop(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")

    assert cluster.stop()
    assert cluster.postmaster() is None
    assert not cluster.stop()
    cluster.start()

    assert ask(cluster, "SELECT answer FROM kept") == "42"


def test_it_comes_back_after_its_server_was_killed(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    killed = cluster.postmaster()
    assert killed

    os.kill(killed, signal.SIGKILL)
    eventually(lambda: cluster.postmaster() is None)
    assert cluster.start()

    assert cluster.postmaster() not in {None, killed}
    assert ask(cluster, "SELECT 1") == "1"


def test_the_note_of_a_dead_server_whose_number_was_given_away_is_no_obstacle(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    record = cluster.record
    assert record
    cluster.stop()
    note = f"{os.getpid()}\n{record.place}/data\n0\n5432\n{record.socket}\n\n0 0\nready\n"

    (record.place / "data/postmaster.pid").write_text(note)
    assert cluster.postmaster() is None

    assert cluster.start()


def test_two_homes_live_side_by_side(home: Path, tmp_path: Path) -> None:
    one, other = Cluster(home, durable=False), Cluster(tmp_path / "other", durable=False)
    try:
        one.start()
        other.start()
        ask(one, "CREATE TABLE here (id int)")

        assert ask(other, "SELECT to_regclass('here') IS NULL") == "t"
        one.stop()
        assert other.postmaster()
    finally:
        other.remove()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("a folder with a long name " * 4), durable=False)
    try:
        cluster.start()
        record = cluster.record

        assert record
        assert len(str(record.socket / SOCKET_NAME)) <= 107
        assert ask(cluster, "SELECT 1") == "1"
    finally:
        cluster.remove()


def test_variables_of_the_shell_do_not_lead_it_astray(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    cluster = Cluster(home, durable=False)

    cluster.start()

    assert cluster.postmaster()


def test_durability_is_settled_when_it_is_made(home: Path) -> None:
    Cluster(home).start()
    again = Cluster(home, durable=False)

    assert (
        ask(again, "SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit')")
        == "on on"
    )


def test_a_making_that_was_cut_off_is_begun_anew(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    record = cluster.record
    assert record
    cluster.stop()
    (record.place / "data").rename(record.place / "data.new")

    cluster.start()

    assert not (record.place / "data.new").exists()
    assert ask(cluster, "SELECT 1") == "1"


@pytest.mark.skipif(os.getuid() != 0, reason="only root's clusters live outside the home")
def test_a_copied_home_does_not_share_the_cluster_of_the_first(home: Path, tmp_path: Path) -> None:
    first = Cluster(home, durable=False)
    first.start()
    record = first.record
    assert record
    assert record.place.is_relative_to(ROOTS_PLACE)
    shutil.copytree(home, tmp_path / "copy")

    copy = Cluster(tmp_path / "copy")
    first.stop()

    with pytest.raises(ClusterError, match="is a copy of"):
        copy.start()


@pytest.mark.skipif(os.getuid() != 0, reason="only root's clusters live outside the home")
def test_a_moved_home_keeps_its_cluster(home: Path, tmp_path: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")
    cluster.stop()
    moved = Cluster(home.rename(tmp_path / "moved"))
    try:
        moved.start()

        assert ask(moved, "SELECT answer FROM kept") == "42"
    finally:
        moved.remove()
