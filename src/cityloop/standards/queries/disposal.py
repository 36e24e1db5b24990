"""Looking up conditions and limits."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.standards.contracts import (
    AreaLevel,
    ConditionView,
    Limit,
    LimitLevel,
    LimitUnit,
    MatterKind,
    StageView,
    VersionState,
    VersionView,
)
from cityloop.standards.models import Condition, DisposalStandard, StageLimit
from cityloop.standards.queries.classes import edition_code
from cityloop.standards.queries.snapshot import ClassKey, snapshot, version_at

DEFAULT = "default"
VERSIONS_KEPT = 16  # a version of a big city holds some 2,000 conditions, about 2 MB


@dataclass(frozen=True, slots=True)
class _Content:
    """What one version holds; never changes once the version is published."""

    by_id: Mapping[int, ConditionView]
    by_class: Mapping[ClassKey, Sequence[ConditionView]]


_published: OrderedDict[UUID, _Content] = OrderedDict()
_version_of: dict[int, UUID] = {}


def current_standard(*, at: datetime, name: str = DEFAULT) -> VersionView:
    """Return the version of a disposal standard that is in force.

    :raises NotFoundError: none is.
    """
    return version_at(snapshot().standards, name, at, say("disposal standard"))


def default_limit(*, at: datetime, name: str = DEFAULT) -> Limit:
    """Return the limit that holds where the standard in force has no condition for a class.

    :raises NotFoundError: no standard is in force.
    """
    limit = current_standard(at=at, name=name).default_limit
    if limit is None:
        message = say("The disposal standard {name!r} names no limit for what it does not list.", name=name)
        raise NotFoundError(message, name=name)
    return limit


def conditions(
    *, kind: MatterKind, code: str, at: datetime, edition: str | None = None, name: str = DEFAULT
) -> list[ConditionView]:
    """Return the filing conditions of a class in the standard in force, by number; none means `default_limit` holds.

    An incident class that stands for a component out of order has its component's conditions where it has none itself.

    :raises NotFoundError: no standard is in force, or the edition is not known.
    """
    known = snapshot()
    version = version_at(known.standards, name, at, say("disposal standard"))
    by_class = _content(version.id).by_class
    key = (edition_code(known, edition), kind, code)
    if key not in by_class and key in known.components:
        key = (key[0], MatterKind.COMPONENT, known.components[key])
    return list(by_class.get(key, ()))


def conditions_of_version(version_id: UUID) -> list[ConditionView]:
    """Return all conditions of a version, drafts included, by edition, kind, class and number.

    :raises NotFoundError: there is no such version.
    """
    return list(_content(version_id).by_id.values())


def condition(condition_id: int) -> ConditionView:
    """Return a condition of any version; without a query once this process knows it.

    :raises NotFoundError: there is none.
    """
    version_id = _version_of.get(condition_id)
    if version_id is None:
        version_id = Condition.objects.filter(pk=condition_id).values_list("standard_id", flat=True).first()
    found = None if version_id is None else _content(version_id).by_id.get(condition_id)
    if found is None:
        message = say("There is no filing condition {condition_id}.", condition_id=condition_id)
        raise NotFoundError(message, condition=condition_id)
    return found


def applies(held: ConditionView, *, kind: MatterKind, code: str) -> bool:
    """Return whether a condition is one of this class: its own, or of the component whose incident class it is."""
    if (held.kind, held.class_code) == (kind, code):
        return True
    return held.kind is MatterKind.COMPONENT and (
        snapshot().components.get((held.edition, kind, code)) == held.class_code
    )


def limit_in(view: ConditionView, *, area_level: AreaLevel | None, stage: int = 1) -> Limit | None:
    """Return how long a stage may take in an area of this level, else in all areas; None where there is no limit."""
    limits = next((each.limits for each in view.stages if each.number == stage), {})
    return limits.get(area_level or "ALL") or limits.get("ALL")


def limit_for(*, condition_id: int, area_level: AreaLevel | None, stage: int = 1) -> Limit:
    """Return how long a stage of a condition may take in an area of this level, else in all areas.

    :raises NotFoundError: there is no such condition or stage, or no limit for that area.
    """
    found = limit_in(condition(condition_id), area_level=area_level, stage=stage)
    if found is None:
        message = say(
            "The filing condition {condition_id} has no limit for stage {stage} in areas of level {area_level}.",
            condition_id=condition_id,
            stage=stage,
            area_level=area_level,
        )
        raise NotFoundError(message, condition=condition_id, stage=stage, area_level=area_level)
    return found


def _content(version_id: UUID) -> _Content:
    kept = _published.get(version_id)
    if kept is not None:
        return kept
    version = DisposalStandard.objects.filter(pk=version_id).first()
    if version is None:
        message = say("There is no version {version_id} of a disposal standard.", version_id=version_id)
        raise NotFoundError(message, version=str(version_id))
    content = _read(version_id)
    if version.state != VersionState.DRAFT:
        _keep(version_id, content)
    return content


def _keep(version_id: UUID, content: _Content) -> None:
    _published[version_id] = content
    _version_of.update(dict.fromkeys(content.by_id, version_id))
    while len(_published) > VERSIONS_KEPT:
        _, oldest = _published.popitem(last=False)
        for condition_id in oldest.by_id:
            _version_of.pop(condition_id, None)


def _read(version_id: UUID) -> _Content:
    limits: dict[int, dict[LimitLevel, Limit]] = defaultdict(dict)
    for row in StageLimit.objects.filter(stage__condition__standard_id=version_id):
        level: LimitLevel = "ALL" if row.area_level == "ALL" else AreaLevel(row.area_level)
        limits[row.stage_id][level] = Limit(row.amount.normalize(), LimitUnit(row.unit))
    rows = (
        Condition.objects.filter(standard_id=version_id)
        .select_related("case_class__edition")
        .prefetch_related("stages")
        .order_by("case_class__edition__code", "case_class__kind", "case_class__code", "number")
    )
    by_id = {row.pk: _view(row, limits) for row in rows}
    by_class: dict[ClassKey, list[ConditionView]] = defaultdict(list)
    for view in by_id.values():
        by_class[view.edition, view.kind, view.class_code].append(view)
    return _Content(by_id, dict(by_class))


def _view(row: Condition, limits: Mapping[int, Mapping[LimitLevel, Limit]]) -> ConditionView:
    stages = tuple(
        StageView(stage.number, stage.name, stage.closing_condition, MappingProxyType(dict(limits.get(stage.pk, {}))))
        for stage in sorted(row.stages.all(), key=lambda stage: stage.number)
    )
    return ConditionView(
        id=row.pk,
        standard_version=row.standard_id,
        edition=row.case_class.edition.code,
        kind=MatterKind(row.case_class.kind),
        class_code=row.case_class.code,
        number=row.number,
        text=row.text,
        note=row.note,
        closing_condition=stages[-1].closing_condition if stages else "",
        stages=stages,
        limits=stages[0].limits if stages else MappingProxyType({}),
    )
