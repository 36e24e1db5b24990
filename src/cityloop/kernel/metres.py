"""Distances on the ground, from longitude and latitude."""

from math import cos, hypot, radians

METRES_PER_DEGREE = 111_320.0
Spot = tuple[float, float]  # longitude, latitude


def metres_between(one: Spot, other: Spot) -> float:
    """Return the distance of two points in longitude and latitude, right to 0.1 % over some kilometres."""
    shrink = cos(radians((one[1] + other[1]) / 2))
    return METRES_PER_DEGREE * hypot((one[0] - other[0]) * shrink, one[1] - other[1])
