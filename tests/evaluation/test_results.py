"""Results: published, objected to, fixed; what was published can be computed again by anybody."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cityloop.cases import api as cases
from cityloop.evaluation import api
from cityloop.evaluation.models import EvaluationResult, HandEntry, ResultEdition
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError, StaleVersionError
from cityloop.kernel.models import OutboxEvent
from tests.evaluation.town_scored import APRIL, MARCH, rows_of, walked
from tests.support.town import EAST, MONDAY_NINE, Town, key

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 4, 20)
AFTER = APRIL + timedelta(days=30)
RESULT = key("result")


@pytest.fixture(scope="module")
def march(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town after its March."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield walked(town)


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


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
    return {row.code: row for row in api.result(result_id=RESULT, actor=town[who]).rows}


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
        points=None if points is None else Decimal(points), words="查实一起弄虚作假", evidence=(key("photo"),),
    )  # fmt: skip
    return replace(draft, **changes)


def test_what_is_published_is_what_the_league_said(march: Town) -> None:
    league = rows_of(api.league(scheme_key="national-body", period=MARCH, at=APRIL, actor=march["evaluator"]))

    result = published(march)

    assert (result.state, result.edition, result.version) == (api.ResultState.OPEN, 1, 2)
    for code, row in details(march).items():
        assert (row.total, row.rank, row.grade) == (league[code].total, league[code].rank, league[code].grade)
        assert row.terms == {term.key: term.points for term in league[code].terms}
    assert OutboxEvent.objects.filter(name="ResultPublished").count() == 1


def test_an_export_is_verified_without_a_database(march: Town, tmp_path: Path, capsys: Any) -> None:
    published(march)
    file = tmp_path / "export.json"
    file.write_text(json.dumps(exported(march), ensure_ascii=False), encoding="utf-8")

    call_command("evaluation", "verify", str(file))
    call_command("evaluation", "verify", str(file), "--key", api.public_key())

    assert "3 scores come out as published" in capsys.readouterr().out
    with pytest.raises(CommandError, match="does not hold"):
        call_command("evaluation", "verify", str(file), "--key", "A" * 43 + "=")
    with pytest.raises(CommandError, match="cannot read"):
        call_command("evaluation", "verify", str(tmp_path / "nowhere.json"))


def test_verification_refuses_a_changed_byte(march: Town) -> None:
    published(march)
    text = json.dumps(exported(march), ensure_ascii=False, separators=(",", ":"))
    assert api.faults(json.loads(text)) == []

    for place in range(0, len(text), 97):
        changed = text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]
        try:
            document = json.loads(changed)
        except ValueError:
            continue
        if document != json.loads(text):
            assert api.faults(document), text[place - 20 : place + 20]


def test_whoever_signs_anew_is_found_out_by_the_scores_and_the_key(march: Town) -> None:
    published(march)
    export, trusted = exported(march), api.public_key()
    subject = next(row for row in export["snapshot"]["subjects"] if row["code"] == "SZ")
    subject["score"]["total"] = "99.00"

    found = api.faults(export, trusted_key=trusted)

    assert any("total is 99.00, but comes to 40.00" in fault for fault in found)
    assert any("digest" in fault for fault in found)
    assert any("signature" in fault for fault in found)


@pytest.mark.parametrize("document", [{}, [], {"snapshot": {}}, {"snapshot": None, "digest": "", "public_key": ""}])
def test_what_is_no_export_is_told(document: Any) -> None:
    assert api.faults(document)


def test_a_fixed_result_stays_as_it_is_whatever_becomes_of_cases(march: Town) -> None:
    published(march)
    before = fixed(march)
    frozen = ResultEdition.objects.get(result=RESULT).snapshot

    api.keep(case_ids=[appeal(march)], at=AFTER)

    live = rows_of(api.league(scheme_key="national-body", period=MARCH, at=APRIL, actor=march["evaluator"]))
    assert live["HW"].total == "82.00"  # now 4 of 5 on time: 24 of 30
    assert details(march)["HW"].total == "76.00"
    assert ResultEdition.objects.get(result=RESULT).snapshot == frozen
    assert api.result(result_id=RESULT, actor=march["evaluator"]).result == before
    assert api.faults(exported(march)) == []
    with pytest.raises(api.ResultStandsError):
        objected(march)


def test_an_objection_that_is_upheld_is_counted_again(march: Town) -> None:
    published(march)
    objection = objected(march)
    case_id = appeal(march)
    decision = api.Decision(is_upheld=True, opinion="属实", case_ids=(case_id,))

    decided = api.decide_objection(
        objection_id=objection.id, decision=decision, actor=march["evaluator"], at=APRIL + timedelta(hours=1)
    )

    assert (decided.state, decided.edition) == (api.ObjectionState.UPHELD, 2)
    assert details(march)["HW"].total == "82.00"
    assert fixed(march).edition == 2
    assert api.faults(exported(march)) == []
    first = ResultEdition.objects.get(result=RESULT, number=1)
    assert (
        next(row for row in json.loads(first.snapshot)["subjects"] if row["code"] == "HW")["score"]["total"] == "76.00"
    )


def test_one_that_is_refused_changes_nothing(march: Town) -> None:
    published(march)
    objection = objected(march)
    decision = api.Decision(is_upheld=False, opinion="依据不足")

    decided = api.decide_objection(objection_id=objection.id, decision=decision, actor=march["evaluator"], at=APRIL)

    assert (decided.state, decided.opinion, decided.edition) == (api.ObjectionState.REFUSED, "依据不足", None)
    assert ResultEdition.objects.filter(result=RESULT).count() == 1
    with pytest.raises(api.ResultStandsError):
        api.decide_objection(objection_id=objection.id, decision=decision, actor=march["evaluator"], at=APRIL)


def test_nobody_decides_for_their_own_body(march: Town) -> None:
    published(march)
    objection = objected(march)
    own = replace(march["evaluator"], body_id=march.bodies["HW"])

    with pytest.raises(NotPermittedError, match="own body"):
        api.decide_objection(
            objection_id=objection.id, decision=api.Decision(is_upheld=True, opinion=""), actor=own, at=APRIL
        )


def test_a_body_objects_to_its_own_row_once_and_in_time(march: Town) -> None:
    published(march)
    first, again = objected(march), objected(march)

    assert first == again
    assert first.subject_id == str(march.bodies["HW"])
    with pytest.raises(api.ResultStandsError, match="has not been decided"):
        api.raise_objection(
            objection_id=key("second"), result_id=RESULT, reason="再申诉", actor=march["handler_other"], at=APRIL
        )
    with pytest.raises(api.ResultStandsError, match="not taken any more"):
        api.raise_objection(objection_id=key("late"), result_id=RESULT, reason="迟了", actor=march["handler"], at=AFTER)
    with pytest.raises(NotPermittedError):
        objected(march, "leader")
    assert [each.id for each in api.objections(result_id=RESULT, actor=march["handler"])] == []
    assert [each.id for each in api.objections(result_id=RESULT, actor=march["leader"])] == [first.id]


def test_a_result_goes_its_way_step_by_step(march: Town) -> None:
    evaluator = march["evaluator"]
    draft = api.draft_result(result_id=RESULT, scheme_key="national-body", period=MARCH, actor=evaluator, at=APRIL)

    with pytest.raises(NotFoundError):
        api.result(result_id=RESULT, actor=march["leader"])
    assert api.results(actor=march["leader"])[0] == []
    assert api.result(result_id=RESULT, actor=evaluator).rows == ()
    with pytest.raises(api.ResultStandsError, match="not over"):
        api.publish_result(result_id=RESULT, version=1, objections_until=LAST_DAY, actor=evaluator, at=MONDAY_NINE)
    with pytest.raises(InvalidInputError, match="has passed"):
        api.publish_result(result_id=RESULT, version=1, objections_until=date(2026, 4, 1), actor=evaluator, at=APRIL)
    with pytest.raises(StaleVersionError):
        api.publish_result(result_id=RESULT, version=7, objections_until=LAST_DAY, actor=evaluator, at=APRIL)
    with pytest.raises(api.ResultStandsError, match="not OPEN"):
        api.fix_result(result_id=RESULT, version=draft.version, actor=evaluator, at=AFTER)
    api.publish_result(result_id=RESULT, version=1, objections_until=LAST_DAY, actor=evaluator, at=APRIL)
    with pytest.raises(api.ResultStandsError, match="until"):
        api.fix_result(result_id=RESULT, version=2, actor=evaluator, at=APRIL)
    objected(march)
    with pytest.raises(api.ResultStandsError, match="has not been decided"):
        fixed(march)
    with pytest.raises(api.ResultStandsError, match="already"):
        api.draft_result(result_id=key("another"), scheme_key="national-body", period=MARCH, actor=evaluator, at=APRIL)
    with pytest.raises(NotPermittedError):
        api.draft_result(
            result_id=key("third"), scheme_key="jinhua-body", period=MARCH, actor=march["leader"], at=APRIL
        )


def test_a_published_result_shows_everybody_their_own_row(march: Town) -> None:
    published(march)

    assert details(march).keys() == {"HW", "SZ", "SZ-1"}
    assert details(march, "handler_other").keys() == {"HW"}
    assert details(march, "collector_a").keys() == set()
    with pytest.raises(NotPermittedError):
        api.export(result_id=RESULT, actor=march["handler_other"])


def test_points_are_filled_in_changed_and_taken_back(march: Town) -> None:
    def honesty() -> api.TermView:
        found = rows_of(api.league(scheme_key="jinhua-body", period=MARCH, at=APRIL, actor=march["evaluator"]))
        return next(term for term in found["HW"].terms if term.key == "honesty")

    assert (honesty().points, honesty().words) == ("0.0000", None)
    for number, points in enumerate(("-2", "-3.5"), start=1):
        made = api.enter(entry_id=key(points), draft=entry(march, points), actor=march["evaluator"], at=APRIL)
        again = api.enter(entry_id=key(points), draft=entry(march, points), actor=march["evaluator"], at=APRIL)
        assert made == again
        assert made.number == number
    assert (honesty().points, honesty().words) == ("-3.5000", "查实一起弄虚作假")
    api.enter(entry_id=key("back"), draft=entry(march, None), actor=march["evaluator"], at=APRIL)
    assert honesty().points == "0.0000"
    told = api.entries(scheme_key="jinhua-body", period=MARCH, actor=march["evaluator"])
    assert [each.points for each in told] == ["-2.0000", "-3.5000", None]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"points": Decimal(-6)}, InvalidInputError),
        ({"points": Decimal(1)}, InvalidInputError),
        ({"points": Decimal("-0.00001")}, InvalidInputError),
        ({"points": Decimal("NaN")}, InvalidInputError),
        ({"term": "closing"}, InvalidInputError),
        ({"subject_id": str(key("nobody"))}, NotFoundError),
        ({"subject_id": EAST}, NotFoundError),
        ({"scheme_key": "glory"}, NotFoundError),
    ],
)
def test_what_cannot_be_filled_in_is_refused(changes: dict[str, Any], refusal: type[Exception], march: Town) -> None:
    with pytest.raises(refusal):
        api.enter(entry_id=key("bad"), draft=replace(entry(march, "-1"), **changes), actor=march["evaluator"], at=APRIL)

    assert not HandEntry.objects.exists()


def test_a_quota_of_ones_own_is_a_parameter(march: Town) -> None:
    draft = entry(
        march, "2", scheme="national-company", subject_id=str(march.bodies["CJ-B"]), term="月度定额", words="合同"
    )

    api.enter(entry_id=key("quota"), draft=draft, actor=march["evaluator"], at=APRIL)

    rows = rows_of(api.league(scheme_key="national-company", period=MARCH, at=APRIL, actor=march["evaluator"]))
    assert rows["CJ-B"].terms[0].points == "20.0000"  # one of two
    assert rows["CJ-A"].terms[0].points is None


def test_an_entry_corrected_while_open_makes_another_edition_with_the_same_counts(march: Town) -> None:
    published(march, "jinhua-body")
    counts = {code: row.counts for code, row in details(march).items()}

    api.keep(case_ids=[appeal(march)], at=APRIL)
    api.enter(entry_id=key("late entry"), draft=entry(march, "-5"), actor=march["evaluator"], at=APRIL)

    rows = details(march)
    assert rows["HW"].terms["honesty"] == "-5.0000"
    assert {code: row.counts for code, row in rows.items()} == counts
    assert api.faults(exported(march)) == []
    fixed(march)
    with pytest.raises(api.ResultStandsError, match="fixed"):
        api.enter(entry_id=key("too late"), draft=entry(march, "-1"), actor=march["evaluator"], at=AFTER)


def test_an_objection_corrects_an_entry_of_its_row_only(march: Town) -> None:
    api.enter(entry_id=key("wrong"), draft=entry(march, "-5"), actor=march["evaluator"], at=APRIL)
    published(march, "jinhua-body")
    objection = objected(march)
    elsewhere = entry(march, "0", subject_id=str(march.bodies["SZ"]))

    with pytest.raises(InvalidInputError, match="not of the row"):
        api.decide_objection(
            objection_id=objection.id, actor=march["evaluator"], at=APRIL,
            decision=api.Decision(is_upheld=True, opinion="", correction=elsewhere),
        )  # fmt: skip
    api.decide_objection(
        objection_id=objection.id, actor=march["evaluator"], at=APRIL,
        decision=api.Decision(is_upheld=True, opinion="查无实据", correction=entry(march, "0")),
    )  # fmt: skip

    assert details(march)["HW"].terms["honesty"] == "0.0000"


def test_the_key_is_drawn_once_and_kept_closed(march: Town, tmp_path: Path) -> None:
    first, again = api.public_key(), api.public_key()

    (file,) = tmp_path.iterdir()
    assert first == again
    assert file.stat().st_mode & 0o777 == 0o600
