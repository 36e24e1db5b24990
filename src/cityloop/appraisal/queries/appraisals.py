"""Reading appraisals, whom they are of, and what was typed in."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cityloop.access import api as access
from cityloop.appraisal.contracts import AppraisalKind, AppraisalView, AskedArea, ReportView
from cityloop.appraisal.domain.telling import plain
from cityloop.appraisal.models import Appraisal, PlatformReport
from cityloop.appraisal.policies import READ, require_part
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory

MOST = 200


def appraisals(*, actor: access.Actor) -> list[AppraisalView]:
    """Return the appraisals, the latest first, 200 at most: there is one a year or a few."""
    require_part(actor)
    return [appraisal_view(row) for row in _rows().order_by("-opened_at", "-id")[:MOST]]


def appraisal(*, appraisal_id: UUID, actor: access.Actor) -> AppraisalView:
    """Return an appraisal.

    :raises NotFoundError: there is none.
    """
    require_part(actor)
    return appraisal_view(found_appraisal(appraisal_id))


def found_appraisal(appraisal_id: UUID, *, is_held: bool = False) -> Appraisal:
    """Return the row of an appraisal with its tree.

    :param is_held: lock it until the end of the transaction.
    :raises NotFoundError: there is none.
    """
    rows = _rows()
    rows = rows.select_for_update(of=("self",)) if is_held else rows
    row = rows.filter(pk=appraisal_id).first()
    if row is None:
        message = say("There is no such appraisal.")
        raise NotFoundError(message)
    return row


def _rows() -> QuerySet[Appraisal]:
    return Appraisal.objects.select_related("tree").defer("tree__rows")  # a process keeps the trees that it has read


def reports(*, appraisal_id: UUID, actor: access.Actor) -> list[ReportView]:
    """Return all that was typed in for an appraisal, changes too, of the areas the actor sees.

    :raises NotFoundError: there is no such appraisal.
    """
    access.require(actor, READ)
    rows = found_appraisal(appraisal_id).reports.filter(area_code__startswith=actor.area_code)
    return [report_view(row) for row in rows.order_by("leaf", "area_code", "number")]


def areas(at: datetime) -> list[AskedArea]:
    """Return the city and its districts as they stand at a moment: those whom an appraisal scores."""
    city = territory.city()
    return [AskedArea(code=city.code, name=city.name), *districts(at)]


def districts(at: datetime) -> list[AskedArea]:
    """Return the districts of the city as they stand at a moment."""
    found = territory.divisions(territory.DivisionLevel.DISTRICT, at=at)
    return [AskedArea(code=each.code, name=each.name) for each in found]


def require_area(area_code: str, at: datetime) -> None:
    """Let pass the code of the city or of a district.

    :raises InvalidInputError: it is none.
    """
    if area_code not in {area.code for area in areas(at)}:
        message = say("{code} is neither the city nor one of its districts.", code=area_code)
        raise InvalidInputError(message, field="area_code")


def today(at: datetime) -> date:
    """Return the day of the city's calendar on which a moment falls."""
    return at.astimezone(ZoneInfo(territory.city().timezone)).date()


def appraisal_view(row: Appraisal) -> AppraisalView:
    """Return an appraisal as it is told."""
    return AppraisalView(
        id=row.pk,
        title=row.title,
        tree_key=row.tree.key,
        tree_number=row.tree.number,
        kind=AppraisalKind(row.kind),
        since=row.since,
        until=row.until,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def report_view(row: PlatformReport) -> ReportView:
    """Return what was typed in as it is told."""
    return ReportView(
        id=row.pk,
        leaf=row.leaf,
        area_code=row.area_code,
        number=row.number,
        figure=None if row.figure is None else plain(row.figure),
        words=row.words,
        evidence=tuple(UUID(each) for each in row.evidence),
        reported_by=row.reported_by,
        reported_by_name=row.reported_by_name,
        reported_at=row.reported_at,
    )
