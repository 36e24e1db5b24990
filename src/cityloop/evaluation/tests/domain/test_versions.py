"""When versions of a definition are in force."""

from datetime import date

import pytest

from cityloop.evaluation.domain.versions import spans

JANUARY, APRIL, JULY = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([], {}),
        ([(1, JANUARY)], {1: (JANUARY, None)}),
        ([(1, JANUARY), (2, APRIL)], {1: (JANUARY, APRIL), 2: (APRIL, None)}),
        ([(1, APRIL), (2, APRIL)], {1: (APRIL, APRIL), 2: (APRIL, None)}),
        ([(1, JANUARY), (2, JULY), (3, APRIL)], {1: (JANUARY, APRIL), 2: (JULY, APRIL), 3: (APRIL, None)}),
    ],
)
def test_the_newest_that_holds_counts(
    versions: list[tuple[int, date]], expected: dict[int, tuple[date, date | None]]
) -> None:
    assert spans(versions) == expected
