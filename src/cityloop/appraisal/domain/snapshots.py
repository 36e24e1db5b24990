"""Snapshots of closed appraisals: all that scores were made of, so that anybody can compute them again.

A snapshot is plain JSON, signed in its one spelling (`kernel/seals.py`). Nothing here needs a database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

from cityloop.appraisal.contracts import AreaScore, NodeScore, ScoreExplained
from cityloop.appraisal.domain.counting import AreaCounts, Asking, Counted, share_met
from cityloop.appraisal.domain.telling import explained, plain
from cityloop.appraisal.domain.tree_files import rows_of
from cityloop.appraisal.domain.trees import Node, tree_of
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.seals import seal_faults

FORMAT = "cityloop-appraisal-1"


def area_told(counts: AreaCounts, asking: Asking | None, root: Node, *, area_code: str, name: str) -> dict[str, Any]:
    """Return an area as a snapshot holds it: what its figures are made of, and what it has come to.

    Of a question with too few answers only their number is told, as everywhere.
    """
    return {
        "area_code": area_code,
        "name": name,
        "reported": {leaf: plain(figure) for leaf, figure in counts.reported.items()},
        "visited": {leaf: list(standards) for leaf, standards in counts.visited.items()},
        "answered": {
            leaf: {"of": sum(levels), "levels": list(levels) if asking is not None and asking.tells(levels) else None}
            for leaf, levels in counts.answered.items()
        },
        "score": _score_told(explained(root, counts.figures(asking), area_code=area_code, name=name)),
    }


def score_of(area: Mapping[str, Any]) -> ScoreExplained:
    """Return what an area of a snapshot has come to, as it was frozen."""
    head, nodes = area["score"]["head"], area["score"]["nodes"]
    return ScoreExplained(head=AreaScore(**head), nodes=tuple(NodeScore(**each) for each in nodes))


def faults(export: Mapping[str, Any], *, trusted_key: str | None = None) -> list[str]:
    """Return what is wrong with an exported appraisal; nothing, if every score follows from what it holds.

    :param trusted_key: the city's public key in base64, as it was got elsewhere; without it the export's own is used,
        which proves that nothing was changed since somebody with that key signed it.
    """
    try:
        return [*seal_faults(export, trusted_key), *_score_faults(export["snapshot"])]
    except RefusedError as error:
        return [f"the tree cannot be read: {error}"]
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        return [f"the export is malformed: {type(error).__name__} {error}"]


def _score_faults(snapshot: Mapping[str, Any]) -> Iterator[str]:
    if snapshot["format"] != FORMAT:
        yield f"the format is {snapshot['format']}, not {FORMAT}"
        return
    root = tree_of(rows_of(snapshot["tree"]["rows"]))
    asked = snapshot["questionnaire"]
    asking = None if asked is None else Asking(tuple(map(Decimal, asked["marks"])), asked["least_answers"])
    for area in snapshot["areas"]:
        who = {"area_code": area["area_code"], "name": area["name"]}
        told, again = area["score"], _score_told(explained(root, _figures(area, asking), **who))
        place = f"{area['name']} ({area['area_code']})"
        if again["head"] != told["head"]:
            yield f"{place}: the score is {told['head']['score']}, but comes to {again['head']['score']}"
        if again["nodes"] != told["nodes"]:
            yield f"{place}: an indicator does not come out as it was published"


def _figures(area: Mapping[str, Any], asking: Asking | None) -> dict[str, Counted]:
    found = {leaf: Counted(Decimal(figure), 1) for leaf, figure in area["reported"].items()}
    found |= {leaf: share_met((met, looked_at)) for leaf, (met, looked_at) in area["visited"].items()}
    if asking is not None:
        found |= {leaf: _answered(told, asking) for leaf, told in area["answered"].items()}
    return found


def _answered(told: Mapping[str, Any], asking: Asking) -> Counted:
    return Counted(None, told["of"]) if told["levels"] is None else asking.figure(tuple(told["levels"]))


def _score_told(score: ScoreExplained) -> dict[str, Any]:
    return {"head": asdict(score.head), "nodes": [asdict(node) for node in score.nodes]}
