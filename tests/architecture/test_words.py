"""What people are told: every sentence is written out where it is said, and the catalogue has it in Chinese."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType

from cityloop.access.contracts import Axis, Post
from cityloop.appraisal.domain.trees import ValueSource
from cityloop.assets.contracts import FindingKind, SurveyState, Verdict
from cityloop.cases.contracts import Answer, Inputs
from cityloop.evaluation.contracts import ResultState
from cityloop.evaluation.contracts.integrity import HintKind
from cityloop.evaluation.contracts.sampling import LookQuestion
from cityloop.evaluation.domain.schemes import Object
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.languages import catalogue
from cityloop.organizations.contracts import BodyKind
from cityloop.places.contracts import PlaceKind
from cityloop.standards.contracts import MatterKind
from cityloop.territory.contracts import ChangeState

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/cityloop"
TOLD_BY_NAME: list[type[StrEnum]] = [
    Post, Axis, BodyKind, Answer, MatterKind, ChangeState, PlaceKind, SurveyState, FindingKind, Verdict,
    ResultState, Object, LookQuestion, HintKind, ValueSource,
]  # fmt: skip


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" in path.parts or path.name == "wording.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node.func).rpartition(".")[2], node


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def _refusals(kind: type[RefusedError] = RefusedError) -> set[str]:
    return {kind.__name__}.union(*(_refusals(narrower) for narrower in kind.__subclasses__()))


SAID = [(place, node) for place, name, node in _calls() if name == "say"]
WRITTEN_OUT = {
    node.args[0].value: place
    for place, node in SAID
    if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
}
TRANSLATED: list[Any] = [message for message in catalogue() if message.id]


@pytest.mark.parametrize(("place", "said"), SAID, ids=[place for place, _ in SAID])
def test_a_sentence_is_a_template_and_its_values(place: str, said: ast.Call) -> None:
    (template,) = said.args

    assert isinstance(template, ast.Constant), f"{place}: an f-string cannot be translated"
    assert _placeholders(template.value) == {given.arg for given in said.keywords}


def test_a_refusal_is_not_made_of_plain_text() -> None:
    refusals = _refusals() | {"MoveRefusedError", "WrongPostError", "Fault"}
    plain = [
        place
        for place, name, node in _calls()
        if name in refusals and any(isinstance(given, ast.JoinedStr) for given in node.args)
    ]

    assert plain == []


@pytest.mark.parametrize("template", sorted(WRITTEN_OUT))
def test_a_sentence_can_be_told_in_chinese(template: str) -> None:
    known = catalogue().get(template)

    assert known is not None, f"{WRITTEN_OUT[template]}: not in the catalogue"
    assert known.string, "it has no translation"
    assert not known.fuzzy
    assert _placeholders(str(known.string)) == _placeholders(template)


def test_the_catalogue_holds_nothing_that_is_not_said() -> None:
    assert [message.id for message in TRANSLATED if not message.context and message.id not in WRITTEN_OUT] == []
    assert [message.id for message in TRANSLATED if not message.string] == []


@pytest.mark.parametrize("kind", TOLD_BY_NAME, ids=lambda kind: kind.__name__)
def test_words_of_ours_have_a_name(kind: type[StrEnum]) -> None:
    assert [word for word in kind if catalogue().get(word.value, kind.__name__) is None] == []


def test_what_a_move_is_given_has_a_name() -> None:
    assert [name for name in Inputs.__dataclass_fields__ if catalogue().get(name, "input") is None] == []


def test_what_pydantic_finds_wrong_is_known_by_its_type() -> None:
    known = {message.id for message in TRANSLATED if message.context == "pydantic"}

    assert known <= set(get_args(ErrorType))
    assert len(known) >= 40


def test_everything_that_is_audited_has_its_name_on_the_screen() -> None:
    """The log of operations is read by people: what it records is named there in Chinese."""
    texts = (ROOT / "web/apps/console/src/organizations/text.zh-CN.ts").read_text(encoding="utf-8")
    audited = {
        part.value
        for _, name, call in _calls()
        if name in {"audit", "_kept"}
        for part in ast.walk(call)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.count(".") == 1
    }

    assert [action for action in sorted(audited) if f"{action.replace('.', '_')}:" not in texts] == []
