from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cityloop.access.contracts import Post
from cityloop.administration.contracts import (
    AccountFacts,
    Area,
    BodyFacts,
    CityFacts,
    CityPackage,
    ComponentSet,
    Cutting,
    DivisionFacts,
    RuleFacts,
    SeatFacts,
)
from cityloop.administration.domain.checking import flaws_of
from cityloop.administration.domain.templates import fields_of, fill
from cityloop.assets.contracts import ComponentDraft
from cityloop.organizations.contracts import BodyKind
from cityloop.standards.contracts import MatterKind
from cityloop.territory.contracts import DivisionLevel, UnitGridDraft

DISTRICT, STREET, COMMUNITY = DivisionLevel.DISTRICT, DivisionLevel.STREET, DivisionLevel.COMMUNITY


def division(level: DivisionLevel, source_id: str, parent_id: str = "", **values: Any) -> DivisionFacts:
    return DivisionFacts(level=level, source_id=source_id, name=source_id, geometry=b"", parent_id=parent_id, **values)


DIVISIONS = (division(DISTRICT, "d"), division(STREET, "s", "d"), division(COMMUNITY, "c", "s"))
PACKAGE = CityPackage(
    city=CityFacts(code="110100", name="市", timezone="Asia/Shanghai", valid_from=date(2026, 1, 1)),
    divisions=DIVISIONS,
    bodies=(BodyFacts(code="b", name="b", kind=BodyKind.DEPARTMENT),),
)
SEAT = SeatFacts(post=Post.HANDLER, body="b")


def body(code: str, parent: str = "") -> BodyFacts:
    return BodyFacts(code=code, name=code, kind=BodyKind.DEPARTMENT, parent=parent)


def coded(*codes: str) -> tuple[DivisionFacts, ...]:
    rows = [division(DISTRICT, "d"), division(STREET, "s", "d"), division(COMMUNITY, "c", "s")]
    return tuple(replace(row, code=code) for row, code in zip(rows, codes, strict=True))


def test_a_sound_package_has_no_flaw() -> None:
    assert flaws_of(PACKAGE) == []
    assert flaws_of(replace(PACKAGE, divisions=coded("110101", "110101001", "110101001001"))) == []


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (lambda p: replace(p, city=replace(p.city, code="1101")), "city.code: must have six digits, not '1101'"),
        (lambda p: replace(p, district_prefix="11"), "a prefix has four or five digits"),
        (lambda p: replace(p, divisions=DIVISIONS[:2]), "divisions.community: there is none"),
        (lambda p: replace(p, divisions=(*DIVISIONS, DIVISIONS[0])), "divisions.district: 'd' comes 2 times"),
        (
            lambda p: replace(p, divisions=(*DIVISIONS, division(STREET, "t", "x"))),
            "divisions.street: 't' names the parent 'x', which does not exist",
        ),
        (
            lambda p: replace(p, divisions=coded("110101", "110102001", "110102001001")),
            "does not begin with its parent's",
        ),
        (lambda p: replace(p, divisions=coded("11010", "110101001", "110101001001")), "'11010' has not 6 digits"),
        (
            lambda p: replace(p, divisions=(*DIVISIONS, division(COMMUNITY, "e", "s", code="110101001001"))),
            "some divisions have a code and some have not",
        ),
        (
            lambda p: replace(p, divisions=(*DIVISIONS, division(COMMUNITY, "e", "s", area_level="D"))),
            "must be A, B or C, not 'D'",
        ),
        (lambda p: replace(p, duty_grids=6), "a duty grid has 1 to 5 unit grids, not 6"),
        (lambda p: replace(p, unit_grids=Cutting(side_m=5)), "unit_grids.cut.side_m: must lie within 20 to 2000"),
        (lambda p: replace(p, unit_grids=Cutting(sliver=1)), "unit_grids.cut.sliver: must lie within 0 to 0.9"),
        (
            lambda p: replace(p, unit_grids=(UnitGridDraft("110101001001000", b"", 1.0),)),
            "has not the form of 15 digits",
        ),
        (
            lambda p: replace(p, unit_grids=(UnitGridDraft("110101001001001", b"", 1.0),)),
            "110101001001001 begins with no community's code",
        ),
        (lambda p: replace(p, bodies=(body("b"), body("b"))), "bodies: 'b' comes 2 times"),
        (lambda p: replace(p, bodies=(body("b", "x"),)), "'b' names the parent 'x', which does not exist"),
        (lambda p: replace(p, bodies=(body("b", "a"), body("a", "b"))), "'a' lies below itself"),
        (
            lambda p: replace(p, accounts=(AccountFacts(username="u", name="u", seats=(replace(SEAT, body="x"),)),)),
            "accounts.u: the body 'x' does not exist",
        ),
        (
            lambda p: replace(
                p, accounts=(AccountFacts(username="u", name="u", seats=(replace(SEAT, area=Area(STREET, "x")),)),)
            ),
            "accounts.u: there is no street 'x'",
        ),
        (
            lambda p: replace(p, responsibility=(RuleFacts(body="b", area=Area(code="1101")),)),
            "responsibility, rule 1: '1101' is not the code of an area",
        ),
        (lambda p: replace(p, responsibility=(RuleFacts(body="x"),)), "rule 1: the body 'x' does not exist"),
        (lambda p: replace(p, responsibility=(RuleFacts(body="b", class_code="01"),)), "say whether 01 is a class of"),
        (
            lambda p: replace(p, responsibility=(RuleFacts(body="b", kind=MatterKind.INCIDENT),) * 2),
            "2 rules are for class any in the same area",
        ),
        (
            lambda p: replace(p, components=(ComponentSet(layer="l", class_code="03005", keeper="x"),)),
            "components.l: the body 'x' does not exist",
        ),
        (
            lambda p: replace(
                p,
                components=(
                    ComponentSet(layer="l", class_code="03005", components=(ComponentDraft("1", "x", b""),) * 2),
                ),
            ),
            "components.l.id: '1' comes 2 times",
        ),
    ],
)
def test_every_contradiction_is_found(change: Callable[[CityPackage], CityPackage], flaw: str) -> None:
    assert any(flaw in str(found) for found in flaws_of(change(PACKAGE)))


@pytest.mark.parametrize(
    ("template", "row", "text"),
    [
        ("ANC {ANC_ID}", {"ANC_ID": "1A"}, "ANC 1A"),
        ("{ANC_ID:1}", {"ANC_ID": "1A"}, "1"),
        ("{A} {B}", {"A": " x ", "B": None}, "x"),
        ("{N}", {"N": 7.0}, "7"),
        ("{N}", {"N": float("nan")}, ""),
        ("{N}", {"N": 7.5}, "7.5"),
        ("plain", {}, "plain"),
    ],
)
def test_templates_are_filled_from_a_row(template: str, row: dict[str, Any], text: str) -> None:
    assert fill(template, row) == text


def test_a_template_names_its_fields() -> None:
    assert fields_of("{A} and {B C:3}, not {}") == {"A", "B C"}
