"""Publishing how the city judges: indicators and schemes, in versions that never change."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.evaluation.contracts import LoadedDefinitions, PublishedDefinition
from cityloop.evaluation.domain.base_indicators import BY_KEY, FactKind
from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Names
from cityloop.evaluation.domain.schemes import PERIOD_MONTHS, Object, Scheme
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.models import IndicatorBook, SchemeVersion
from cityloop.evaluation.policies import DEFINE
from cityloop.evaluation.queries.definitions import book_on, schemes_since
from cityloop.evaluation.queries.shipped import shipped_indicator_data, shipped_scheme_data
from cityloop.kernel import locks
from cityloop.kernel.errors import InvalidInputError, StaleVersionError
from cityloop.kernel.wording import say

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
POSTS = {Object.ACCEPTOR, Object.SHIFT_LEADER, Object.DISPATCHER}


@transaction.atomic
def publish_indicators(
    *, data: Sequence[Mapping[str, Any]], valid_from: date, actor: access.Actor, at: datetime, seen: int | None = None
) -> PublishedDefinition:
    """Publish all indicators anew, in force from a day on. The same content again changes nothing.

    :param seen: the latest version that somebody saw who changes it; None asks for nothing.
    :raises StaleVersionError: somebody has published another one meanwhile.
    :raises NotPermittedError: the actor may not define how the city judges.
    :raises InvalidInputError: a definition is malformed, or a scheme that stands could not be scored any more; what is
        wrong is told with its place.
    :raises FormulaInvalidError: a formula is wrong; its place is marked.
    """
    access.require(actor, DEFINE)
    plain, definitions = _plain(data), read_indicators(data)
    Indicators(definitions)
    for each in definitions:
        _require_known(each.opens, (), place=each.key)
    _hold()
    for version in schemes_since(valid_from):
        _judge(read_schemes([version.data])[0], definitions)
    latest = IndicatorBook.objects.order_by("-number").first()
    if latest is not None and (latest.data, latest.valid_from) == (plain, valid_from):
        return PublishedDefinition("", latest.number, valid_from, is_new=False)
    _require_seen(latest.number if latest else 0, seen)
    made = IndicatorBook.objects.create(
        number=latest.number + 1 if latest else 1,
        valid_from=valid_from,
        data=plain,
        published_at=at,
        published_by=actor.account_id,
    )
    access.audit(actor, "evaluation.define", f"indicators:{made.number}", at, valid_from=valid_from.isoformat())
    return PublishedDefinition("", made.number, valid_from, is_new=True)


@transaction.atomic
def publish_scheme(
    *, data: Mapping[str, Any], valid_from: date, actor: access.Actor, at: datetime, seen: int | None = None
) -> PublishedDefinition:
    """Publish a version of a scheme, in force from a day on. The same content again changes nothing.

    It is judged against the indicators in force on that day.

    :param seen: the latest version that somebody saw who changes it; None asks for nothing.
    :raises StaleVersionError: somebody has published another one meanwhile.
    :raises NotPermittedError: the actor may not define how the city judges.
    :raises NotFoundError: no indicators have been published.
    :raises InvalidInputError: the scheme is malformed; what is wrong is told with its place.
    :raises FormulaInvalidError: a formula is wrong; its place is marked and `term` says whose it is.
    """
    access.require(actor, DEFINE)
    plain, scheme = _plain(data), read_schemes([data])[0]
    _hold()
    _judge(scheme, read_indicators(book_on(valid_from).data))
    latest = SchemeVersion.objects.filter(key=scheme.key).order_by("-number").first()
    if latest is not None and (latest.data, latest.valid_from) == (plain, valid_from):
        return PublishedDefinition(scheme.key, latest.number, valid_from, is_new=False)
    _require_seen(latest.number if latest else 0, seen)
    made = SchemeVersion.objects.create(
        key=scheme.key,
        number=latest.number + 1 if latest else 1,
        valid_from=valid_from,
        data=plain,
        published_at=at,
        published_by=actor.account_id,
    )
    access.audit(actor, "evaluation.define", f"scheme:{made.key}:{made.number}", at, valid_from=valid_from.isoformat())
    return PublishedDefinition(made.key, made.number, valid_from, is_new=True)


@transaction.atomic
def load_evaluation(*, valid_from: date, actor: access.Actor, at: datetime) -> LoadedDefinitions:
    """Publish the indicators and schemes that come with the program, where the city has none of that name.

    :raises NotPermittedError: the actor may not define how the city judges.
    """
    access.require(actor, DEFINE)
    indicators = 0
    if not IndicatorBook.objects.exists():
        shipped = shipped_indicator_data()
        publish_indicators(data=shipped, valid_from=valid_from, actor=actor, at=at)
        indicators = len(shipped)
    known = set(SchemeVersion.objects.values_list("key", flat=True))
    fresh = [data for data in shipped_scheme_data() if data["key"] not in known]
    for data in fresh:
        publish_scheme(data=data, valid_from=valid_from, actor=actor, at=at)
    return LoadedDefinitions(indicators, tuple(data["key"] for data in fresh))


def _judge(scheme: Scheme, definitions: Sequence[Indicator]) -> None:
    """Refuse a scheme that could not be scored, or not be opened to its cases."""
    if not KEY.fullmatch(scheme.key):
        message = say("The key of a scheme has up to 60 letters, digits, - and _.")
        raise InvalidInputError(message, field="key")
    own = [*(count.name for count in scheme.counts), *scheme.parameters]
    names = Names(definitions)
    for name in own:
        if names.key_of(name) is not None or own.count(name) > 1 or name in PERIOD_MONTHS:
            message = say("The name {name!r} is taken: {key} goes by it.", name=name, key=names.key_of(name) or name)
            raise InvalidInputError(message, field="counts")
    scorer = Scorer(scheme, definitions)
    counts = {count.name for count in scheme.counts}
    for term in scheme.terms:
        _require_known(term.opens, counts, place=f"{scheme.key}.{term.key}")
    if scheme.object in POSTS:
        _require_work(scheme, scorer)


def _require_work(scheme: Scheme, scorer: Scorer) -> None:
    """Only the work of a post tells whose it was: of a case it would be whoever reported it."""
    of = {count.name: count.of for count in scheme.counts}
    opened = (key for term in scheme.terms for key in term.opens)
    strange = sorted({key for key in (*scorer.needs(), *opened) if BY_KEY[of.get(key, key)].of is not FactKind.WORK})
    if strange:
        message = say("People of the post {post} are judged by their work; {names} are not counted of it.",
                      post=scheme.object, names=strange)  # fmt: skip
        raise InvalidInputError(message, field="terms", place=scheme.key)


def _require_known(opens: Iterable[str], own: Iterable[str], *, place: str) -> None:
    known = {*BY_KEY, *own}
    if strange := sorted(set(opens) - known):
        message = say("{place} opens {names}, which are no base indicators.", place=place, names=strange)
        raise InvalidInputError(message, field="opens", place=place)


def _require_seen(latest: int, seen: int | None) -> None:
    if seen is not None and seen != latest:
        message = say("You saw version {seen}; it is {version} now.", seen=seen, version=latest)
        raise StaleVersionError(message, version=latest)


def _plain(data: Any) -> Any:
    try:
        return orjson.loads(orjson.dumps(data))
    except TypeError as error:
        message = say("The definitions hold something that JSON cannot say.")
        raise InvalidInputError(message, field="definitions") from error


def _hold() -> None:
    """Let one publish at a time: each is judged against what the others have published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.DEFINITIONS])
