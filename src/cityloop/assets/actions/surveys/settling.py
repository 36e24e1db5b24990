"""What was decided becomes the inventory: all of a survey in one transaction, or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.db.models import QuerySet

from cityloop.access import api as access
from cityloop.assets.actions.applying import queue_behind_imports
from cityloop.assets.actions.layers import import_rows
from cityloop.assets.actions.states import local_zone, note_change
from cityloop.assets.actions.surveys.holding import glanced_at, held
from cityloop.assets.contracts import (
    ComponentState,
    DataSource,
    FindingKind,
    SurveySettlement,
    SurveyState,
    Verdict,
    WorkStep,
)
from cityloop.assets.domain.comparing import GONE, STATE
from cityloop.assets.events import SurveyApplied
from cityloop.assets.models import Component, ComponentStateChange, Survey, SurveyFinding, SurveyRecord
from cityloop.assets.queries.scopes import BODIES, fingerprint
from cityloop.kernel import outbox
from cityloop.kernel.errors import StaleVersionError
from cityloop.kernel.progress import at_work, tell_step
from cityloop.kernel.references import check_references
from cityloop.kernel.wording import say
from cityloop.territory import api as territory

BATCH = 2_000
PIECE = 10_000
MOST_TOLD = 20
CHANGED = [
    "state", "name", "manager_body", "owner_body", "keeper_body", "note", "geometry", "position", "grid", "accuracy",
    "data_source", "changed_at", "changed_on", "valid_until",
]  # fmt: skip
# Whoever came by saw what was found, moved or differing; what is missing was looked for until the survey was closed.
# All of them count, also those that somebody had come by that day already; what is new is written with its day.
LOOKED = """
WITH seen AS (
    SELECT f.component_id, (coalesce(r.taken_at, s.closed_at) AT TIME ZONE %(zone)s)::date AS day
      FROM assets_surveyfinding f JOIN assets_survey s ON s.id = f.survey_id
      LEFT JOIN assets_surveyrecord r ON r.id = f.record_id
     WHERE f.survey_id = %(survey)s AND f.component_id IS NOT NULL AND f.kind <> 'NEW'
       AND NOT (f.kind = 'MISSING' AND f.verdict = 'REJECTED')
), noted AS (
    UPDATE assets_component c SET looked_on = greatest(c.looked_on, seen.day) FROM seen
     WHERE c.id = seen.component_id AND c.looked_on IS DISTINCT FROM greatest(c.looked_on, seen.day)
)
SELECT count(*) FROM seen
"""
# What is new was come by when it was found, and its finding names what it has become.
BECOME = """
WITH fresh AS (
    UPDATE assets_component SET looked_on = surveyed_on WHERE source_layer = %(layer)s RETURNING id, external_id
)
UPDATE assets_surveyfinding f SET component_id = fresh.id FROM fresh
 WHERE f.survey_id = %(survey)s AND f.record_id = fresh.external_id::uuid
"""
# A photograph that two records name goes where it is known already, else with the first of them.
PASSED_ON = """
UPDATE assets_componentphoto p SET component_id = named.component_id FROM (
    SELECT DISTINCT ON (photo.id) photo.id::uuid AS photo_id, f.component_id
      FROM assets_surveyfinding f JOIN assets_surveyrecord r ON r.id = f.record_id
     CROSS JOIN LATERAL jsonb_array_elements_text(r.photo_ids) AS photo (id)
     WHERE f.survey_id = %(survey)s AND f.verdict = 'ACCEPTED'
     ORDER BY photo.id, f.kind = 'NEW', f.record_id) AS named
 WHERE p.id = named.photo_id AND p.survey_id = %(survey)s AND p.component_id IS NULL
"""


@transaction.atomic
def settle(survey_id: UUID, at: datetime) -> None:
    """Bring all that was accepted into the inventory, if the survey waits for it; a second time changes nothing.

    :raises StaleVersionError: a component that would be changed was changed after the comparison.
    """
    queue_behind_imports()  # before any component is locked: an import takes its locks in this order too
    survey = glanced_at(survey_id)  # not locked: what surveyors send late is refused without waiting
    if survey.state != SurveyState.APPLYING:
        return
    with at_work(survey_id):
        _conclude(survey_id, _brought_in(survey, at), at)
        tell_step(WorkStep.CHECKING)
        check_references()


def _brought_in(survey: Survey, at: datetime) -> SurveySettlement:
    accepted = survey.findings.filter(verdict=Verdict.ACCEPTED)
    zone = local_zone()
    tell_step(WorkStep.WRITING)
    _change(survey, accepted.exclude(component=None), at, at.astimezone(zone).date())
    kinds: Counter[str] = Counter(accepted.values_list("kind", flat=True))
    added = _add(survey, accepted, at, zone)
    tell_step(WorkStep.WRITING)
    _pass_photos_on(survey)
    looked_at = _note_looks(survey, zone)
    return SurveySettlement(
        added=added,
        moved=kinds[FindingKind.MOVED],
        changed=kinds[FindingKind.DIFFERING],
        lost=kinds[FindingKind.MISSING],
        looked_at=looked_at,
    )


def _conclude(survey_id: UUID, done: SurveySettlement, at: datetime) -> None:
    survey = held(survey_id)
    survey.state, survey.applied_at, survey.settlement = SurveyState.APPLIED, at, asdict(done)
    survey.rows_done = survey.rows_total or 0
    survey.version += 1
    survey.save(update_fields=["state", "applied_at", "settlement", "rows_done", "version"])
    changed = done.moved + done.changed + done.lost
    outbox.publish(SurveyApplied(at=at, survey_id=survey_id, added=done.added, changed=changed))


def _change(survey: Survey, accepted: QuerySet[SurveyFinding], at: datetime, day: date) -> None:
    """Change the components that findings are about, piece by piece; they are locked in one order, whoever asks."""
    ids = list(accepted.order_by("component_id").values_list("pk", flat=True))
    overtaken: list[str] = []
    for first in range(0, len(ids), PIECE):
        some = SurveyFinding.objects.filter(pk__in=ids[first : first + PIECE]).select_related("record")
        overtaken += _changed(survey, list(some.order_by("component_id")), at, day)
    if overtaken:
        message = say(
            "{count} components were changed after the comparison, {code} among them: compare once more.",
            count=len(overtaken),
            code=min(overtaken),
        )
        raise StaleVersionError(message, components=sorted(overtaken)[:MOST_TOLD])


def _changed(survey: Survey, findings: Sequence[SurveyFinding], at: datetime, day: date) -> list[str]:
    """Change the components of these findings; return the codes of those that stand in the way.

    These were changed after the comparison; where one is, nothing is changed.
    """
    locked = Component.objects.select_for_update(of=("self",)).order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in=[finding.component_id for finding in findings])}
    pairs = [(finding, rows[finding.component_id]) for finding in findings if finding.component_id]
    overtaken = [row.code for finding, row in pairs if fingerprint(row) != finding.seen]
    if overtaken:
        return overtaken
    _move([pair for pair in pairs if pair[0].kind == FindingKind.MOVED])
    who = replace(access.system_actor(survey.applied_by_name), account_id=survey.applied_by or UUID(int=0))
    changes = []
    for finding, row in pairs:
        _rewrite(finding, row)
        changes.append(note_change(row, _state_of(finding, row), actor=who, at=at, reason=survey.title))
        row.changed_at, row.changed_on = at, day
    ComponentStateChange.objects.bulk_create(filter(None, changes), batch_size=BATCH)
    Component.objects.bulk_update(rows.values(), CHANGED, batch_size=BATCH)
    return []


def _move(pairs: Sequence[tuple[SurveyFinding, Component]]) -> None:
    spots = [finding.record.position for finding, _ in pairs if finding.record]
    places = territory.locator(territory.STANDING).locate_many([spot.x for spot in spots], [spot.y for spot in spots])
    for (finding, row), spot, place in zip(pairs, spots, places, strict=True):
        row.position = row.geometry = Point(spot.x, spot.y, srid=territory.CGCS2000)
        row.grid_id = place.grid_code if place else None
        row.accuracy = finding.record.accuracy if finding.record and finding.record.accuracy else row.accuracy
        row.data_source = DataSource.SURVEYED.word


def _rewrite(finding: SurveyFinding, row: Component) -> None:
    for change in finding.changes:
        name, told = change["attribute"], change["field"]
        if name in BODIES:
            setattr(row, name, UUID(told) if told else None)
        elif name != STATE:
            setattr(row, name, told)


def _state_of(finding: SurveyFinding, row: Component) -> ComponentState:
    told = finding.record.state if finding.record else None
    if finding.kind == FindingKind.MISSING and told not in GONE:
        return ComponentState.LOST
    return ComponentState(told or row.state)


def _add(survey: Survey, accepted: QuerySet[SurveyFinding], at: datetime, zone: ZoneInfo) -> int:
    """Add what is new by the door of the layers, which places it and gives identity codes by the rule; return how much.

    One import brings all of it, whatever its classes and bodies.
    """
    rows = accepted.filter(kind=FindingKind.NEW).select_related("record").order_by("record_id")
    records = [finding.record for finding in rows if finding.record]
    if records:
        shapes = [bytes(record.position.wkb) for record in records]
        import_rows(name=_layer_of(survey), columns=_columns(survey, records, at, zone), shapes=shapes, at=at)
        with connection.cursor() as cursor:
            cursor.execute(BECOME, {"survey": survey.pk, "layer": _layer_of(survey)})
    return len(records)


def _layer_of(survey: Survey) -> str:
    return f"survey {survey.pk}"


def _columns(
    survey: Survey, records: Sequence[SurveyRecord], at: datetime, zone: ZoneInfo
) -> dict[str, Sequence[object]]:
    shared = {
        "source_layer": _layer_of(survey),
        "class_edition": survey.class_edition,
        "data_source": DataSource.SURVEYED.word,
        "valid_from": at,
    }
    told = {
        "manager": "manager_body_id", "owner": "owner_body_id", "keeper": "keeper_body_id",
        "name": "name", "note": "note",
    }  # fmt: skip
    return {
        **{name: [value] * len(records) for name, value in shared.items()},
        **{name: [record.attributes.get(key, "") for record in records] for name, key in told.items()},
        **{name: [getattr(record, name) for record in records] for name in ("class_code", "state", "accuracy")},
        "external_id": [str(record.pk) for record in records],
        "surveyed_on": [record.taken_at.astimezone(zone).date() for record in records],
    }


def _pass_photos_on(survey: Survey) -> None:
    """Give the components the photographs that records of them name."""
    with connection.cursor() as cursor:
        cursor.execute(PASSED_ON, {"survey": survey.pk})


def _note_looks(survey: Survey, zone: ZoneInfo) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LOOKED, {"survey": survey.pk, "zone": zone.key})
        return int(cursor.fetchone()[0])
