import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.assets.domain.identity import number_codes, prefix_of


def test_codes_spell_district_class_and_number() -> None:
    assert number_codes([prefix_of("110101", "01002")], {}) == ["11010101002000001"]
    assert number_codes([prefix_of("110101", "0101")], {}) == ["1101010101000001"]


def test_numbers_go_on_after_the_last() -> None:
    last = {"11010101002": 41}

    codes = number_codes(["11010101002", "11010201002", "11010101002"], last)

    assert codes == ["11010101002000042", "11010201002000001", "11010101002000043"]
    assert last == {"11010101002": 43, "11010201002": 1}


@given(st.lists(st.sampled_from(["11010101002", "11010201002", "1101010101"])))
def test_no_code_is_given_twice(prefixes: list[str]) -> None:
    codes = number_codes(prefixes, {})

    assert len(set(codes)) == len(codes)
    assert all(code.startswith(prefix) for code, prefix in zip(codes, prefixes, strict=True))


def test_the_millionth_is_refused() -> None:
    with pytest.raises(ValueError, match="All 999999 identity codes under 11010101002 are used up"):
        number_codes(["11010101002"], {"11010101002": 999_999})


@pytest.mark.parametrize(("district", "class_code"), [("11010", "01002"), ("110101", "010"), ("11010x", "01002")])
def test_what_is_no_code_is_refused(district: str, class_code: str) -> None:
    with pytest.raises(ValueError, match="digits, not"):
        prefix_of(district, class_code)
