"""`cityloop worker`: delivers events and runs jobs. Any number of them may run beside each other."""

import argparse
import os
import socket
from threading import Event, Thread
from time import monotonic

import django
import psycopg
import structlog
from django.db import Error as DatabaseError
from django.db import connection

from cityloop.config.lifeline import follow_parent

LOOK = 1.0  # seconds after which the outbox is looked at even without a notification
JOBS_AT_ONCE = 4
log = structlog.get_logger(__name__)


def work(words: list[str]) -> int:
    """Deliver events as they are published and run jobs as they fall due, until told to stop."""
    parser = argparse.ArgumentParser(prog="cityloop worker", description="Deliver events and run jobs.")
    parser.add_argument("--supervised", action="store_true", help="end when the supervisor is gone")
    if parser.parse_args(words).supervised:
        follow_parent()
    django.setup()
    relay = Relay()
    relay.start()
    try:
        _run_jobs()
    finally:
        relay.stop()
    return 0


class Relay(Thread):
    """The thread that delivers what the outbox holds."""

    def __init__(self) -> None:
        """Prepare to deliver."""
        super().__init__(name="relay", daemon=True)
        self._stopping = Event()

    def run(self) -> None:
        """Deliver until stopped; whatever goes wrong is logged and tried again."""
        while not self._stopping.is_set():
            try:
                self._deliver_and_listen()
            except (psycopg.Error, DatabaseError) as error:
                log.warning("relay_lost_database", error=str(error))
            except Exception:
                log.exception("relay_stumbled")
            connection.close()
            self._stopping.wait(LOOK)

    def stop(self) -> None:
        """Finish the round at hand and end."""
        self._stopping.set()
        self.join(timeout=10)

    def _deliver_and_listen(self) -> None:
        from procrastinate.contrib.django.utils import connector_params  # noqa: PLC0415 - needs Django to be set up

        from cityloop.kernel.clock import now  # noqa: PLC0415 - the same
        from cityloop.kernel.outbox import RELAY_LINGERS, WAKE_APART, WAKE_CHANNEL, relay  # noqa: PLC0415 - the same

        with psycopg.connect(**connector_params(), autocommit=True) as link:
            link.execute(f"LISTEN {WAKE_CHANNEL}")
            lingers_until = 0.0
            while not self._stopping.is_set():
                if relay(at=now()):
                    lingers_until = monotonic() + RELAY_LINGERS
                    continue
                look = WAKE_APART if monotonic() < lingers_until else LOOK
                for _ in link.notifies(timeout=look, stop_after=1):
                    pass


def _run_jobs() -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django to be set up

    name = f"{socket.gethostname()}-{os.getpid()}"
    with app.replace_connector(app.connector.get_worker_connector()) as jobs:  # type: ignore[attr-defined]  # Django's connector
        jobs.run_worker(
            name=name,
            concurrency=JOBS_AT_ONCE,
            delete_jobs="successful",
            shutdown_graceful_timeout=15,
        )
