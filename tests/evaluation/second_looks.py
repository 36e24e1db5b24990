"""Cases that were closed, drawn for a second look, and looked at."""

from datetime import date, timedelta

from cityloop.cases.tests.factories import Walk
from cityloop.evaluation import api
from cityloop.evaluation.contracts.sampling import LookAnswer, LookQuestion, SamplingPlan, SamplingView, Stratum
from cityloop.evaluation.domain.sampling import QUESTIONS
from cityloop.evaluation.models import SampledCase
from tests.support.others import ByOthers
from tests.support.town import FOUNDED, MONDAY_NINE, SYSTEM, Town, key

PERIOD = "2026-03-02..2026-03-02"
AFTER = MONDAY_NINE + timedelta(days=2)
SEED = "5e" * 32
PLAN = SamplingPlan(period=PERIOD, by=(Stratum.BODY,), size=10)
ALL_YES = dict.fromkeys(QUESTIONS, LookAnswer.YES)
DENIED = {**ALL_YES, LookQuestion.CLASS: LookAnswer.NO, LookQuestion.RESULT: LookAnswer.NO}


def worked(town: Town) -> Town:
    """Have two cases closed by others, one closed by its own people, and one that is open."""
    api.load_evaluation(valid_from=date(2026, 1, 1), actor=SYSTEM, at=FOUNDED)
    for name in ("first", "second"):
        walk = ByOthers(town, name).to("DISPOSAL")
        walk.go("inspector", "urge", opinion="尽快办理")
        walk.to("CLOSED")
    Walk(town, "their own").to("CLOSED")
    Walk(town, "open").to("DISPOSAL")
    api.rebuild(at=MONDAY_NINE)
    return town


def planned(town: Town, plan: SamplingPlan = PLAN, name: str = "sampling") -> SamplingView:
    """Plan a sampling."""
    return api.plan_sampling(sampling_id=key(name), plan=plan, seed=SEED, actor=town["evaluator"], at=AFTER)


def sampled(town: Town, plan: SamplingPlan = PLAN, name: str = "sampling") -> SamplingView:
    """Plan a sampling, draw it, and count what was drawn as the worker does."""
    planned(town, plan, name)
    found = api.draw_sampling(sampling_id=key(name), actor=town["evaluator"], at=AFTER)
    api.count_sampled(sampling_id=key(name), at=AFTER)
    return found


def looked(town: Town, answers: dict[LookQuestion, LookAnswer], who: str = "acceptor") -> SampledCase:
    """Take the next case and answer all questions."""
    taken = api.take_second_look(actor=town[who], at=AFTER)
    api.answer_second_look(sampled_id=taken.id, answers=answers, words="", actor=town[who], at=AFTER)
    return SampledCase.objects.get(pk=taken.id)


def figures(*keys: str) -> dict[str, int]:
    """Return counts of all cases."""
    (row,) = api.sums(kind=api.FactKind.CASE, where=api.Selection(), at=AFTER, keys=keys)
    return dict(row.counts)
