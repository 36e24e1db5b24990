"""How often one caller may ask what is open to everybody, counted in the database for all processes together.

Ninja's own throttles keep what they are about to answer on an object that all threads share, so that one caller's wait
is told to another; what Django's caches offer either stays within a process or does not count in one step. One upsert
does, and a table that is not logged costs no waiting for the disk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.db import connection
from django.utils.crypto import salted_hmac

from cityloop.kernel.errors import TooManyRequestsError
from cityloop.kernel.wording import say

COUNTED = """
INSERT INTO kernel_requestcount AS c (key, began_at, count) VALUES (%(key)s, %(at)s, 1)
    ON CONFLICT (key) DO UPDATE
   SET (began_at, count) = (SELECT CASE WHEN goes_on THEN c.began_at ELSE excluded.began_at END,
                                   CASE WHEN goes_on THEN least(c.count, %(most)s) + 1 ELSE 1 END
                              FROM (SELECT excluded.began_at >= c.began_at AND excluded.began_at
                                         < c.began_at + make_interval(secs => %(span_s)s)) AS span (goes_on))
RETURNING began_at, count
"""
LIMITED = {  # what an operation adds to its description
    "responses": {
        429: {
            "description": "Too many requests came from this address.",
            "headers": {
                "Retry-After": {
                    "description": "Seconds after which it may ask again.",
                    "required": True,
                    "schema": {"type": "integer", "minimum": 1},
                }
            },
        }
    }
}
HOUSE_BITS = 64  # whoever has one address of IPv6 has this whole network


@dataclass(frozen=True, slots=True)
class RequestRate:
    """So many requests in a span that begins with the first of them; `most` 0 is without end."""

    name: str
    most: int
    span: timedelta


def require_rate(rate: RequestRate, *, caller: str | None, at: datetime) -> None:
    """Count a request and let it pass if its caller has not made too many.

    :param caller: the address it came from; callers without one count as one.
    :raises TooManyRequestsError: they have; `retry_after` says when they may again.
    """
    if not rate.most:
        return
    key = _key(rate.name, caller or "")
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"key": key, "at": at, "most": rate.most, "span_s": rate.span.total_seconds()})
        began_at, count = cursor.fetchone()
    if count > rate.most:
        wait = max(ceil((began_at + rate.span - at).total_seconds()), 1)
        message = say("You ask too often; ask again in {seconds} seconds.", seconds=wait)
        raise TooManyRequestsError(message, retry_after=wait)


def _key(name: str, caller: str) -> str:
    """Return what stands for a caller: nobody can tell from it who that was, without our key."""
    try:
        address = ip_address(caller)
    except ValueError:
        house = caller
    else:
        is_long = isinstance(address, IPv6Address)
        house = str(ip_network(f"{address}/{HOUSE_BITS}", strict=False)) if is_long else str(address)
    return salted_hmac("cityloop.kernel.rates", f"{name}/{house}", algorithm="sha256").hexdigest()
