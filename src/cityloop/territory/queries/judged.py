"""Reads: which evaluation grid judges which duty grid."""

from collections.abc import Collection

from django.db import connection


def judged_in(duty_codes: Collection[str]) -> dict[str, str]:
    """Return the evaluation grids of these duty grids by code, ended ones too; one that has none is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, evaluation_grid_code FROM territory_dutygrid"
            " WHERE code = ANY(%s) AND evaluation_grid_code IS NOT NULL",
            [[*duty_codes]],
        )
        return dict(cursor.fetchall())
