"""Results: published, objected to, fixed; what was published can be computed again by anybody."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.evaluation import api
from cityloop.evaluation.models import ResultEdition
from cityloop.kernel import locks
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError, StaleVersionError
from cityloop.kernel.models import OutboxEvent
from tests.evaluation.march_results import (
    AFTER,
    LAST_DAY,
    RESULT,
    appeal,
    details,
    entry,
    exported,
    fixed,
    objected,
    published,
)
from tests.evaluation.town_scored import APRIL, MARCH, rows_of
from tests.support.town import EAST, MONDAY_NINE, Town, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]


def test_what_is_published_is_what_the_league_said(march: Town) -> None:
    league = rows_of(api.league(scheme_key="national-body", period=MARCH, at=APRIL, actor=march["evaluator"]))

    result = published(march)

    assert (result.state, result.edition, result.version) == (api.ResultState.OPEN, 1, 2)
    for code, row in details(march).items():
        assert (row.total, row.rank, row.grade) == (league[code].total, league[code].rank, league[code].grade)
        assert row.terms == {term.key: term.points for term in league[code].terms}
    assert OutboxEvent.objects.filter(name="ResultPublished").count() == 1


def test_a_snapshot_is_of_one_moment(march: Town) -> None:
    with CaptureQueriesContext(connection) as publishing:
        published(march)
    objection = objected(march)
    decision = api.Decision(is_upheld=True, opinion="属实")
    with CaptureQueriesContext(connection) as deciding:
        api.decide_objection(objection_id=objection.id, decision=decision, actor=march["evaluator"], at=APRIL)

    for queries in (publishing, deciding):
        told = [query["sql"] for query in queries]
        held = next(place for place, sql in enumerate(told) if "advisory" in sql and str(locks.FACTS) in sql)
        assert held < next(place for place, sql in enumerate(told) if "evaluation_casefact" in sql)


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
    assert api.result(result_id=RESULT, actor=march["evaluator"], at=APRIL).result == before
    assert api.faults(exported(march)) == []
    with pytest.raises(api.ResultStandsError):
        objected(march)


def test_who_watches_a_part_of_the_city_is_told_nothing_of_bodies(march: Town) -> None:
    published(march)
    objected(march)
    watcher = replace(march["evaluator"], area_code=EAST)
    api.enter(entry_id=key("entry"), draft=entry(march, "-1"), actor=march["evaluator"], at=APRIL)

    assert api.result(result_id=RESULT, actor=watcher, at=APRIL).rows == ()
    assert api.objections(result_id=RESULT, actor=watcher) == []
    assert api.entries(scheme_key="jinhua-body", period=MARCH, actor=watcher) == []
    assert len(api.objections(result_id=RESULT, actor=march["evaluator"])) == 1
    assert len(api.entries(scheme_key="jinhua-body", period=MARCH, actor=march["evaluator"])) == 1


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


def test_people_object_to_their_own_figures(march: Town) -> None:
    published(march, "national-acceptor")
    mine = objected(march, "acceptor")

    assert mine.subject_id == str(mine.person_id) == str(march["acceptor"].account_id)
    for who in ("handler_other", "leader", "collector_b"):
        with pytest.raises(NotPermittedError):
            objected(march, who)
    assert [each.id for each in api.objections(result_id=RESULT, actor=march["acceptor"])] == [mine.id]
    assert api.objections(result_id=RESULT, actor=march["acceptor_west"]) == []  # a colleague of the same body
    refused = api.Decision(is_upheld=False, opinion="依据不足")
    themselves = replace(march["evaluator"], account_id=march["acceptor"].account_id)
    with pytest.raises(NotPermittedError, match="their own"):
        api.decide_objection(objection_id=mine.id, decision=refused, actor=themselves, at=APRIL)

    decided = api.decide_objection(objection_id=mine.id, decision=refused, actor=march["evaluator"], at=APRIL)

    assert decided.state == api.ObjectionState.REFUSED


def test_who_speaks_for_themselves_does_not_speak_for_their_body(march: Town) -> None:
    published(march, "national-company")

    with pytest.raises(NotPermittedError, match="no row of yours"):
        objected(march, "collector_west")
    assert api.objections(result_id=RESULT, actor=march["evaluator"]) == []


def test_a_result_goes_its_way_step_by_step(march: Town) -> None:
    evaluator = march["evaluator"]
    draft = api.draft_result(result_id=RESULT, scheme_key="national-body", period=MARCH, actor=evaluator, at=APRIL)

    with pytest.raises(NotFoundError):
        api.result(result_id=RESULT, actor=march["leader"], at=APRIL)
    assert api.results(actor=march["leader"])[0] == []
    assert api.result(result_id=RESULT, actor=evaluator, at=APRIL).rows == ()
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


def test_the_key_is_drawn_once_and_kept_closed(march: Town, tmp_path: Path) -> None:
    first, again = api.public_key(), api.public_key()

    (file,) = tmp_path.iterdir()
    assert first == again
    assert file.stat().st_mode & 0o777 == 0o600
