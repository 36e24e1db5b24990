"""Finding a case by what somebody knows of it: its number, an address, a component, what was said, a telephone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from cityloop.access.api import Actor
from cityloop.cases.domain.lamps import Lamp, lamp
from cityloop.cases.domain.phones import plain_phone
from cityloop.cases.models import Case
from cityloop.cases.policies import visible

FEWEST_LETTERS = 3  # shorter words no index can find, except where an address begins with them
DIGITS_OF_A_PHONE = 7
MOST = 12


class FoundBy(StrEnum):
    """By what a case was found."""

    NUMBER = "number"
    COMPONENT = "component"
    PHONE = "phone"
    ADDRESS = "address"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found."""

    id: UUID
    number: str
    stage: str
    kind: str
    class_code: str
    registered_at: datetime
    address: str
    description: str
    lamp: Lamp
    by: FoundBy


def search(*, words: str, actor: Actor, at: datetime) -> list[Hit]:
    """Return the cases that these words may mean, of those the actor may know; the newest first of each kind.

    A telephone number is looked for as a whole, and only for posts that may see one: nobody can try out numbers.
    """
    hits: dict[UUID, Hit] = {}
    for by, condition in _conditions(words.strip(), actor):
        left = MOST - len(hits)
        if left == 0:
            break
        found = Case.objects.filter(visible(actor), condition).exclude(pk__in=list(hits))
        hits |= {case.pk: _hit(case, by, at) for case in found.order_by("-registered_at", "-id").only(*ASKED)[:left]}
    return list(hits.values())


ASKED = (
    "id", "number", "stage", "kind", "class_code", "registered_at", "address", "description", "warn_at", "due_at",
)  # fmt: skip


def address_holds(words: str) -> Q:
    """Return the filter for addresses that hold these words, or begin with them where they are too short for that."""
    return Q(address__contains=words) if len(words) >= FEWEST_LETTERS else Q(address__startswith=words)


def said(words: str) -> Q:
    """Return the filter for cases whose description or address holds these words, or whose number begins with them."""
    found = address_holds(words)
    if len(words) >= FEWEST_LETTERS:
        found |= Q(description__contains=words)
    return found | Q(number__startswith=words) if words.isdecimal() and words.isascii() else found


def _conditions(words: str, actor: Actor) -> list[tuple[FoundBy, Q]]:
    conditions: list[tuple[FoundBy, Q]] = []
    if words.isdecimal() and words.isascii():
        conditions.append((FoundBy.NUMBER, Q(number__startswith=words)))
        conditions.append((FoundBy.COMPONENT, Q(component_code=words)))
    phone = plain_phone(words)
    if phone.isdecimal() and len(phone) >= DIGITS_OF_A_PHONE and actor.may("access.see_phone"):
        conditions.append((FoundBy.PHONE, Q(reporter__phone=phone)))
    if words:
        conditions.append((FoundBy.ADDRESS, address_holds(words)))
    if len(words) >= FEWEST_LETTERS:
        conditions.append((FoundBy.DESCRIPTION, Q(description__contains=words)))
    return conditions


def _hit(case: Case, by: FoundBy, at: datetime) -> Hit:
    return Hit(
        id=case.pk,
        number=case.number,
        stage=case.stage,
        kind=case.kind,
        class_code=case.class_code,
        registered_at=case.registered_at,
        address=case.address,
        description=case.description[:80],
        lamp=lamp(at, case.warn_at, case.due_at),
        by=by,
    )
