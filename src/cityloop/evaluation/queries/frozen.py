"""What an edition of a result was made of, told from its snapshot."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cityloop.evaluation.contracts import Frozen, GroupHead, ResultEditionView, Why
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.models import ResultEdition
from cityloop.evaluation.queries.defined import grades_of
from cityloop.evaluation.queries.definitions import head_of, scorer_of
from cityloop.evaluation.queries.leagues import term_head


def frozen(edition: ResultEdition, snapshot: Mapping[str, Any]) -> Frozen:
    """Return what an edition was made of: its definitions as they were then, not as they are today. One query.

    :param snapshot: that of the edition, read.
    """
    scorer = scorer_of(snapshot["scheme"]["data"], snapshot["indicators"]["data"])
    told = snapshot["scheme"]
    return Frozen(
        scheme=head_of(scorer.scheme, number=told["number"], valid_from=date.fromisoformat(told["valid_from"])),
        indicators=snapshot["indicators"]["number"],
        counting_rules=tuple(rules["number"] for rules in snapshot["counting_rules"]),
        counted_at=datetime.fromisoformat(snapshot["counted_at"]),
        groups=_groups(scorer.scheme, snapshot),
        terms=tuple(term_head(scorer, term) for term in scorer.scheme.terms),
        grades=grades_of(scorer.scheme),
        signature=edition.signature,
        public_key=edition.public_key,
        editions=_editions(edition),
    )


def _groups(scheme: Scheme, snapshot: Mapping[str, Any]) -> tuple[GroupHead, ...]:
    scores = [row["score"] for row in snapshot["subjects"]]
    sizes = Counter(score["group"] for score in scores if score["rank"] is not None)
    if not scheme.groups:
        return (GroupHead("", "", "", sizes[""]),)
    return tuple(GroupHead(group.key, group.zh, group.en, sizes[group.key]) for group in scheme.groups)


def _editions(edition: ResultEdition) -> tuple[ResultEditionView, ...]:
    rows = ResultEdition.objects.filter(result=edition.result_id).order_by("number")
    found = rows.values_list("number", "why", "frozen_at", "digest")
    return tuple(ResultEditionView(number, Why(why), at, digest) for number, why, at, digest in found)
