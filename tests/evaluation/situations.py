"""Situations that a case can be in, each reached by real moves, and what is counted of it there."""

from collections.abc import Callable
from dataclasses import dataclass

from cityloop.cases import api
from cityloop.cases.tests.factories import Walk
from cityloop.evaluation.api import (
    ClosingJudged,
    CountingRules,
    ExemptedLateness,
    SuspendedNeed,
    WrongDispatch,
)
from tests.evaluation.ways import (
    answered,
    appealed,
    closed_as,
    extended,
    filed_from,
    filing_refused,
    forced,
    own_fix,
    redispatched,
    reopened,
    resumed,
    returned,
    reworked,
    sent_back,
    sent_elsewhere,
    sent_there_and_back,
    slow_at,
    straight,
    urged,
    verified,
    voided,
)
from tests.support.town import Town

SHIPPED = CountingRules()


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PUBLIC = words("reported public_reported")
ACCEPTED = PUBLIC | words("accepted accepted_on_time accepted_accurately")
FILED = ACCEPTED | words(
    "filed filed_on_time filed_accurately filed_from_superior valid_reported public_valid_reported"
)
SENT = words("need_dispatch dispatched dispatched_on_time dispatched_accurately")
WAITING = FILED | SENT | words("need_dispose to_dispose not_closed")
DISPOSED = FILED | SENT | words("need_dispose disposed disposed_on_time")
CLOSED = DISPOSED | words("closed closed_on_time")
LATE = CLOSED - words("disposed_on_time closed_on_time") | words("disposed_late closed_late")


@dataclass(frozen=True)
class Situation:
    """How a case came here, by which rules it is counted, and which of the counts of rows are one."""

    walk: Callable[[Town], Walk]
    expected: frozenset[str]
    rules: CountingRules = SHIPPED


def _filed_from(source: api.Source) -> Situation:
    expected = (
        FILED - words("filed_from_superior")
        | {f"filed_from_{source.lower()}"}
        | words("need_dispatch to_dispatch not_closed")
    )
    if source is api.Source.COLLECTOR:
        expected = expected - words("public_reported public_valid_reported")
        expected |= words("collector_reported collector_valid_reported")
    elif source not in {api.Source.SUPERIOR, api.Source.INSPECTION, api.Source.DEVICE, api.Source.VIDEO}:
        expected |= words("public_verified")
    return Situation(filed_from(source), expected)


REWORK = CountingRules(wrong_dispatch=WrongDispatch.REWORK)
TWO = CountingRules(wrong_dispatch=WrongDispatch.TWO_BODIES)
WRONG = words("dispatched_wrongly")
RIGHT = words("dispatched_accurately")
OPEN = words("not_closed")
SITUATIONS: dict[str, Situation] = {
    "reported": Situation(Walk, PUBLIC | words("to_accept not_closed")),
    "accepted": Situation(straight("FILING"), ACCEPTED | words("to_file not_closed")),
    "accepted late": Situation(
        slow_at("ACCEPTANCE", "FILING", days=1), ACCEPTED - words("accepted_on_time") | words("to_file not_closed")
    ),
    "report refused": Situation(lambda town: Walk(town).refuse(), PUBLIC | words("not_accepted invalid_reported void")),
    "filing refused": Situation(
        filing_refused, ACCEPTED - words("accepted_accurately") | words("not_filed invalid_reported void")
    ),
    "sent back to acceptance": Situation(sent_back("FILING", "shift_leader"), PUBLIC | words("to_accept not_closed")),
    "filed": Situation(straight("DISPATCH"), FILED | words("need_dispatch to_dispatch not_closed")),
    "filed late": Situation(
        slow_at("FILING", "DISPATCH", days=1),
        FILED - words("filed_on_time") | words("need_dispatch to_dispatch not_closed"),
    ),
    "sent back to filing": Situation(sent_back("DISPATCH", "dispatcher"), ACCEPTED | words("to_file not_closed")),
    "voided": Situation(
        voided,
        ACCEPTED - words("accepted_accurately")
        | words("filed filed_on_time filed_from_superior invalid_reported void"),
    ),
    "in disposal": Situation(straight("DISPOSAL"), WAITING),
    "dispatched late": Situation(
        slow_at("DISPATCH", "DISPOSAL", days=1), WAITING - words("dispatched_on_time") | words("dispatched_late")
    ),
    "disposed of": Situation(straight("CHECK"), DISPOSED | OPEN),
    "disposed of late": Situation(
        slow_at("DISPOSAL", "CLOSING"), DISPOSED - words("disposed_on_time") | words("disposed_late not_closed")
    ),
    "closed": Situation(straight("CLOSED"), CLOSED),
    "closed late": Situation(slow_at("DISPOSAL", "CLOSED"), LATE),
    "checked slowly": Situation(slow_at("CHECK", "CLOSED"), CLOSED),
    "checked slowly, judged by closing": Situation(
        slow_at("CHECK", "CLOSED"),
        CLOSED - words("closed_on_time") | words("closed_late"),
        CountingRules(closing_judged=ClosingJudged.CLOSING),
    ),
    "exempted": Situation(appealed, CLOSED | words("exempted")),
    "exempted, told apart": Situation(
        appealed,
        CLOSED - words("disposed_on_time closed_on_time") | words("exempted"),
        CountingRules(exempted_lateness=ExemptedLateness.APART),
    ),
    "reworked": Situation(reworked, WAITING | words("reworked")),
    "reworked, which was a wrong dispatch": Situation(reworked, WAITING - RIGHT | WRONG | words("reworked"), REWORK),
    "reworked and closed": Situation(lambda town: reworked(town).to("CLOSED"), CLOSED | words("reworked")),
    "extended": Situation(extended, WAITING | words("extended")),
    "suspended": Situation(
        lambda town: Walk(town).suspend(),
        WAITING - words("need_dispose to_dispose") | words("suspended ever_suspended"),
    ),
    "suspended, but needed": Situation(
        lambda town: Walk(town).suspend(),
        WAITING - words("to_dispose") | words("suspended ever_suspended"),
        CountingRules(suspended_need=SuspendedNeed.COUNTED),
    ),
    "resumed": Situation(resumed, WAITING | words("ever_suspended")),
    "returned": Situation(returned, FILED | words("need_dispatch to_dispatch not_closed returned")),
    "returned late": Situation(
        lambda town: returned(town, late=True),
        FILED | words("need_dispatch to_dispatch not_closed returned returned_late"),
    ),
    "sent elsewhere": Situation(sent_elsewhere, WAITING - RIGHT | WRONG | words("returned")),
    "sent elsewhere, by rework": Situation(sent_elsewhere, WAITING | words("returned"), REWORK),
    "sent there and back": Situation(sent_there_and_back, WAITING | words("returned")),
    "sent to two bodies": Situation(sent_there_and_back, WAITING - RIGHT | WRONG | words("returned"), TWO),
    "merged": Situation(lambda town: Walk(town, "twin").merge(Walk(town, "main").id), PUBLIC | words("merged")),
    "urged": Situation(urged(answered_after=None), WAITING | words("urged")),
    "urged and answered": Situation(
        urged(answered_after=5), WAITING | words("urged urge_answered urge_answered_on_time")
    ),
    "urged and answered late": Situation(urged(answered_after=45), WAITING | words("urged urge_answered")),
    "reopened": Situation(reopened, FILED | words("need_dispatch to_dispatch not_closed reopened")),
    "reopened and disposed of by others": Situation(
        lambda town: redispatched(reopened(town), town), WAITING | words("reopened")
    ),
    "closed specially": Situation(closed_as(api.ClosingKind.SPECIAL), CLOSED | words("closed_specially")),
    "closed in error": Situation(closed_as(api.ClosingKind.ERROR), CLOSED | words("closed_in_error")),
    "forced at once": Situation(forced("ACCEPTANCE"), PUBLIC | words("closed closed_on_time closed_by_force")),
    "forced while disposing": Situation(
        forced("DISPOSAL"), FILED | SENT | words("closed closed_on_time closed_by_force")
    ),
    "forced when late": Situation(
        forced("DISPOSAL", days=3), FILED | SENT | words("closed closed_late closed_by_force")
    ),
    "own fix": Situation(own_fix(), words("self_disposed")),
    "own fix accepted": Situation(own_fix("accept_self_disposal"), words("self_disposed self_closed")),
    "own fix refused": Situation(
        own_fix("refuse_self_disposal"),
        words("self_disposed self_void reported collector_reported to_accept not_closed"),
    ),
    "satisfied": Situation(answered(100), CLOSED | words("need_follow_up followed_up satisfied")),
    "not satisfied": Situation(answered(50), CLOSED | words("need_follow_up followed_up")),
    "satisfied by a lower bound": Situation(
        answered(50), CLOSED | words("need_follow_up followed_up satisfied"), CountingRules(satisfied_from=50)
    ),
    "an answer is wanted": Situation(answered(None, wanted=True), CLOSED | words("need_follow_up")),
    "found true": Situation(verified, PUBLIC | words("public_verified to_accept not_closed")),
    "not found": Situation(
        lambda town: verified(town, answer=api.Answer.NOT_EXISTS), PUBLIC | words("to_accept not_closed")
    ),
    **{f"filed from {source.lower()}": _filed_from(source) for source in api.Source},
}
