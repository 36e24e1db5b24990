"""Integrity of collectors: what they did is read from cases, and hints open what they rest on."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection

from cityloop.access.models import AuditEntry
from cityloop.cases import api as cases
from cityloop.cases.models import Photo
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.evaluation import api
from cityloop.evaluation.contracts.integrity import CollectorIntegrity, HintKind
from cityloop.evaluation.models import ThresholdsVersion
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.kernel.tests.test_fingerprints import saved, scene
from cityloop.organizations import api as organizations
from tests.support.town import EAST_SPOT, FOUNDED, MONDAY_NINE, SYSTEM, Town, key, position

pytestmark = pytest.mark.django_db
MARCH = "2026-03"
LATER = MONDAY_NINE + timedelta(days=40)
FAR = (8.5, 1.5)  # about 400 m from the spot in the east


def photo(town: Town, name: str, content: bytes, *, minutes: float = 0, spot: tuple[float, float] = EAST_SPOT) -> UUID:
    at = MONDAY_NINE + minutes * MINUTE
    longitude, latitude = position(*spot)
    new = cases.NewPhoto(
        content=content, usage=cases.PhotoUsage.BEFORE, taken_at=at, longitude=longitude, latitude=latitude
    )
    cases.keep_photo(photo_id=key(name), new=new, actor=town["collector_a"], at=at)
    return key(name)


def reported(
    town: Town, name: str, number: int, *, minutes: float = 0, spot: tuple[float, float] = EAST_SPOT, quality: int = 90
) -> UUID:
    """Have a collector report what one of our scenes shows, half a minute after the photograph was taken."""
    photo_id = photo(town, f"photo of {name}", saved(scene(number), quality=quality), minutes=minutes, spot=spot)
    at = MONDAY_NINE + minutes * MINUTE + MINUTE / 2
    new = town.new_case(spot, source=cases.Source.COLLECTOR, photo_ids=(photo_id,))
    cases.report(case_id=key(name), new=new, actor=town["collector_a"], at=at)
    return key(name)


def seen(town: Town, who: str = "inspector", *, whose: str = "collector_a") -> CollectorIntegrity:
    return api.see_integrity(account_id=town[whose].account_id, period=MARCH, actor=town[who], at=LATER)


def test_a_day_without_anything_strange_has_no_hint(town: Town) -> None:
    for place in range(4):
        reported(town, f"case {place}", place, minutes=place * 17)

    found = seen(town)

    assert (found.row.reports, found.row.checks, found.hints) == (4, 0, ())
    assert not any(found.row.hints.values())


def test_the_same_photograph_for_two_cases_is_found_by_its_looks(town: Town) -> None:
    first = reported(town, "first", 1)
    second = reported(town, "second", 1, minutes=60, quality=35)
    reported(town, "third", 2, minutes=120)

    (hint,) = seen(town).hints

    assert hint.kind is HintKind.SAME_PHOTO
    assert [each.case_id for each in hint.cases] == [first, second]
    assert [each.photo_id for each in hint.cases] == [key("photo of first"), key("photo of second")]


def test_photographs_of_years_ago_are_not_looked_through(town: Town) -> None:
    reported(town, "first", 1)
    reported(town, "second", 1, minutes=60)
    first = Photo.objects.filter(pk=key("photo of first"))
    first.update(uploaded_at=MONDAY_NINE - timedelta(days=399))
    assert [hint.kind for hint in seen(town).hints] == [HintKind.SAME_PHOTO]

    first.update(uploaded_at=MONDAY_NINE - timedelta(days=401))

    assert seen(town).hints == ()


def test_photographs_of_one_case_are_held_against_each_other_only_before_and_after(town: Town) -> None:
    walk = Walk(town, "own photo", who="collector_a", changes={"photo_ids": (photo(town, "before", saved(scene(1))),)})
    again = photo(town, "again", saved(scene(1), quality=50), minutes=1)
    Photo.objects.filter(pk=again).update(case=walk.id)
    assert seen(town).hints == ()

    Photo.objects.filter(pk=again).update(usage="AFTER")

    assert [hint.kind for hint in seen(town).hints] == [HintKind.SAME_PHOTO]


def test_twins_are_looked_up_by_their_bands_and_not_one_by_one(town: Town) -> None:
    reported(town, "first", 1)
    asked = {"people": [town["collector_a"].account_id], "since": MONDAY_NINE, "until": LATER, "bits": 3}
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE cases_photo")
        cursor.execute(f"EXPLAIN {cases_twins()}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert all(f"photo_band_{shift}" in plan for shift in (0, 16, 32, 48)), plan


MANY = """
INSERT INTO cases_photo
SELECT (jsonb_populate_record(p, jsonb_build_object('id', md5(n::text), 'fingerprint', hashtextextended(n::text, 0)))).*
  FROM cases_photo p, generate_series(1, 5000) n
"""


def cases_twins() -> str:
    from cityloop.cases.queries.field_work import TWINS  # noqa: PLC0415 - the statement itself is looked at

    return TWINS


def test_faster_than_anybody_goes(town: Town) -> None:
    reported(town, "here", 1)
    reported(town, "there", 2, minutes=0.2, spot=FAR)

    (hint,) = seen(town).hints

    assert (hint.kind, [each.case_id for each in hint.cases]) == (HintKind.TOO_FAST, [key("here"), key("there")])


def test_outside_of_the_duty_grids_of_the_time(town: Town) -> None:
    seat_id = town["collector_a"].seat_id
    assert seat_id is not None
    at = FOUNDED + timedelta(days=1)
    organizations.assign_duty(seat_id=seat_id, area_codes=["110101001002"], actor=SYSTEM, at=at)
    reported(town, "stray", 1)

    (hint,) = seen(town).hints

    assert (hint.kind, hint.count, hint.cases[0].case_id) == (HintKind.OUTSIDE, 1, key("stray"))


def test_a_check_answered_at_once(town: Town) -> None:
    walk = Walk(town, "checked").to("CHECK")
    walk.go("acceptor", "send_check")
    who = walk.sent()
    cases.move(
        case_id=walk.id, verb="answer_check", inputs=cases.Inputs(answer=cases.Answer.PASS), actor=who,
        at=walk.at + timedelta(seconds=5),
    )  # fmt: skip

    found = api.see_integrity(account_id=who.account_id, period=MARCH, actor=town["inspector"], at=LATER)

    assert (found.row.checks, [hint.kind for hint in found.hints]) == (1, [HintKind.TOO_SOON])
    assert found.hints[0].figures == {"seconds": "5"}


def test_the_table_puts_first_whoever_has_most_kinds_of_hints(town: Town) -> None:
    reported(town, "here", 1)
    reported(town, "there", 1, minutes=0.2, spot=FAR)
    Walk(town, "of another", who="collector_west", spot=(0.6, 1.4))

    table = api.integrity_table(period=MARCH, actor=town["evaluator"])

    assert [row.name for row in table.rows] == ["collector_a", "collector_west"]
    assert (table.rows[0].hints[HintKind.TOO_FAST], table.rows[0].hints[HintKind.SAME_PHOTO]) == (1, 1)
    assert table.rules == 0


def test_who_looks_at_somebody_is_noted_and_they_see_themselves(town: Town) -> None:
    reported(town, "first", 1)
    reported(town, "second", 1, minutes=60)

    assert seen(town, "collector_a").hints[0].count == 2
    assert not AuditEntry.objects.filter(action="evaluation.integrity").exists()
    seen(town)
    noted = AuditEntry.objects.get(action="evaluation.integrity")
    assert noted.subject == f"account:{town['collector_a'].account_id}"
    for who in ("collector_b", "handler", "acceptor", "leader"):
        with pytest.raises(NotFoundError):
            seen(town, who)
    for who in ("collector_a", "handler", "leader", "administrator"):
        with pytest.raises(NotPermittedError):
            api.integrity_table(period=MARCH, actor=town[who])
    assert AuditEntry.objects.filter(action="evaluation.integrity").count() == 1


def test_one_is_not_shown_the_cases_of_others(town: Town) -> None:
    first = reported(town, "first", 1)
    reported(town, "second", 1, minutes=60)
    Photo.objects.filter(pk=key("photo of first")).update(uploaded_by=town["collector_b"].account_id)

    (own,), (watched,) = seen(town, "collector_a").hints, seen(town).hints

    assert [each.case_id for each in own.cases] == [key("second")]
    assert str(first) not in str(asdict(own))
    assert "somebody else" in own.words
    assert [each.case_id for each in watched.cases] == [first, key("second")]


def test_who_never_was_a_collector_has_no_integrity(town: Town) -> None:
    with pytest.raises(NotFoundError):
        seen(town, whose="handler")
    with pytest.raises(InvalidInputError, match="31 days"):
        api.integrity_table(period="2026-Q1", actor=town["inspector"])


def test_thresholds_are_set_by_evaluators_and_hold_from_then_on(town: Town) -> None:
    reported(town, "here", 1)
    reported(town, "there", 2, minutes=1, spot=FAR)  # 24 km/h
    assert seen(town).hints == ()

    made = api.publish_thresholds(values={"fastest_kmh": 20}, actor=town["evaluator"], at=LATER)
    again = api.publish_thresholds(values={"fastest_kmh": 20}, actor=town["evaluator"], at=LATER)

    assert made.number == again.number == ThresholdsVersion.objects.count() == 1
    assert [hint.kind for hint in seen(town).hints] == [HintKind.TOO_FAST]
    with pytest.raises(NotPermittedError):
        api.publish_thresholds(values={}, actor=town["inspector"], at=LATER)
    with pytest.raises(InvalidInputError):
        api.publish_thresholds(values={"fastest_kmh": 0}, actor=town["evaluator"], at=LATER)
    told = {each.key: each for each in api.thresholds_view(actor=town["inspector"]).thresholds}
    assert (told["fastest_kmh"].value, told["fastest_kmh"].shipped) == (20, 60)


def test_photographs_of_earlier_days_are_given_their_fingerprints(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    reported(town, "first", 1)
    reported(town, "second", 1, minutes=60)
    taken = dict(Photo.objects.values_list("pk", "fingerprint"))
    Photo.objects.update(fingerprint=None)
    Photo.objects.filter(pk=key("photo of second")).update(file="no/such/file.jpg")

    call_command("fingerprint_photos")

    assert "2 fingerprints taken, 1 photographs could not be read." in capsys.readouterr().out
    assert Photo.objects.get(pk=key("photo of first")).fingerprint == taken[key("photo of first")] != 0
    assert Photo.objects.get(pk=key("photo of second")).fingerprint == 0
    assert seen(town).hints == ()
