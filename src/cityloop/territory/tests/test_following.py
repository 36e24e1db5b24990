import shapely

from cityloop.territory.domain.following import Following, follow, parts
from cityloop.territory.domain.reshaping import CutGrid, GatherGrids, MergeGrids, Operation, reshape

HOME, ONE, OTHER = "110101001001", "110101001001001", "110101001001002"
GRIDS = {f"{HOME}{place:03d}": shapely.box(place * 100, 0, place * 100 + 100, 100) for place in range(1, 8)}
CODES = list(GRIDS)


def followed(duties: dict[str, str | None], *operations: Operation) -> Following:
    done = reshape(GRIDS, operations)
    forebears = {name: {old: given[name] for old, given in done.heirs.items() if name in given} for name in done.begun}
    return follow(duties, GRIDS, done, forebears)


def begun(found: Following) -> dict[str, str | None]:
    return {name: duty for name, duty in found.homes.items() if name.startswith("#")}


def upright(x: float) -> shapely.LineString:
    return shapely.LineString([(x, -1), (x, 101)])


def test_the_heirs_of_a_cut_grid_stay_with_its_duty_grid() -> None:
    found = followed(dict.fromkeys(CODES[:3], ONE) | dict.fromkeys(CODES[3:]), CutGrid(CODES[0], upright(150)))

    assert (begun(found), found.ended) == ({"#1": ONE, "#2": ONE}, ())


def test_a_duty_grid_of_six_ends_and_its_ground_is_left_without_any() -> None:
    duties = dict.fromkeys(CODES[:5], ONE) | dict.fromkeys(CODES[5:])

    found = followed(duties, CutGrid(CODES[0], upright(150)))

    assert (begun(found), found.ended, found.carried) == ({"#1": None, "#2": None}, (ONE,), {ONE: ()})
    assert found.left == {ONE: ("#1", "#2", *CODES[1:5])}


def test_a_merged_grid_goes_where_most_of_it_came_from_and_that_carries_on_with_what_has_none_left() -> None:
    duties = {CODES[0]: ONE, CODES[1]: ONE, CODES[2]: OTHER} | dict.fromkeys(CODES[3:])

    found = followed(duties, MergeGrids((CODES[0], CODES[1], CODES[2])))

    assert (begun(found), found.ended) == ({"#1": ONE}, (OTHER,))
    assert (found.carried, found.left) == ({OTHER: (ONE,)}, {OTHER: ()})


def test_a_duty_grid_that_would_fall_apart_ends() -> None:
    duties = {CODES[0]: ONE, CODES[1]: ONE, CODES[2]: ONE, CODES[3]: OTHER, CODES[4]: OTHER} | dict.fromkeys(CODES[5:])
    whole = MergeGrids((CODES[1], CODES[2], CODES[3], CODES[4]))

    found = followed({**duties, CODES[1]: OTHER, CODES[6]: ONE}, whole)

    assert (begun(found), found.ended) == ({"#1": OTHER}, (ONE,))
    assert found.left == {ONE: (CODES[0], CODES[6])}


def test_grids_that_are_gathered_are_a_duty_grid_that_carries_on_with_their_ground() -> None:
    duties = dict.fromkeys(CODES[:5], ONE) | dict.fromkeys(CODES[5:])
    halves = (GatherGrids(("#1", "#2", CODES[1])), GatherGrids(tuple(CODES[2:5])))

    found = followed(duties, CutGrid(CODES[0], upright(150)), *halves)

    assert found.begun == {"+2": ("#1", "#2", CODES[1]), "+3": tuple(CODES[2:5])}
    assert (found.ended, found.carried, found.left) == ((ONE,), {ONE: ("+2", "+3")}, {ONE: ()})


def test_a_duty_grid_that_gives_grids_away_goes_on_with_the_others() -> None:
    found = followed(dict.fromkeys(CODES[:5], ONE) | dict.fromkeys(CODES[5:]), GatherGrids(tuple(CODES[3:6])))

    assert (found.ended, found.homes[CODES[2]], found.homes[CODES[3]]) == ((), ONE, "+1")


def test_the_parts_of_a_new_grid_tell_whose_ground_it_was() -> None:
    done = reshape(GRIDS, [CutGrid(CODES[0], upright(120)), MergeGrids(("#2", CODES[1]))])

    assert parts(GRIDS, done) == {"#1": {CODES[0]: 1.0}, "#3": {CODES[0]: 0.4444, CODES[1]: 0.5556}}
