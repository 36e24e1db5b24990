"""Who may ask for what: every operation of the API, a request that is right in every way, and who may send it.

The table is written from design.md section 1 and the brief of each module, not from the code it is held against.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cityloop.config.api import description
from tests.contract.world import CALENDAR, COMMUNITY, MERGING, NOW, PASSWORD, World
from tests.support.town import EAST, EAST_SPOT, PEOPLE, key, position

METHODS = ("get", "post", "put", "patch", "delete")
DRAWN = "the collector who was drawn"

EVERYBODY = frozenset(PEOPLE)
CITIZENS = frozenset({"citizen", "citizen_other"})
STAFF = EVERYBODY - CITIZENS
ADMINISTRATOR = frozenset({"administrator"})
IN_THE_LOOP = EVERYBODY - ADMINISTRATOR
OF_THE_WEST = frozenset({"acceptor_west", "dispatcher_west", "collector_west"})
COLLECTORS = frozenset({"collector_a", "collector_b", "collector_west"})
# The case of the world lies in the east, was reported by `citizen` and is with HW, where `handler_other` works.
SEE_THE_CASE = frozenset(
    {"acceptor", "shift_leader", "inspector", "leader", "evaluator", "dispatcher", "handler_other", "citizen", DRAWN}
)
OVER_THE_LOOP = frozenset({"shift_leader", "inspector", "leader", "evaluator", "dispatcher", "dispatcher_west"})
LONGITUDE, LATITUDE = position(*EAST_SPOT)
SPOT = {"longitude": LONGITUDE, "latitude": LATITUDE}


@dataclass(frozen=True)
class Operation:
    """One operation of the API as its description has it."""

    id: str
    method: str
    path: str
    spec: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    @property
    def statuses(self) -> set[int]:
        """Return the statuses it may answer with."""
        return {int(status) for status in self.spec["responses"]}


@dataclass(frozen=True)
class Entry:
    """A right request, who may send it, and what the others hear. Names in braces are things of the world."""

    allowed: frozenset[str]
    path: str = ""  # where it differs from the names in the description: {version_id} may be {calendar_id}
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    form: Mapping[str, Any] | None = None
    file: tuple[str, bytes] | None = None
    ok: int = 200
    refusal: int = 403
    blind: frozenset[str] = frozenset()  # those to whom the thing does not even exist: 404
    may_note: frozenset[str] = frozenset()  # tables in which a refusal is noted on purpose


def operations() -> list[Operation]:
    """Return every operation of the API."""
    found = [
        Operation(spec["operationId"], method, path, spec)
        for path, item in description()["paths"].items()
        for method, spec in item.items()
        if method in METHODS
    ]
    return sorted(found, key=lambda operation: operation.id)


def may(entry: Entry, who: str, world: World) -> bool:
    """Return whether this person may send the request."""
    return who in entry.allowed or (DRAWN in entry.allowed and who == world.drawn)


def refusal_of(entry: Entry, who: str, world: World) -> int:
    """Return what this person hears instead."""
    is_blind = who in entry.blind and not (who == world.drawn and DRAWN not in entry.blind)
    return 404 if is_blind else entry.refusal


def of_case(allowed: frozenset[str], **request: Any) -> Entry:
    """Return the entry of an operation on the case: to those who may not know of it, it does not exist."""
    return Entry(allowed, blind=EVERYBODY - SEE_THE_CASE, **request)


def _read(allowed: frozenset[str], **request: Any) -> Entry:
    return Entry(allowed, **request)


def _managed(**request: Any) -> Entry:
    return Entry(ADMINISTRATOR, **request)


MATRIX: Mapping[str, Entry] = {
    # access
    "who_am_i": _read(EVERYBODY),
    "sign_out": Entry(EVERYBODY, ok=204),
    "change_password": Entry(
        frozenset({"acceptor"}),
        body={"old": f"{PASSWORD}!", "new": "Another-1-word"},
        ok=204,
        refusal=422,
        may_note=frozenset({"access_auditentry"}),
    ),
    "list_sessions": _read(EVERYBODY),
    "end_session": Entry(frozenset({"acceptor"}), ok=204, refusal=404),
    "list_tokens": _read(EVERYBODY),
    "issue_token": Entry(
        frozenset({"acceptor", "administrator"}),
        body={"name": "third", "seat_id": "{own_seat_id}", "expires_at": "2026-04-01T00:00:00Z"},
        ok=201,
        refusal=404,
    ),
    "end_token": Entry(frozenset({"acceptor", "administrator"}), ok=204, refusal=404),
    "create_account": _managed(body={"username": "zhao", "display_name": "赵"}, ok=201),
    "list_accounts": _read(ADMINISTRATOR),
    "get_account": _read(frozenset({"collector_a", "administrator"})),
    "change_account": _managed(body={"display_name": "新名"}),
    "see_phone": _read(frozenset({"collector_a", "acceptor", "acceptor_west", "shift_leader"})),
    "reset_password": _managed(body={"new": "Another-1-word"}, ok=204),
    "close_account": _managed(),
    "reopen_account": _managed(),
    "unlock_account": _managed(ok=204),
    "list_audit": _read(ADMINISTRATOR),
    # standards
    "list_editions": _read(EVERYBODY),
    "list_classes": _read(EVERYBODY),
    "get_class": _read(EVERYBODY, path="/api/v1/standards/classes/2026/INCIDENT/06010"),
    "add_class": _managed(body={"edition": "2026", "kind": "INCIDENT", "major_code": "06", "name": "新类"}, ok=201),
    "withdraw_class": _managed(path="/api/v1/standards/classes/2026/INCIDENT/{class_code}/withdrawal", ok=204),
    "export_classes": _read(EVERYBODY, query={"edition": "2026"}),
    "import_classes": _managed(
        form={"edition": "2026"}, file=("classes.csv", b"kind,major_code,major_name,minor_code,name,certainty\n")
    ),
    "list_conditions": _read(EVERYBODY, query={"kind": "INCIDENT", "code": "06010"}),
    "get_condition": _read(EVERYBODY),
    "list_disposal_standards": _read(EVERYBODY),
    "import_disposal_standard": _managed(
        form={"name": "new", "title": "新标准"},
        file=(
            "standard.csv",
            "edition,kind,class_code,class_name,number,condition,stage,stage_name,closing_condition,area_level,amount,"
            "unit,note\n2013,INCIDENT,0501,供水管道破裂,1,管道破裂,1,围护,已围护,ALL,3,URGENT_HOUR,\n".encode(),
        ),
        ok=201,
    ),
    "list_conditions_of_version": _read(
        EVERYBODY, path="/api/v1/standards/disposal-standards/{standard_id}/conditions"
    ),
    "export_disposal_standard": _read(EVERYBODY, path="/api/v1/standards/disposal-standards/{standard_id}/export"),
    "publish_disposal_standard": _managed(
        path="/api/v1/standards/disposal-standards/{standard_draft_id}/publication",
        body={"valid_from": "2026-05-01T00:00:00Z"},
    ),
    "discard_disposal_standard": _managed(path="/api/v1/standards/disposal-standards/{standard_draft_id}", ok=204),
    "list_calendars": _read(EVERYBODY),
    "get_calendar_year": _read(EVERYBODY, path="/api/v1/standards/calendars/{calendar_id}/years/2026"),
    "import_calendar": _managed(form={"name": "new", "title": "新历"}, file=("new.yaml", CALENDAR), ok=201),
    "export_calendar": _read(EVERYBODY, path="/api/v1/standards/calendars/{calendar_id}/export"),
    "count_deadline": _read(
        EVERYBODY,
        path="/api/v1/standards/calendars/{calendar_id}/deadline",
        query={"start": "2026-03-06T17:00:00+08:00", "limit": "4 work_hour"},
    ),
    "publish_calendar": _managed(
        path="/api/v1/standards/calendars/{calendar_draft_id}/publication",
        body={"valid_from": "2026-05-01T00:00:00Z"},
    ),
    "discard_calendar": _managed(path="/api/v1/standards/calendars/{calendar_draft_id}", ok=204),
    # territory
    "read_city": _read(EVERYBODY),
    "list_divisions": _read(EVERYBODY),
    "search_places": _read(EVERYBODY, query={"words": "社区"}),
    "read_division": _read(EVERYBODY, path=f"/api/v1/territory/divisions/{EAST}"),
    "read_division_geometry": _read(EVERYBODY, path=f"/api/v1/territory/divisions/{EAST}/geometry"),
    "list_unit_grids": _read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "read_unit_grid": _read(EVERYBODY - OF_THE_WEST, path="/api/v1/territory/unit-grids/{grid}"),
    "list_duty_grids": _read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "list_evaluation_grids": _read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "locate_point": _read(EVERYBODY - OF_THE_WEST, query=SPOT),
    "read_unit_grid_lineage": _read(EVERYBODY - OF_THE_WEST, path="/api/v1/territory/unit-grids/{grid}/lineage"),
    "list_faults": _read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "mend_divisions": _managed(),
    "list_grid_changes": _read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "read_grid_change": _read(EVERYBODY - OF_THE_WEST),
    "preview_grid_change": _managed(body={"community_code": COMMUNITY, "operations": [MERGING]}),
    "draw_grid_change": _managed(body={"title": "调整", "community_code": COMMUNITY, "operations": [MERGING]}, ok=201),
    "redraw_grid_change": _managed(
        path="/api/v1/territory/grid-changes/{change_draft_id}",
        body={"version": 1, "title": "再调整", "operations": [MERGING]},
    ),
    "submit_grid_change": _managed(path="/api/v1/territory/grid-changes/{change_draft_id}/submit", body={"version": 1}),
    "withdraw_grid_change": _managed(body={"version": 2}),
    "list_loose_ends": _managed(),
    "settle_loose_end": _managed(body={"remark": "已另行指派"}),
    "decide_grid_change": Entry(frozenset({"leader"}), body={"version": 2, "approved": True, "opinion": "同意"}),
    # places
    "geocode": _read(EVERYBODY, query={"address": "柳巷12号"}),
    "describe_point": _read(EVERYBODY - OF_THE_WEST, query=SPOT),
    "geocode_table": _read(STAFF, form={"file_format": "csv"}, file=("addresses.csv", "address\n柳巷12号\n".encode())),
    "list_places": _read(EVERYBODY, query={"within": EAST}),
    "read_place": _read(EVERYBODY, path="/api/v1/places/{place}"),
    # organizations
    "list_bodies": _read(STAFF),
    "get_body": _read(STAFF),
    "add_body": _managed(body={"code": "YL", "name": "园林处", "kind": "DEPARTMENT"}, ok=201),
    "change_body": _managed(body={"name": "环卫处"}),
    "move_body": _managed(body={"parent_id": None}),
    "end_body": _managed(path="/api/v1/bodies/{company_id}/end"),
    "list_staff": _read(STAFF),
    "appoint": _managed(
        body={"account_id": "{newcomer_id}", "post": "COLLECTOR", "body_id": "{company_id}", "area_code": EAST}, ok=201
    ),
    "get_duty": _read(frozenset({"collector_a", "administrator"})),
    "assign_duty": _managed(body={"area_codes": [f"{EAST}001"]}),
    "get_roster": _read(frozenset({"collector_a", "administrator"})),
    "set_roster": _managed(body={"shifts": [{"weekday": 1, "opens": "08:00", "closes": "18:00"}]}, ok=204),
    "dismiss": _managed(),
    "list_responsibility": _read(STAFF),
    "assign_responsibility": _managed(body={"body_id": "{body_id}", "kind": "INCIDENT", "class_code": "07"}, ok=201),
    "end_responsibility": _managed(),
    "route": _read(STAFF, query={"kind": "INCIDENT", "class_code": "06010", "grid_code": "{grid}"}),
    "import_organizations": _managed(
        path="/api/v1/organizations/tables/bodies",
        file=("bodies.csv", b"code,name,short_name,kind,parent_code,credit_code\n"),
    ),
    "export_organizations": _managed(path="/api/v1/organizations/tables/bodies"),
    # assets
    "list_components": _read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "search_components": _read(STAFF, query={"words": "废物箱"}),
    "read_component": _read(STAFF - OF_THE_WEST, path="/api/v1/assets/components/{component}"),
    "list_near_components": _read(STAFF, query=SPOT),
    "list_component_states": _read(STAFF - OF_THE_WEST, path="/api/v1/assets/components/{component}/states"),
    "change_component_state": _managed(
        path="/api/v1/assets/components/{component}/states", body={"state": "DAMAGED", "reason": "巡查发现"}
    ),
    "export_components": _read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "print_labels": _read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "list_mappings": _managed(),
    "save_mapping": _managed(
        body={"name": "路灯", "rules": {"attributes": {"code": "{{GLBJBSM}}", "name": "{{GLBJMC}}"}}},
    ),
    "list_component_imports": _managed(),
    "import_components": _managed(
        form={"rules": '{"attributes": {"code": "{code}"}, "x": "x", "y": "y"}'},
        file=("bins.csv", b"code,x,y\n"),
        ok=201,
    ),
    "get_component_import": _managed(),
    "export_bad_rows": _managed(),
    # maps
    "describe_tiles": _read(STAFF, path="/api/v1/tiles/components.json"),
    "read_tile": _read(STAFF, path="/api/v1/tiles/components/12/3379/1567.pbf"),
    "list_base_maps": _read(EVERYBODY),
    # cases
    "report_case": Entry(
        frozenset({"acceptor", "collector_a", "collector_b"}) | CITIZENS,
        body={"kind": "INCIDENT", "class_code": "06010", **SPOT, "description": "暴露垃圾"},
        ok=201,
    ),
    "list_cases": _read(IN_THE_LOOP),
    "search_cases": _read(IN_THE_LOOP, body={"words": "东街道"}),
    "search_known_addresses": _read(IN_THE_LOOP, query={"words": "东街道"}),
    "count_desk": _read(IN_THE_LOOP),
    "total_cases": _read(IN_THE_LOOP),
    "list_loads": _read(OVER_THE_LOOP | ADMINISTRATOR),
    "export_cases": _read(IN_THE_LOOP),
    "list_saved_queries": _read(IN_THE_LOOP),
    "save_query": Entry(IN_THE_LOOP, body={"name": "超时案件", "filters": {"is_overdue": True}}, ok=201),
    "rename_query": Entry(frozenset({"leader"}), body={"name": "新名"}, blind=IN_THE_LOOP | {DRAWN}),
    "delete_query": Entry(frozenset({"leader"}), ok=204, blind=IN_THE_LOOP | {DRAWN}),
    "find_lookalikes": _read(IN_THE_LOOP, query={"class_code": "06010", **SPOT}),
    "summarize_cases": _read(OVER_THE_LOOP | ADMINISTRATOR),
    "get_lifecycle": _read(EVERYBODY),
    "get_lifecycle_version": _read(EVERYBODY),
    "list_my_tasks": _read(IN_THE_LOOP),
    "upload_photo": Entry(
        IN_THE_LOOP,
        form={"usage": "AFTER", "taken_at": NOW.isoformat()},
        file=("photo.jpg", b"{picture}"),
        ok=201,
    ),
    "get_case": of_case(SEE_THE_CASE),
    "get_case_history": of_case(SEE_THE_CASE),
    "get_photo": of_case(SEE_THE_CASE),
    "download_photo": of_case(SEE_THE_CASE),
    "see_reporter": of_case(frozenset({"acceptor", "shift_leader"})),
    "move_case": of_case(
        frozenset({"handler_other"}),
        path="/api/v1/cases/{case_id}/moves/sign",
        body={"version": "{version}"},
    ),
}
ANYBODY_MAY = frozenset({"sign_in", "list_nearby"})
SOMEBODY = key("somebody")
