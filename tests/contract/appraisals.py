"""Who may ask for what of outside evaluation: a part of the matrix."""

from collections.abc import Mapping

from tests.appraisal.situations import SITES, TREE
from tests.contract.entries import COLLECTORS, Entry, read
from tests.contract.evaluations import DEFINERS, EVALUATOR, WATCHERS
from tests.contract.world import NOW
from tests.support.town import EAST

SURVEYORS = frozenset({"evaluator", "inspector", "collector_a", "collector_b"})
IN_THE_EAST = WATCHERS | {"collector_a", "collector_b"}
FRESH = "/api/v1/appraisals/{fresh_appraisal_id}"
PICTURE = ("photo.jpg", b"{picture}")

APPRAISAL: Mapping[str, Entry] = {
    "list_indicator_trees": read(WATCHERS),
    "get_example_tree": read(WATCHERS),
    "get_indicator_tree": read(WATCHERS),
    "load_indicator_tree": Entry(
        DEFINERS,
        form={"key": "own", "title": "自定", "valid_from": "2026-01-01"},
        file=("tree.csv", TREE.encode()),
        ok=201,
    ),
    "list_appraisals": read(WATCHERS | COLLECTORS),
    "open_appraisal": Entry(
        EVALUATOR,
        body={
            "title": "第三方评价",
            "tree": "service",
            "kind": "THIRD_PARTY",
            "since": "2026-01-01",
            "until": "2026-12-31",
        },
        ok=201,
    ),
    "get_appraisal": read(WATCHERS | COLLECTORS),
    "close_appraisal": Entry(EVALUATOR),
    "export_appraisal": Entry(WATCHERS, path="/api/v1/appraisals/{closed_appraisal_id}/export"),
    "list_platform_reports": read(WATCHERS),
    "report_figure": Entry(
        EVALUATOR, body={"leaf": "A", "area_code": EAST, "figure": "92.5", "words": "统计年鉴"}, ok=201
    ),
    "upload_appraisal_photo": Entry(EVALUATOR, form={"taken_at": NOW.isoformat()}, file=PICTURE, ok=201),
    "list_appraisal_scores": read(WATCHERS),
    "get_appraisal_score": read(WATCHERS),
    "get_questionnaire": read(WATCHERS),
    "open_questionnaire": Entry(
        EVALUATOR,
        path=f"{FRESH}/questionnaire",
        body={"title": "满意度调查", "closes_at": "2026-04-01T00:00:00Z"},
        ok=201,
    ),
    "move_questionnaire_end": Entry(EVALUATOR, body={"closes_at": "2026-04-01T00:00:00Z"}),
    "list_appraisal_sites": read(WATCHERS),
    "import_appraisal_sites": Entry(DEFINERS, form={}, file=("sites.csv", SITES.encode())),
    "list_site_draws": read(WATCHERS),
    "download_site_candidates": read(WATCHERS),
    "draw_appraisal_sites": Entry(
        EVALUATOR, path=f"{FRESH}/draws", body={"wanted": [{"kind": "主次干道", "count": 2}]}, ok=201
    ),
    "list_drawn_sites": read(WATCHERS | COLLECTORS),
    "list_visited_indicators": read(WATCHERS | COLLECTORS),
    # the site of the world lies in the east
    "get_drawn_site": read(IN_THE_EAST),
    "record_visit": Entry(
        SURVEYORS,
        body={"visited_at": NOW.isoformat(), "observations": [{"leaf": "B", "met": 9, "looked_at": 10}]},
        ok=201,
    ),
    "give_up_site": Entry(SURVEYORS, body={"reason": "封路施工"}),
    "upload_site_photo": Entry(SURVEYORS, form={"taken_at": NOW.isoformat()}, file=PICTURE, ok=201),
    "download_visit_photo": read(IN_THE_EAST),
}
