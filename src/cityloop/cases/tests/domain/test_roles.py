"""What stages are for follows from what their moves do."""

from dataclasses import replace

from cityloop.cases.contracts import StageRole
from cityloop.cases.domain.roles import moves_on, roles
from cityloop.cases.tests.domain.factories import STANDARD

STANDARD_ROLES = {
    "ACCEPTANCE": StageRole.ACCEPTANCE,
    "SELF_REVIEW": StageRole.OWN_FIX,
    "FILING": StageRole.FILING,
    "DISPATCH": StageRole.DISPATCH,
    "DISPOSAL": StageRole.DISPOSAL,
    "SUSPENDED": StageRole.SUSPENSION,
    "CHECK": StageRole.CHECK,
    "CLOSING": StageRole.CLOSING,
    "CLOSED": StageRole.CLOSED,
    "MERGED": StageRole.VOID,
    "VOID": StageRole.VOID,
}


def test_each_stage_of_the_standard_lifecycle_is_known() -> None:
    assert roles(STANDARD) == STANDARD_ROLES


def test_a_city_may_name_its_stages() -> None:
    def named(stage: str) -> str:
        return f"X_{stage}" if stage in STANDARD.stages else stage

    renamed = replace(
        STANDARD,
        stages={named(name): replace(stage, name=named(name)) for name, stage in STANDARD.stages.items()},
        moves=tuple(
            replace(move, sources=frozenset(map(named, move.sources)), target=named(move.target))
            for move in STANDARD.moves
        ),
    )

    assert roles(renamed) == {named(name): role for name, role in STANDARD_ROLES.items()}
    assert moves_on(renamed) == {(named(stage), verb) for stage, verb in moves_on(STANDARD)}


def test_only_what_leads_to_the_end_of_the_loop_goes_on() -> None:
    assert moves_on(STANDARD) == {
        ("ACCEPTANCE", "submit"),
        ("SELF_REVIEW", "accept_self_disposal"),
        ("FILING", "file"),
        ("DISPATCH", "dispatch"),
        ("DISPATCH", "dispatch_as_planned"),
        ("DISPOSAL", "feed_back"),
        ("CHECK", "pass_check"),
        ("CLOSING", "close"),
    }
