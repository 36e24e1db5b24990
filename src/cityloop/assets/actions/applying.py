"""From the staging table into the inventory: one transaction, a handful of statements over all rows."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from cityloop.assets.actions.filling import filled_at_once
from cityloop.assets.actions.numbering import NUMBER, PLACE, PREFIX, hold_numbers, keep_numbers
from cityloop.assets.actions.staging import known, place_again
from cityloop.assets.contracts import WorkStep
from cityloop.assets.domain.columns import Faults
from cityloop.assets.domain.mapping import Rules
from cityloop.assets.models import ComponentImport
from cityloop.kernel import locks
from cityloop.kernel.patience import impatient
from cityloop.kernel.progress import tell_step
from cityloop.kernel.references import check_references
from cityloop.territory import api as territory

MANY = 10_000
CHANGEABLE = {
    "data_source": "data_source", "accuracy": "accuracy", "note": "note", "surveyed_on": "surveyed_on",
    "manager": "manager_body_id", "owner": "owner_body_id", "keeper": "keeper_body_id",
}  # fmt: skip

MATCH = """
CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
SELECT s.id, s.row, coalesce(by_code.id, by_id.id) AS known_id,
       CASE WHEN coalesce(by_code.class_code, by_id.class_code) <> s.class_code
              OR coalesce(by_code.class_edition, by_id.class_edition) <> s.class_edition THEN 'other-class'
            WHEN by_code.id <> by_id.id
              OR (s.code <> '' AND by_id.code <> s.code)
              OR (s.external_id <> '' AND (by_code.source_layer, by_code.external_id)
                  <> (s.source_layer, s.external_id)) THEN 'other-component'
            WHEN by_code.id IS NULL AND by_id.id IS NULL AND s.code <> '' AND s.grid_code IS NOT NULL
              AND left(s.code, 6) <> s.district_code AND NOT %(any_district)s THEN 'other-district'
       END AS fault
  FROM assets_stagedcomponent s
  LEFT JOIN assets_component by_code ON s.code <> '' AND by_code.code = s.code
  LEFT JOIN assets_component by_id
    ON s.external_id <> '' AND by_id.source_layer = s.source_layer AND by_id.external_id = s.external_id
 WHERE s.made_by_id = %(import)s
"""
TWICE = """
UPDATE matched SET fault = 'comes-twice' FROM assets_stagedcomponent s
 WHERE s.id = matched.id AND (
    (s.external_id <> '' AND (s.source_layer, s.external_id) IN (
        SELECT source_layer, external_id FROM assets_stagedcomponent
         WHERE made_by_id = %(import)s AND external_id <> '' GROUP BY 1, 2 HAVING count(*) > 1))
    OR (s.code <> '' AND s.code IN (
        SELECT code FROM assets_stagedcomponent
         WHERE made_by_id = %(import)s AND code <> '' GROUP BY 1 HAVING count(*) > 1))
    OR (matched.fault IS NULL AND matched.known_id IN (  -- one row names it by its code, another by its external id
        SELECT known_id FROM matched WHERE fault IS NULL AND known_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1)))
"""
FAULTS = """
SELECT s.row, m.fault, s.by, CASE s.by WHEN 'code' THEN s.code ELSE s.external_id END
  FROM matched m JOIN LATERAL (
      SELECT *, CASE WHEN external_id = '' OR m.fault = 'other-district' THEN 'code' ELSE 'external_id' END AS by
        FROM assets_stagedcomponent WHERE id = m.id) AS s ON true
 WHERE m.fault IS NOT NULL ORDER BY s.row
"""
FORGET_FAULTY = "DELETE FROM matched WHERE fault IS NOT NULL"
INSERT = f"""
INSERT INTO assets_component (id, code, class_edition, class_code, name, geometry, position, grid_code, state,
    manager_body_id, owner_body_id, keeper_body_id, source_layer, external_id, data_source, accuracy, note,
    surveyed_on, changed_on, looked_on, valid_from, valid_until)
SELECT s.component_id, CASE WHEN s.code <> '' THEN s.code ELSE s.prefix || {NUMBER} END,
       s.class_edition, s.class_code,
       coalesce(nullif(s.name, ''), %(titles)s::jsonb ->> (s.class_edition || '/' || s.class_code)),
       s.geometry, s.position, s.grid_code, coalesce(s.state, 'INTACT'),
       s.manager_body_id, s.owner_body_id, s.keeper_body_id, s.source_layer, s.external_id,
       coalesce(s.data_source, ''), coalesce(s.accuracy, ''), coalesce(s.note, ''),
       coalesce(s.surveyed_on, (s.valid_from AT TIME ZONE %(zone)s)::date, %(day)s), s.changed_on, s.looked_on,
       coalesce(s.valid_from, %(at)s),
       CASE WHEN s.state = 'REMOVED' THEN
           greatest(coalesce(s.valid_until, %(at)s), coalesce(s.valid_from, %(at)s) + interval '1 microsecond') END
  FROM (SELECT s.*, {PREFIX} AS prefix, {PLACE} AS place
          FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id WHERE m.known_id IS NULL) AS s
  LEFT JOIN assets_componentsequence q ON q.prefix = s.prefix
  LEFT JOIN free_number f ON f.prefix = s.prefix AND f.place = s.place AND s.code = ''
"""  # noqa: S608 - our own words
# What was removed keeps the grid of its time for as long as nobody says that it stood elsewhere.
GRID = """CASE WHEN c.valid_until IS NOT NULL AND coalesce(s.state, c.state) = 'REMOVED' AND c.geometry = s.geometry
    THEN c.grid_code ELSE s.grid_code END"""
HISTORY = """
INSERT INTO assets_componentstatechange
    (component_id, source, target, changed_at, actor_id, actor_name, reason, case_number, made_by_id)
SELECT c.id, c.state, s.state, %(at)s, %(actor)s, %(actor_name)s, %(file)s, '', %(import)s
  FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id JOIN assets_component c ON c.id = m.known_id
 WHERE s.state IS NOT NULL AND s.state <> c.state
"""
COUNT_MISSING = """
SELECT count(*) FROM assets_component c
 WHERE c.valid_until IS NULL AND c.source_layer IN (
     SELECT DISTINCT source_layer FROM assets_stagedcomponent WHERE made_by_id = %(import)s AND source_layer <> '')
   AND NOT EXISTS (SELECT 1 FROM matched m WHERE m.known_id = c.id)
"""
COUNT_PLACELESS = """
SELECT count(*) FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id WHERE s.grid_code IS NULL
"""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done."""

    added: int
    changed: int
    unchanged: int
    missing: int
    placeless: int

    def tell(self, job: ComponentImport) -> None:
        """Write it down with the import; whoever calls saves it."""
        job.added, job.changed, job.unchanged = self.added, self.changed, self.unchanged
        job.missing, job.placeless = self.missing, self.placeless


def queue_behind_imports(*, within_s: float | None = None) -> None:
    """Wait until no import is applied; none is before the caller's transaction ends.

    What the caller places in grids that stand is followed if they end: call it before anything is locked.

    :param within_s: how many seconds to wait at most.
    :raises BusyError: it took longer.
    """
    territory.hold_ground(within_s=within_s)
    with connection.cursor() as cursor, nullcontext() if within_s is None else impatient(lock_s=within_s):
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.INVENTORY_IMPORTS])


def match(job: ComponentImport, rules: Rules) -> Faults:
    """Find out, in the caller's transaction, which rows are known, and what only shows when all are looked at.

    No other import is applied until the transaction ends. What was placed in a grid that has ended since is placed
    again.
    """
    faults = Faults()
    tell_step(WorkStep.MATCHING)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")  # few statements, each over all rows
        queue_behind_imports()
        place_again(job.pk)
        cursor.execute("ANALYZE assets_stagedcomponent")
        cursor.execute("DROP TABLE IF EXISTS pg_temp.matched")  # of an import before, where one transaction holds both
        cursor.execute(MATCH, {"import": job.pk, "any_district": rules.any_district})
        cursor.execute(TWICE, {"import": job.pk})
        cursor.execute(FAULTS)
        for fault in cursor.fetchall():
            faults.add(*fault)
        cursor.execute(FORGET_FAULTY)
    return faults


def write(job: ComponentImport, rules: Rules, *, day: date, at: datetime) -> Applied:
    """Bring all matched rows into the inventory.

    :raises RefusedError: a class has used up its million codes in a district.
    """
    values: dict[str, Any] = {
        "import": job.pk, "at": at, "day": day, "actor": job.actor_id, "actor_name": job.actor_name,
        "titles": _titles(), "file": job.file_name, "zone": territory.city().timezone,
    }  # fmt: skip
    with connection.cursor() as cursor:
        tell_step(WorkStep.WRITING)
        cursor.execute("ANALYZE matched")
        counts = []
        for statement in ("SELECT count(*) FROM matched", COUNT_MISSING, COUNT_PLACELESS):
            cursor.execute(statement, _only(statement, values))
            counts.append(cursor.fetchone()[0])
        cursor.execute(HISTORY, _only(HISTORY, values))
        update = _update(rules)
        cursor.execute(update, _only(update, values))
        changed = cursor.rowcount
        hold_numbers()
        tell_step(WorkStep.WRITING)
        with filled_at_once(counts[0]):
            cursor.execute(INSERT, _only(INSERT, values))
            added = cursor.rowcount
        keep_numbers()
        tell_step(WorkStep.CHECKING)
        check_references()
        if added >= MANY:
            cursor.execute("ANALYZE assets_component")  # whoever asks next must not be planned for an empty table
    rows, missing, placeless = counts
    return Applied(added, changed, rows - added - changed, missing, placeless)


def _titles() -> str:
    """Return the names of all classes, by which a component is called that has none of its own."""
    return orjson.dumps({f"{edition}/{code}": name for (edition, code), name in known().classes.items()}).decode()


def _update(rules: Rules) -> str:
    """Return the statement that changes what differs in what the file tells."""
    told = [column for attribute, column in CHANGEABLE.items() if attribute in rules.attributes]
    differing = ["geometry", "position", *told]
    pairs = [(f"c.{column}", f"s.{column}") for column in differing]
    pairs.append(("c.grid_code", GRID))
    if "looked_on" in rules.attributes:
        pairs.append(("c.looked_on", "greatest(c.looked_on, s.looked_on)"))
    if "name" in rules.attributes:
        pairs.append(("c.name", "coalesce(nullif(s.name, ''), c.name)"))
    pairs.append(("c.state", "coalesce(s.state, c.state)"))
    if "surveyed_on" in told:
        pairs = [(old, "coalesce(s.surveyed_on, c.surveyed_on)" if "surveyed" in old else new) for old, new in pairs]
    if "changed_on" in rules.attributes:
        pairs.append(("c.changed_on", "coalesce(s.changed_on, c.changed_on)"))
    assigned = [f"{old[2:]} = {new}" for old, new in pairs]
    if "changed_on" not in rules.attributes:
        assigned.append("changed_on = %(day)s")
    return f"""
    UPDATE assets_component c SET {", ".join(assigned)}, changed_at = %(at)s,
        valid_until = CASE WHEN coalesce(s.state, c.state) = 'REMOVED' THEN coalesce(
            s.valid_until, c.valid_until, greatest(%(at)s, c.valid_from + interval '1 microsecond')) END
      FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id
     WHERE c.id = m.known_id AND ({", ".join(old for old, _ in pairs)})
        IS DISTINCT FROM ({", ".join(new for _, new in pairs)})
    """  # noqa: S608 - names of our own columns


def _only(statement: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f"%({name})s" in statement}
