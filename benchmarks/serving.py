"""Requests per second of the server: desk lists, case detail, moves and intake, over HTTP, everything durable.

Run: python benchmarks/serving.py --cases 1000000 [--keep]. Needs `wrk` (apt install wrk), and DATABASE_URL naming an
empty scratch database with PostGIS, or, with --keep, one that this program has filled before. Prints, for each figure,
the median of three runs with p50 and p95 latency, beside the yardsticks of the same run: /healthz (what the server can
do at all) and the same rows asked of PostgreSQL directly, one connection.
"""

import argparse
import json
import os
import pickle
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402 - the same

from benchmarks import big_city  # noqa: E402 - the same
from cityloop.kernel.clock import now  # noqa: E402 - the same
from tests.support import town as towns  # noqa: E402 - the same

RUNS, SECONDS, CONNECTIONS = 3, 8, 16
TOWN_FILE = ROOT / ".cityloop-bench-town"
REPORT = """
local n = 0
local prefix = "%(prefix)s"
function setup(thread) thread:set("seed", tostring(math.floor(os.clock() * 1e9) %% 1e9)) end
request = function()
  n = n + 1
  local key = string.format("%%s%%012x", prefix, n)
  local x = %(west)f + (n * 7919 %% 10000) / 10000 * %(width)f
  local y = %(south)f + (n * 104729 %% 10000) / 10000 * %(height)f
  local body = string.format('{"kind":"INCIDENT","class_code":"06010","longitude":%%.7f,"latitude":%%.7f,'
    .. '"source":"HOTLINE","description":"人行道上有暴露垃圾","reporter":{"name":"王芳","phone":"13800001234"}}', x, y)
  return wrk.format("POST", "/api/v1/cases", {["Authorization"] = "Bearer %(token)s", ["Idempotency-Key"] = key,
    ["Content-Type"] = "application/json"}, body)
end
"""
MOVE = """
local moves = {}
for line in io.lines("%(file)s") do moves[#moves + 1] = line end
local n = 0
request = function()
  n = n + 1
  local line = moves[n] or moves[#moves]
  local id, version = line:match("(%%S+) (%%S+)")
  local body = string.format('{"version":%%s,"opinion":"请尽快处置"}', version)
  return wrk.format("POST", "/api/v1/cases/" .. id .. "/moves/urge", {["Authorization"] = "Bearer %(token)s",
    ["Idempotency-Key"] = string.format("%(prefix)s%%012x", n), ["Content-Type"] = "application/json"}, body)
end
"""
DETAIL = """
local ids = {}
for line in io.lines("%(file)s") do ids[#ids + 1] = line end
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/api/v1/cases/" .. ids[1 + n %% #ids], {["Authorization"] = "Bearer %(token)s"})
end
"""


@dataclass(frozen=True)
class Figure:
    """What one run of wrk has shown."""

    rate: float
    p50_ms: float
    p95_ms: float
    failures: int


def main() -> None:
    """Fill, serve, measure, print."""
    options = parse()
    town = prepared(options)
    with served() as url:
        print(f"{options.cases:,} cases, {os.cpu_count()} cores, 2 web workers, {CONNECTIONS} connections")
        wanted = {name: measure for name, measure in figures(url, town).items() if options.only in name}
        for name, measure in wanted.items():
            runs = [measure() for _ in range(RUNS)]
            middle = sorted(runs, key=lambda run: run.rate)[RUNS // 2]
            failures = sum(run.failures for run in runs)
            print(
                f"{name:<34} {middle.rate:>9,.1f}/s   p50 {middle.p50_ms:>7.1f} ms   p95 {middle.p95_ms:>7.1f} ms"
                + (f"   {failures} FAILED" if failures else ""),
                flush=True,
            )
    for name, rate in direct().items():
        print(f"yardstick: {name:<42} {rate:>9,.1f}/s, one connection")


def figures(url: str, town: towns.Town) -> dict[str, Callable[[], Figure]]:
    """Return what is measured, in order."""
    acceptor, dispatcher, leader = (town.tokens[name] for name in ("acceptor", "dispatcher", "shift_leader"))
    desk = f"{url}/api/v1/cases?desk=todo&order=due&limit=50"
    every = f"{url}/api/v1/cases?limit=50"
    unmoved = moves()
    ids = sample("SELECT id FROM cases_case ORDER BY number DESC LIMIT 5000")
    return {
        "yardstick: /healthz": lambda: wrk(f"{url}/healthz"),
        "desk list, first page of 50": lambda: wrk(desk, token=dispatcher),
        "desk list, deep page": lambda: wrk(f"{desk}&cursor={deep(url, dispatcher)}", token=dispatcher),
        "all cases, first page of 50": lambda: wrk(every, token=acceptor),
        "all cases, page 1,000 on": lambda: wrk(f"{every}&cursor={newest_cursor(50_000)}", token=acceptor),
        "case detail with moves": lambda: wrk(url, script=DETAIL % {"file": ids, "token": acceptor}),
        "one move": lambda: wrk(url, script=MOVE % {"file": next(unmoved), "token": leader, "prefix": key_prefix()}),
        "intake, grid class deadline resolved": lambda: wrk(
            url, script=REPORT % (extent() | {"token": acceptor, "prefix": key_prefix()})
        ),
    }


def wrk(url: str, *, token: str = "", script: str = "") -> Figure:
    """Load an address and return what came of it."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "--timeout", "10s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write((script or "") + SUMMARY)
        file.flush()
        headers = ["-H", f"Authorization: Bearer {token}"] if token else []
        told = subprocess.run(  # noqa: S603 - our own words
            [*command, *headers, "-s", file.name, url], capture_output=True, text=True, check=True
        )
    found = json.loads(re.search(r"\{.*\}", told.stdout)[0])  # type: ignore[index] - the script always prints it
    return Figure(found["rate"], found["p50"] / 1000, found["p95"] / 1000, found["failures"])


SUMMARY = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"rate": %f, "p50": %f, "p95": %f, "failures": %d}',
    (summary.requests - e.status) / summary.duration * 1e6, latency:percentile(50), latency:percentile(95),
    e.status + e.connect + e.read + e.write + e.timeout))
end
"""


def deep(url: str, token: str) -> str:
    """Return the cursor of the desk's page 100."""
    cursor = ""
    for _ in range(100):
        address = f"{url}/api/v1/cases?desk=todo&order=due&limit=50" + (f"&cursor={cursor}" if cursor else "")
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - ours
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - ours
            following = json.load(answer)["next"]
        if following is None:
            return cursor
        cursor = following
    return cursor


def newest_cursor(place: int) -> str:
    """Return the cursor of the page of all cases that begins at this place."""
    from cityloop.kernel import cursors  # noqa: PLC0415 - Django must be set up first

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT registered_at, id FROM cases_case ORDER BY registered_at DESC, id DESC OFFSET %s LIMIT 1", [place]
        )
        return cursors.encode(*cursor.fetchone())


def moves() -> Iterator[str]:
    """Write open cases with their versions to files, each case to be moved once, and yield a file for each run.

    Chosen before the first run: what a run had asked for when it ended may still be on its way during the next.
    """
    files = [
        sample(
            "SELECT id || ' ' || version FROM cases_case WHERE phase = 'OPEN' AND urge_count = 0"  # noqa: S608 - ours
            f" AND abs(hashtext(id::text)) % {RUNS} = {run} ORDER BY random() LIMIT 20000"
        )
        for run in range(RUNS)
    ]
    yield from files


def sample(sql: str) -> str:
    """Write the first column of a query to a file, a line each, and return its name."""
    with connection.cursor() as cursor, tempfile.NamedTemporaryFile("w", delete=False) as file:
        cursor.execute(sql)
        file.writelines(f"{row[0]}\n" for row in cursor.fetchall())
        return file.name


def key_prefix() -> str:
    """Return the part of a UUID before its last twelve digits, fresh for every run."""
    return str(uuid4())[:24]


def extent() -> dict[str, float]:
    """Return the box of the city."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_Extent(spot) FROM bench_grid")
        west, south, east, north = map(float, re.findall(r"[\d.]+", cursor.fetchone()[0]))
    return {"west": west, "south": south, "width": east - west, "height": north - south}


def direct() -> dict[str, float]:
    """Return how often a second PostgreSQL itself gives the same rows to one connection."""
    page = (
        "SELECT * FROM cases_case WHERE phase IN ('OPEN', 'PAUSED') AND holder_post = 'DISPATCHER'"
        " ORDER BY due_at, id LIMIT 50"
    )
    one = "SELECT * FROM cases_case WHERE id = (SELECT id FROM cases_case ORDER BY registered_at DESC LIMIT 1)"
    return {"first page of the desk, bare SQL": repeated(page), "one case, bare SQL": repeated(one)}


def repeated(sql: str) -> float:
    """Return how often a second a query can be answered."""
    rates = []
    for _ in range(RUNS):
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < 2:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                cursor.fetchall()
            count += 1
        rates.append(count / (time.perf_counter() - began))
    return statistics.median(rates)


def prepared(options: argparse.Namespace) -> towns.Town:
    """Return the town, built and filled if it was not kept."""
    if options.keep and TOWN_FILE.exists():
        town: towns.Town = pickle.loads(TOWN_FILE.read_bytes())  # noqa: S301 - written by this program
        return town
    call_command("migrate", verbosity=0)
    town = big_city.build()
    big_city.fill(town, first=1, last=options.cases)
    TOWN_FILE.write_bytes(pickle.dumps(town))
    return town


@contextmanager
def served() -> Iterator[str]:
    """Run the web server with two workers while inside."""
    port = 8499
    environment = os.environ | {"CITYLOOP_PORT": str(port), "CITYLOOP_WORKERS": "2", "CITYLOOP_LOG_LEVEL": "WARNING"}
    server = subprocess.Popen(
        [sys.executable, "-m", "cityloop.config.cli", "web"], env=environment, stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await_ready(url, server)
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def await_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers.

    :raises RuntimeError: it ended instead, or took more than a minute.
    """
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 - ours
                return
        except OSError:
            time.sleep(0.1)
    message = "The server did not come up."
    raise RuntimeError(message)


def parse() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--only", default="", help="only figures with this in their name")
    parser.add_argument("--keep", action="store_true", help="measure what an earlier run has filled")
    return parser.parse_args()


if __name__ == "__main__":
    print(f"# {now():%Y-%m-%d}")
    main()
