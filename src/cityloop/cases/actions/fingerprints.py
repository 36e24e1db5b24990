"""Taking the fingerprints of photographs that were kept before there were any."""

from collections.abc import Callable

from cityloop.cases.models import Photo
from cityloop.kernel import files
from cityloop.kernel.fingerprints import NOTHING, fingerprint

BATCH = 200


def take_fingerprints(*, progress: Callable[[int], None] = lambda _: None) -> tuple[int, int]:
    """Take the fingerprint of every photograph that has none; return how many, and how many could not be read.

    It may be interrupted and run again. What cannot be read has nothing to be compared by.

    :param progress: told after every batch how many were taken so far.
    """
    taken = unread = 0
    while photos := list(Photo.objects.filter(fingerprint=None).order_by("id")[:BATCH]):
        for photo in photos:
            try:
                with files.open_file(photo.file) as file:
                    photo.fingerprint = fingerprint(file.read())
            except OSError:
                photo.fingerprint, unread = NOTHING, unread + 1
        Photo.objects.bulk_update(photos, ["fingerprint"])
        taken += len(photos)
        progress(taken)
    return taken, unread
