"""Who is evaluated in a period: areas, bodies with all below them, people who held a post, collectors' companies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from cityloop.access import api as access
from cityloop.evaluation.contracts import Dimension, Key
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.policies import POSTS
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.territory import api as territory

CITY = "CITY"  # the value under which the whole city's sums are kept
GRIDS_AT_ONCE = 5000
LEVELS: Mapping[Object, territory.DivisionLevel] = {
    Object.DISTRICT: territory.DivisionLevel.DISTRICT,
    Object.STREET: territory.DivisionLevel.STREET,
    Object.COMMUNITY: territory.DivisionLevel.COMMUNITY,
}
EXECUTING = {organizations.BodyKind.DEPARTMENT, organizations.BodyKind.STREET_OFFICE, organizations.BodyKind.COMPANY}
KINDS: Mapping[Object, set[organizations.BodyKind]] = {
    Object.BODY: EXECUTING,
    Object.COMPANY: {organizations.BodyKind.COLLECTION_COMPANY},
}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One who is evaluated; `keys` are the values of facts that are theirs: a body's are its own and all below it.

    Personal data: names of people, where people are evaluated.
    """

    id: str
    code: str
    name: str
    keys: tuple[Key, ...]
    area_class: str = ""
    body_kind: str = ""


def dimension_of(kind: FactKind, of: Object) -> Dimension | None:
    """Return by which dimension facts of a kind belong to those who are evaluated; the city takes all."""
    match of:
        case Object.CITY:
            return None
        case Object.DISTRICT | Object.STREET | Object.COMMUNITY | Object.GRID:
            return Dimension(of.value)
        case Object.BODY:
            return Dimension.BODY
        case Object.COMPANY:
            return Dimension.REPORTER_BODY if kind is FactKind.CASE else Dimension.BODY
        case _:
            return Dimension.PERSON


def evaluated(of: Object, period: Period, *, present: Iterable[Key], at: datetime) -> list[Evaluated]:
    """Return who is evaluated in a period, in order of code and id.

    :param present: values that facts of the period have: who has ended meanwhile is evaluated as well.
    :param at: the present moment; areas are as they were then or at the end of the period, whichever came first.
    """
    zone = ZoneInfo(territory.city().timezone)
    since, until = (datetime.combine(day, time(), zone) for day in (period.since, period.until))
    known: set[Key] = {value for value in present if value not in (None, "")}
    then = min(until, at)
    match of:
        case Object.CITY:
            city = territory.city()
            found = [Evaluated(city.code, city.code, city.name, (CITY,))]
        case Object.GRID:
            found = [*_grids(then, known)]
        case Object.DISTRICT | Object.STREET | Object.COMMUNITY:
            found = [*_divisions(of, then, known)]
        case Object.BODY | Object.COMPANY:
            found = [*_bodies(of, since, until, known)]
        case _:
            found = [*_people(POSTS[of], since, until, known)]
    return sorted(found, key=lambda each: (each.code, each.id))


def keys_of(of: Object, subject_id: str) -> tuple[Key, ...]:
    """Return the values of facts that belong to one who is evaluated; none if there cannot be such a one."""
    if of is Object.CITY:
        return (CITY,) if subject_id == territory.city().code else ()
    if dimension_of(FactKind.CASE, of) in {Dimension(each.value) for each in (*LEVELS, Object.GRID)}:
        return (subject_id,)
    try:
        identifier = UUID(subject_id)
    except ValueError:
        return ()
    if of in KINDS:
        return tuple(sorted(organizations.subtree(identifier)))
    return (identifier,)


def require_subject(of: Object, subject_id: str) -> None:
    """Let pass what names somebody of this kind, whenever they were there.

    :raises NotFoundError: it names nobody.
    """
    is_known = bool(keys_of(of, subject_id))
    if of in LEVELS:
        is_known = territory.division(subject_id).level is LEVELS[of]
    elif of is Object.GRID:
        is_known = subject_id in territory.places([subject_id])
    elif of in POSTS and is_known:
        is_known = bool(access.seats_ever(post=POSTS[of], account_ids=[UUID(subject_id)]))
    if not is_known:
        message = say("There is no {subject} in this league.", subject=subject_id)
        raise NotFoundError(message, subject_id=subject_id)


def _divisions(of: Object, then: datetime, known: set[Key]) -> Iterator[Evaluated]:
    standing = {each.code: each.name for each in territory.divisions(LEVELS[of], at=then)}
    ended = {str(code) for code in known} - standing.keys()
    names = territory.names(ended) if ended else {}
    for code, name in (standing | {code: names.get(code, code) for code in ended}).items():
        yield Evaluated(code, code, name, (code,))


def _grids(then: datetime, known: set[Key]) -> Iterator[Evaluated]:
    standing: dict[str, str] = {}
    after = ""
    while True:
        page = territory.unit_grids(within="", at=then, after=after, limit=GRIDS_AT_ONCE)
        standing |= {each.code: each.area_level for each in page}
        if len(page) < GRIDS_AT_ONCE:
            break
        after = page[-1].code
    ended = {str(code) for code in known} - standing.keys()
    places = territory.places(ended) if ended else {}
    classes = standing | {code: places[code].area_level if code in places else "" for code in ended}
    names = territory.names({code[:12] for code in classes})
    for code, area_class in classes.items():
        yield Evaluated(code, code, f"{names.get(code[:12], code[:12])} {code[12:]}", (code,), area_class)


def _bodies(of: Object, since: datetime, until: datetime, known: set[Key]) -> Iterator[Evaluated]:
    bodies = organizations.bodies()
    below: defaultdict[UUID | None, list[UUID]] = defaultdict(list)
    for body in bodies:
        below[body.parent_id].append(body.id)
    for body in bodies:
        tree = _tree(body.id, below)
        existed = body.valid_from < until and (body.valid_until is None or body.valid_until > since)
        if body.kind in KINDS[of] and (existed or not known.isdisjoint(tree)):
            yield Evaluated(str(body.id), body.code, body.name, tuple(sorted(tree)), body_kind=body.kind.value)


def _tree(body_id: UUID, below: Mapping[UUID | None, list[UUID]]) -> set[UUID]:
    found, ahead = {body_id}, [body_id]
    while ahead:
        children = below.get(ahead.pop(), [])
        found |= {*children}
        ahead += children
    return found


def _people(post: access.Post, since: datetime, until: datetime, known: set[Key]) -> Iterator[Evaluated]:
    """Yield who held the post at some time of the period, or has done its work then."""
    held: dict[UUID, str] = {}
    for seat in access.seats_ever(post=post):
        overlaps = seat.valid_from < until and (seat.valid_until is None or seat.valid_until > since)
        if overlaps or seat.account_id in known:
            held[seat.account_id] = seat.name
    usernames = {key: view.username for key, view in access.accounts(account_ids=held).items()}
    for account_id, name in held.items():
        yield Evaluated(str(account_id), usernames.get(account_id, ""), name, (account_id,))
