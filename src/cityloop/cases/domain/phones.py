"""Telephone numbers as they are kept, so that the same one is found however it was written."""

COUNTRY = "+86"


def plain_phone(written: str) -> str:
    """Return the number without blanks, hyphens and the country's own prefix: `+86 138-0000 1234` is `13800001234`."""
    return written.replace(" ", "").replace("-", "").removeprefix(COUNTRY)
