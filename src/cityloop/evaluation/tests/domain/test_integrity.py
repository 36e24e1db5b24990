"""What does not look true of a collector's work, by tables of cases: and as many where nothing is wrong."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from cityloop.cases.contracts import Answer, PhotoTwin, Visit, VisitKind
from cityloop.evaluation.contracts.integrity import Hint, HintKind
from cityloop.evaluation.domain.integrity import Duty, FieldWork, but_own, hints
from cityloop.evaluation.domain.thresholds import ALL, SHIPPED, Thresholds, require_thresholds
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.metres import metres_between

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 9:00 in Shanghai
SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMITS = Thresholds(0, SHIPPED)
WHO = UUID(int=7)
HERE = (117.0, 38.8)
KM = 1 / 111.32  # degrees of latitude
IRREGULAR = (3, 11, 1, 7, 19, 2, 5, 13, 4, 9)  # minutes


def visit(number: int, at: datetime, kind: VisitKind = VisitKind.REPORT, **changes: object) -> Visit:
    values: dict[str, object] = {
        "person_id": WHO, "kind": kind, "case_id": UUID(int=number), "number": f"C{number}", "at": at,
        "grid_code": "110101001001001", "duty_grid_code": "110101001001901", "spot": HERE,
    }  # fmt: skip
    return Visit(**{**values, **changes})  # type: ignore[arg-type]  # values of many types by name


def found(visits: Sequence[Visit], **beside: object) -> list[Hint]:
    return hints(FieldWork(visits=visits, zone=SHANGHAI, **beside), LIMITS)  # type: ignore[arg-type]  # the same


def kinds(visits: Sequence[Visit], **beside: object) -> list[HintKind]:
    return [hint.kind for hint in found(visits, **beside)]


def reports(gaps: Sequence[float]) -> list[Visit]:
    at, made = NINE, [visit(0, NINE)]
    for number, gap in enumerate(gaps, start=1):
        at += timedelta(minutes=gap)
        made.append(visit(number, at))
    return made


@pytest.mark.parametrize(
    ("gaps", "is_even"),
    [
        ([10] * 20, True),
        ([10] * 19, False),  # too few to tell
        ([9, 11] * 15, True),
        ([6, 14] * 15, False),
        (IRREGULAR * 3, False),
        ([0] * 30, False),  # sent at once when there was a network again
    ],
)
def test_reports_as_from_a_clock_are_too_even(gaps: Sequence[float], is_even: bool) -> None:  # noqa: FBT001 - a column of the table
    assert kinds(reports(gaps)) == [HintKind.TOO_EVEN] * is_even


@pytest.mark.parametrize(
    ("an_hour", "is_even"),
    [
        ((4, 4, 4, 4, 4, 4, 4, 4), True),
        ((4, 5, 4, 4, 4, 5, 4, 4), True),
        ((1, 9, 3, 4, 0, 8, 2, 6), False),
        ((1, 1, 1, 1, 1, 1, 1, 1), False),  # one an hour is what a quiet grid looks like
        ((1, 0, 0, 0, 0, 0, 0, 1), False),  # nothing in any whole hour
    ],
)
def test_the_same_number_every_hour_is_too_even(an_hour: Sequence[int], is_even: bool) -> None:  # noqa: FBT001 - a column of the table
    made: list[Visit] = []
    for day in range(5):
        for hour, count in enumerate(an_hour):
            for place in range(count):
                moment = NINE + timedelta(days=day, hours=hour, minutes=(place * place * 7 + hour * 13) % 59)
                made.append(visit(len(made), moment))

    assert kinds(sorted(made, key=lambda each: each.at)) == [HintKind.TOO_EVEN] * is_even


def seen(number: int, minutes: float, km: float, **changes: object) -> Visit:
    spot = (HERE[0], HERE[1] + km * KM)
    at = NINE + timedelta(minutes=minutes)
    beside = {"spot": spot, "photo_id": UUID(int=90 + number), "seen_at": at, "seen_from": spot}
    return visit(number, at, **{**beside, **changes})  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize(
    ("minutes", "km", "is_fast"),
    [(1, 2, True), (3, 2, False), (2, 2.1, True), (0, 0.4, True), (0, 0.2, False), (0.1, 0.25, False), (60, 30, False)],
)
def test_from_spot_to_spot_faster_than_anybody_goes(minutes: float, km: float, is_fast: bool) -> None:  # noqa: FBT001 - a column of the table
    assert kinds([seen(1, 0, 0), seen(2, minutes, km)]) == [HintKind.TOO_FAST] * is_fast


def test_a_hint_at_speed_opens_both_cases_and_photographs() -> None:
    (hint,) = found([seen(2, 1, 2), seen(1, 0, 0)])

    assert [each.number for each in hint.cases] == ["C1", "C2"]
    assert [each.photo_id for each in hint.cases] == [UUID(int=91), UUID(int=92)]
    assert hint.figures == {"metres": "2000", "seconds": "60", "kmh": "120"}
    assert hint.words == "2000 m apart within 60 seconds."


def test_what_was_sent_later_without_a_position_tells_nothing_of_speed() -> None:
    assert kinds([seen(1, 0, 0), seen(2, 1, 2, photo_id=None, seen_at=None, seen_from=None)]) == []
    assert kinds([seen(1, 0, 0), seen(1, 1, 2)]) == []  # two photographs of one case: its place may be large


@pytest.mark.parametrize(("seconds", "is_soon"), [(5, True), (59, True), (60, False), (900, False)])
def test_a_task_answered_before_anybody_could_be_there(seconds: int, is_soon: bool) -> None:  # noqa: FBT001 - a column of the table
    spent = timedelta(seconds=seconds)
    assert kinds([visit(1, NINE, VisitKind.CHECK, answer="PASS", spent=spent)]) == [HintKind.TOO_SOON] * is_soon


@pytest.mark.parametrize(
    ("areas", "is_outside"),
    [
        (("110101001001901",), False),  # the duty grid
        (("110101001",), False),  # its street
        (("110101001001902",), True),
        (("110101001001902", "110101"), False),
        ((), False),  # nobody has said where their duty lies
    ],
)
def test_reports_outside_of_the_duty_grids(areas: Sequence[str], is_outside: bool) -> None:  # noqa: FBT001 - a column of the table
    duties = [Duty(area, NINE - timedelta(days=1), None) for area in areas]

    assert kinds([visit(1, NINE)], duties=duties) == [HintKind.OUTSIDE] * is_outside
    assert kinds([visit(1, NINE, VisitKind.CHECK)], duties=duties) == []  # they were sent there


def test_duty_is_that_of_the_moment() -> None:
    until_then = Duty("110101001001901", NINE - timedelta(days=1), NINE)
    since_then = Duty("110101001001902", NINE, None)

    (hint,) = found([visit(1, NINE - timedelta(hours=1)), visit(2, NINE)], duties=[until_then, since_then])

    assert [each.number for each in hint.cases] == ["C2"]
    assert hint.count == 1


@pytest.mark.parametrize(("km", "is_away"), [(0.1, False), (0.49, False), (0.6, True)])
def test_a_photograph_that_was_taken_elsewhere(km: float, is_away: bool) -> None:  # noqa: FBT001 - a column of the table
    assert kinds([seen(1, 0, km, spot=HERE)]) == [HintKind.AWAY] * is_away


@pytest.mark.parametrize(("bits", "allowed", "is_same"), [(0, 3, True), (3, 3, True), (2, 1, False)])
def test_a_photograph_that_looks_like_an_earlier_one(bits: int, allowed: int, is_same: bool) -> None:  # noqa: FBT001 - a column of the table
    twin = PhotoTwin(
        person_id=WHO, photo_id=UUID(int=2), case_id=UUID(int=20), number="C20", taken_at=NINE,
        earlier_person_id=WHO, earlier_photo_id=UUID(int=1), earlier_case_id=UUID(int=10), earlier_number="C10",
        earlier_at=NINE - timedelta(days=1), bits=bits,
    )  # fmt: skip
    limits = Thresholds(1, {**SHIPPED, "same_photo_bits": allowed})

    told = hints(FieldWork(visits=(), twins=[twin], zone=SHANGHAI), limits)

    assert [[each.number for each in hint.cases] for hint in told] == [["C10", "C20"]] * is_same


@pytest.mark.parametrize(
    ("own", "others", "is_told"),
    [
        ((40, 0), (20, 100), True),  # 0.8 to the 40th
        ((29, 0), (20, 100), False),  # asked too seldom
        ((40, 1), (20, 100), False),
        ((40, 0), (1, 1000), False),  # nobody ever denies
        ((40, 0), (0, 0), False),  # there is nobody else
        ((40, 0), (11, 100), True),
        ((40, 0), (10, 100), False),  # 0.9 to the 40th is 0.015
    ],
)
def test_whoever_confirms_everything_while_others_do_not(
    own: tuple[int, int],
    others: tuple[int, int],
    is_told: bool,  # noqa: FBT001 - a column of the table
) -> None:
    answers = ["PASS"] * own[0] + ["NOT_PASS"] * own[1] + ["UNABLE"] * 3
    visits = [visit(place, NINE, VisitKind.CHECK, answer=answer) for place, answer in enumerate(answers)]

    assert kinds(visits, others={VisitKind.CHECK: others}) == [HintKind.NEVER_DISAGREES] * is_told


def test_somebody_is_held_against_everybody_else() -> None:
    check, verify = VisitKind.CHECK, VisitKind.VERIFY
    everybody = {(check, Answer.PASS): 90, (check, Answer.NOT_PASS): 12, (check, Answer.UNABLE): 5}
    own = [visit(1, NINE, check, answer="PASS"), visit(2, NINE, check, answer="NOT_PASS"), visit(3, NINE)]

    assert but_own(everybody, own) == {check: (11, 100), verify: (0, 0)}


def test_an_ordinary_day_gives_rise_to_no_hint() -> None:
    made = [seen(number, sum(IRREGULAR[: number % 10]) + number // 10 * 80, number % 4 * 0.1) for number in range(40)]

    assert kinds(sorted(made, key=lambda each: each.at)) == []


def test_distance_is_in_metres() -> None:
    assert metres_between(HERE, (HERE[0], HERE[1] + KM)) == pytest.approx(1000)
    assert metres_between(HERE, (HERE[0] + KM, HERE[1])) == pytest.approx(779.3, abs=0.5)


@pytest.mark.parametrize(
    "wrong", [{"speed": 1}, {"fastest_kmh": 1}, {"fastest_kmh": 1000}, {"even_least": 20.5}, {"same_photo_bits": 4}]
)
def test_a_threshold_is_known_and_within_its_bounds(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInputError):
        require_thresholds(wrong)


def test_every_threshold_that_is_shipped_is_within_its_bounds_and_has_a_reason() -> None:
    require_thresholds(SHIPPED)
    assert all(each.zh and each.en and each.why for each in ALL)
    assert Thresholds(3, {})["fastest_kmh"] == SHIPPED["fastest_kmh"]
