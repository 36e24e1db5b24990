"""Trees loaded in versions, appraisals opened and closed, figures typed in and scored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from cityloop.access.models import AuditEntry
from cityloop.appraisal import api
from cityloop.appraisal.models import Appraisal, PlatformReport, TreeVersion
from cityloop.cases.tests.factories import picture
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.kernel.tables import BadTableError
from tests.appraisal.situations import AT, CITY, TREE, answer, asked, loaded, opened, reported, score_of, visited
from tests.appraisal.situations import drawn as draw_roads
from tests.appraisal.situations import listed as list_sites
from tests.support.town import EAST, WEST, Town, key

pytestmark = pytest.mark.django_db


def test_a_tree_is_loaded_in_versions_and_the_same_again_changes_nothing(town: Town) -> None:
    first, again = loaded(town), loaded(town)
    second = loaded(town, TREE.replace("60", "50"), valid_from=date(2026, 6, 1))

    assert (first.number, first.leaves, first.is_new) == (1, 5, True)
    assert (again.number, again.is_new) == (1, False)
    assert second.number == 2
    assert [head.number for head in api.tree_heads(on=date(2026, 5, 31), actor=town["leader"])] == [1]
    assert api.tree_view(key="service", on=date(2026, 6, 1), actor=town["leader"]).nodes[0].weight == "50"
    with pytest.raises(NotFoundError, match="service"):
        api.tree_view(key="service", on=date(2025, 12, 31), actor=town["leader"])
    with pytest.raises(NotPermittedError):
        api.tree_view(key="service", on=date(2026, 6, 1), actor=town["collector_a"])
    audited = AuditEntry.objects.filter(action="appraisal.define").order_by("id")
    assert [entry.subject for entry in audited] == ["tree:service:1", "tree:service:2"]


def test_a_tree_that_is_wrong_is_not_loaded(town: Town) -> None:
    with pytest.raises(BadTableError, match="line 3, threshold"):
        loaded(town, TREE.replace("2,95,", "2,all,"))
    with pytest.raises(InvalidInputError, match="key"):
        api.load_tree(
            key="a key", title="", valid_from=date(2026, 1, 1), file=("a.csv", TREE.encode()),
            actor=town["evaluator"], at=AT,
        )  # fmt: skip

    assert not TreeVersion.objects.exists()


def test_the_command_prints_the_example_and_loads_it(town: Town, tmp_path: Path) -> None:
    printed, told = StringIO(), StringIO()
    call_command("load_tree", stdout=printed)
    file = tmp_path / "tree.csv"
    file.write_text(printed.getvalue(), encoding="utf-8")
    for _ in range(2):
        call_command("load_tree", str(file), key="city", title="城市", valid_from="2026-01-01", stdout=told)

    assert told.getvalue().splitlines() == ["city, version 1, 37 indicators: loaded",
                                            "city, version 1, 37 indicators: nothing new"]  # fmt: skip
    with pytest.raises(CommandError, match="--key"):
        call_command("load_tree", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_tree", "nowhere.csv", key="city", title="城市", valid_from="2026-01-01")


def test_an_appraisal_keeps_the_version_of_its_last_day(town: Town) -> None:
    appraisal_id = opened(town)
    loaded(town, TREE.replace("60", "50"), valid_from=date(2027, 1, 1))

    found = api.appraisal(appraisal_id=appraisal_id, actor=town["leader"])
    assert (found.tree_number, found.kind, found.closed_at) == (1, api.AppraisalKind.SELF, None)
    assert api.appraisals(actor=town["leader"]) == [found]
    assert opened(town) == appraisal_id  # a second delivery
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"until": date(2025, 1, 1)}, InvalidInputError), ({"tree_key": "nothing"}, NotFoundError)],
)
def test_an_appraisal_that_cannot_be_is_refused(changes: dict[str, Any], refusal: type[Exception], town: Town) -> None:
    loaded(town)
    draft = api.AppraisalDraft(
        title="a", tree_key="service", kind=api.AppraisalKind.SELF, since=date(2026, 1, 1), until=date(2026, 2, 1)
    )
    with pytest.raises(refusal):
        api.open_appraisal(appraisal_id=key("x"), draft=replace(draft, **changes), actor=town["evaluator"], at=AT)

    assert not Appraisal.objects.exists()


def test_a_figure_is_typed_in_changed_and_taken_back(town: Town) -> None:
    appraisal_id = opened(town)
    for number, figure in enumerate(("90", "96"), start=1):
        made = reported(town, appraisal_id, figure)
        assert made == reported(town, appraisal_id, figure)  # a second delivery
        assert (made.number, made.figure) == (number, figure)
    assert score_of(town, appraisal_id)["A"].points == "2.00"
    reported(town, appraisal_id, None)

    assert score_of(town, appraisal_id)["A"].points is None
    told = api.reports(appraisal_id=appraisal_id, actor=town["leader"])
    assert [each.figure for each in told] == ["90", "96", None]
    assert AuditEntry.objects.filter(action="appraisal.report").count() == 3


def test_a_figure_is_told_as_it_was_typed_in(town: Town) -> None:
    appraisal_id = opened(town)
    for figure in ("92.4567", "96", "100"):
        reported(town, appraisal_id, figure)
        assert score_of(town, appraisal_id)["A"].figure == figure


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"leaf": "B"}, InvalidInputError),
        ({"leaf": "nothing"}, InvalidInputError),
        ({"area_code": "999999"}, InvalidInputError),
        ({"area_code": f"{EAST}001"}, InvalidInputError),
        ({"figure": Decimal("0.1234567")}, InvalidInputError),
        ({"figure": Decimal("NaN")}, InvalidInputError),
        ({"figure": Decimal("1e12")}, InvalidInputError),
        ({"evidence": (UUID(int=1),)}, InvalidInputError),
    ],
)
def test_a_figure_that_cannot_be_is_refused(changes: dict[str, Any], refusal: type[Exception], town: Town) -> None:
    appraisal_id = opened(town)
    draft = replace(api.ReportDraft(leaf="A", area_code=EAST, figure=Decimal(1), words="年鉴"), **changes)
    with pytest.raises(refusal):
        api.report(report_id=key("x"), appraisal_id=appraisal_id, draft=draft, actor=town["evaluator"], at=AT)

    assert not PlatformReport.objects.exists()


def test_an_identifier_stands_for_one_figure(town: Town) -> None:
    appraisal_id = opened(town)
    reported(town, appraisal_id, "90", name="one")

    with pytest.raises(InvalidInputError, match="Something else"):
        reported(town, appraisal_id, "90", WEST, name="one")


def test_evidence_is_a_photograph_of_the_same_appraisal(town: Town) -> None:
    appraisal_id = opened(town)
    new = api.NewVisitPhoto(content=picture(), taken_at=AT)
    photo = api.keep_evidence(photo_id=key("photo"), appraisal_id=appraisal_id, new=new, actor=town["evaluator"], at=AT)
    draft = api.ReportDraft(leaf="A", area_code=EAST, figure=Decimal(90), words="年鉴", evidence=(photo.id,))
    made = api.report(report_id=key("x"), appraisal_id=appraisal_id, draft=draft, actor=town["evaluator"], at=AT)

    assert made.evidence == (photo.id,)
    assert api.photo_file(photo_id=photo.id, actor=town["leader"], is_bare=True, width=None).media_type == "image/jpeg"


def test_a_score_is_made_of_all_three_and_explained(town: Town) -> None:
    appraisal_id = opened(town)
    reported(town, appraisal_id, "90")  # 1.5 of 2
    list_sites(town)
    draw_roads(town, appraisal_id)
    site, other = api.drawn_sites(appraisal_id=appraisal_id, actor=town["collector_a"])[:2]
    visited(town, site.id, 9)
    visited(town, other.id, 7)  # 16 of 20
    token = asked(town, appraisal_id).token
    answer(token, "one", {"D": 1, "E": 5})
    answer(token, "two", {"D": 3})  # D: 75 of two; E: too few

    nodes = score_of(town, appraisal_id)
    # 环境卫生: (0.75·2 + 0.8·1) / 3, alone under 干净 for 市容 has no figure; 群众满意: D alone
    assert (nodes["B"].figure, nodes["B"].of, nodes["B"].points) == ("80.00", 20, "0.80")
    assert (nodes["D"].figure, nodes["D"].of) == ("75.00", 2)
    assert (nodes["E"].figure, nodes["E"].of, nodes["E"].contribution) == (None, 1, None)
    assert (nodes["H1"].score, nodes["H1"].contribution) == ("76.67", "46.00")
    assert (nodes["H2"].score, nodes["H2"].contribution, nodes["H2"].reach) == ("75.00", "30.00", "40.00")
    heads = {head.area_code: head for head in api.scores(appraisal_id=appraisal_id, actor=town["leader"], at=AT)}
    assert (heads[EAST].score, heads[EAST].covered) == ("76.00", "75.00")
    assert (heads[WEST].score, heads[WEST].covered) == (None, "0.00")
    assert heads[CITY].score == "78.00"  # nothing was typed in for the city: visits and answers alone


def test_who_watches_a_district_sees_its_score_alone(town: Town) -> None:
    appraisal_id = opened(town)
    watcher = replace(town["leader"], area_code=EAST)

    assert [head.area_code for head in api.scores(appraisal_id=appraisal_id, actor=watcher, at=AT)] == [EAST]
    with pytest.raises(NotFoundError):
        api.score(appraisal_id=appraisal_id, area_code=WEST, actor=watcher, at=AT)
    with pytest.raises(NotPermittedError):
        api.scores(appraisal_id=appraisal_id, actor=town["handler"], at=AT)


def test_closed_nothing_changes_any_more(town: Town) -> None:
    appraisal_id = opened(town)
    reported(town, appraisal_id, "90")
    token = asked(town, appraisal_id).token
    closed = api.close_appraisal(appraisal_id=appraisal_id, actor=town["evaluator"], at=AT)

    assert closed.closed_at == AT
    for attempt in (
        lambda: reported(town, appraisal_id, "99"),
        lambda: asked(town, appraisal_id),
        lambda: draw_roads(town, appraisal_id),
        lambda: answer(token, "late", {"D": 1}),
        lambda: api.close_appraisal(appraisal_id=appraisal_id, actor=town["evaluator"], at=AT),
    ):
        with pytest.raises(api.AppraisalClosedError):
            attempt()
    assert score_of(town, appraisal_id)["A"].figure == "90"
