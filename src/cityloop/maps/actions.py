"""Writes of maps: noting that something changed, and counting anew."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Q

from cityloop.kernel import locks
from cityloop.kernel.patience import impatient
from cityloop.maps.domain.tiles import cells_under
from cityloop.maps.models import DueGrid, Edition
from cityloop.maps.queries import sql

Box = tuple[float, float, float, float]  # west, south, east, north in degrees
MOST_SQUARES = 200  # of single changes; what is larger concerns the whole city
WAITS_S = 5.0


@transaction.atomic
def note_change() -> None:
    """Give what tiles show of components a new stamp; all counts are made anew by the next `tally`."""
    _make_old(stamp=uuid4())


@transaction.atomic
def note_places() -> None:
    """Have the next `tally` count everything anew; tiles stay as they are."""
    _make_old()


@transaction.atomic
def note_components(*, boxes: Iterable[Box], grids: Iterable[str]) -> None:
    """Give the squares of ground that single components touch new stamps, and have the next `tally` count their grids.

    :param boxes: west, south, east and north of each in degrees; of one that was moved, also where it was.
    :param grids: codes of the unit grids that hold them, or held them.
    """
    squares = {f"drawn/{cell.x}/{cell.y}" for box in boxes for cell in cells_under(*box)}
    if len(squares) > MOST_SQUARES:
        note_change()
        return
    with connection.cursor() as cursor:
        cursor.execute(sql.NOTE_SQUARES, {"places": sorted(squares)})
    _count_anew(grids)


@transaction.atomic
def note_component(*, code: str, grid_code: str) -> None:
    """Do the same for one component, where it stands now; "" is no grid."""
    with connection.cursor() as cursor:
        cursor.execute(sql.BOX_OF_COMPONENT, {"code": code})
        boxes = cursor.fetchall()
    note_components(boxes=boxes, grids=[grid_code] if grid_code else [])


@transaction.atomic
def note_place(*, code: str) -> None:
    """Have the next `tally` count the grids in which a place lies and lay; tiles of places have a stamp of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(sql.GRIDS_OF_PLACE, {"code": code})
        _count_anew([grid for (grid,) in cursor.fetchall()])


@transaction.atomic
def note_case(*, case_id: UUID) -> None:
    """Give the street and the square of ground of a case new stamps: tiles that may show it are drawn anew."""
    with connection.cursor() as cursor:
        cursor.execute(sql.NOTE_CASE, {"case_id": case_id})


@transaction.atomic
def tally(*, anyway: bool = False) -> bool:
    """Count by unit grid, community, street and district what changed since; return whether anything was counted.

    Single changes have their grids counted, anything larger everything, and so has `anyway`. Nobody who notes a change
    waits for the counting: what is noted meanwhile has another number than the one read, and has it done again.

    :raises BusyError: somebody else is counting, or keeps a table locked.
    """
    with impatient(lock_s=WAITS_S):
        _queue()
        edition, _ = Edition.objects.get_or_create(pk=1)
        due = dict(DueGrid.objects.values_list("pk", "grid_code"))
        if anyway or not edition.is_tallied:
            _count(sql.TALLY)
            of_this = Q(change_number=edition.change_number)
            Edition.objects.filter(pk=1).update(tally_stamp=uuid4())
            Edition.objects.filter(of_this, pk=1).update(is_tallied=True)
        elif due:
            _count(sql.RECOUNT, sorted(set(due.values())))
            Edition.objects.filter(pk=1).update(recount_stamp=uuid4())
        else:
            return False
        DueGrid.objects.filter(pk__in=due).delete()
    return True


def _make_old(**stamps: UUID) -> None:
    """Have everything counted anew, and give the edition other stamps."""
    Edition.objects.get_or_create(pk=1)
    Edition.objects.filter(pk=1).update(is_tallied=False, change_number=F("change_number") + 1, **stamps)


def _count_anew(grids: Iterable[str]) -> None:
    DueGrid.objects.bulk_create([DueGrid(grid_code=grid) for grid in sorted(set(grids))])


def _queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.TALLY])


def _count(statements: Sequence[str], grids: Sequence[str] | None = None) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, None if grids is None else {"grids": list(grids)})
