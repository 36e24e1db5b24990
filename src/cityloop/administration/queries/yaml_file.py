"""`city.yaml`: read with the lines kept, so that every complaint says where."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cityloop.administration.queries.folder import Folder
from cityloop.administration.queries.schema import CityFile
from cityloop.kernel.tables import BadTableError, read_table

FILE = "city.yaml"
CHOICES = {"CutGrids", "GivenGrids", "GatheredDuty", "Table"}
Row = TypeVar("Row", bound=BaseModel)


def read_city_file(folder: Folder) -> CityFile:
    """Return what `city.yaml` says.

    :raises BadPackageError: it is missing, not YAML, or not what a city package looks like.
    """
    path = Path(FILE)
    content = folder.content(str(path))
    folder.require_sound()
    try:
        root = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
        values = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        folder.refuse(FILE, f"line {mark.line + 1}" if mark else "", f"is not YAML: {getattr(error, 'problem', error)}")
        folder.require_sound()
        raise
    if root is not None:
        _refuse_doubles(folder, root)
    try:
        city = CityFile.model_validate(values)
    except ValidationError as error:
        for fault in error.errors():
            where = ".".join(str(part) for part in fault["loc"] if not _is_type_name(part))
            folder.refuse(FILE, f"line {_line_of(root, fault['loc'])}, {where}", _reason(fault))
        folder.require_sound()
        raise
    folder.require_sound()
    return city


def read_rows(folder: Folder, file: str, model: type[Row]) -> list[Row]:
    """Return the rows of a table; its columns are the fields of the model."""
    content = folder.content(file)
    if not content:
        return []
    fields = model.model_fields
    required = [name for name, info in fields.items() if info.is_required()]
    rows: list[Row] = []
    try:
        for line in read_table(content, columns=required, optional=[name for name in fields if name not in required]):
            try:
                rows.append(model.model_validate({name: cell for name, cell in line.cells.items() if cell}))
            except ValidationError as error:
                for fault in error.errors():
                    folder.refuse(file, f"line {line.number}, {'.'.join(map(str, fault['loc']))}", _reason(fault))
    except BadTableError as error:
        for fault in error.facts["faults"]:
            folder.refuse(file, f"line {fault['line']} {fault['column']}".strip(), fault["reason"])
    return rows


def _reason(fault: Any) -> str:
    text = str(fault["msg"])
    if fault["type"] == "string_type" and isinstance(fault["input"], (int, float)):
        text += f": put {fault['input']} in quotes"
    return text


def _is_type_name(part: str | int) -> bool:
    """Say whether a step of a fault's path is pydantic's name of a choice, not a key of the file."""
    return isinstance(part, str) and (part.startswith("list[") or part in CHOICES)


def _line_of(root: yaml.Node | None, path: Sequence[str | int]) -> int:
    """Return the line of the deepest part of a path that is in the file."""
    node, line = root, 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found is None:
                continue
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return int(line)


def _refuse_doubles(folder: Folder, node: yaml.Node) -> None:
    """Refuse a key that comes twice in one section: YAML would take the last and forget the first."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                folder.refuse(FILE, f"line {key.start_mark.line + 1}", f"the key {key.value!r} comes twice")
            seen.add(key.value)
            _refuse_doubles(folder, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_doubles(folder, item)
