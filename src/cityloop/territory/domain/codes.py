"""Codes for divisions whose source gives none."""

from collections.abc import Collection, Mapping

from cityloop.territory.contracts import DivisionLevel


def number_children(
    parent_prefix: str, level: DivisionLevel, source_ids: Collection[str], known: Mapping[str, str]
) -> dict[str, str]:
    """Return a code for every source id under one parent: known ones keep theirs, others get the next free numbers.

    New ids are numbered in sorted order after the highest number in use, so no code is ever given twice.

    :param parent_prefix: what all these codes begin with; the number fills the rest of the level's length.
    :param known: codes by source id that were given under this prefix before, also to divisions that have ended.
    :raises ValueError: the numbers do not fit.
    """
    digits = level.code_length - len(parent_prefix)
    codes = {source_id: known[source_id] for source_id in source_ids if source_id in known}
    number = max((int(code[len(parent_prefix) :]) for code in known.values()), default=0)
    for source_id in sorted(set(source_ids) - codes.keys()):
        number += 1
        if digits < 1 or number >= 10**digits:
            message = f"There are more divisions under {parent_prefix} than {digits} digits can number."
            raise ValueError(message)
        codes[source_id] = f"{parent_prefix}{number:0{max(digits, 1)}d}"
    return codes
