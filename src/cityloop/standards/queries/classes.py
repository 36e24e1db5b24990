"""Looking up classes."""

from datetime import datetime

from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say, word
from cityloop.standards.contracts import ClassView, EditionView, MatterKind
from cityloop.standards.queries.snapshot import Snapshot, snapshot


def editions() -> list[EditionView]:
    """Return the editions of the class table, the newest first."""
    return list(snapshot().editions.values())


def default_edition() -> EditionView:
    """Return the edition a city uses where nothing else is said.

    :raises NotFoundError: none is loaded.
    """
    known = snapshot()
    return known.editions[edition_code(known, None)]


def case_class(*, kind: MatterKind, code: str, at: datetime | None = None, edition: str | None = None) -> ClassView:
    """Return a class by its number, in the default edition unless another is named.

    :param at: leave out to find withdrawn classes too, as old cases must.
    :raises NotFoundError: the edition has no such class, or the city had withdrawn it by then.
    """
    known = snapshot()
    key = (edition_code(known, edition), kind, code)
    found = known.classes.get(key)
    if found is None or _is_withdrawn(known, found, at):
        message = say(
            "The edition {edition} has no {kind} class {code}.",
            edition=key[0],
            kind=word(kind.lower(), context="MatterKind"),
            code=code,
        )
        raise NotFoundError(message, edition=key[0], kind=kind.value, code=code)
    return found


def classes(
    *,
    kind: MatterKind | None = None,
    major_code: str | None = None,
    search: str = "",
    at: datetime | None = None,
    edition: str | None = None,
) -> list[ClassView]:
    """Return the classes of an edition by kind and number; `search` looks in names and at the front of codes.

    :raises NotFoundError: the edition is not known.
    """
    known = snapshot()
    code = edition_code(known, edition)
    return [
        view
        for view in known.classes.values()
        if view.edition == code
        and kind in {None, view.kind}
        and major_code in {None, view.major_code}
        and (search in view.name or view.code.startswith(search))
        and not _is_withdrawn(known, view, at)
    ]


def edition_code(known: Snapshot, edition: str | None) -> str:
    """Return the code of this edition, or of the default one.

    :raises NotFoundError: there is none.
    """
    code = known.default_edition if edition is None else edition
    if code not in known.editions:
        message = say("The edition {code!r} of the class table is not loaded.", code=code)
        raise NotFoundError(message, edition=code, known=sorted(known.editions))
    return code


def _is_withdrawn(known: Snapshot, view: ClassView, at: datetime | None) -> bool:
    withdrawn_at = known.withdrawn_at.get((view.edition, view.kind, view.code))
    return at is not None and withdrawn_at is not None and withdrawn_at <= at
