"""The coordinates in which components leave the house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from cityloop.assets.domain.gcj02 import to_gcj02
from cityloop.assets.domain.mapping import GCJ02
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.territory.api import CGCS2000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Target:
    """What brings longitudes and latitudes there, if anything must, and what the file is to call it."""

    move: Callable[[Floats], Any] | None
    name: str | None


def target_of(crs: str) -> Target:
    """Return the coordinates of this name.

    :raises InvalidInputError: nobody knows them.
    """
    if crs == GCJ02:
        return Target(to_gcj02, None)
    if not crs:
        return Target(None, f"EPSG:{CGCS2000}")
    try:
        wanted = CRS.from_user_input(crs)
        moving = Transformer.from_crs(CGCS2000, wanted, always_xy=True)
    except CRSError as error:
        message = say("The coordinate system {crs!r} is not known.", crs=crs)
        raise InvalidInputError(message, field="crs") from error
    if wanted.to_epsg() == CGCS2000:
        return target_of("")
    return Target(lambda spots: np.column_stack(moving.transform(spots[:, 0], spots[:, 1])), crs)
