import pytest

from cityloop.cases.contracts import ClosingKind
from cityloop.exchange.domain.mapping import MappingInvalidError, Outcome, read_mapping

GOOD = """
system: elsewhere
columns: {number: num, status: state, reported_at: added, due_at: due, body: org}
classes:
  - {file: "*.csv", where: {type: rubbish}, class_code: "06010"}
  - {file: "lamp*", class_code: "01037"}
statuses: {DONE: {outcome: CLOSED, closing_kind: SPECIAL}}
bodies: {PW: HW}
actors: {ACCEPTOR: acceptor, SHIFT_LEADER: shift_leader, DISPATCHER: dispatcher}
handlers: {HW: handler_other}
"""


def test_a_mapping_is_read() -> None:
    mapping = read_mapping(GOOD)

    assert (mapping.statuses["DONE"].outcome, mapping.statuses["DONE"].closing_kind) == (
        Outcome.CLOSED,
        ClosingKind.SPECIAL,
    )


@pytest.mark.parametrize(
    ("file", "row", "code"),
    [
        ("a.csv", {"type": "rubbish"}, "06010"),
        ("lamps.csv", {"type": "lamp"}, "01037"),
        ("a.csv", {"type": "lamp"}, None),
    ],
)
def test_the_first_rule_that_fits_names_the_class(file: str, row: dict[str, str], code: str | None) -> None:
    rule = read_mapping(GOOD).class_of(file, row)

    assert (rule.class_code if rule else None) == code


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("system: elsewhere", "sistem: elsewhere", "system"),
        ("outcome: CLOSED", "outcome: FINISHED", "statuses.DONE.outcome"),
        ('class_code: "01037"', "class_code: abc", "classes.1.class_code"),
        ("due_at: due, ", "", "columns.due_at"),
        ("ACCEPTOR: acceptor", "JANITOR: acceptor", "actors"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, place: str) -> None:
    with pytest.raises(MappingInvalidError, match=place):
        read_mapping(GOOD.replace(old, new))


def test_what_is_not_yaml_is_refused() -> None:
    with pytest.raises(MappingInvalidError, match="not YAML"):
        read_mapping("system: [")
