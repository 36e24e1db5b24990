"""What each stage of a lifecycle is for: stages are named by the city, what their moves do is named by us."""

from collections.abc import Mapping

from cityloop.cases.contracts import StageRole
from cityloop.cases.domain.lifecycle import Lifecycle, Phase, Stage

# The first effect that one of its moves has says what a stage is for.
TELLING = (
    ("unmark_self_disposed", StageRole.OWN_FIX),
    ("fix_limit", StageRole.FILING),
    ("dispatch", StageRole.DISPATCH),
    ("finish_disposal", StageRole.DISPOSAL),
    ("send_check", StageRole.CHECK),
    ("count_rework", StageRole.CHECK),
    ("close", StageRole.CLOSING),
)
OF_PHASE = {Phase.PAUSED: StageRole.SUSPENSION, Phase.CLOSED: StageRole.CLOSED, Phase.VOID: StageRole.VOID}
ORDER = tuple(StageRole)


def roles(lifecycle: Lifecycle) -> dict[str, StageRole]:
    """Return what each stage is for, by its name."""
    return {stage.name: _role(lifecycle, stage) for stage in lifecycle.stages.values()}


def moves_on(lifecycle: Lifecycle) -> frozenset[tuple[str, str]]:
    """Return the moves that lead towards the end of the loop, as (stage, verb): neither back, nor out of it."""
    known = roles(lifecycle)
    return frozenset(
        (source, move.verb)
        for move in lifecycle.moves
        if "close_by_force" not in move.effects
        for source in move.sources & known.keys()
        if _is_ahead(known, source, move.target)
    )


def _is_ahead(known: Mapping[str, StageRole], source: str, target: str) -> bool:
    return (
        target in known
        and known[target] not in {StageRole.VOID, StageRole.SUSPENSION}
        and ORDER.index(known[target]) > ORDER.index(known[source])
    )


def _role(lifecycle: Lifecycle, stage: Stage) -> StageRole:
    if stage.phase in OF_PHASE:
        return OF_PHASE[stage.phase]
    effects = {effect for move in lifecycle.moves_from(stage.name) for effect in move.effects}
    return next((role for effect, role in TELLING if effect in effects), StageRole.ACCEPTANCE)
