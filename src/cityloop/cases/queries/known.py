"""Cases that came from elsewhere, by the number they had there."""

from collections.abc import Collection
from uuid import UUID

from cityloop.cases.models import Case


def known_external(*, system: str, numbers: Collection[str]) -> set[str]:
    """Return those of these numbers of another system that are cases here already."""
    found = Case.objects.filter(external_system=system, external_number__in=list(numbers))
    return set(found.values_list("external_number", flat=True))


def case_of_external(*, system: str, number: str) -> UUID | None:
    """Return the case that has this number in another system."""
    return Case.objects.filter(external_system=system, external_number=number).values_list("pk", flat=True).first()
