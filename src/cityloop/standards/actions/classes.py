"""Class tables and a city's own classes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.tables import BadTableError, Fault
from cityloop.kernel.wording import say, word
from cityloop.standards import events
from cityloop.standards.actions.versions import work_alone
from cityloop.standards.contracts import ClassImport, ClassOrigin, ClassView, MatterKind
from cityloop.standards.domain.class_rows import ClassRow, read_classes
from cityloop.standards.domain.numbering import next_minor
from cityloop.standards.models import CaseClass, ClassEdition
from cityloop.standards.policies import MANAGE
from cityloop.standards.queries.snapshot import class_view

EXTENSION_MAJOR_NAME = "扩展类"
OUT_OF_ORDER = "异常"


@transaction.atomic
def import_classes(*, edition: str, content: bytes, actor: access.Actor, at: datetime) -> ClassImport:
    """Take a CSV or xlsx file of classes into an edition: new ones are added, known ones renamed, none is removed.

    :raises BadTableError: any row is wrong; nothing was loaded, and all wrong rows are told.
    :raises NotFoundError: the edition is not known.
    """
    access.require(actor, MANAGE)
    work_alone()
    home = _edition(edition)
    rows = read_classes(content, minor_digits=home.minor_digits)
    known = {(row.kind, row.code): row for row in home.classes.all()}
    _check_majors(rows, known)

    changed = [row for row in (_renamed(known[row.key], row) for row in rows if row.key in known) if row is not None]
    added = [_class(home, row) for row in rows if row.key not in known]
    CaseClass.objects.bulk_update(changed, ["major_name", "name", "origin"])
    CaseClass.objects.bulk_create(added)
    if home.links_components:
        _link(home)
    if added or changed:
        access.audit(
            actor, "standards.import_classes", f"edition:{edition}", at, added=len(added), changed=len(changed)
        )
    return ClassImport(added=len(added), changed=len(changed), unchanged=len(rows) - len(added) - len(changed))


@transaction.atomic
def add_class(
    *, edition: str, kind: MatterKind, major_code: str, name: str, actor: access.Actor, at: datetime
) -> ClassView:
    """Add a class of the city's own, numbered as the edition says; a component's class of being out of order comes too.

    :raises NotFoundError: the edition is not known, or has no such major class.
    :raises NoNumberLeftError: the range kept for a city's own classes is used up.
    :source: standards/codes.md sections 2.1 and 0 (every 部件 class has a twin 事项 class).
    """
    access.require(actor, MANAGE)
    work_alone()
    home = _edition(edition)
    base = _base_name(home, name)
    kinds = list(MatterKind) if home.links_components else [kind]
    siblings = home.classes.filter(kind__in=kinds, major_code=major_code)
    minor_code = next_minor(
        taken=list(siblings.values_list("minor_code", flat=True)),
        first=home.extension_first,
        last=home.extension_last,
        digits=home.minor_digits,
    )
    matter = None
    if home.links_components and kind is MatterKind.COMPONENT:
        matter = _add(home, MatterKind.INCIDENT, (major_code, minor_code), base + OUT_OF_ORDER)
    added = _add(home, kind, (major_code, minor_code), base, matter)

    access.audit(actor, "standards.add_class", f"class:{edition}/{kind}/{added.code}", at, name=added.name)
    for row in (added, matter):
        if row is not None:
            outbox.publish(events.ClassAdded(at=at, edition=edition, kind=row.kind, code=row.code, name=row.name))
    return class_view(added)


@transaction.atomic
def withdraw_class(*, edition: str, kind: MatterKind, code: str, actor: access.Actor, at: datetime) -> None:
    """Stop using a class of the city's own for new cases; old cases keep it, and its number is not given out again.

    :raises NotFoundError: there is no such class.
    :raises RefusedError: it is the standard's own.
    """
    access.require(actor, MANAGE)
    work_alone()
    row = _edition(edition).classes.filter(kind=kind.value, code=code).first()
    if row is None:
        message = say(
            "The edition {edition} has no {kind} class {code}.",
            edition=edition,
            kind=word(kind.lower(), context="MatterKind"),
            code=code,
        )
        raise NotFoundError(message, edition=edition, kind=kind.value, code=code)
    if row.origin != ClassOrigin.CITY:
        message = say(
            "{name} is a class of {standard}; only a city's own can be withdrawn.",
            name=row.name,
            standard=row.edition.standard,
        )
        raise RefusedError(message, edition=edition, kind=kind.value, code=code)
    if row.withdrawn_at is not None:
        return
    CaseClass.objects.filter(pk__in=[row.pk, row.matter_id], origin=ClassOrigin.CITY).update(withdrawn_at=at)
    access.audit(actor, "standards.withdraw_class", f"class:{edition}/{kind}/{code}", at)
    outbox.publish(events.ClassWithdrawn(at=at, edition=edition, kind=kind.value, code=code))


def _add(
    home: ClassEdition, kind: MatterKind, number: tuple[str, str], base: str, matter: CaseClass | None = None
) -> CaseClass:
    major_code, minor_code = number
    return CaseClass.objects.create(
        edition=home,
        kind=kind.value,
        major_code=major_code,
        major_name=_major_name(home, kind, major_code),
        minor_code=minor_code,
        name=base + home.extension_suffix,
        origin=ClassOrigin.CITY.value,
        matter=matter,
    )


def _major_name(home: ClassEdition, kind: MatterKind, major_code: str) -> str:
    names = home.classes.filter(kind=kind.value, major_code=major_code).values_list("major_name", flat=True)
    if home.extension_major and major_code == home.extension_major:
        return names.first() or EXTENSION_MAJOR_NAME
    name = names.first()
    if name is None or home.extension_major:
        message = say(
            "A city cannot add to the major class {major_code} of {standard}.",
            major_code=major_code,
            standard=home.standard,
        )
        raise NotFoundError(message, edition=home.code, kind=kind.value, major_code=major_code)
    return name


def _base_name(home: ClassEdition, name: str) -> str:
    base = name.strip().removesuffix(home.extension_suffix).strip()
    longest = 60 - len(OUT_OF_ORDER) - len(home.extension_suffix)
    if not base or len(base) > longest or not base.isprintable():
        message = say("The name must have 1 to {longest} printable characters.", longest=longest)
        raise InvalidInputError(message, field="name")
    return base


def _edition(code: str) -> ClassEdition:
    home = ClassEdition.objects.filter(code=code).first()
    if home is None:
        message = say("The edition {code!r} of the class table is not loaded.", code=code)
        raise NotFoundError(message, edition=code)
    return home


def _check_majors(rows: Sequence[ClassRow], known: Mapping[tuple[str, str], CaseClass]) -> None:
    """Refuse a new name of a major class that some class outside the file still has by its old one."""
    in_file = {row.key for row in rows}
    names = {(old.kind, old.major_code): old.major_name for key, old in known.items() if key not in in_file}
    faults = [
        Fault(
            row.line,
            "major_name",
            say("the major class {major_code} is named {name!r} already", major_code=row.major_code, name=name),
        )
        for row in rows
        if (name := names.get((row.kind.value, row.major_code), row.major_name)) != row.major_name
    ]
    if faults:
        raise BadTableError.of(faults)


def _renamed(old: CaseClass, row: ClassRow) -> CaseClass | None:
    if (old.major_name, old.name, old.origin) == (row.major_name, row.name, row.origin.value):
        return None
    old.major_name, old.name, old.origin = row.major_name, row.name, row.origin.value
    return old


def _class(home: ClassEdition, row: ClassRow) -> CaseClass:
    return CaseClass(
        edition=home,
        kind=row.kind.value,
        major_code=row.major_code,
        major_name=row.major_name,
        minor_code=row.minor_code,
        name=row.name,
        origin=row.origin.value,
    )


def _link(home: ClassEdition) -> None:
    """Bind each component class to the incident class of the same number (the edition numbers them alike)."""
    incidents = {row.code: row for row in home.classes.filter(kind=MatterKind.INCIDENT)}
    loose = [row for row in home.classes.filter(kind=MatterKind.COMPONENT, matter=None) if row.code in incidents]
    for row in loose:
        row.matter = incidents[row.code]
    if loose:
        CaseClass.objects.bulk_update(loose, ["matter"])
