"""How the rows of a file are to be read: which attribute comes from which fields, and in which coordinates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from cityloop.assets.contracts import FieldNaming

GCJ02 = "GCJ02"
FIELD = re.compile(r"\{([^{}]+)\}")
ATTRIBUTES = (
    "code", "external_id", "source_layer", "class_code", "class_edition", "name", "state", "manager", "owner", "keeper",
    "grid_code", "data_source", "accuracy", "note", "surveyed_on", "changed_on", "looked_on", "valid_from",
    "valid_until",
)  # fmt: skip
MOST_TOLERANCE_M = 100.0
OWN = {
    "code": "code", "external_id": "extid", "source_layer": "layer", "class_code": "class", "class_edition": "edition",
    "name": "name", "state": "state", "manager": "manager", "owner": "owner", "keeper": "keeper", "grid_code": "grid",
    "data_source": "source", "accuracy": "accuracy", "note": "note", "surveyed_on": "surveyed",
    "changed_on": "changed", "looked_on": "looked", "valid_from": "begins", "valid_until": "ends",
}  # fmt: skip
BEYOND = {  # what the standards have no item for is called as we call it
    attribute: OWN[attribute]
    for attribute in (
        "external_id", "source_layer", "class_code", "class_edition", "accuracy", "looked_on", "valid_from",
        "valid_until",
    )
}  # fmt: skip
# Which field of a file holds which attribute, by edition. Bodies by their code; see also `domain/items.py`.
STANDARD_2026 = BEYOND | {
    "code": "GLBJBSM", "name": "GLBJMC", "manager": "ZGBMDM", "owner": "QSDWDM", "keeper": "YHDWDM",
    "grid_code": "SZDYWGBSM", "state": "GLBJZT", "surveyed_on": "CSRQ", "changed_on": "BGRQ", "data_source": "SJLY",
    "note": "BZ",
}  # fmt: skip
STANDARD_2013 = BEYOND | {
    "code": "ObjID", "name": "ObjName", "manager": "DeptCode1", "owner": "DeptCode2", "keeper": "DeptCode3",
    "grid_code": "BGID", "state": "ObjState", "surveyed_on": "ORDate", "changed_on": "CHDate",
    "data_source": "DataSource", "note": "Note",
}  # fmt: skip
NAMES: Mapping[FieldNaming, Mapping[str, str]] = {
    FieldNaming.OWN: OWN,
    FieldNaming.GBT47678_5_2026: STANDARD_2026,
    FieldNaming.GBT30428_2_2013: STANDARD_2013,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """A mapping that has been understood.

    `attributes` holds a template for each attribute that the file tells: `{NAME}` stands for a field, anything else
    for itself, so `01027` is the same for every row and `{ROAD}路灯{NO}` is put together. `words` turns what a field
    says into what we say, attribute by attribute. `crs` is `EPSG:4549`, any text PROJ understands, or GCJ02; "" is
    what the file says, or else longitude and latitude. `x`, `y` and `wkt` name columns of a table without geometry.
    With `any_district` a new identity code may begin with the digits of another district than it stands in.
    """

    attributes: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    layer: str = ""
    crs: str = ""
    x: str = ""
    y: str = ""
    wkt: str = ""
    tolerance_m: float = 0.0
    any_district: bool = False

    @property
    def fields(self) -> set[str]:
        """Return the fields of the file that are read."""
        named = {name for template in self.attributes.values() for name in FIELD.findall(template)}
        return named | ({self.x, self.y, self.wkt} - {""})


def understand(rules: Mapping[str, Any]) -> Rules:
    """Return the rules of a mapping.

    :raises ValueError: it is not one.
    """
    unknown = set(rules) - set(Rules.__dataclass_fields__)
    if unknown:
        message = f"A mapping has no {', '.join(sorted(unknown))}."
        raise ValueError(message)
    attributes = rules.get("attributes")
    if not isinstance(attributes, Mapping) or not all(isinstance(text, str) for text in attributes.values()):
        message = "A mapping says in `attributes` what stands in which field."
        raise ValueError(message)
    strange = set(attributes) - set(ATTRIBUTES)
    if strange:
        message = f"A component has no {', '.join(sorted(strange))}; it has {', '.join(ATTRIBUTES)}."
        raise ValueError(message)
    if not {"code", "external_id"} & set(attributes):
        message = "A mapping must say where `code` or `external_id` stands, so that a row is known again."
        raise ValueError(message)
    if not {"code", "class_code"} & set(attributes):
        message = "A mapping must say where `class_code` or `code` stands."
        raise ValueError(message)
    if "external_id" in attributes and "source_layer" not in attributes:
        message = "External ids are those of a layer: give `source_layer`."
        raise ValueError(message)
    _require_simple(rules)
    return Rules(**rules)


def _require_simple(rules: Mapping[str, Any]) -> None:
    words = rules.get("words", {})
    if not isinstance(words, Mapping) or not all(isinstance(each, Mapping) for each in words.values()):
        message = "`words` holds, for an attribute, what to say for what the field says."
        raise ValueError(message)
    if not all(isinstance(rules.get(name, ""), str) for name in ("layer", "crs", "x", "y", "wkt")):
        message = "layer, crs, x, y and wkt are texts."
        raise ValueError(message)
    tolerance = rules.get("tolerance_m", 0.0)
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance <= MOST_TOLERANCE_M:
        message = f"tolerance_m is a number from 0 to {MOST_TOLERANCE_M:.0f}."
        raise ValueError(message)
    if type(rules.get("any_district", False)) is not bool:
        message = "any_district is true or false."
        raise ValueError(message)
    if rules.get("crs") not in {None, "", GCJ02}:
        try:
            CRS.from_user_input(rules["crs"])
        except CRSError as error:
            message = f"{rules['crs']!r} is not a known coordinate system."
            raise ValueError(message) from error


def mapping_of(naming: FieldNaming, *, edition: str = "") -> dict[str, Any]:
    """Return the mapping that reads back what is exported under these names.

    A component that was moved across a border, or whose district was, keeps its code: so it may in the file.
    """
    attributes = {attribute: f"{{{name}}}" for attribute, name in NAMES[naming].items()}
    return {"attributes": attributes | ({"class_edition": edition} if edition else {}), "any_district": True}
