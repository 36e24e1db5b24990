import shapely

from cityloop.territory.domain.following import follow
from cityloop.territory.domain.reshaping import CutGrid, MergeGrids, reshape

HOME, ONE, OTHER = "110101001001", "110101001001001", "110101001001002"
GRIDS = {f"{HOME}{place:03d}": shapely.box(place * 100, 0, place * 100 + 100, 100) for place in range(1, 8)}
CODES = list(GRIDS)


def followed(
    duties: dict[str, str | None], *operations: CutGrid | MergeGrids
) -> tuple[dict[str, str | None], tuple[str, ...]]:
    done = reshape(GRIDS, operations)
    forebears = {name: {old: given[name] for old, given in done.heirs.items() if name in given} for name in done.begun}
    return follow(duties, GRIDS, done, forebears)


def upright(x: float) -> shapely.LineString:
    return shapely.LineString([(x, -1), (x, 101)])


def test_the_heirs_of_a_cut_grid_stay_with_its_duty_grid() -> None:
    assert followed(dict.fromkeys(CODES[:3], ONE) | dict.fromkeys(CODES[3:]), CutGrid(CODES[0], upright(150))) == (
        {"#1": ONE, "#2": ONE},
        (),
    )


def test_a_duty_grid_of_six_ends_and_leaves_its_heirs_without_any() -> None:
    duties = dict.fromkeys(CODES[:5], ONE) | dict.fromkeys(CODES[5:])

    assert followed(duties, CutGrid(CODES[0], upright(150))) == ({"#1": None, "#2": None}, (ONE,))


def test_a_merged_grid_goes_where_most_of_it_came_from_and_what_has_none_left_ends() -> None:
    duties = {CODES[0]: ONE, CODES[1]: ONE, CODES[2]: OTHER} | dict.fromkeys(CODES[3:])

    assert followed(duties, MergeGrids((CODES[0], CODES[1], CODES[2]))) == ({"#1": ONE}, (OTHER,))


def test_a_duty_grid_that_would_fall_apart_ends() -> None:
    duties = {CODES[0]: ONE, CODES[1]: ONE, CODES[2]: ONE, CODES[3]: OTHER, CODES[4]: OTHER} | dict.fromkeys(CODES[5:])
    whole = MergeGrids((CODES[1], CODES[2], CODES[3], CODES[4]))

    found, ended = followed({**duties, CODES[1]: OTHER, CODES[6]: ONE}, whole)

    assert found == {"#1": OTHER}
    assert ended == (ONE,)
