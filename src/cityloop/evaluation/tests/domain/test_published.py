"""What real cities have published comes out as they printed it, and what they misprinted is told."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from cityloop.evaluation.domain.computing import compute
from cityloop.evaluation.domain.schemes import Grade, Object, Scheme, Subject, Term
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.queries.shipped import shipped_indicators

FILE = Path(__file__).parent / "published.yaml"
PUBLISHED: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
DEFINITIONS = shipped_indicators()
FIGURES = [
    pytest.param(table, row, name, text, id=f"{table['id']} {row} {name}")
    for table in PUBLISHED
    for row, figures in table.get("published", {}).items()
    for name, text in figures.items()
]
MISPRINTS = [
    pytest.param(table, row, name, told, id=f"{table['id']} {name}")
    for table in PUBLISHED
    for row, figures in table.get("misprints", {}).items()
    for name, told in figures.items()
]


def places_of(text: str) -> int:
    return len(text.partition(".")[2])


def computed(table: dict[str, Any], row: str, name: str, places: int) -> str:
    counts = {label: Decimal(number) for label, number in table["rows"][row].items()}
    formulas = {label: text for label, text in table.get("formulas", {}).items() if label == name}
    asked = {"counts": counts, "formulas": formulas, "indicators": [name], "places": places}
    (figure,) = compute(asked, DEFINITIONS)
    return figure.text


@pytest.mark.parametrize(("table", "row", "name", "text"), FIGURES)
def test_a_published_figure_comes_out_as_it_was_printed(table: dict[str, Any], row: str, name: str, text: str) -> None:
    assert computed(table, row, name, places_of(text)) == text


@pytest.mark.parametrize(("table", "row", "name", "told"), MISPRINTS)
def test_a_misprint_is_told_as_such(table: dict[str, Any], row: str, name: str, told: dict[str, str]) -> None:
    found = computed(table, row, name, places_of(told["printed"]))

    assert found == told["right"]
    assert found != told["printed"]


def scored(**more: Any) -> Scorer:
    """Return a scorer whose score is the figure that is given."""
    term = Term(key="given", zh="得分", en="Given", formula="0", full=Decimal(100), is_by_hand=True)
    return Scorer(Scheme(key="given", zh="得分", en="Given", object=Object.BODY, terms=(term,), **more), DEFINITIONS)


@pytest.mark.parametrize("table", [table for table in PUBLISHED if "ranks" in table], ids=lambda table: table["id"])
def test_ranks_come_out_as_published(table: dict[str, Any]) -> None:
    subjects = [Subject(id=name, given={"given": Decimal(score)}) for name, (score, _) in table["ranks"].items()]

    found = {score.subject.id: score.rank for score in scored().score(subjects, {})}

    assert found == {name: rank for name, (_, rank) in table["ranks"].items()}


@pytest.mark.parametrize("table", [table for table in PUBLISHED if "graded" in table], ids=lambda table: table["id"])
def test_grades_come_out_as_published(table: dict[str, Any]) -> None:
    grades = tuple(
        Grade(zh=name, en=name, at_least=Decimal(bound), colour="") for name, bound in table["grades"].items()
    )
    subjects = [Subject(id=name, given={"given": Decimal(score)}) for name, (score, _) in table["graded"].items()]

    found = {score.subject.id: score.grade and score.grade.zh for score in scored(grades=grades).score(subjects, {})}

    assert found == {name: grade for name, (_, grade) in table["graded"].items()}
