"""Who may ask for what of evaluation: a part of the matrix.

Leagues and results can be read by all staff; which rows they hold is tried in tests/evaluation.
"""

from collections.abc import Mapping

from cityloop.evaluation.queries.shipped import shipped_indicator_data
from tests.contract.entries import DRAWN, STAFF, Entry, read

WATCHERS = frozenset({"evaluator", "leader", "inspector", "administrator"})
DEFINERS = frozenset({"evaluator", "administrator"})
EVALUATOR = frozenset({"evaluator"})
INSPECTOR = frozenset({"inspector"})
LOOKERS = frozenset({"acceptor", "shift_leader"})
OVER_COLLECTORS = frozenset({"inspector", "evaluator"})
NOT_OVER_COLLECTORS = (STAFF - OVER_COLLECTORS - {"collector_a"}) | {DRAWN}
HOLDER = frozenset({"shift_leader"})  # of the drawn case that is being looked at
NOT_THEIRS = frozenset({"acceptor", "acceptor_west"})
ANSWERS = dict.fromkeys(("CLASS", "PLACE", "PHOTOS", "BEFORE_AFTER", "RESULT", "FILING"), "YES")
HANDLERS = frozenset({"handler", "handler_below", "handler_other"})
SCHEME = "/api/v1/evaluation/schemes/national-body"
OF_FEBRUARY = {"period": "2026-02"}
TERM = {"key": "closing", "zh": "结案率", "en": "Closed", "full": 100, "formula": "结案率 * 100"}
RATE = {"key": "own_rate", "zh": "自定率", "en": "Own", "formula": "结案数 / 立案数"}
SHIPPED = shipped_indicator_data()
OWN = {"key": "own", "zh": "自定", "en": "Own", "object": "BODY", "terms": [TERM]}


def of_the_body(**query: str) -> Entry:
    """Return the entry of a figure of the body that has the case: its own people and the watchers see it."""
    allowed = WATCHERS | {"handler_other"}
    return Entry(allowed, query={"of": "BODY", "subject": "{body_id}", **query}, blind=(STAFF - allowed) | {DRAWN})


EVALUATION: Mapping[str, Entry] = {
    "get_indicators": read(STAFF),
    "publish_indicators": Entry(DEFINERS, body={"valid_from": "2026-05-01", "indicators": [RATE, *SHIPPED]}),
    "get_counting_rules": read(STAFF),
    "publish_counting_rules": Entry(
        DEFINERS, body={"valid_from": "2026-05-01", "rules": {"satisfied_from": 100, "belongs_to": "CLOSED"}}
    ),
    "list_indicator_versions": read(STAFF),
    "list_schemes": read(STAFF),
    "get_scheme": read(STAFF, path=SCHEME),
    "list_scheme_versions": read(STAFF, path=f"{SCHEME}/versions"),
    "publish_scheme": Entry(DEFINERS, body={"valid_from": "2026-05-01", "scheme": OWN}),
    "get_league": read(STAFF, path="/api/v1/evaluation/leagues/national-body", query=OF_FEBRUARY),
    "get_behind": Entry(
        WATCHERS | {"handler_other"},
        query={"key": "filed", "scheme": "national-body", "period": "2026-03", "subject": "{body_id}"},
        blind=(STAFF - WATCHERS - {"handler_other"}) | {DRAWN},
    ),
    "list_measures": read(STAFF),
    "get_trend": of_the_body(key="closing_rate", last="2026-03", periods="3"),
    "get_heat": of_the_body(key="filed", period="2026-03"),
    "get_comparison": of_the_body(period="2026-03", other="2026-02"),
    "get_cases_behind": of_the_body(key="filed", period="2026-03", hour="9"),
    "get_own_figures": read(STAFF, query=OF_FEBRUARY),
    "get_results_key": read(STAFF),
    "list_entries": Entry(WATCHERS, query={"scheme": "jinhua-body", **OF_FEBRUARY}),
    "get_entry_sheet": Entry(WATCHERS, query={"scheme": "jinhua-body", **OF_FEBRUARY}),
    "enter_points": Entry(
        EVALUATOR,
        body={
            "scheme": "jinhua-body",
            "period": "2026-01",
            "subject": "{body_id}",
            "term": "organization",
            "points": "4.5",
            "words": "见考核表",
        },
        ok=201,
    ),
    "upload_evidence": Entry(EVALUATOR, form={"name": "现场照片.jpg"}, file=("photo.jpg", b"{picture}"), ok=201),
    "get_evidence": read(WATCHERS),
    "download_evidence": read(WATCHERS),
    "list_results": read(STAFF),
    "draft_result": Entry(EVALUATOR, body={"scheme": "national-district", "period": "2026-02"}, ok=201),
    "get_result": read(STAFF),
    "publish_result": Entry(
        EVALUATOR,
        path="/api/v1/evaluation/results/{draft_result_id}/publication",
        body={"version": 1, "objections_until": "2026-03-20"},
    ),
    "fix_result": Entry(EVALUATOR, path="/api/v1/evaluation/results/{due_result_id}/fixing", body={"version": 2}),
    "export_result": read(WATCHERS),
    "export_table": read(WATCHERS),
    "list_objections": read(STAFF),
    "raise_objection": Entry(HANDLERS, body={"reason": "暴雨停工"}, ok=201),
    # bulletins tell all rows of leagues
    "list_bulletins": read(WATCHERS),
    "draft_bulletin": Entry(EVALUATOR, body={"period": "2026-02", "schemes": ["national-district"]}, ok=201),
    "get_bulletin": read(WATCHERS),
    "download_bulletin": read(WATCHERS, path="/api/v1/evaluation/bulletins/{bulletin_id}/files/pdf"),
    # who looks a second time learns nothing but what the case shows; who watches learns what came of it
    "list_samplings": read(WATCHERS),
    "plan_sampling": Entry(EVALUATOR, body={"period": "2026-01", "by": ["BODY"], "share": "5"}, ok=201),
    "get_sampling": read(WATCHERS),
    "draw_sampling": Entry(EVALUATOR, path="/api/v1/evaluation/samplings/{planned_sampling_id}/drawing"),
    "list_sampled_cases": read(WATCHERS),
    "download_population": read(WATCHERS),
    "take_second_look": Entry(LOOKERS, blind=frozenset({"acceptor_west"})),
    "download_look_photo": Entry(
        HOLDER,
        path="/api/v1/evaluation/second-looks/{sampled_id}/photos/1",
        blind=NOT_THEIRS,
    ),
    "answer_second_look": Entry(HOLDER, body={"answers": ANSWERS}, blind=NOT_THEIRS),
    "list_look_disputes": read(INSPECTOR),
    "rule_on_look": Entry(
        INSPECTOR,
        path="/api/v1/evaluation/second-looks/{disputed_sampled_id}/ruling",
        body={"ruling": {"CLASS": "NO"}, "opinion": "属实"},
    ),
    # hints are for who watches collectors, and for the collector themselves
    "list_integrity": Entry(OVER_COLLECTORS, query=OF_FEBRUARY),
    "get_integrity": Entry(
        OVER_COLLECTORS | {"collector_a"}, query=OF_FEBRUARY, blind=(STAFF - OVER_COLLECTORS) | {DRAWN}
    ),
    "get_thresholds": read(OVER_COLLECTORS),
    "publish_thresholds": Entry(EVALUATOR, body={"values": {"fastest_kmh": 50}}),
    "decide_objection": Entry(EVALUATOR, body={"is_upheld": True, "opinion": "属实"}),
}
