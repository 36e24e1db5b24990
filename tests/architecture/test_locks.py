"""Advisory locks: every number stands in one place, and no two are one."""

import re
from pathlib import Path

from cityloop.kernel import locks

SOURCE = Path(__file__).parents[2] / "src/cityloop"
TAKEN = re.compile(r"pg_\w*advisory\w*\([^\"]*\"\s*,\s*\[(?P<number>[^\],]*)")


def test_no_two_locks_have_one_number() -> None:
    numbers = {name: number for name, number in vars(locks).items() if name.isupper()}

    assert numbers
    assert len({*numbers.values()}) == len(numbers)


def test_every_lock_is_one_of_these() -> None:
    seen = set()
    for file in (each for each in SOURCE.rglob("*.py") if "tests" not in each.parts):
        text = file.read_text(encoding="utf-8")
        taken = [found["number"] for found in TAKEN.finditer(text)]
        assert len(taken) == len(re.findall(r"pg_\w*advisory\w*\(", text)), f"{file}: a lock that cannot be read"
        assert all(number.startswith("locks.") for number in taken), f"{file}: {taken}"
        seen |= {number.removeprefix("locks.") for number in taken}

    assert seen == {name for name in vars(locks) if name.isupper()}
