"""What is done with the results of March in tests: published, objected to, fixed, looked at."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from cityloop.cases import api as cases
from cityloop.evaluation import api
from cityloop.evaluation.models import EvaluationResult
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import Town, key

LAST_DAY = date(2026, 4, 20)
AFTER = APRIL + timedelta(days=30)
RESULT = key("result")


def published(town: Town, scheme: str = "national-body", *, result_id: UUID = RESULT) -> api.ResultView:
    evaluator = town["evaluator"]
    draft = api.draft_result(result_id=result_id, scheme_key=scheme, period=MARCH, actor=evaluator, at=APRIL)
    return api.publish_result(
        result_id=draft.id, version=draft.version, objections_until=LAST_DAY, actor=evaluator, at=APRIL
    )


def fixed(town: Town) -> api.ResultView:
    version = EvaluationResult.objects.get(pk=RESULT).version
    return api.fix_result(result_id=RESULT, version=version, actor=town["evaluator"], at=AFTER)


def details(town: Town, who: str = "evaluator") -> dict[str, api.ResultRow]:
    return {row.code: row for row in api.result(result_id=RESULT, actor=town[who], at=APRIL).rows}


def exported(town: Town) -> dict[str, Any]:
    """Return an export as somebody has it who has downloaded it."""
    plain: dict[str, Any] = json.loads(orjson.dumps(asdict(api.export(result_id=RESULT, actor=town["evaluator"]))))
    return plain


def objected(town: Town, who: str = "handler_other") -> api.ObjectionView:
    return api.raise_objection(
        objection_id=key(f"objection of {who}"), result_id=RESULT, reason="暴雨停工", actor=town[who], at=APRIL
    )


def appeal(town: Town) -> UUID:
    """Have the lateness of a case in March exempted, in April."""
    case_id, at = key("late"), APRIL
    for who, verb in (("handler_other", "ask_appeal"), ("dispatcher", "approve"), ("evaluator", "approve")):
        at += timedelta(minutes=1)
        cases.move(case_id=case_id, verb=verb, inputs=cases.Inputs(opinion="暴雨停工"), actor=town[who], at=at)
    return case_id


def entry(town: Town, points: str | None, *, scheme: str = "jinhua-body", **changes: Any) -> api.EntryDraft:
    draft = api.EntryDraft(
        scheme_key=scheme, period=MARCH, subject_id=str(town.bodies["HW"]), term="honesty",
        points=None if points is None else Decimal(points), words="查实一起弄虚作假",
    )  # fmt: skip
    return replace(draft, **changes)
