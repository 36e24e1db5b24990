"""Labels of components, to be printed and stuck on."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files

import segno

from cityloop.assets.contracts import ComponentFilter, ComponentLabel
from cityloop.assets.queries.components import chosen
from cityloop.kernel import paper
from cityloop.standards import api as standards
from cityloop.territory import api as territory


def labels(asked: ComponentFilter, *, after: str = "", limit: int = 24) -> list[ComponentLabel]:
    """Return the labels of components in order of code, above `after`."""
    rows = chosen(asked).filter(code__gt=after).order_by("code")
    found = list(rows.values_list("code", "name", "class_edition", "class_code")[:limit])
    districts = territory.names({code[:6] for code, *_ in found})
    kind = standards.MatterKind.COMPONENT
    names = {
        (edition, each.code): each.name
        for edition in {edition for _, _, edition, _ in found} & {each.code for each in standards.editions()}
        for each in standards.classes(kind=kind, edition=edition)
    }
    return [
        ComponentLabel(code, name, names.get((edition, class_code), class_code), districts.get(code[:6], code[:6]))
        for code, name, edition, class_code in found
    ]


def label_sheets(wanted: Sequence[ComponentLabel], *, link: str, at: datetime) -> bytes:
    """Return a PDF of A4 sheets of labels, 24 to a sheet.

    :param link: what stands before the code in the link that the square holds.
    """
    told = [
        {
            "code": f"{label.code[:6]} {label.code[6:-6]} {label.code[-6:]}",
            "name": label.name,
            "class": label.class_name,
            "district": label.district,
            "square": segno.make(link + label.code, error="m", micro=False).svg_inline(border=2),
        }
        for label in wanted
    ]
    return paper.pdf(_template(), told, at=at)


@cache
def _template() -> bytes:
    return (files("cityloop.assets") / "data" / "labels.typ").read_bytes()
