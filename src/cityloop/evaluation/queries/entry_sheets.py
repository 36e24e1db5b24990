"""What is filled in by hand for a scheme in a period, and for whom."""

from collections.abc import Iterator
from datetime import datetime

from cityloop.access.api import Actor, require
from cityloop.evaluation.contracts.entries import EntryItem, EntryMove, EntrySheet, EntrySubject
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.models import EvaluationResult
from cityloop.evaluation.policies import PUBLISH, READ_ALL, sees
from cityloop.evaluation.queries.definitions import in_force, scheme_head
from cityloop.evaluation.queries.periods import period_of, period_view
from cityloop.evaluation.queries.permitted import progress_of
from cityloop.evaluation.queries.results import digest_of, result_view
from cityloop.evaluation.queries.scores import scored


def entry_sheet(*, scheme_key: str, period: str, actor: Actor, at: datetime) -> EntrySheet:
    """Return what is filled in by hand for a scheme in a period, for whom, and whether the actor may do so now.

    Who watches a part of the city is told of the rows that they may see.

    :raises NotPermittedError: the actor watches nothing.
    :raises NotFoundError: there is no such scheme.
    :raises InvalidInputError: no period is written so.
    """
    require(actor, READ_ALL)
    wanted = period_of(period)
    found = in_force(scheme_key, wanted.last_day)
    result = EvaluationResult.objects.filter(scheme_key=scheme_key, period=wanted.key).first()
    is_fixed = result is not None and progress_of(result).against_entering() is not None
    items = tuple(_items(found.scheme))
    everybody = [each.who for each in scored(found.scorer, wanted, at=at).values()] if items else []
    return EntrySheet(
        scheme=scheme_head(found.version, found.scheme),
        period=period_view(wanted),
        items=items,
        subjects=tuple(
            EntrySubject(who.id, who.code, who.name) for who in everybody if sees(actor, found.scheme.object, who.id)
        ),
        result=result_view(result, digest_of(result)) if result is not None else None,
        may=(EntryMove.ENTER,) if actor.may(PUBLISH) and not is_fixed else (),
    )


def _items(scheme: Scheme) -> Iterator[EntryItem]:
    for term in scheme.terms:
        if term.is_by_hand:
            yield EntryItem(
                key=term.key,
                zh=term.zh,
                en=term.en,
                is_parameter=False,
                least=f"{term.floor:f}",
                most=f"{term.full:f}",
                usual=term.formula,
            )
    for name, value in scheme.parameters.items():
        yield EntryItem(key=name, zh=name, en=name, is_parameter=True, least=None, most=None, usual=f"{value:f}")
