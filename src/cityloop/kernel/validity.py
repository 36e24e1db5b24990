"""What holds at a moment: from `valid_from`, until `valid_until` or with no end."""

from datetime import datetime

from django.db.models import Q


def valid_at(at: datetime, prefix: str = "") -> Q:
    """Return the condition that a row holds at this moment; the end is excluded.

    :param prefix: the way to the row from the one that is asked for, such as `seat__`.
    """
    begun = Q(**{f"{prefix}valid_from__lte": at})
    return begun & (Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": at}))
