"""The page that says how everything is counted leaves nothing out and invents nothing."""

import re
from dataclasses import fields
from pathlib import Path

from cityloop.evaluation.domain.base_indicators import ALL
from cityloop.evaluation.domain.counting_rules import CountingRules

PAGE = (Path(__file__).parents[2] / "docs/evaluation.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z_]+)` \| ([^|`]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)


def test_every_base_indicator_is_explained_once_under_its_name() -> None:
    explained = [(key, zh.strip()) for key, zh, _ in ROWS if key not in CountingRules.__slots__]

    assert explained == [(each.key, each.zh) for each in ALL]


def test_what_depends_on_the_moment_of_counting_is_marked() -> None:
    assert {key for key, _, rule in ROWS if rule.startswith("*Timed.*")} == {each.key for each in ALL if each.is_timed}


def test_every_rule_that_differs_between_cities_is_explained() -> None:
    assert [name for name in re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) if name in CountingRules.__slots__] == [
        each.name for each in fields(CountingRules)
    ]
