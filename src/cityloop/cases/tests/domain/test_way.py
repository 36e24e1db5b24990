"""The order of the stages."""

from dataclasses import replace

from cityloop.cases.actions.lifecycles import standard_data
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.domain.way import on_the_way

STANDARD = read(standard_data())
ORDER = [
    "ACCEPTANCE", "SELF_REVIEW", "FILING", "DISPATCH", "DISPOSAL", "SUSPENDED", "CHECK", "CLOSING",
    "CLOSED", "VOID", "MERGED",
]  # fmt: skip


def test_stages_follow_each_other_as_a_case_comes_to_them() -> None:
    assert [stage.name for stage in on_the_way(STANDARD)] == ORDER


def test_the_order_does_not_hang_on_how_the_stages_were_stored() -> None:
    shuffled = replace(STANDARD, stages=dict(sorted(STANDARD.stages.items(), key=lambda each: len(each[0]))))

    assert [stage.name for stage in on_the_way(shuffled)] == ORDER
