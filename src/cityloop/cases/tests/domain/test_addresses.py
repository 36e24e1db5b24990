"""Streets and house numbers, and telephone numbers as they are kept."""

import pytest

from cityloop.cases.domain.addresses import houses_between, split
from cityloop.cases.domain.phones import plain_phone


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("柳巷174号", ("柳巷", 174)),
        ("柳巷 174 号", ("柳巷", 174)),
        ("柳巷174号院2号楼", ("柳巷", 174)),
        ("望岳路与鹤鸣路交叉口", ("望岳路与鹤鸣路交叉口", None)),
        ("3号线入口", ("3号线入口", None)),
        ("", ("", None)),
    ],
)
def test_an_address_has_a_street_and_perhaps_a_number(address: str, parts: tuple[str, int | None]) -> None:
    assert split(address) == parts


def test_only_houses_of_one_street_are_compared() -> None:
    assert houses_between("柳巷174", "柳巷170号") == 4
    assert houses_between("柳巷174", "东街170号") is None
    assert houses_between("柳巷", "柳巷170号") is None


@pytest.mark.parametrize("written", ["13800001234", "138 0000 1234", "138-0000-1234", "+86 138 0000 1234"])
def test_a_number_is_kept_one_way(written: str) -> None:
    assert plain_phone(written) == "13800001234"
