from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.territory import api
from cityloop.territory.domain.judged import evaluation_codes
from cityloop.territory.models import EvaluationGrid, UnitGrid
from tests.support.small_city import FOUNDED, NOON, found_city

STREET = "110101001"
DUTIES = [f"{STREET}001{number:03d}" for number in range(1, 5)]


def test_a_street_has_one_for_each_class_and_keeps_it() -> None:
    levels = dict(zip(DUTIES, "ABAC", strict=True))

    codes = evaluation_codes(levels, {})
    assert codes == dict(zip(DUTIES, [f"{STREET}{end}" for end in ("01A", "02B", "01A", "03C")], strict=True))
    assert evaluation_codes(levels, {code: code for code in codes.values()}) == codes


def test_a_number_that_was_given_once_is_not_given_again() -> None:
    ended = {f"{STREET}01A": "", f"{STREET}02B": f"{STREET}02B"}

    assert evaluation_codes({DUTIES[0]: "A", DUTIES[1]: "B"}, ended) == {
        DUTIES[0]: f"{STREET}03A",
        DUTIES[1]: f"{STREET}02B",
    }
    with pytest.raises(ValueError, match="used up its 99"):
        evaluation_codes({DUTIES[0]: "A"}, {f"{STREET}99C": ""})


@given(levels=st.dictionaries(st.sampled_from(DUTIES), st.sampled_from("ABC")), order=st.randoms())
def test_the_order_does_not_matter(levels: dict[str, str], order: Random) -> None:
    items = list(levels.items())
    order.shuffle(items)

    assert evaluation_codes(dict(items), {}) == evaluation_codes(levels, {})


@pytest.mark.django_db
def test_they_are_formed_of_what_stands_and_follow_the_class_of_most_of_the_ground() -> None:
    found_city()

    first = api.form_evaluation_grids(valid_from=FOUNDED, at=NOON)
    assert (first.added, first.changed) == (2, 0)
    assert [(grid.code, len(grid.duty_codes)) for grid in api.evaluation_grids(at=NOON)] == [
        ("11010100101A", 4),
        ("11010200101B", 2),
    ]
    revision = api.revision()
    assert api.form_evaluation_grids(valid_from=FOUNDED, at=NOON).unchanged == 2
    assert api.revision() == revision

    UnitGrid.objects.filter(code__startswith="110102").update(area_level="C")
    again = api.form_evaluation_grids(valid_from=NOON, at=NOON)
    assert (again.added, again.changed) == (1, 1)
    assert EvaluationGrid.objects.get(code="11010200101B").valid_until == NOON
    assert [grid.code for grid in api.evaluation_grids(within="110102", at=NOON)] == ["11010200102C"]
