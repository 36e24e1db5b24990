"""Counting what was answered and found, in the database."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import connection

from cityloop.appraisal.domain.counting import (
    AnswerCount,
    AreaCounts,
    Asking,
    StandardCount,
    levels_within,
    standards_within,
)
from cityloop.appraisal.models import Appraisal, PlatformReport, Questionnaire

ANSWERS = """
SELECT r.area_code, told.key, told.value::int, count(*)
  FROM appraisal_questionnaireresponse r, jsonb_each_text(r.levels) AS told
 WHERE r.questionnaire_id = %s
 GROUP BY 1, 2, 3
"""
STANDARDS = """
SELECT site.area_code, told.leaf, sum(told.met), sum(told.looked_at)
  FROM appraisal_drawnsite site
  JOIN appraisal_sitedraw draw ON draw.id = site.draw_id AND draw.replaced_at IS NULL
  JOIN LATERAL (SELECT DISTINCT ON (seen.leaf) seen.leaf, seen.met, seen.looked_at
                  FROM appraisal_sitevisit visit,
                       jsonb_to_recordset(visit.observations) AS seen (leaf text, met int, looked_at int)
                 WHERE visit.site_id = site.id ORDER BY seen.leaf, visit.number DESC) told ON true
 WHERE draw.appraisal_id = %s AND site.state = 'VISITED'
 GROUP BY 1, 2
"""


def answer_counts(found: Questionnaire) -> list[AnswerCount]:
    """Return how many have given which level to which question, by area. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [found.pk])
        return [AnswerCount(*row) for row in cursor.fetchall()]


def standard_counts(found: Appraisal) -> list[StandardCount]:
    """Return how many standards were met of those looked at, by area; what was said last of each holds. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STANDARDS, [found.pk])
        return [StandardCount(*row) for row in cursor.fetchall()]


def asking_of(found: Appraisal) -> tuple[Questionnaire | None, Asking | None]:
    """Return the questionnaire of an appraisal, and what it makes of its answers. One query."""
    questionnaire = Questionnaire.objects.filter(appraisal=found).first()
    if questionnaire is None:
        return None, None
    return questionnaire, Asking(tuple(questionnaire.marks), questionnaire.least_answers)


def counts_by_area(
    found: Appraisal, questionnaire: Questionnaire | None, areas: Iterable[str], city: str
) -> Mapping[str, AreaCounts]:
    """Return what the figures of an appraisal are made of, area by area; a district's are not made of its city's.

    Three queries, however many areas.

    :param city: the code of the whole city, to which every answer and every visit belongs.
    """
    answers = answer_counts(questionnaire) if questionnaire is not None else []
    standards = standard_counts(found)
    typed = _typed_in(found)
    return {
        area: AreaCounts(
            {leaf: figure for (code, leaf), figure in typed.items() if code == area},
            standards_within(standards, "" if area == city else area),
            levels_within(answers, "" if area == city else area),
        )
        for area in areas
    }


def _typed_in(found: Appraisal) -> dict[tuple[str, str], Decimal]:
    rows = PlatformReport.objects.filter(appraisal=found).order_by("area_code", "leaf", "-number")
    return {
        (area, leaf): figure
        for area, leaf, figure in rows.distinct("area_code", "leaf").values_list("area_code", "leaf", "figure")
        if figure is not None  # it was taken back
    }
