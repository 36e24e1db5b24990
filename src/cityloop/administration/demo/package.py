"""The whole city in memory, as any other city package."""

from hashlib import sha256

from cityloop.administration.contracts import CityFacts, CityPackage, Cutting
from cityloop.administration.demo import places
from cityloop.administration.demo.bodies import bodies, responsibility
from cityloop.administration.demo.components import component_sets
from cityloop.administration.demo.gazetteer import place_sets
from cityloop.administration.demo.ground import divisions, lay_out
from cityloop.administration.demo.people import people

SEED = 20260701
UNIT_GRID_M = 100.0
DUTY_GRID_SIZE = 4


def demo_city(seed: int = SEED, *, share: float = 1.0) -> CityPackage:
    """Return 云川市 of this seed. The same seed gives the same city to the byte.

    Calendar and disposal standard are those that ship with CityLoop: eight working hours with China's holidays, and
    the example standard.

    :param share: how much of the inventory to place; 1 is all of some 20,000 components.
    """
    ground = lay_out(seed)
    components = component_sets(ground, seed, share=share)
    return CityPackage(
        city=CityFacts(
            code=places.CITY_CODE,
            name=places.CITY_NAME,
            timezone=places.TIMEZONE,
            valid_from=places.FOUNDED,
            metric_srid=places.PLANE_SRID,
        ),
        divisions=divisions(ground),
        unit_grids=Cutting(side_m=UNIT_GRID_M),
        duty_grids=DUTY_GRID_SIZE,
        components=components,
        places=place_sets(ground, components, seed),
        bodies=bodies(),
        accounts=tuple(person.account for person in people(seed) if person.body),
        responsibility=responsibility(),
    )


def digest_of(package: CityPackage) -> str:
    """Return the SHA-256 of everything in a package."""
    return sha256(repr(package).encode()).hexdigest()
