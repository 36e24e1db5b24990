"""Facts of nothing in particular, for what counts and stores them: any value in any column, edges among them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Field, Model

from cityloop.evaluation.domain.lake import month_of
from cityloop.evaluation.models import CaseFact, TaskFact, WorkFact

MOMENT = datetime(2026, 4, 15, 3, 30, 0, 123456, UTC)
DUE = (None, MOMENT, MOMENT - timedelta(microseconds=1), MOMENT + timedelta(microseconds=1), MOMENT - timedelta(days=9))
DAYS = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2025, 12, 31))
TEXTS = {
    "source": ("COLLECTOR", "HOTLINE", "WEB"), "kind": ("INCIDENT", "COMPONENT"), "class_code": ("0101", "0102", "06"),
    "area_class": ("", "A", "B"), "urgency": ("", "GRAVE"), "work": ("FILING", "CLOSING"), "post": ("", "SHIFT_LEADER"),
    "task_kind": ("VERIFY", "CHECK"),
}  # fmt: skip
KINDS: Sequence[type[Model]] = (CaseFact, TaskFact, WorkFact)


def invent(seed: int, cases: int = 40) -> list[UUID]:
    """Store facts of so many cases and return the cases; the same seed gives the same facts."""
    chance = Random(seed)  # noqa: S311 - the same facts every time
    case_ids = [UUID(int=chance.getrandbits(128), version=4) for _ in range(cases)]
    for number, case_id in enumerate(case_ids):
        store(chance, case_id, f"{seed}-{number}")
    return case_ids


def store(chance: Random, case_id: UUID, number: str) -> None:
    """Store new facts of a case: one of it, some errands, some work."""
    CaseFact.objects.create(**_row(chance, CaseFact, case_id, number))
    for _ in range(chance.randrange(3)):
        TaskFact.objects.create(**_row(chance, TaskFact, case_id, number))
    for stay in range(chance.randrange(4)):
        WorkFact.objects.create(**{**_row(chance, WorkFact, case_id, number), "stay": stay})


def forget(case_id: UUID) -> None:
    """Drop the facts of a case."""
    for kind in KINDS:
        kind._default_manager.filter(case_id=case_id).delete()


def months_of(case_ids: Sequence[UUID]) -> tuple[str, ...]:
    """Return the months that these cases have facts in."""
    found = {
        month
        for kind in KINDS
        for month in kind._default_manager.filter(case_id__in=case_ids).values_list("month", flat=True)
    }
    return tuple(sorted(found))


def _row(chance: Random, model: type[Model], case_id: UUID, number: str) -> dict[str, object]:
    district, street = chance.choice(("110101", "110102")), chance.randrange(1, 4)
    community = f"{district}{street:03d}{chance.randrange(1, 3):03d}"
    day = chance.choice(DAYS)
    told: dict[str, object] = {
        "case_id": case_id, "number": number, "district_code": district, "street_code": community[:9],
        "community_code": community, "grid_code": f"{community}{chance.randrange(1, 4):03d}", "counted_on": day,
        "month": month_of(day), "statistic_month": month_of(day + timedelta(days=6)), "due_at": chance.choice(DUE),
        "hour": chance.randrange(24), "weekday": day.isoweekday(),
    }  # fmt: skip
    fields = [field for field in model._meta.concrete_fields if field.column not in {*told, "id"}]
    return told | {field.column: _value(chance, field) for field in fields}


def _value(chance: Random, field: "Field[object, object]") -> object:
    if field.null and chance.random() < 0.3:
        return None
    of_kind: dict[str, tuple[object, ...]] = {
        "UUIDField": tuple(UUID(int=number) for number in range(1, 5)),
        "CharField": ("110101001001001"[: field.max_length], *([""] if field.blank else [])),
        "DateField": DAYS,
        "DateTimeField": DUE,
        "BooleanField": (True, False),
        "IntegerField": (0, 7, 2_147_483_647),
        "SmallIntegerField": (0, 0, 1, 1, 32_767),
    }
    if field.primary_key:
        return UUID(int=chance.getrandbits(128), version=4)
    return chance.choice(TEXTS.get(field.column) or of_kind.get(field.get_internal_type(), (1, 2, 3)))
