import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.assets.domain.gcj02 import from_gcj02, to_gcj02


def test_a_known_spot_is_shifted_as_every_library_does() -> None:
    assert to_gcj02(np.array([[116.404, 39.915]]))[0] == pytest.approx(
        [116.41024449916938, 39.91640428150164], abs=1e-9
    )


@given(st.floats(73.5, 134.5), st.floats(18.0, 53.0))
def test_there_and_back_is_right_to_a_millimetre(longitude: float, latitude: float) -> None:
    true = np.array([[longitude, latitude]])

    assert np.abs(from_gcj02(to_gcj02(true)) - true).max() < 1e-8


def test_nothing_is_shifted_abroad() -> None:
    abroad = np.array([[-77.0, 38.9]])

    assert (to_gcj02(abroad) == abroad).all()
    assert (from_gcj02(abroad) == abroad).all()
