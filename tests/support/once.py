"""What is built once for many tests."""

from cityloop.kernel.references import check_references


def settle() -> None:
    """Check now what was just built refers to.

    PostgreSQL checks references at the end of the transaction that made them. A town stands in an outer transaction
    that never ends well, and each of its tests ends with a check: of the whole town, unless that was done before.
    """
    check_references()
