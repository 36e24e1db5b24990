"""Taking in disposal standards."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from cityloop.access import api as access
from cityloop.standards.actions.versions import check_name, latest, next_number, work_alone
from cityloop.standards.contracts import Limit, VersionImport
from cityloop.standards.domain.disposal_rows import DisposalRow, hash_of, read_disposal
from cityloop.standards.models import CaseClass, Condition, DisposalStandard, Stage, StageLimit
from cityloop.standards.policies import MANAGE
from cityloop.standards.queries.snapshot import snapshot, standard_view


@transaction.atomic
def import_disposal_standard(
    *, name: str, title: str, default_limit: Limit, content: bytes, actor: access.Actor, at: datetime
) -> VersionImport:
    """Take in a CSV or xlsx file as the draft of a disposal standard; the same content again changes nothing.

    A draft of this name is replaced. Publishing it is a step of its own.

    :raises BadTableError: any row is wrong; nothing was loaded, and all wrong rows are told.
    """
    access.require(actor, MANAGE)
    check_name(name, title)
    work_alone()
    classes = {(edition, kind.value, code): view for (edition, kind, code), view in snapshot().classes.items()}
    rows = read_disposal(content, classes=classes)
    content_hash = hash_of(rows, default_limit, title)
    newest = latest(DisposalStandard, name)
    if newest is not None and newest.content_hash == content_hash:
        return VersionImport(standard_view(newest), is_new=False)

    version = DisposalStandard.objects.create(
        name=name,
        title=title,
        number=next_number(DisposalStandard, name),
        default_amount=default_limit.amount,
        default_unit=default_limit.unit.value,
        content_hash=content_hash,
        created_at=at,
    )
    _write(version, rows)
    access.audit(actor, "standards.import_standard", f"standard:{version.pk}", at, name=name, rows=len(rows))
    return VersionImport(standard_view(version), is_new=True)


def _write(version: DisposalStandard, rows: Sequence[DisposalRow]) -> None:
    ids = _class_ids({row.class_key for row in rows})
    conditions = [
        Condition(
            standard=version, case_class_id=ids[row.class_key], number=row.number, text=row.condition, note=row.note
        )
        for row in _first_of_each(rows, "condition_key")
    ]
    by_condition = dict(zip(_keys(rows, "condition_key"), Condition.objects.bulk_create(conditions), strict=True))
    stages = [
        Stage(
            condition=by_condition[row.condition_key],
            number=row.stage,
            name=row.stage_name,
            closing_condition=row.closing_condition,
        )
        for row in _first_of_each(rows, "stage_key")
    ]
    by_stage = dict(zip(_keys(rows, "stage_key"), Stage.objects.bulk_create(stages), strict=True))
    StageLimit.objects.bulk_create(
        StageLimit(
            stage=by_stage[row.stage_key],
            area_level=row.area_level,
            amount=row.limit.amount,
            unit=row.limit.unit.value,
        )
        for row in rows
    )


def _class_ids(keys: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    editions = {edition for edition, _, _ in keys}
    found = CaseClass.objects.filter(edition__code__in=editions).values_list("edition__code", "kind", "code", "pk")
    return {(edition, kind, code): pk for edition, kind, code, pk in found}


def _first_of_each(rows: Iterable[DisposalRow], key: str) -> list[DisposalRow]:
    return [next(group) for _, group in groupby(rows, key=lambda row: getattr(row, key))]


def _keys(rows: Iterable[DisposalRow], key: str) -> list[object]:
    return [value for value, _ in groupby(rows, key=lambda row: getattr(row, key))]
