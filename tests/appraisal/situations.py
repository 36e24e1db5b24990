"""Outside evaluation of the town: a tree, an appraisal, sites, answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from cityloop.access.api import Actor
from cityloop.appraisal import api
from tests.support.town import EAST, MONDAY_NINE, WEST, Town, key

AT = MONDAY_NINE
LATER = AT + timedelta(days=3)
CITY = "110100"
TREE = """code,level1,level2,indicator,weight,source_kind,full,threshold,lost,step,missing
H1,干净,,,60,,,,,,
A,干净,环境卫生,清扫覆盖率,,平台上报,2,95,0.5,5,
B,干净,环境卫生,路面,,实地考察,1,,,,
C,干净,市容,立面,1,实地考察,,,,,
H2,群众满意,,,40,,,,,,
D,群众满意,,主次干道,3,问卷调查,,,,,
E,群众满意,,背街小巷,1,问卷调查,,,,,
"""
SITES = "\n".join(
    [
        "code,kind,name,area_code,longitude,latitude",
        *(f"R{number},主次干道,东路{number},{EAST},117.1,38.9" for number in range(8)),
        *(f"W{number},主次干道,西路{number},{WEST},," for number in range(2)),
        f"T0,公厕,一号公厕,{EAST},,",
    ]
)
ROADS = (api.WantedSites(kind="主次干道", count=3),)


def loaded(town: Town, tree: str = TREE, *, valid_from: date = date(2026, 1, 1)) -> api.TreeHead:
    """Load a tree."""
    return api.load_tree(
        key="service", title="服务评价", valid_from=valid_from, file=("tree.csv", tree.encode()),
        actor=town["evaluator"], at=AT,
    )  # fmt: skip


def opened(town: Town, name: str = "appraisal", *, at: datetime = AT) -> UUID:
    """Open an appraisal of the year by a loaded tree."""
    loaded(town)
    draft = api.AppraisalDraft(
        title="2026年自评价", tree_key="service", kind=api.AppraisalKind.SELF, since=date(2026, 1, 1),
        until=date(2026, 12, 31),
    )  # fmt: skip
    return api.open_appraisal(appraisal_id=key(name), draft=draft, actor=town["evaluator"], at=at).id


def reported(town: Town, appraisal_id: UUID, figure: str | None, area: str = EAST, *, name: str = "") -> api.ReportView:
    """Type in what part of the streets is swept."""
    draft = api.ReportDraft(
        leaf="A", area_code=area, figure=None if figure is None else Decimal(figure), words="统计年鉴第12页"
    )
    return api.report(
        report_id=key(name or f"report {figure} of {area}"), appraisal_id=appraisal_id, draft=draft,
        actor=town["evaluator"], at=AT,
    )  # fmt: skip


def asked(town: Town, appraisal_id: UUID, *, least: int = 2, name: str = "questionnaire") -> api.QuestionnaireView:
    """Open a questionnaire for three days."""
    draft = api.QuestionnaireDraft(title="市民满意度调查", closes_at=LATER, least_answers=least, marks=api.USUAL_MARKS)
    return api.open_questionnaire(
        questionnaire_id=key(name), appraisal_id=appraisal_id, draft=draft, actor=town["evaluator"], at=AT
    )


def answer(token: str, name: str, levels: Mapping[str, int], area: str = EAST, *, at: datetime = AT) -> api.Received:
    """Answer a questionnaire as somebody."""
    draft = api.ResponseDraft(area_code=area, levels=levels)
    return api.answer(token=token, response_id=key(name), draft=draft, at=at)


def drawn(
    town: Town, appraisal_id: UUID, *, name: str = "draw", reason: str = "", wanted: Sequence[api.WantedSites] = ROADS
) -> api.DrawView:
    """Draw roads."""
    return api.draw_sites(
        draw_id=key(name), appraisal_id=appraisal_id, wanted=wanted, reason=reason, actor=town["evaluator"], at=AT
    )


def listed(town: Town, sites: str = SITES) -> api.SitesStored:
    """List the sites of the town."""
    return api.import_sites(content=sites.encode(), actor=town["evaluator"], at=AT)


def visited(
    town: Town, site_id: UUID, met: int, *, who: str = "collector_a", name: str = "", leaf: str = "B"
) -> api.VisitView:
    """Record that of ten standards so many are met."""
    return visited_by(town[who], site_id, met, name=name, leaf=leaf)


def visited_by(actor: Actor, site_id: UUID, met: int, *, name: str = "", leaf: str = "B") -> api.VisitView:
    """Record as somebody that of ten standards so many are met."""
    draft = api.VisitDraft(
        visited_at=AT, observations=(api.Observation(leaf=leaf, met=met, looked_at=10, words="有积水"),)
    )
    return api.record_visit(
        visit_id=key(name or f"visit to {site_id}"), site_id=site_id, draft=draft, actor=actor, at=AT
    )


def score_of(town: Town, appraisal_id: UUID, area: str = EAST) -> dict[str, api.NodeScore]:
    """Return the nodes of an area's score by their codes."""
    found = api.score(appraisal_id=appraisal_id, area_code=area, actor=town["evaluator"], at=AT)
    return {node.code: node for node in found.nodes}
