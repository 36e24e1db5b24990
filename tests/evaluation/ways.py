"""Ways of cases, made of real moves of the right people."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

from cityloop.cases import api
from cityloop.cases.tests.factories import Walk
from cityloop.standards.api import Limit
from tests.support.town import Town

Way: TypeAlias = Callable[[Town], Walk]


def straight(stage: str) -> Way:
    return lambda town: Walk(town).to(stage)


def filing_refused(town: Town) -> Walk:
    walk = Walk(town).to("FILING")
    walk.go("shift_leader", "refuse_filing", opinion="不属立案范围")
    return walk


def sent_back(stage: str, who: str) -> Way:
    def walked(town: Town) -> Walk:
        walk = Walk(town).to(stage)
        walk.go(who, "send_back", opinion="材料不全")
        return walk

    return walked


def voided(town: Town) -> Walk:
    walk = Walk(town).to("DISPATCH")
    walk.go("dispatcher", "ask_voiding", opinion="重复立案")
    walk.go("shift_leader", "approve")
    return walk


def slow_at(stage: str, target: str, *, days: int = 3) -> Way:
    return lambda town: Walk(town).to(stage).wait(days=days).to(target)


def appealed(town: Town) -> Walk:
    walk = slow_at("DISPOSAL", "CLOSED")(town)
    walk.go("handler_other", "ask_appeal", opinion="暴雨停工")
    walk.go("dispatcher", "approve")
    walk.go("evaluator", "approve")
    return walk


def reworked(town: Town) -> Walk:
    return reworked_as(town, "walk")


def reworked_as(town: Town, name: str) -> Walk:
    walk = Walk(town, name).to("CHECK").check(api.Answer.NOT_PASS)
    walk.go("acceptor", "rework", opinion="未清理干净")
    return walk


def extended(town: Town) -> Walk:
    walk = Walk(town).to("DISPOSAL")
    walk.go("handler_other", "ask_extension", opinion="量大", extra=Limit.parse("30 minute"))
    walk.go("dispatcher", "approve")
    return walk


def resumed(town: Town) -> Walk:
    walk = Walk(town).suspend()
    walk.go("handler_other", "resume")
    return walk


def returned(town: Town, *, late: bool = False) -> Walk:
    walk = Walk(town).to("DISPOSAL")
    if late:
        walk.wait(days=3)
    walk.go("handler_other", "ask_return", opinion="不属我单位")
    walk.go("dispatcher", "approve")
    return walk


def sent_elsewhere(town: Town) -> Walk:
    walk = returned(town)
    walk.go("dispatcher", "dispatch", body_id=town.bodies["SZ"])
    return walk


def sent_there_and_back(town: Town) -> Walk:
    walk = sent_elsewhere(town)
    walk.go("handler", "ask_return", opinion="不属我单位")
    walk.go("dispatcher", "approve")
    return walk.to("DISPOSAL")


def urged(*, answered_after: int | None) -> Way:
    def walked(town: Town) -> Walk:
        walk = Walk(town).to("DISPOSAL")
        walk.go("inspector", "urge", opinion="尽快办理", reply_by=walk.at + timedelta(minutes=30))
        if answered_after is not None:
            walk.go("handler_other", "answer_urge", minutes=answered_after, opinion="正在办理")
        return walk

    return walked


def reopened(town: Town) -> Walk:
    walk = Walk(town).to("CLOSED")
    walk.go("acceptor", "reopen", opinion="垃圾又出现")
    return walk


def closed_as(kind: api.ClosingKind) -> Way:
    def walked(town: Town) -> Walk:
        walk = Walk(town).to("CLOSING")
        walk.go("shift_leader", "close", closing_kind=kind)
        return walk

    return walked


def forced(stage: str, *, days: int = 0) -> Way:
    def walked(town: Town) -> Walk:
        walk = Walk(town).to(stage).wait(days=days)
        walk.go("leader", "close_by_force", opinion="专项处理")
        return walk

    return walked


def own_fix(*verb: str) -> Way:
    def walked(town: Town) -> Walk:
        walk = Walk(town, who="collector_a", changes={"self_disposed": True})
        if verb:
            walk.go("acceptor", verb[0], opinion="见照片")
        return walk

    return walked


def answered(score: int | None, *, wanted: bool = False) -> Way:
    def walked(town: Town) -> Walk:
        walk = Walk(town, changes={"reporter": api.Reporter(name="王", wants_answer=wanted)}).to("CLOSED")
        if score is not None:
            walk.go("acceptor", "follow_up", score=score)
        return walk

    return walked


def verified(town: Town, *, answer: api.Answer = api.Answer.EXISTS) -> Walk:
    walk = Walk(town, source=api.Source.HOTLINE)
    walk.go("acceptor", "send_verification")
    walk.go(walk.sent(), "answer_verification", answer=answer)
    return walk


def filed_from(source: api.Source) -> Way:
    def walked(town: Town) -> Walk:
        if source is api.Source.COLLECTOR:
            return Walk(town, who="collector_a").to("DISPATCH")
        if source in {api.Source.PUBLIC, api.Source.HOTLINE, api.Source.WEB, api.Source.MEDIA, api.Source.TRANSFER}:
            walk = Walk(town, source=source)
            walk.go("acceptor", "send_verification")
            walk.go(walk.sent(), "answer_verification", answer=api.Answer.EXISTS)
            return walk.to("DISPATCH")
        return Walk(town, source=source).to("DISPATCH")

    return walked


def redispatched(walk: Walk, town: Town) -> Walk:
    walk.go("dispatcher", "dispatch", body_id=town.bodies["SZ"])
    return walk
