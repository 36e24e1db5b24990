"""A town in full swing, with one of everything that the API can be asked about, and a digest of all that is stored."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import shapely
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client

from cityloop.access import api as access
from cityloop.assets import api as assets
from cityloop.cases import api as cases
from cityloop.cases.actions.saved_queries import save_query
from cityloop.cases.models import Case, FieldTask
from cityloop.cases.tests.factories import Walk, picture
from cityloop.evaluation import api as evaluation
from cityloop.organizations import api as organizations
from cityloop.places import api as places
from cityloop.standards import api as standards
from cityloop.territory import api as territory
from tests.contract.appraised import appraised
from tests.contract.looked_at import looked_at
from tests.support.once import settle
from tests.support.town import EAST, EAST_SPOT, FOUNDED, MONDAY_NINE, SYSTEM, Town, key, position

NOW = MONDAY_NINE + timedelta(hours=6)
PASSWORD = "Yun-chuan7"
CASE = "the case of the world"
COMMUNITY = f"{EAST}001001"
MERGING = {"kind": "MERGE", "grids": [f"{COMMUNITY}001", f"{COMMUNITY}002"]}
CALENDAR = b"""timezone: Asia/Shanghai
day_length: "07:00"
week:
  MON-FRI: 09:00-12:00 13:00-17:00
"""


@dataclass
class World:
    """A town with one of everything, and the names it goes by in addresses and bodies."""

    town: Town
    ids: dict[str, str] = field(default_factory=dict)
    drawn: str = ""  # the collector who was sent to verify the case
    stored: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return the identifier of this thing."""
        return self.ids[name]

    def changed(self) -> set[str]:
        """Return the tables that are not as they were when the world was furnished."""
        return {table for table, found in self.digest().items() if self.stored[table] != found}

    def digest(self) -> dict[str, tuple[int, str]]:
        """Return, for every table of ours, how many rows it has and a hash over all of them, in any order."""
        tables = sorted(model._meta.db_table for model in apps.get_models() if "cityloop." in model.__module__)
        digests = [
            f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {table} t"  # noqa: S608 - names of our own tables
            for table in tables
        ]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(digests))
            return {table: (count, found) for table, count, found in cursor.fetchall()}


def furnish(town: Town) -> World:
    """Fill the town and take down what is stored."""
    world = World(town)
    _bring_a_case(world)
    _bring_people(world)
    _bring_rules(world)
    _bring_surveys(world)
    _bring_changes(world)
    _bring_places(world)
    _bring_results(world)
    world.ids |= looked_at(town) | appraised(town)
    with time_machine.travel(NOW, tick=False):
        for secret in town.tokens.values():  # that a token was used is noted once a minute: let it be noted now
            Client().get("/api/v1/session", headers={"Authorization": f"Bearer {secret}"})
    settle()
    world.stored = world.digest()
    return world


def _bring_a_case(world: World) -> None:
    """A citizen's report, verified by a drawn collector, in the hands of HW in the east."""
    town = world.town
    photo_id = key("photo of the citizen")
    new = cases.NewPhoto(content=picture(), usage=cases.PhotoUsage.BEFORE, taken_at=MONDAY_NINE)
    cases.keep_photo(photo_id=photo_id, new=new, actor=town["citizen"], at=MONDAY_NINE)
    reporter = cases.Reporter(name="王芳", phone="13800001234", wants_answer=True)
    walk = Walk(town, CASE, who="citizen", changes={"reporter": reporter, "photo_ids": (photo_id,)})
    walk.go("acceptor", "send_verification")
    collector = walk.sent()
    walk.go(collector, "answer_verification", answer=cases.Answer.EXISTS)
    walk.to("DISPOSAL")
    other = Walk(town, "another case", spot=(4.6, 0.6))
    world.drawn = next(name for name, actor in town.actors.items() if actor.account_id == collector.account_id)
    task = FieldTask.objects.get(case=walk.id)
    query = save_query(name="待立案", filters={"stage": "FILING"}, actor=town["leader"], at=NOW)
    world.ids |= {
        "case_id": str(walk.id),
        "lifecycle_id": str(Case.objects.get(pk=walk.id).lifecycle_id),
        "other_case_id": str(other.id),
        "photo_id": str(photo_id),
        "task_id": str(task.pk),
        "query_id": str(query.pk),
        "grid": walk.view.grid_code,
    }


def _bring_people(world: World) -> None:
    town, acceptor = world.town, world.town["acceptor"]
    collector = town["collector_a"]
    access.reset_password(account_id=acceptor.account_id, new=PASSWORD, actor=SYSTEM, at=FOUNDED)
    access.change_password(account_id=acceptor.account_id, old=PASSWORD, new=f"{PASSWORD}!", at=NOW - timedelta(days=1))
    _, caller = access.open_session(account_id=acceptor.account_id, at=NOW, address=None, program="tests")
    issued = access.issue_token(
        name="second", seat_id=_seat(acceptor), expires_at=NOW + timedelta(days=1), actor=acceptor, at=NOW
    )
    closed = access.create_account(
        draft=access.AccountDraft(username="newcomer", display_name="新来的"), actor=SYSTEM, at=FOUNDED
    )
    world.ids |= {
        "account_id": str(collector.account_id),
        "newcomer_id": str(closed.account_id),
        "seat_id": str(_seat(collector)),
        "own_seat_id": str(_seat(acceptor)),
        "session_id": str(caller.credential_id),
        "token_id": str(issued.token_id),
    }


def _bring_rules(world: World) -> None:
    town = world.town
    rule = organizations.rules(at=NOW, body_id=town.bodies["HW"], after=0, limit=1)[0]
    own = standards.add_class(
        edition="2026", kind=standards.MatterKind.INCIDENT, major_code="06", name="测试小类", actor=SYSTEM, at=FOUNDED
    )
    condition = standards.conditions(kind=standards.MatterKind.INCIDENT, code="06010", at=NOW)[0]
    calendar = standards.import_calendar(
        name="drafted",
        title="草稿",
        description=standards.read_calendar(CALENDAR, filename="drafted.yaml"),
        actor=SYSTEM,
        at=FOUNDED,
    )
    exported = standards.export_standard(version_id=standards.standard_versions()[0].id, file_format="csv")
    limit = standards.Limit.parse("5 work_hour")
    draft = standards.import_disposal_standard(
        name="drafted", title="草稿", default_limit=limit, content=exported, actor=SYSTEM, at=FOUNDED
    )
    point = shapely.to_wkb(shapely.Point(*position(*EAST_SPOT)))
    layer = assets.ComponentLayer(name="bins", class_edition="2026", class_code="03005")
    bin_draft = assets.ComponentDraft(external_id="1", name="废物箱", geometry=point)
    assets.import_components(layer=layer, drafts=[bin_draft], valid_from=FOUNDED, at=FOUNDED)
    wanted = assets.NewImport("bins.csv", {"attributes": {"code": "{code}"}, "x": "x", "y": "y"})
    job = assets.start_import(
        file=BytesIO(b"code,x,y\n1,2,3\n"), wanted=wanted, actor=SYSTEM, at=FOUNDED, is_deferred=False
    )
    waiting = assets.start_import(
        file=BytesIO(b"code,x,y\n2,3,4\n"), wanted=wanted, actor=SYSTEM, at=FOUNDED, is_deferred=False
    )
    world.ids |= {
        "waiting_import_id": str(waiting.id),
        "import_id": str(assets.run_import(import_id=job.id, at=FOUNDED).id),
        "rule_id": str(rule.id),
        "body_id": str(town.bodies["HW"]),
        "company_id": str(town.bodies["CJ-A"]),
        "class_code": own.code,
        "condition_id": str(condition.id),
        "calendar_id": _version(standards.calendar_versions(name="default")),
        "calendar_draft_id": str(calendar.version.id),
        "standard_id": _version(standards.standard_versions(name="default")),
        "standard_draft_id": str(draft.version.id),
        "component": f"{EAST}03005000001",
        "table": "bodies",
    }


def _bring_surveys(world: World) -> None:
    """Three surveys of the bin in the east: one in the field, one under review, one that may be applied."""
    town, keeper = world.town, world.town["administrator"]
    seats = (_seat(town["collector_a"]),)
    plan = assets.SurveyPlan(
        title="普查",
        area_codes=(EAST,),
        class_codes=("03005",),
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 31),
        seat_ids=seats,
    )
    ids = [assets.plan_survey(plan=plan, actor=keeper, at=NOW).id for _ in range(3)]
    for survey_id in ids[1:]:
        assets.close_survey(survey_id=survey_id, version=1, actor=keeper, at=NOW)
        assets.run_survey(survey_id=survey_id, at=NOW)
    pending, decided = (assets.findings(survey_id=survey_id) for survey_id in ids[1:])
    decisions = [assets.FindingDecision(finding_id=row.id, version=1, is_accepted=False) for row in decided]
    if decisions:
        assets.decide_findings(survey_id=ids[2], decisions=decisions, actor=town["inspector"], at=NOW)
    photo_id = key("photo of a component")
    new = assets.NewComponentPhoto(content=picture(), taken_at=NOW)
    assets.keep_component_photo(photo_id=photo_id, code=world["component"], new=new, actor=keeper, at=NOW)
    world.ids |= {
        "survey_id": str(ids[0]),
        "closed_survey_id": str(ids[1]),
        "decided_survey_id": str(ids[2]),
        "finding_id": str(pending[0].id),
        "component_photo_id": str(photo_id),
    }


def _bring_changes(world: World) -> None:
    """Two changes to the grids: one still a draft, one handed in."""
    author = world.town["administrator"]
    drawn = [
        territory.draw_change(title=title, community=COMMUNITY, operations=[MERGING], actor=author, at=NOW)
        for title in ("草稿", "待审")
    ]
    sent = territory.submit_change(change_id=drawn[1].id, version=drawn[1].version, actor=author, at=NOW)
    gone = f"{COMMUNITY}999"
    end = territory.LooseEndDraft(territory.LooseEndKind.DUTY_GRID, subject=gone, label="", code=gone, codes=())
    territory.note_loose_ends(change_id=sent.id, ends=[end], at=NOW)
    world.ids |= {"change_draft_id": str(drawn[0].id), "change_id": str(sent.id)}
    world.ids["end_id"] = str(territory.loose_ends(within=COMMUNITY)[0].id)


def _bring_places(world: World) -> None:
    line = shapely.to_wkb(shapely.LineString([position(3.2, 0.5), position(8.8, 0.5)]))
    road = places.PlaceLayer("roads", places.PlaceKind.ROAD)
    places.import_places(layer=road, drafts=[places.PlaceDraft("1", "柳巷", line)], valid_from=FOUNDED, at=FOUNDED)
    point = shapely.to_wkb(shapely.Point(*position(*EAST_SPOT)))
    doors = places.PlaceLayer("doors", places.PlaceKind.DOORPLATE)
    draft = places.PlaceDraft("1", "", point, road="柳巷", number="12号")
    places.import_places(layer=doors, drafts=[draft], valid_from=FOUNDED, at=FOUNDED)
    world.ids["place"] = places.places(kind=places.PlaceKind.DOORPLATE)[0].code


def _bring_results(world: World) -> None:
    """Results of February: a draft, one open, one that SZ objects to, one whose last day has passed."""
    town, evaluator = world.town, world.town["evaluator"]
    evaluation.load_evaluation(valid_from=FOUNDED.date(), actor=SYSTEM, at=FOUNDED)
    begun, days = MONDAY_NINE - timedelta(days=1), {"open": date(2026, 3, 20), "objected": date(2026, 3, 20)}
    schemes = {
        "draft": "national-street",
        "open": "national-body",
        "objected": "jinhua-body",
        "due": "national-body-60-30-10",
    }
    for name, scheme in schemes.items():
        made = evaluation.draft_result(
            result_id=key(f"{name} result"), scheme_key=scheme, period="2026-02", actor=evaluator, at=begun
        )
        world.ids[f"{name}_result_id"] = str(made.id)
        if name != "draft":
            evaluation.publish_result(
                result_id=made.id,
                version=1,
                objections_until=days.get(name, begun.date()),
                actor=evaluator,
                at=begun,
            )
    objection = evaluation.raise_objection(
        objection_id=key("objection"),
        result_id=key("objected result"),
        reason="数据有误",
        actor=town["handler"],
        at=begun,
    )
    brought = evaluation.keep_evidence(
        evidence_id=key("evidence"), name="考核表.jpg", content=picture(), actor=evaluator, at=begun
    )
    world.ids |= {
        "evidence_id": str(brought.id),
        "result_id": world["open_result_id"],
        "objection_id": str(objection.id),
        "scheme_key": "national-body",
    }
    issue = evaluation.draft_bulletin(
        bulletin_id=key("bulletin"), period="2026-02", schemes=["national-district"], actor=evaluator, at=begun
    )
    world.ids["bulletin_id"] = str(evaluation.make_bulletin(bulletin_id=issue.id, at=begun).id)


def _seat(actor: access.Actor) -> UUID:
    assert actor.seat_id is not None
    return actor.seat_id


def _version(versions: list[standards.VersionView]) -> str:
    return str(versions[0].id)
