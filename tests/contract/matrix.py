"""Who may ask for what: every operation of the API, a request that is right in every way, and who may send it.

The table is written from design.md section 1 and the brief of each module, not from the code it is held against.
"""

from collections.abc import Mapping

from tests.contract.appraisals import APPRAISAL
from tests.contract.entries import (
    ADMINISTRATOR,
    CITIZENS,
    DRAWN,
    EVERYBODY,
    IN_THE_LOOP,
    METHODS,
    OF_THE_WEST,
    OVER_THE_LOOP,
    SEE_THE_CASE,
    SPOT,
    STAFF,
    Entry,
    Operation,
    managed,
    may,
    of_case,
    operations,
    read,
    refusal_of,
)
from tests.contract.evaluations import EVALUATION
from tests.contract.inventory import INVENTORY
from tests.contract.world import CALENDAR, COMMUNITY, MERGING, NOW, PASSWORD
from tests.support.town import EAST, key

__all__ = [
    "ANYBODY_MAY",
    "DRAWN",
    "MATRIX",
    "METHODS",
    "SOMEBODY",
    "Entry",
    "Operation",
    "may",
    "operations",
    "refusal_of",
]

MATRIX: Mapping[str, Entry] = {
    # access
    "who_am_i": read(EVERYBODY),
    "sign_out": Entry(EVERYBODY, ok=204),
    "change_password": Entry(
        frozenset({"acceptor"}),
        body={"old": f"{PASSWORD}!", "new": "Another-1-word"},
        ok=204,
        refusal=422,
        may_note=frozenset({"access_auditentry"}),
    ),
    "list_sessions": read(EVERYBODY),
    "end_session": Entry(frozenset({"acceptor"}), ok=204, refusal=404),
    "list_tokens": read(EVERYBODY),
    "issue_token": Entry(
        frozenset({"acceptor", "administrator"}),
        body={"name": "third", "seat_id": "{own_seat_id}", "expires_at": "2026-04-01T00:00:00Z"},
        ok=201,
        refusal=404,
    ),
    "end_token": Entry(frozenset({"acceptor", "administrator"}), ok=204, refusal=404),
    "create_account": managed(body={"username": "zhao", "display_name": "赵"}, ok=201),
    "list_accounts": read(ADMINISTRATOR),
    "get_account": read(frozenset({"collector_a", "administrator"})),
    "change_account": managed(body={"display_name": "新名"}),
    "see_phone": read(frozenset({"collector_a", "acceptor", "acceptor_west", "shift_leader"})),
    "reset_password": managed(body={"new": "Another-1-word"}, ok=204),
    "close_account": managed(),
    "reopen_account": managed(),
    "unlock_account": managed(ok=204),
    "list_audit": read(ADMINISTRATOR),
    # standards
    "list_editions": read(EVERYBODY),
    "list_classes": read(EVERYBODY),
    "get_class": read(EVERYBODY, path="/api/v1/standards/classes/2026/INCIDENT/06010"),
    "add_class": managed(body={"edition": "2026", "kind": "INCIDENT", "major_code": "06", "name": "新类"}, ok=201),
    "withdraw_class": managed(path="/api/v1/standards/classes/2026/INCIDENT/{class_code}/withdrawal", ok=204),
    "export_classes": read(EVERYBODY, query={"edition": "2026"}),
    "import_classes": managed(
        form={"edition": "2026"},
        file=("classes.csv", b"kind,major_code,major_name,minor_code,name,certainty\n"),
    ),
    "list_conditions": read(EVERYBODY, query={"kind": "INCIDENT", "code": "06010"}),
    "get_condition": read(EVERYBODY),
    "list_disposal_standards": read(EVERYBODY),
    "import_disposal_standard": managed(
        form={"name": "new", "title": "新标准"},
        file=(
            "standard.csv",
            "edition,kind,class_code,class_name,number,condition,stage,stage_name,closing_condition,area_level,amount,"
            "unit,note\n2013,INCIDENT,0501,供水管道破裂,1,管道破裂,1,围护,已围护,ALL,3,URGENT_HOUR,\n".encode(),
        ),
        ok=201,
    ),
    "list_conditions_of_version": read(EVERYBODY, path="/api/v1/standards/disposal-standards/{standard_id}/conditions"),
    "export_disposal_standard": read(EVERYBODY, path="/api/v1/standards/disposal-standards/{standard_id}/export"),
    "publish_disposal_standard": managed(
        path="/api/v1/standards/disposal-standards/{standard_draft_id}/publication",
        body={"valid_from": "2026-05-01T00:00:00Z"},
    ),
    "discard_disposal_standard": managed(path="/api/v1/standards/disposal-standards/{standard_draft_id}", ok=204),
    "list_calendars": read(EVERYBODY),
    "get_calendar_year": read(EVERYBODY, path="/api/v1/standards/calendars/{calendar_id}/years/2026"),
    "import_calendar": managed(form={"name": "new", "title": "新历"}, file=("new.yaml", CALENDAR), ok=201),
    "export_calendar": read(EVERYBODY, path="/api/v1/standards/calendars/{calendar_id}/export"),
    "count_deadline": read(
        EVERYBODY,
        path="/api/v1/standards/calendars/{calendar_id}/deadline",
        query={"start": "2026-03-06T17:00:00+08:00", "limit": "4 work_hour"},
    ),
    "publish_calendar": managed(
        path="/api/v1/standards/calendars/{calendar_draft_id}/publication",
        body={"valid_from": "2026-05-01T00:00:00Z"},
    ),
    "discard_calendar": managed(path="/api/v1/standards/calendars/{calendar_draft_id}", ok=204),
    # territory
    "read_city": read(EVERYBODY),
    "list_divisions": read(EVERYBODY),
    "search_places": read(EVERYBODY, query={"words": "社区"}),
    "read_division": read(EVERYBODY, path=f"/api/v1/territory/divisions/{EAST}"),
    "read_division_geometry": read(EVERYBODY, path=f"/api/v1/territory/divisions/{EAST}/geometry"),
    "list_unit_grids": read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "read_unit_grid": read(EVERYBODY - OF_THE_WEST, path="/api/v1/territory/unit-grids/{grid}"),
    "list_duty_grids": read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "list_evaluation_grids": read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "locate_point": read(EVERYBODY - OF_THE_WEST, query=SPOT),
    "read_unit_grid_lineage": read(EVERYBODY - OF_THE_WEST, path="/api/v1/territory/unit-grids/{grid}/lineage"),
    "list_faults": read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "count_faults": read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "mend_divisions": managed(),
    "list_grid_changes": read(EVERYBODY - OF_THE_WEST, query={"within": EAST}),
    "read_grid_change": read(EVERYBODY - OF_THE_WEST),
    "preview_grid_change": managed(body={"community_code": COMMUNITY, "operations": [MERGING]}),
    "draw_grid_change": managed(body={"title": "调整", "community_code": COMMUNITY, "operations": [MERGING]}, ok=201),
    "redraw_grid_change": managed(
        path="/api/v1/territory/grid-changes/{change_draft_id}",
        body={"version": 1, "title": "再调整", "operations": [MERGING]},
    ),
    "submit_grid_change": managed(path="/api/v1/territory/grid-changes/{change_draft_id}/submit", body={"version": 1}),
    "withdraw_grid_change": managed(body={"version": 2}),
    "list_loose_ends": managed(),
    "settle_loose_end": managed(body={"remark": "已另行指派"}),
    "decide_grid_change": Entry(frozenset({"leader"}), body={"version": 2, "approved": True, "opinion": "同意"}),
    # places
    "geocode": read(EVERYBODY, query={"address": "柳巷12号"}),
    "describe_point": read(EVERYBODY - OF_THE_WEST, query=SPOT),
    "geocode_table": read(STAFF, form={"file_format": "csv"}, file=("addresses.csv", "address\n柳巷12号\n".encode())),
    "list_places": read(EVERYBODY, query={"within": EAST}),
    "read_place": read(EVERYBODY, path="/api/v1/places/{place}"),
    "add_place": managed(
        body={"kind": "POI", "name": "东湖公园", "geometry": {"type": "Point", "coordinates": list(SPOT.values())}},
        ok=201,
    ),
    "change_place": managed(path="/api/v1/places/{place}", body={"version": 1, "aliases": ["老门牌"]}),
    "end_place": managed(path="/api/v1/places/{place}/end", body={"version": 1}),
    "import_places": managed(
        form={"layer": "landmarks", "kind": "POI"}, file=("places.csv", b"external_id,name,longitude,latitude\n")
    ),
    # organizations
    "list_bodies": read(STAFF),
    "get_body": read(STAFF),
    "add_body": managed(body={"code": "YL", "name": "园林处", "kind": "DEPARTMENT"}, ok=201),
    "change_body": managed(body={"name": "环卫处"}),
    "move_body": managed(body={"parent_id": None}),
    "end_body": managed(path="/api/v1/bodies/{company_id}/end"),
    "list_staff": read(STAFF),
    "appoint": managed(
        body={"account_id": "{newcomer_id}", "post": "COLLECTOR", "body_id": "{company_id}", "area_code": EAST}, ok=201
    ),
    "get_duty": read(frozenset({"collector_a", "administrator"})),
    "assign_duty": managed(body={"area_codes": [f"{EAST}001"]}),
    "get_roster": read(frozenset({"collector_a", "administrator"})),
    "set_roster": managed(body={"shifts": [{"weekday": 1, "opens": "08:00", "closes": "18:00"}]}, ok=204),
    "dismiss": managed(),
    "list_responsibility": read(STAFF),
    "assign_responsibility": managed(body={"body_id": "{body_id}", "kind": "INCIDENT", "class_code": "07"}, ok=201),
    "end_responsibility": managed(),
    "route": read(STAFF, query={"kind": "INCIDENT", "class_code": "06010", "grid_code": "{grid}"}),
    "import_organizations": managed(
        path="/api/v1/organizations/tables/bodies",
        file=("bodies.csv", b"code,name,short_name,kind,parent_code,credit_code\n"),
    ),
    "export_organizations": managed(path="/api/v1/organizations/tables/bodies"),
    **INVENTORY,
    **EVALUATION,
    **APPRAISAL,
    # maps
    "describe_tiles": read(STAFF, path="/api/v1/tiles/components.json"),
    "read_tile": read(STAFF, path="/api/v1/tiles/components/12/3379/1567.pbf"),
    "list_base_maps": read(EVERYBODY),
    # cases
    "report_case": Entry(
        frozenset({"acceptor", "collector_a", "collector_b"}) | CITIZENS,
        body={"kind": "INCIDENT", "class_code": "06010", **SPOT, "description": "暴露垃圾"},
        ok=201,
    ),
    "list_cases": read(IN_THE_LOOP),
    "search_cases": read(IN_THE_LOOP, body={"words": "东街道"}),
    "search_known_addresses": read(IN_THE_LOOP, query={"words": "东街道"}),
    "count_desk": read(IN_THE_LOOP),
    "total_cases": read(IN_THE_LOOP),
    "list_loads": read(OVER_THE_LOOP | ADMINISTRATOR),
    "export_cases": read(IN_THE_LOOP),
    "list_saved_queries": read(IN_THE_LOOP),
    "save_query": Entry(IN_THE_LOOP, body={"name": "超时案件", "filters": {"is_overdue": True}}, ok=201),
    "rename_query": Entry(frozenset({"leader"}), body={"name": "新名"}, blind=IN_THE_LOOP | {DRAWN}),
    "delete_query": Entry(frozenset({"leader"}), ok=204, blind=IN_THE_LOOP | {DRAWN}),
    "find_lookalikes": read(IN_THE_LOOP, query={"class_code": "06010", **SPOT}),
    "summarize_cases": read(OVER_THE_LOOP | ADMINISTRATOR),
    "get_lifecycle": read(EVERYBODY),
    "get_lifecycle_version": read(EVERYBODY),
    "list_my_tasks": read(IN_THE_LOOP),
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
ANYBODY_MAY = frozenset({"sign_in", "list_nearby", "get_public_questionnaire", "answer_questionnaire"})
SOMEBODY = key("somebody")
