"""Rules of organizations, without a database."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cityloop.access.contracts import Axis, Post
from cityloop.organizations.contracts import BodyKind, RuleOrigin, RuleView
from cityloop.organizations.domain.credit_codes import is_credit_code
from cityloop.organizations.domain.routing import area_prefixes, class_prefixes, reasons
from cityloop.organizations.domain.standing import fits
from cityloop.standards.contracts import MatterKind


@pytest.mark.parametrize(
    ("code", "sound"),
    [
        ("91350100M000100Y43", True),  # the example of GB 32100-2015
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("91350100M000100Y4I", False),
        ("91350100m000100y43", False),
        ("", False),
    ],
)
def test_the_last_character_checks_a_credit_code(code: str, *, sound: bool) -> None:
    assert is_credit_code(code) is sound


def test_a_grid_lies_in_all_that_its_code_begins_with() -> None:
    assert area_prefixes("110101005001003") == ["", "110101", "110101005", "110101005001", "110101005001003"]


def test_a_class_belongs_to_all_that_its_code_begins_with() -> None:
    assert class_prefixes("0102") == ["", "0", "01", "010", "0102"]


@pytest.mark.parametrize(
    ("post", "sides"),
    [
        (Post.COLLECTOR, {Axis.SUPERVISION}),
        (Post.ACCEPTOR, {Axis.SUPERVISION}),
        (Post.SHIFT_LEADER, {Axis.SUPERVISION}),
        (Post.DISPATCHER, {Axis.EXECUTION}),
        (Post.HANDLER, {Axis.EXECUTION}),
        (Post.INSPECTOR, {Axis.SUPERVISION, Axis.ABOVE}),
        (Post.LEADER, {Axis.SUPERVISION, Axis.ABOVE}),
        (Post.EVALUATOR, {Axis.SUPERVISION, Axis.ABOVE}),
        (Post.ADMINISTRATOR, set(Axis)),
        (Post.CITIZEN, set()),
        (Post.SYSTEM, set()),
    ],
)
def test_a_post_sits_on_its_own_side_only(post: Post, sides: set[Axis]) -> None:
    assert {axis for axis in Axis if fits(post, axis)} == sides


def test_no_kind_of_body_stands_on_both_sides() -> None:
    assert {kind for kind in BodyKind if kind.axis is Axis.SUPERVISION} == {
        BodyKind.SUPERVISION_CENTRE,
        BodyKind.COLLECTION_COMPANY,
    }
    assert {kind for kind in BodyKind if kind.axis is Axis.ABOVE} == {BodyKind.GOVERNMENT}


def rule(class_code: str = "", area_code: str = "", case_number: str = "") -> RuleView:
    return RuleView(
        id=12,
        kind=MatterKind.INCIDENT,
        class_code=class_code,
        area_code=area_code,
        owner_body_id=None,
        body_id=UUID(int=1),
        origin=RuleOrigin.SETUP,
        case_number=case_number,
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=None,
        since=date(2026, 1, 1),
    )


@pytest.mark.parametrize(
    ("facts", "owner", "chinese", "english"),
    [
        (
            rule("01002", "110101"),
            "",
            "因为110101区域内01002类问题由环卫局负责(规则12,自2026-01-01起)。",
            "Because class 01002 in district 110101 is answered for by 环卫局 (rule 12, since 2026-01-01).",
        ),
        (
            rule("", "110101005", "20260101-0007"),
            "",
            "因为110101005区域内各类问题由环卫局负责(规则12,自2026-01-01起,依据案件20260101-0007的裁定)。",
            (
                "Because every class in area 110101005 is answered for by 环卫局 "
                "(rule 12, since 2026-01-01, as ruled in case 20260101-0007)."
            ),
        ),
        (
            rule("01"),
            "电力公司",
            "因为全市权属为电力公司的01类问题由环卫局负责(规则12,自2026-01-01起)。",
            (
                "Because class 01 owned by 电力公司 in the whole city is answered for by 环卫局"
                " (rule 12, since 2026-01-01)."
            ),
        ),
    ],
)
def test_the_reason_says_the_facts(facts: RuleView, owner: str, chinese: str, english: str) -> None:
    assert reasons(facts, body_name="环卫局", owner_name=owner) == (chinese, english)
