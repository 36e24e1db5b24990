"""Components of the town, for what is reported of them."""

from collections.abc import Iterable

import shapely

from cityloop.assets import api as assets
from tests.support.town import EAST_SPOT, FOUNDED, MONDAY_NINE, position

BIN = "03005"


def bins(names: Iterable[str], spot: tuple[float, float] = EAST_SPOT) -> list[str]:
    """Put up a bin of each name at a spot and return their identity codes, in order of the names."""
    drafts = [
        assets.ComponentDraft(external_id=name, name=name, geometry=shapely.to_wkb(shapely.Point(*position(*spot))))
        for name in names
    ]
    layer = assets.ComponentLayer(name="bins", class_edition="2026", class_code=BIN)
    assets.import_components(layer=layer, drafts=drafts, valid_from=FOUNDED, at=MONDAY_NINE)
    found = assets.components(asked=assets.ComponentFilter(class_code=BIN))
    codes = {view.external_id: view.code for view in found if view.source_layer == "bins"}
    return [codes[draft.external_id] for draft in drafts]
