"""What was decided becomes the inventory: all of a survey in one transaction, or nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.db.models import QuerySet

from cityloop.access import api as access
from cityloop.assets.actions.applying import queue_behind_imports
from cityloop.assets.actions.layers import import_components
from cityloop.assets.actions.states import local_zone, note_change
from cityloop.assets.actions.surveys.holding import glanced_at, held
from cityloop.assets.contracts import (
    ComponentDraft,
    ComponentLayer,
    ComponentState,
    DataSource,
    FindingKind,
    SurveySettlement,
    SurveyState,
    Verdict,
)
from cityloop.assets.domain.comparing import GONE, STATE
from cityloop.assets.events import SurveyApplied
from cityloop.assets.models import Component, ComponentStateChange, Survey, SurveyFinding, SurveyRecord
from cityloop.assets.queries.scopes import BODIES, fingerprint
from cityloop.kernel import outbox
from cityloop.kernel.errors import StaleVersionError
from cityloop.kernel.wording import say
from cityloop.standards import api as standards
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
    accepted = survey.findings.filter(verdict=Verdict.ACCEPTED)
    zone = local_zone()
    _change(survey, accepted.exclude(component=None), at, at.astimezone(zone).date())
    kinds: Counter[str] = Counter(accepted.values_list("kind", flat=True))
    fresh = list(accepted.filter(kind=FindingKind.NEW).select_related("record").order_by("record_id"))
    _add(survey, fresh, at, zone)
    _pass_photos_on(survey)
    looked_at = _note_looks(survey, zone)
    done = SurveySettlement(
        added=len(fresh),
        moved=kinds[FindingKind.MOVED],
        changed=kinds[FindingKind.DIFFERING],
        lost=kinds[FindingKind.MISSING],
        looked_at=looked_at,
    )
    _conclude(survey_id, done, at)


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


def _add(survey: Survey, findings: Sequence[SurveyFinding], at: datetime, zone: ZoneInfo) -> None:
    """Add what is new by the door of the layers, which places it and gives identity codes by the rule."""
    kind = standards.MatterKind.COMPONENT
    names = {each.code: each.name for each in standards.classes(kind=kind, edition=survey.class_edition)}
    records = sorted((finding.record for finding in findings if finding.record), key=_layer_key)
    for key, group in groupby(records, key=_layer_key):
        class_code, *bodies = key
        manager, owner, keeper = (UUID(body) if body else None for body in bodies)
        layer = ComponentLayer(
            name=f"survey {survey.pk}",
            class_edition=survey.class_edition,
            class_code=class_code,
            data_source=DataSource.SURVEYED.word,
            manager_body_id=manager,
            owner_body_id=owner,
            keeper_body_id=keeper,
        )
        drafts = [_draft(record, names.get(class_code, class_code)) for record in group]
        import_components(layer=layer, drafts=drafts, valid_from=at, at=at)
    _complete(survey, findings, records, zone)


def _layer_key(record: SurveyRecord) -> tuple[str, ...]:
    return (record.class_code, *(record.attributes.get(name, "") for name in BODIES))


def _draft(record: SurveyRecord, class_name: str) -> ComponentDraft:
    return ComponentDraft(
        external_id=str(record.pk),
        name=record.attributes.get("name") or class_name,
        geometry=bytes(record.position.wkb),
        state=ComponentState(record.state),
    )


def _complete(
    survey: Survey, findings: Sequence[SurveyFinding], records: Iterable[SurveyRecord], zone: ZoneInfo
) -> None:
    """Write down what a layer does not tell, and which component each finding has become."""
    by_record = {str(record.pk): record for record in records}
    added = {row.external_id: row for row in Component.objects.filter(source_layer=f"survey {survey.pk}")}
    for external_id, row in added.items():
        record = by_record[external_id]
        row.accuracy, row.note = record.accuracy, record.attributes.get("note", "")
        row.surveyed_on = row.looked_on = record.taken_at.astimezone(zone).date()
    Component.objects.bulk_update(added.values(), ["accuracy", "note", "surveyed_on", "looked_on"], batch_size=BATCH)
    for finding in findings:
        finding.component = added[str(finding.record_id)]
    SurveyFinding.objects.bulk_update(findings, ["component"], batch_size=BATCH)


def _pass_photos_on(survey: Survey) -> None:
    """Give the components the photographs that records of them name."""
    with connection.cursor() as cursor:
        cursor.execute(PASSED_ON, {"survey": survey.pk})


def _note_looks(survey: Survey, zone: ZoneInfo) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LOOKED, {"survey": survey.pk, "zone": zone.key})
        return int(cursor.fetchone()[0])
