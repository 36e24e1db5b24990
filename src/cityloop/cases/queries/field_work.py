"""What collectors have done in the field, and photographs that look like earlier ones."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cityloop.cases.contracts import Answer, PhotoTwin, Visit, VisitKind

PIECE = 2000
MOST_BITS = 3  # beyond, the bands of a fingerprint do not find every twin
TWIN_DAYS = (
    400  # a photograph is held against those of so many days before: a year, and the season that it was taken in
)
# The first photograph that the person took for the case and that says where it was taken.
SEEN = """
LEFT JOIN LATERAL (
    SELECT p.id, p.taken_at, p.location FROM cases_photo p
     WHERE p.case_id = c.id AND p.uploaded_by = {who} AND p.location IS NOT NULL AND p.taken_at <= {until}
       AND p.taken_at >= {since} ORDER BY p.taken_at, p.id LIMIT 1
) s ON true
"""
OF_CASE = "c.id, c.number, c.grid_code, c.duty_grid_code, ST_X(c.location), ST_Y(c.location)"
OF_PHOTO = "s.id, s.taken_at, ST_X(s.location), ST_Y(s.location)"
VISITS = f"""
SELECT c.reported_by AS who, 'REPORT' AS kind, c.registered_at AS at, NULL::timestamptz, '', {OF_CASE}, {OF_PHOTO}
  FROM cases_case c {SEEN.format(who="c.reported_by", since="'-infinity'::timestamptz", until="c.registered_at")}
 WHERE c.reported_by = ANY(%(people)s) AND c.registered_at >= %(since)s AND c.registered_at < %(until)s
 UNION ALL
SELECT t.assignee_id, t.kind, t.answered_at, t.issued_at, t.answer, {OF_CASE}, {OF_PHOTO}
  FROM cases_fieldtask t JOIN cases_case c ON c.id = t.case_id
       {SEEN.format(who="t.assignee_id", since="t.issued_at", until="t.answered_at")}
 WHERE t.assignee_id = ANY(%(people)s) AND t.answered_at >= %(since)s AND t.answered_at < %(until)s
 ORDER BY who, at, 6
"""  # noqa: S608 - names of our own
ANSWERS = """
SELECT kind, answer, count(*) FROM cases_fieldtask
 WHERE assignee_id = ANY(%(people)s) AND answered_at >= %(since)s AND answered_at < %(until)s GROUP BY kind, answer
"""
SAME_BAND = " OR ".join(
    f"((e.fingerprint >> {shift}) & 65535) = ((p.fingerprint >> {shift}) & 65535)" for shift in (0, 16, 32, 48)
)
# Whatever has a fingerprint is asked for; within a case only before and after are held against each other.
TWINS = f"""
SELECT p.uploaded_by, p.id, p.case_id, c.number, p.taken_at, e.uploaded_by, e.id, e.case_id, o.number, e.taken_at,
       e.bits
  FROM cases_photo p JOIN cases_case c ON c.id = p.case_id
  JOIN LATERAL (
    SELECT e.id, e.case_id, e.uploaded_by, e.taken_at, bit_count((e.fingerprint # p.fingerprint)::bit(64)) AS bits
      FROM cases_photo e
     WHERE (e.fingerprint < 0 OR e.fingerprint > 0) AND ({SAME_BAND})
       AND bit_count((e.fingerprint # p.fingerprint)::bit(64)) <= %(bits)s
       AND e.case_id IS NOT NULL AND (e.uploaded_at, e.id) < (p.uploaded_at, p.id)
       AND e.uploaded_at >= p.uploaded_at - make_interval(days => {TWIN_DAYS})
       AND (e.case_id <> p.case_id OR (e.usage = 'AFTER') <> (p.usage = 'AFTER'))
     ORDER BY bits, e.uploaded_at, e.id LIMIT 1
  ) e ON true
  JOIN cases_case o ON o.id = e.case_id
 WHERE p.uploaded_by = ANY(%(people)s) AND p.uploaded_at >= %(since)s AND p.uploaded_at < %(until)s
   AND (p.fingerprint < 0 OR p.fingerprint > 0)
 ORDER BY p.uploaded_by, p.uploaded_at, p.id
"""  # noqa: S608 - names of our own


def visits(*, people: Collection[UUID], since: datetime, until: datetime) -> Iterator[Visit]:
    """Yield what these people did in the field, person by person in order of time. One query, read piece by piece.

    :param until: excluded.
    """
    for row in _rows(VISITS, {"people": [*people], "since": since, "until": until}):
        yield Visit(
            person_id=row[0],
            kind=VisitKind(row[1]),
            at=row[2],
            spent=row[2] - row[3] if row[3] is not None else None,
            answer=row[4],
            case_id=row[5],
            number=row[6],
            grid_code=row[7],
            duty_grid_code=row[8],
            spot=(row[9], row[10]),
            photo_id=row[11],
            seen_at=row[12],
            seen_from=(row[13], row[14]) if row[11] is not None else None,
        )


def answers_given(*, people: Collection[UUID], since: datetime, until: datetime) -> dict[tuple[VisitKind, Answer], int]:
    """Return how often these people gave which answer to which kind of task. One query."""
    rows = _rows(ANSWERS, {"people": [*people], "since": since, "until": until})
    return {(VisitKind(kind), Answer(answer)): count for kind, answer, count in rows}


def photo_twins(
    *, people: Collection[UUID], since: datetime, until: datetime, bits: int = MOST_BITS
) -> Iterator[PhotoTwin]:
    """Yield photographs of these people that look like an earlier one of anybody, each with the nearest of those.

    Earlier ones are looked for among those of 400 days.

    :param bits: in how many of 64 places fingerprints may differ, 3 at most: every such pair is found by one of four
        indexes.
    """
    for row in _rows(TWINS, {"people": [*people], "since": since, "until": until, "bits": min(bits, MOST_BITS)}):
        yield PhotoTwin(
            person_id=row[0],
            photo_id=row[1],
            case_id=row[2],
            number=row[3],
            taken_at=row[4],
            earlier_person_id=row[5],
            earlier_photo_id=row[6],
            earlier_case_id=row[7],
            earlier_number=row[8],
            earlier_at=row[9],
            bits=row[10],
        )


def _rows(query: str, asked: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        while piece := cursor.fetchmany(PIECE):
            yield from piece
