"""What the examples show is true."""

from datetime import datetime
from pathlib import Path

import pytest

from cityloop.standards import api
from cityloop.standards.tests.factories import AT, LIMIT, administrator

EXAMPLES = Path(__file__).parents[4] / "examples" / "standards"


def test_the_example_calendar_counts() -> None:
    content = (EXAMPLES / "calendar-city.yaml").read_bytes()
    calendar = api.compile_calendar(api.read_calendar(content, filename="calendar-city.yaml"))

    # Thursday 17:00 leaves an hour; Friday is the city's holiday; Saturday works a whole day for it.
    due = api.due_at(datetime.fromisoformat("2026-05-14T17:00+08:00"), api.Limit.parse("1 work_day"), calendar)
    assert due == datetime.fromisoformat("2026-05-16T17:00+08:00")


@pytest.mark.usefixtures("shipped")
@pytest.mark.django_db
def test_the_example_standard_is_taken_in() -> None:
    made = api.import_disposal_standard(
        name="example",
        title="示例",
        default_limit=LIMIT,
        content=(EXAMPLES / "disposal.csv").read_bytes(),
        actor=administrator(),
        at=AT,
    )

    cover, broken, road = api.conditions_of_version(made.version.id)
    assert str(api.limit_for(condition_id=cover.id, area_level=api.AreaLevel.A)) == "1 urgent_hour"
    assert str(api.limit_for(condition_id=broken.id, area_level=api.AreaLevel.A)) == "4 work_hour"
    assert [stage.name for stage in road.stages] == ["围护", "修复"]
