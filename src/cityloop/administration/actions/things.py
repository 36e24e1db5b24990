"""What the ground holds: every layer of places and of components."""

from cityloop.administration.actions.context import Loading
from cityloop.administration.contracts import BadPackageError, ComponentSet, Flaw
from cityloop.assets import api as assets
from cityloop.kernel.errors import NotFoundError
from cityloop.places import api as places
from cityloop.standards import api as standards


def place_components(loading: Loading) -> None:
    """Bring in every layer; components that lie in no unit grid are kept and reported."""
    _require_classes(loading)
    for layer in loading.package.components:
        imported = assets.import_components(
            layer=assets.ComponentLayer(
                name=layer.layer,
                class_edition=layer.class_edition,
                class_code=layer.class_code,
                data_source=layer.data_source,
                manager_body_id=loading.body_id(layer.manager),
                owner_body_id=loading.body_id(layer.owner),
                keeper_body_id=loading.body_id(layer.keeper),
            ),
            drafts=layer.components,
            valid_from=loading.valid_from,
            at=loading.at,
            tolerance_m=layer.tolerance_m,
        )
        loading.done(
            f"components, {layer.layer}",
            added=imported.added,
            changed=imported.changed,
            unchanged=imported.unchanged,
        )
        _tell(loading, layer, imported)


def name_places(loading: Loading) -> None:
    """Bring in every layer of places."""
    for layer in loading.package.places:
        stored = places.import_places(
            layer=places.PlaceLayer(layer.layer, layer.kind, layer.data_source),
            drafts=layer.places,
            valid_from=loading.valid_from,
            at=loading.at,
        )
        loading.done(f"places, {layer.layer}", added=stored.added, changed=stored.changed, unchanged=stored.unchanged)
        left_over = {
            "lie in no unit grid": stored.unplaced,
            "hang on a road that is not among the places": stored.roadless,
            "are known and not in the layer; they are kept": stored.missing,
        }
        for what, count in left_over.items():
            if count:
                loading.note(f"places, {layer.layer}: {count} {what}")


def _tell(loading: Loading, layer: ComponentSet, imported: assets.Imported) -> None:
    if imported.placeless:
        loading.placeless[layer.layer] = imported.placeless
        reason = imported.placeless[0].reason
        loading.note(f"components, {layer.layer}: {len(imported.placeless)} kept without a unit grid: each {reason}")
    if imported.missing:
        loading.note(f"components, {layer.layer}: {imported.missing} known ones are not in the layer; they are kept")


def _require_classes(loading: Loading) -> None:
    flaws = []
    for layer in loading.package.components:
        try:
            standards.case_class(
                kind=standards.MatterKind.COMPONENT, code=layer.class_code, edition=layer.class_edition
            )
        except NotFoundError as error:
            flaws.append(Flaw("package", f"components.{layer.layer}.class", error.detail))
    if flaws:
        raise BadPackageError(flaws)
