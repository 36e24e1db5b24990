"""Writes of maps: noting that something changed, and counting anew."""

from uuid import UUID, uuid4

from django.db import connection, transaction

from cityloop.maps.models import Edition
from cityloop.maps.queries.sql import NOTE_CASE, TALLY


@transaction.atomic
def note_change() -> None:
    """Give what tiles show a new stamp; the counts are made anew by the next `tally`."""
    Edition.objects.update_or_create(pk=1, defaults={"stamp": uuid4(), "is_tallied": False})


@transaction.atomic
def note_places() -> None:
    """Have the next `tally` count the places anew; tiles of everything else stay as they are."""
    Edition.objects.update_or_create(pk=1, defaults={"is_tallied": False})


@transaction.atomic
def note_case(*, case_id: UUID) -> None:
    """Give the street and the square of ground of a case new stamps: tiles that may show it are drawn anew."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_CASE, {"case_id": case_id})


@transaction.atomic
def tally(*, anyway: bool = False) -> bool:
    """Count by unit grid, community, street and district, if anything changed since; return whether it was done.

    A change that is noted while the counting goes on waits for it and leads to another counting.
    """
    edition, _ = Edition.objects.get_or_create(pk=1)
    edition = Edition.objects.select_for_update().get(pk=1)
    if edition.is_tallied and not anyway:
        return False
    with connection.cursor() as cursor:
        for statement in TALLY:
            cursor.execute(statement)
    edition.is_tallied, edition.tally_stamp = True, uuid4()
    edition.save(update_fields=["is_tallied", "tally_stamp"])
    return True
