import numpy as np
import pytest
import shapely

from cityloop.territory.domain.planes import Plane, plane_for, reproject, require_metric


@pytest.mark.parametrize(
    ("longitude", "latitude", "srid"),
    [
        (116.39, 39.91, 4548),  # Beijing: central meridian 117
        (87.62, 43.79, 4538),  # Urumqi: 87
        (121.47, 31.23, 4549),  # Shanghai: 120
        (134.3, 48.4, 4554),  # Heilongjiang: 135
        (-77.03, 38.9, 32618),  # Washington
        (-70.67, -33.45, 32719),  # Santiago
        (179.99, 0.0, 32660),
    ],
)
def test_a_place_has_its_usual_plane(longitude: float, latitude: float, srid: int) -> None:
    assert plane_for(longitude, latitude) == Plane(srid)


def test_there_and_back_is_within_a_tenth_of_a_millimetre() -> None:
    points = np.array([shapely.Point(116.391234567, 39.907654321)])

    back = Plane(4548).unflatten(Plane(4548).flatten(points))

    assert (back[0].x, back[0].y) == (116.391234567, 39.907654321)


def test_a_hundred_metres_are_a_hundred_metres() -> None:
    flat = Plane(4548).flatten(shapely.points([[117.0, 40.0], [117.0, 40.0009]]))

    assert shapely.distance(flat[0], flat[1]) == pytest.approx(99.93, abs=0.01)


@pytest.mark.parametrize("srid", [4490, 2263, 999_999])
def test_only_planes_in_metres_will_do(srid: int) -> None:
    with pytest.raises(ValueError, match=f"EPSG:{srid}"):
        require_metric(srid)


def test_a_coordinate_without_image_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be brought from EPSG:4490 to EPSG:4548"):
        reproject(np.array([shapely.Point(np.inf, 10)]), 4490, 4548)
