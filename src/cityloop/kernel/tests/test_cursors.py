import pytest

from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError


def test_a_cursor_gives_back_its_key() -> None:
    assert cursors.decode(cursors.encode("2026-03-02", 7, None), length=3) == ["2026-03-02", 7, None]


@pytest.mark.parametrize("cursor", ["", "?", "bm90IGpzb24", cursors.encode(1), "e30", "é"])
def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInputError, match="not one this server gave"):
        cursors.decode(cursor, length=2)
