"""Draws that anybody can repeat, and what answers and visits come to."""

from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.appraisal.domain.counting import (
    USUAL_MARKS,
    AnswerCount,
    Asking,
    Counted,
    StandardCount,
    levels_within,
    share_met,
    standards_within,
)
from cityloop.appraisal.domain.drawing import (
    Candidate,
    Quota,
    Shortage,
    digest_of,
    draw,
    list_of,
    quotas_of,
    shortages,
)
from cityloop.appraisal.domain.site_rows import read_sites
from cityloop.kernel.tables import BadTableError

SEED = bytes(range(32)).hex()
EAST, WEST = "110101", "110102"
SITES = [Candidate(f"{kind}{number}", area, kind) for area, kind, number in (
    *((EAST, "R", number) for number in range(20)), *((WEST, "R", number) for number in range(20, 23)),
    *((EAST, "T", number) for number in range(5)),
)]  # fmt: skip
QUOTAS = {(EAST, "R"): 4, (WEST, "R"): 5}


def test_a_draw_is_repeated_from_its_seed_by_anybody() -> None:
    placed = draw(SITES, quotas=QUOTAS, seed=SEED)
    codes = [site.code for site in SITES if site.stratum == (EAST, "R")]
    again = sorted(codes, key=lambda code: (sha256(bytes.fromhex(SEED) + b"\n" + code.encode()).hexdigest(), code))

    assert [each.candidate.code for each in placed if each.candidate.area_code == EAST] == again
    assert [each.place for each in placed if each.is_drawn and each.candidate.area_code == EAST] == [1, 2, 3, 4]
    assert not any(each.candidate.kind == "T" for each in placed)
    assert shortages(placed, QUOTAS) == [Shortage(WEST, "R", 5, 3)]


@given(st.permutations(SITES), st.sampled_from(SITES))
def test_neither_order_nor_others_move_a_site(shuffled: list[Candidate], gone: Candidate) -> None:
    placed = draw(SITES, quotas=QUOTAS, seed=SEED)
    without = [each.candidate for each in placed if each.candidate != gone]

    assert draw(shuffled, quotas=QUOTAS, seed=SEED) == placed
    assert [each.candidate for each in draw(without, quotas=QUOTAS, seed=SEED)] == without
    assert digest_of(shuffled) == sha256(list_of(SITES)).hexdigest() != digest_of(SITES[1:])


def test_another_seed_draws_others() -> None:
    drawn = {
        frozenset(each.candidate.code for each in draw(SITES, quotas=QUOTAS, seed=f"{seed:02x}") if each.is_drawn)
        for seed in range(8)
    }

    assert len(drawn) > 6


def test_a_quota_of_one_area_goes_first() -> None:
    found = quotas_of([Quota("R", 4), Quota("R", 9, WEST), Quota("T", 1, EAST)], [EAST, WEST])

    assert found == {(EAST, "R"): 4, (WEST, "R"): 9, (EAST, "T"): 1}


def test_answers_are_told_from_a_number_on() -> None:
    counts = [AnswerCount(EAST, "Q", 1, 2), AnswerCount(EAST, "Q", 4, 2), AnswerCount(WEST, "Q", 5, 1)]

    def found(within: str, least: int) -> Counted:
        return Asking(USUAL_MARKS, least).figure(levels_within(counts, within)["Q"])

    assert found(EAST, 4) == Counted(Decimal("62.5"), 4)
    assert found(EAST, 5) == Counted(None, 4)
    assert found("", 5) == Counted(Decimal(50), 5)
    assert found(WEST, 0) == Counted(Decimal(0), 1)


def test_standards_are_counted_over_sites() -> None:
    counts = [StandardCount(EAST, "V", 9, 10), StandardCount(EAST, "V", 0, 5), StandardCount(WEST, "V", 0, 0)]

    assert share_met(standards_within(counts, EAST)["V"]) == Counted(Decimal(60), 15)
    assert share_met(standards_within(counts, WEST)["V"]) == Counted(None, 0)


def test_sites_are_read_with_or_without_a_position() -> None:
    content = (
        f"code,kind,name,area_code,longitude,latitude\nA,公厕,一号公厕,{EAST},117.1,38.9\nB,公厕,二号公厕,{EAST},,\n"
    )
    first, second = read_sites(content.encode(), districts={EAST})

    assert (first.code, first.longitude, first.latitude) == ("A", 117.1, 38.9)
    assert (second.name, second.longitude) == ("二号公厕", None)


def test_a_list_of_nothing_does_not_take_every_site_off() -> None:
    with pytest.raises(BadTableError, match="names no site"):
        read_sites(b"code,kind,name,area_code\n", districts={EAST})


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (f"A,公厕,一号,{EAST},,", "code"),
        (f"C,,一号,{EAST},,", "kind"),
        ("C,公厕,一号,999999,,", "area_code"),
        (f"C,公厕,一号,{EAST},117,", "longitude"),
        (f"C,公厕,一号,{EAST},117,north", "latitude"),
        (f"C,公厕,一号,{EAST},nan,3", "longitude"),
    ],
)
def test_what_is_wrong_with_a_site_is_told(line: str, column: str) -> None:
    content = f"code,kind,name,area_code,longitude,latitude\nA,公厕,零号,{EAST},,\n{line}\n"
    with pytest.raises(BadTableError) as refusal:
        read_sites(content.encode(), districts={EAST})

    assert column in {fault["column"] for fault in refusal.value.facts["faults"]}
    assert {fault["line"] for fault in refusal.value.facts["faults"]} == {3}
