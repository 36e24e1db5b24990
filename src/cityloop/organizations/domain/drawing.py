"""Drawing the collector who checks: by lot, in rotation, on record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cityloop.kernel.wording import say
from cityloop.organizations.contracts import CollectorCandidate, NobodyToDrawError


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """How a draw went, so that anybody who is shown the seed can repeat it.

    `pool` is the ordered list the lot fell on, `rested` those left out because they checked this body lately,
    `excluded` those who may not check this case, each with the reason.
    """

    pool: tuple[UUID, ...]
    rested: tuple[UUID, ...]
    excluded: Mapping[UUID, str]
    seed_sha256: str
    index: int


@dataclass(frozen=True, slots=True)
class Draw:
    """The collector drawn, and how."""

    chosen: CollectorCandidate
    record: DrawRecord


def draw(
    candidates: Iterable[CollectorCandidate],
    *,
    seed: bytes,
    excluded: Mapping[UUID, str],
    recent: Mapping[UUID, datetime],
) -> Draw:
    """Draw one collector: the same input draws the same one, and every one in the pool is equally likely.

    Of those eligible, the half that checked this body most recently rests, so that a body does not meet the same face
    again; who never checked it never rests. The order of `candidates` does not matter.

    :param seed: 32 random bytes, unknown to anybody before the draw.
    :param excluded: account -> why it may not check this case.
    :param recent: account -> when it was last drawn for this body.
    :raises NobodyToDrawError: nobody is eligible.
    :source: design.md section 1 (drawn, rotated and recorded).
    """
    known = {candidate.account_id: candidate for candidate in candidates}
    eligible = sorted(account for account in known if account not in excluded)
    if not eligible:
        message = say("No collector on duty here may check this case.")
        reasons = {str(account): excluded[account] for account in sorted(known)}
        raise NobodyToDrawError(message, excluded=reasons)
    drawn_before = sorted((account for account in eligible if account in recent), key=lambda a: (recent[a], a))
    resting = min(len(eligible) // 2, len(drawn_before))
    rested = frozenset(drawn_before[len(drawn_before) - resting :])
    pool = tuple(account for account in eligible if account not in rested)
    index = int.from_bytes(seed) * len(pool) >> (8 * len(seed))
    record = DrawRecord(
        pool=pool,
        rested=tuple(sorted(rested)),
        excluded={account: excluded[account] for account in sorted(known) if account in excluded},
        seed_sha256=sha256(seed).hexdigest(),
        index=index,
    )
    return Draw(known[pool[index]], record)
