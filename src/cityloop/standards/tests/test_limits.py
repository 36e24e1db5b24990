import pytest

from cityloop.kernel.errors import InvalidInputError
from cityloop.standards.contracts import Limit, LimitUnit


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("4 work_hour", "4 work_hour"),
        (" 4 WORK_HOUR ", "4 work_hour"),
        ("4工作时", "4 work_hour"),
        ("1.50 工作日", "1.5 work_day"),
        ("2 自然日", "2 urgent_day"),
        ("2紧急工作日", "2 urgent_day"),
        ("15分钟", "15 minute"),
        ("100 工作分钟", "100 work_minute"),
    ],
)
def test_limits_are_read_in_both_languages(text: str, written: str) -> None:
    limit = Limit.parse(text)

    assert str(limit) == written
    assert Limit.parse(str(limit)) == limit


@pytest.mark.parametrize(
    "text", ["", "4", "hour", "work_hour 4", "-4 work_hour", "0 work_hour", "1.2.3 work_hour", "4 h"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Limit.parse(text)


def test_units_that_follow_a_calendar_are_known() -> None:
    assert {unit for unit in LimitUnit if unit.is_working} == {
        LimitUnit.WORK_MINUTE,
        LimitUnit.WORK_HOUR,
        LimitUnit.WORK_DAY,
    }
