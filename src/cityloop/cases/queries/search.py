"""Finding a case by what somebody knows of it: its number, an address, a component, a telephone number."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from cityloop.access.api import Actor
from cityloop.cases.domain.lamps import Lamp, lamp
from cityloop.cases.models import Case
from cityloop.cases.policies import visible

FEWEST_LETTERS = 3  # of an address: shorter words no index can find
DIGITS_OF_A_PHONE = 7
MOST = 12


class FoundBy(StrEnum):
    """By what a case was found."""

    NUMBER = "number"
    COMPONENT = "component"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found."""

    id: UUID
    number: str
    stage: str
    class_code: str
    address: str
    description: str
    lamp: Lamp
    by: FoundBy


def search(*, words: str, actor: Actor, at: datetime) -> list[Hit]:
    """Return the cases that these words may mean, of those the actor may know; the newest first of each kind.

    A telephone number is looked for as a whole, and only for posts that may see one: nobody can try out numbers.
    """
    words = words.strip()
    hits: dict[UUID, Hit] = {}
    for by, condition in _conditions(words, actor):
        found = Case.objects.filter(visible(actor), condition).order_by("-registered_at", "-id")
        for case in found.only(*ASKED)[: MOST - len(hits)]:
            hits.setdefault(case.pk, _hit(case, by, at))
        if len(hits) >= MOST:
            break
    return list(hits.values())


ASKED = ("id", "number", "stage", "class_code", "address", "description", "warn_at", "due_at")


def _conditions(words: str, actor: Actor) -> list[tuple[FoundBy, Q]]:
    conditions: list[tuple[FoundBy, Q]] = []
    if words.isdecimal() and words.isascii():
        conditions.append((FoundBy.NUMBER, Q(number__startswith=words)))
        conditions.append((FoundBy.COMPONENT, Q(component_code=words)))
        if len(words) >= DIGITS_OF_A_PHONE and actor.may("access.see_phone"):
            conditions.append((FoundBy.PHONE, Q(reporter__phone=words)))
    if len(words) >= FEWEST_LETTERS:
        conditions.append((FoundBy.ADDRESS, Q(address__contains=words)))
    return conditions


def _hit(case: Case, by: FoundBy, at: datetime) -> Hit:
    return Hit(
        id=case.pk,
        number=case.number,
        stage=case.stage,
        class_code=case.class_code,
        address=case.address,
        description=case.description[:80],
        lamp=lamp(at, case.warn_at, case.due_at),
        by=by,
    )
