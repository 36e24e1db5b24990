"""Schemes that cannot be read or scored are refused, and what is wrong with them is told."""

from typing import Any

import pytest

from cityloop.evaluation.domain.definitions import read_schemes
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.schemes import OwnCount, Scheme
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.tests.domain.test_scoring import DEFINITIONS, simple
from cityloop.kernel.errors import InvalidInputError


def test_a_wrong_formula_says_which_term_it_is_of() -> None:
    scheme = simple({"key": "fine", "formula": "1"}, {"key": "wrong", "formula": "结案律 * 2"})

    with pytest.raises(FormulaInvalidError) as refusal:
        Scorer(scheme, DEFINITIONS)

    assert (refusal.value.facts["scheme"], refusal.value.facts["term"]) == ("simple", "wrong")


@pytest.mark.parametrize(
    ("scheme", "reason"),
    [
        (simple({"key": "a", "formula": "1"}, {"key": "a", "formula": "2"}), "stand twice"),
        (simple({"key": "a", "formula": "1", "by_group": {"x": "2"}}), "groups that are not there: x"),
        (simple({"key": "a", "formula": "n"}, counts=(OwnCount(name="n", of="nothing"),)), "no base indicator"),
        (simple({"key": "a", "formula": "n"}, counts=(OwnCount(name="filed", of="filed"),)), "'n'"),
    ],
)
def test_a_scheme_that_cannot_be_scored_is_refused(scheme: Scheme, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        Scorer(scheme, DEFINITIONS)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"object": "MOON"}, "mine.object"),
        ({"colour": "red"}, "mine.colour"),
        ({"terms": [{"key": "a", "zh": "甲", "en": "A", "formula": "1", "full": "much"}]}, "mine.terms.a.full"),
        ({"terms": [{"key": "a", "zh": "甲", "en": "A", "full": 1}]}, "mine.terms.a.formula"),
    ],
)
def test_a_definition_that_cannot_be_read_says_where(change: dict[str, Any], place: str) -> None:
    plain = {"key": "mine", "zh": "方案", "en": "Scheme", "object": "BODY", "terms": [], **change}

    with pytest.raises(InvalidInputError) as refusal:
        read_schemes([plain])

    assert refusal.value.facts["place"] == place


@pytest.mark.parametrize("share", ["-0.1", "1.1", "half"])
def test_a_share_of_the_full_mark_is_between_nothing_and_all(share: str) -> None:
    plain = {"key": "mine", "zh": "方案", "en": "Scheme", "object": "BODY", "terms": [], "least_share": share}

    with pytest.raises(InvalidInputError) as refusal:
        read_schemes([plain])

    assert refusal.value.facts["place"] == "mine.least_share"
