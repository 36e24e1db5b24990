"""Refusals. Each carries the HTTP status it becomes at an entrance and the facts that explain it."""

from typing import Any, ClassVar

from cityloop.kernel.wording import Sentence, say


class RefusedError(Exception):
    """Something asked for cannot be done; nothing was changed.

    `slug` names the kind of refusal for programs, `facts` hold whatever explains this one (JSON values and sentences).
    `title` and `detail` are told in the language of whoever asks.
    """

    status: ClassVar[int] = 409
    slug: ClassVar[str] = "refused"
    title: ClassVar[Sentence] = say("Refused")

    def __init__(self, detail: Sentence, **facts: Any) -> None:
        """Say what stands against it, and the facts that explain it."""
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class InvalidInputError(RefusedError):
    """A value is not acceptable; `facts` should name the field."""

    status = 422
    slug = "invalid-input"
    title = say("Invalid input")


class NotFoundError(RefusedError):
    """There is no such thing, or the actor may not know of it."""

    status = 404
    slug = "not-found"
    title = say("Not found")


class NotPermittedError(RefusedError):
    """The actor may not do this here."""

    status = 403
    slug = "not-permitted"
    title = say("Not permitted")


class NotSignedInError(RefusedError):
    """Nobody is known to be asking."""

    status = 401
    slug = "not-signed-in"
    title = say("Not signed in")


class StaleVersionError(RefusedError):
    """The thing has changed since the caller saw it; `facts` hold its newer state."""

    status = 409
    slug = "stale-version"
    title = say("It has changed meanwhile")


class TooManyRequestsError(RefusedError):
    """The caller has asked too often; `facts["retry_after"]` says after how many seconds they may again."""

    status = 429
    slug = "too-many-requests"
    title = say("Too many requests")


class BusyError(RefusedError):
    """It cannot be done just now; `facts["retry_after"]` says after how many seconds to ask again."""

    status = 503
    slug = "busy"
    title = say("Busy just now")
