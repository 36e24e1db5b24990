"""Cases of the world that were closed in February and drawn for a second look."""

from datetime import UTC, datetime, timedelta

from cityloop.evaluation import api as evaluation
from cityloop.evaluation.contracts.sampling import LookAnswer, LookQuestion, SamplingPlan
from tests.support.others import ByOthers
from tests.support.town import MONDAY_NINE, Town, key

FEBRUARY = datetime(2026, 2, 10, 1, tzinfo=UTC)


def looked_at(town: Town) -> dict[str, str]:
    """Have three cases drawn: one waits, one is in hands, one in dispute; another may be drawn. Return their names."""
    evaluator, at = town["evaluator"], MONDAY_NINE + timedelta(hours=6)
    plan = SamplingPlan(period="2026-02", size=10)
    for name, closed in (("sampling", ("first", "second", "third")), ("planned sampling", ("fourth",))):
        for place, each in enumerate(closed):
            walk = ByOthers(town, f"{each} to look at", at=FEBRUARY + timedelta(hours=place)).to("CLOSED")
            evaluation.keep(case_ids=[walk.id], at=at)
        evaluation.plan_sampling(sampling_id=key(name), plan=plan, seed="5e" * 32, actor=evaluator, at=at)
        if name == "sampling":
            evaluation.draw_sampling(sampling_id=key(name), actor=evaluator, at=at)
    disputed = evaluation.take_second_look(actor=town["acceptor"], at=at)
    denied = {**dict.fromkeys(LookQuestion, LookAnswer.YES), LookQuestion.CLASS: LookAnswer.NO}
    evaluation.answer_second_look(sampled_id=disputed.id, answers=denied, words="", actor=town["acceptor"], at=at)
    held = evaluation.take_second_look(actor=town["shift_leader"], at=at)
    return {
        "sampling_id": str(key("sampling")),
        "planned_sampling_id": str(key("planned sampling")),
        "sampled_id": str(held.id),
        "disputed_sampled_id": str(disputed.id),
    }
