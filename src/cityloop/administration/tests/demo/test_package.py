"""The city in memory: the same from the same seed, of the size it should be, and nobody's real one."""

from itertools import pairwise
from pathlib import Path

import pytest
import shapely

from cityloop.access.contracts import Axis, Post
from cityloop.administration.api import CityPackage, flaws_of
from cityloop.administration.demo import places
from cityloop.administration.demo.accounts import FILE, passwords_in
from cityloop.administration.demo.components import component_sets
from cityloop.administration.demo.ground import PLANE, lay_out
from cityloop.administration.demo.package import SEED, demo_city, digest_of
from cityloop.administration.demo.people import people
from cityloop.administration.demo.words import components, incidents, opinions
from cityloop.administration.tests.demo.real_names import REAL_NAMES
from cityloop.territory.contracts import DivisionLevel


@pytest.fixture(scope="module")
def city() -> CityPackage:
    """The whole city of the usual seed."""
    return demo_city()


def test_the_same_seed_makes_the_same_city(city: CityPackage) -> None:
    assert digest_of(demo_city()) == digest_of(city)


def test_another_seed_makes_another_city(city: CityPackage) -> None:
    assert digest_of(demo_city(SEED + 1)) != digest_of(city)


def test_it_contradicts_itself_nowhere(city: CityPackage) -> None:
    assert flaws_of(city) == []


def test_it_has_the_size_it_should_have(city: CityPackage) -> None:
    levels = [row.level for row in city.divisions]
    told = {level: levels.count(level) for level in DivisionLevel if level in levels}
    placed = sum(len(layer.components) for layer in city.components)

    assert told == {DivisionLevel.DISTRICT: 3, DivisionLevel.STREET: 8, DivisionLevel.COMMUNITY: 25}
    assert len(city.bodies) == 40
    assert len(people(SEED)) == 80
    assert 19_000 <= placed <= 21_000
    assert 55 <= len({layer.class_code for layer in city.components}) <= 70


def test_communities_tile_the_city_without_overlap() -> None:
    blocks = [block.shape for block in lay_out(SEED).blocks]
    whole = shapely.union_all(blocks)

    assert whole.geom_type == "Polygon"
    assert whole.area == pytest.approx(sum(block.area for block in blocks))
    assert 4.5e6 < whole.area < 5.5e6


def test_area_levels_fall_from_the_middle_outwards(city: CityPackage) -> None:
    levels = [row.area_level for row in city.divisions if row.level is DivisionLevel.COMMUNITY]

    assert {"A", "B", "C"} == set(levels)
    assert levels.count("A") < levels.count("C")


def test_every_component_stands_in_the_city() -> None:
    ground = lay_out(SEED)
    outline = ground.outline.buffer(0.01)
    for layer in component_sets(ground, SEED, share=0.05):
        shapes = PLANE.flatten(shapely.from_wkb([component.geometry for component in layer.components]))
        assert shapely.contains(outline, shapes).all(), layer.layer


def test_street_trees_stand_in_rows() -> None:
    ground = lay_out(SEED)
    trees = next(layer for layer in component_sets(ground, SEED) if layer.class_code == "04002")
    points = PLANE.flatten(shapely.from_wkb([tree.geometry for tree in trees.components]))
    steps = sorted(one.distance(other) for one, other in pairwise(points.tolist()))

    assert 5 < steps[len(steps) // 2] < 30


def test_nobody_sits_on_the_wrong_side(city: CityPackage) -> None:
    sides = {body.code: body.kind.axis for body in city.bodies}
    for account in city.accounts:
        for seat in account.seats:
            if seat.post is not Post.ADMINISTRATOR:
                assert sides[seat.body] in (seat.post.axis, Axis.ABOVE), account.username


def test_names_are_invented(city: CityPackage) -> None:
    names = [places.CITY_NAME, *(row.name for row in city.divisions), *(body.name for body in city.bodies)]
    roads = [*places.MAIN_EASTWARD, *places.MAIN_SOUTHWARD, *places.SMALL_EASTWARD, *places.SMALL_SOUTHWARD]
    problems = [*components.COMPONENT_PROBLEMS, *incidents.INCIDENT_PROBLEMS]
    texts = [text for problem in problems for text in (*problem.seen, *problem.said, *problem.done)]
    texts += [text for group in vars(opinions).values() if isinstance(group, tuple) for text in group]

    assert [name for name in (*names, *roads, *texts) if any(real in name for real in REAL_NAMES)] == []


def test_people_have_names_and_numbers_of_their_own() -> None:
    everybody = people(SEED)

    assert len({person.account.name for person in everybody}) == 80
    assert len({person.account.username for person in everybody}) == 80
    assert all(person.account.phone.startswith("1990000") for person in everybody)


def test_one_account_of_each_post_is_for_visitors() -> None:
    able = [person for person in people(SEED) if person.account.can_sign_in]

    assert sorted(person.post for person in able) == sorted(set(Post) - {Post.SYSTEM})


def test_passwords_are_drawn_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    first = passwords_in(folder, people(SEED))
    second = passwords_in(folder, people(SEED))

    assert first == second
    assert len(set(first.values())) == 10
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
