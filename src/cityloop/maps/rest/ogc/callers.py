"""Who asks, and what is published to them: everybody sees what the city made public, staff what their post may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from cityloop.access.api import Actor, actor_from_headers
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError, NotPermittedError
from cityloop.kernel.http import client_address
from cityloop.kernel.rates import RequestRate, require_rate
from cityloop.kernel.wording import say
from cityloop.maps import api


@dataclass(frozen=True, slots=True)
class Offered:
    """A collection that is offered to this caller, and the area they see of it; "" is the whole city."""

    collection: api.Collection
    area: str
    is_public: bool


def offered(request: HttpRequest) -> Mapping[str, Offered]:
    """Return the collections that are offered to whoever asks.

    :raises NotPermittedError: the caller is known, but without the seat asked for.
    """
    public: set[str] = set(settings.CITYLOOP_PUBLIC_LAYERS)
    found = {name: Offered(each, "", is_public=True) for name, each in api.COLLECTIONS.items() if name in public}
    if len(found) == len(api.COLLECTIONS):
        return found
    actor = _actor(request)
    if actor is not None:
        for name, each in api.COLLECTIONS.items():
            if name not in found and each.permission and actor.may(each.permission):
                found[name] = Offered(each, actor.area_code, is_public=False)
    return {name: found[name] for name in api.COLLECTIONS if name in found}


def offered_one(request: HttpRequest, name: str) -> Offered:
    """Return one collection.

    :raises NotFoundError: there is none of this name, or it is not for this caller.
    """
    found = offered(request).get(name)
    if found is None:
        message = say("There is no such collection.")
        raise NotFoundError(message, collection=name[:100])
    return found


def require_pace(request: HttpRequest, found: Offered) -> None:
    """Let whoever has an account ask as often as they like, and strangers so often that others get their turn.

    :raises TooManyRequestsError: a stranger has asked too often.
    """
    if found.is_public and not _is_known(request):
        rate = RequestRate("ogc", settings.CITYLOOP_OGC_A_MINUTE, timedelta(minutes=1))
        require_rate(rate, caller=client_address(request), at=now())


def _is_known(request: HttpRequest) -> bool:
    try:
        return _actor(request) is not None
    except NotPermittedError:  # public is public, whatever seat they ask for
        return False


def _actor(request: HttpRequest) -> Actor | None:
    return actor_from_headers(request.headers, request.COOKIES, at=now(), address=client_address(request))
