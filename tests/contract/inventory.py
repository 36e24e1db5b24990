"""Who may ask for what of the inventory and of its surveys: a part of the matrix."""

from collections.abc import Mapping

from tests.contract.entries import OF_THE_WEST, SPOT, STAFF, Entry, managed, read
from tests.contract.world import NOW
from tests.support.town import EAST

INVENTORY: Mapping[str, Entry] = {
    # assets
    "list_components": read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "count_components": read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "add_component": managed(body={"class_code": "03005", "name": "新废物箱", **SPOT}, ok=201),
    "search_components": read(STAFF, query={"words": "废物箱"}),
    "read_component": read(STAFF - OF_THE_WEST, path="/api/v1/assets/components/{component}"),
    "list_near_components": read(STAFF, query=SPOT),
    "list_component_states": read(STAFF - OF_THE_WEST, path="/api/v1/assets/components/{component}/states"),
    "list_component_surveys": read(STAFF - OF_THE_WEST, path="/api/v1/assets/components/{component}/surveys"),
    "change_component_state": managed(
        path="/api/v1/assets/components/{component}/states", body={"state": "DAMAGED", "reason": "巡查发现"}
    ),
    "export_components": read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "print_labels": read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "list_mappings": managed(),
    "save_mapping": managed(
        body={"name": "路灯", "rules": {"attributes": {"code": "{{GLBJBSM}}", "name": "{{GLBJMC}}"}}},
    ),
    "list_component_imports": managed(),
    "import_components": managed(
        form={"rules": '{"attributes": {"code": "{code}"}, "x": "x", "y": "y"}'},
        file=("bins.csv", b"code,x,y\n"),
        ok=201,
    ),
    "preview_components": managed(form={"layer": ""}, file=("bins.csv", b"code,x,y\n1,2,3\n")),
    "resume_import": managed(path="/api/v1/assets/imports/{waiting_import_id}/resume"),
    "list_bad_rows": managed(),
    "get_component_import": managed(),
    "export_bad_rows": managed(),
    # surveys of components: the one of the world is of the east, open, and `collector_a` surveys in it
    "list_surveys": read(STAFF),
    "plan_survey": managed(
        body={"title": "普查", "starts_on": "2026-03-02", "ends_on": "2026-03-20", "area_codes": [EAST]}, ok=201
    ),
    "read_survey": read(STAFF - OF_THE_WEST),
    "change_survey": managed(
        body={"version": 1, "title": "普查", "starts_on": "2026-03-02", "ends_on": "2026-03-20"},
    ),
    "close_survey": managed(body={"version": 1}, ok=202),
    "compare_survey": managed(path="/api/v1/assets/surveys/{closed_survey_id}/compare", body={"version": 3}, ok=202),
    "apply_survey": managed(path="/api/v1/assets/surveys/{decided_survey_id}/apply", body={"version": 3}, ok=202),
    "void_survey": managed(body={"version": 1, "reason": "重复安排"}),
    "list_survey_records": read(STAFF - OF_THE_WEST),
    "record_component": Entry(
        frozenset({"collector_a"}), body={**SPOT, "class_code": "03005", "taken_at": NOW.isoformat()}, ok=201
    ),
    "upload_survey_photo": Entry(
        frozenset({"collector_a"}), form={"taken_at": NOW.isoformat()}, file=("photo.jpg", b"{picture}"), ok=201
    ),
    "list_survey_findings": read(STAFF - OF_THE_WEST),
    "decide_survey_findings": Entry(
        frozenset({"shift_leader", "inspector"}),
        path="/api/v1/assets/surveys/{closed_survey_id}/decisions",
        body={"decisions": [{"finding_id": "{finding_id}", "version": 1, "is_accepted": True}]},
    ),
    "reopen_survey": Entry(
        frozenset({"shift_leader", "inspector"}),
        path="/api/v1/assets/surveys/{closed_survey_id}/reopen",
        body={"version": 3, "reason": "漏查一段"},
    ),
    "list_coverage": read(STAFF - OF_THE_WEST, query={"within": EAST}),
    "list_component_photos": read(STAFF - OF_THE_WEST, path="/api/v1/assets/components/{component}/photos"),
    "upload_component_photo": Entry(
        frozenset({"administrator", "collector_a", "collector_b"}),
        path="/api/v1/assets/components/{component}/photos",
        form={"taken_at": NOW.isoformat()},
        file=("photo.jpg", b"{picture}"),
        ok=201,
    ),
    "download_component_photo": read(STAFF - OF_THE_WEST, path="/api/v1/assets/photos/{component_photo_id}/file"),
}
