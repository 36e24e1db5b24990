"""A closed appraisal is frozen and signed, and anybody can compute it again."""

import json
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from cityloop.access.models import AuditEntry
from cityloop.appraisal import api
from cityloop.appraisal.models import PlatformReport, QuestionnaireResponse, SiteDraw, TreeVersion
from cityloop.kernel.errors import NotFoundError, NotPermittedError
from cityloop.kernel.seals import canonical
from cityloop.kernel.signing import public_key
from tests.appraisal.situations import AT, CITY, answer, asked, drawn, listed, opened, reported, score_of, visited
from tests.support.town import EAST, Town

AREAS = (CITY, EAST)


def filled(town: Town) -> UUID:
    """Return an appraisal with a figure of every source, and a question with too few answers."""
    appraisal_id = opened(town)
    reported(town, appraisal_id, "91.2345", name="first")
    reported(town, appraisal_id, "90.5")
    listed(town)
    drawn(town, appraisal_id)
    site = api.drawn_sites(appraisal_id=appraisal_id, actor=town["collector_a"])[0]
    visited(town, site.id, 9)
    token = asked(town, appraisal_id).token
    answer(token, "one", {"D": 1, "E": 5})
    answer(token, "two", {"D": 3})
    return appraisal_id


def close(town: Town, appraisal_id: UUID) -> None:
    api.close_appraisal(appraisal_id=appraisal_id, actor=town["evaluator"], at=AT)


def exported(town: Town, appraisal_id: UUID) -> dict[str, Any]:
    found = api.export(appraisal_id=appraisal_id, actor=town["leader"])
    told: dict[str, Any] = json.loads(json.dumps(asdict(found)))
    return told


@pytest.mark.django_db
def test_closed_scores_stay_whatever_becomes_of_the_rows(town: Town) -> None:
    appraisal_id = filled(town)
    before = [score_of(town, appraisal_id, area) for area in AREAS]
    heads = api.scores(appraisal_id=appraisal_id, actor=town["leader"], at=AT)
    close(town, appraisal_id)

    PlatformReport.objects.update(figure=1)
    QuestionnaireResponse.objects.all().delete()
    TreeVersion.objects.update(rows=[])

    assert [score_of(town, appraisal_id, area) for area in AREAS] == before
    assert api.scores(appraisal_id=appraisal_id, actor=town["leader"], at=AT) == heads
    watcher = replace(town["leader"], area_code=EAST)
    assert [each.area_code for each in api.scores(appraisal_id=appraisal_id, actor=watcher, at=AT)] == [EAST]
    with pytest.raises(NotFoundError):
        api.score(appraisal_id=appraisal_id, area_code=CITY, actor=watcher, at=AT)


@pytest.mark.django_db
def test_anybody_can_compute_a_closed_appraisal_again(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    appraisal_id = filled(town)
    close(town, appraisal_id)
    export = exported(town, appraisal_id)
    snapshot = export["snapshot"]

    assert export["digest"] == sha256(canonical(snapshot).encode()).hexdigest()
    assert AuditEntry.objects.get(action="appraisal.close").facts["digest"] == export["digest"]
    assert [draw["seed"] for draw in snapshot["draws"]] == [row.seed for row in SiteDraw.objects.all()]
    assert [report["figure"] for report in snapshot["reports"]] == ["91.2345", "90.5"]
    east = next(area for area in snapshot["areas"] if area["area_code"] == EAST)
    assert east["answered"] == {"D": {"of": 2, "levels": [1, 0, 1, 0, 0]}, "E": {"of": 1, "levels": None}}
    assert api.faults(export, trusted_key=public_key()) == []
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
    call_command("verify_appraisal", str(file), "--key", public_key())
    assert "3 scores come out as published" in capsys.readouterr().out
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_appraisal", str(file), "--key", "A" * 43 + "=")
    with pytest.raises(CommandError, match="cannot read"):
        call_command("verify_appraisal", str(tmp_path / "nowhere.json"))


@pytest.mark.django_db
def test_what_was_changed_is_found_out(town: Town) -> None:
    appraisal_id = filled(town)
    close(town, appraisal_id)
    text = json.dumps(exported(town, appraisal_id), ensure_ascii=False)

    for place in range(0, len(text), 211):
        changed = text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]
        try:
            document = json.loads(changed)
        except ValueError:
            continue
        if document != json.loads(text):
            assert api.faults(document), text[place - 20 : place + 20]
    better = json.loads(text)
    better["snapshot"]["areas"][1]["score"]["head"]["score"] = "99.00"
    assert any("99.00" in fault for fault in api.faults(better))


@pytest.mark.django_db
def test_what_is_open_has_no_export_and_it_is_of_the_whole_city(town: Town) -> None:
    appraisal_id = filled(town)
    with pytest.raises(NotFoundError, match="not been frozen"):
        api.export(appraisal_id=appraisal_id, actor=town["leader"])
    close(town, appraisal_id)

    for actor in (replace(town["leader"], area_code=EAST), town["collector_a"], town["handler"]):
        with pytest.raises(NotPermittedError):
            api.export(appraisal_id=appraisal_id, actor=actor)
