"""Figures for Prometheus, summed over the processes of this installation."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library's gap
REQUESTS = Counter("cityloop_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "cityloop_request_seconds",
    "How long requests took.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
BACKLOG = """
    SELECT count(*) FILTER (WHERE attempts = 0), count(*) FILTER (WHERE attempts > 0),
           coalesce(extract(epoch FROM now() - min(happened_at)), 0)
    FROM kernel_outboxevent WHERE position IS NULL
"""
JOBS = (
    "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY 1, 2"
)


class BacklogCollector(Collector):
    """What waits in the database, counted at the moment somebody asks."""

    def collect(self) -> Iterable[Metric]:
        """Return the events that wait for delivery and the jobs that wait for a worker."""
        with connection.cursor() as cursor:
            cursor.execute(BACKLOG)
            waiting, failed, age = cursor.fetchone()
            cursor.execute(JOBS)
            queues = cursor.fetchall()
        yield GaugeMetricFamily("cityloop_outbox_waiting", "Events not tried yet.", value=waiting)
        yield GaugeMetricFamily("cityloop_outbox_failed", "Events that failed and will be tried again.", value=failed)
        yield GaugeMetricFamily("cityloop_outbox_age_seconds", "Age of the oldest event not delivered.", value=age)
        jobs = GaugeMetricFamily("cityloop_jobs", "Jobs that wait or run.", labels=["queue", "status"])
        for queue, status, count in queues:
            jobs.add_metric([queue, status], count)
        yield jobs


def exposition() -> bytes:
    """Return all figures in Prometheus' text format."""
    shared = CollectorRegistry()
    shared.register(BacklogCollector())
    if settings.METRICS_FOLDER:
        MultiProcessCollector(shared, path=settings.METRICS_FOLDER)  # type: ignore[no-untyped-call]  # the library's gap
        return generate_latest(shared)
    return generate_latest(REGISTRY) + generate_latest(shared)
