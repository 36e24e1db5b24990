"""The base maps of this installation, as its settings name them and as their servers describe them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from http.client import HTTPException, InvalidURL
from threading import Thread
from typing import TypeVar
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit

import structlog
from django.conf import settings
from django.core.cache import caches

from cityloop.maps.contracts import BaseMap, BaseMapState, RasterLayer, WrongMapError
from cityloop.maps.domain.base_maps import BaseMapSetting, Source, read_setting
from cityloop.maps.domain.wmts import description_address, tiles_of
from cityloop.maps.queries.fetching import fetch

ANSWERS_WITHIN_S, DESCRIBED_WITHIN_S = 5, 15
DESCRIBED_FOR_S, ASKED_AGAIN_AFTER_S = 3600, 60
LARGEST = 16 * 2**20
Asked = TypeVar("Asked")
Told = TypeVar("Told")
log = structlog.get_logger("cityloop.maps")


def base_maps() -> list[BaseMap]:
    """Return them in the order in which they are named; descriptions are read once an hour.

    Only where a server was never asked one caller waits for it, for all of them together no longer than for one; the
    others hear that it is silent. Later a thread of its own asks again, while everybody gets what it said before.

    :raises WrongMapError: the setting as a whole cannot be read.
    """
    named = read_setting(settings.CITYLOOP_BASE_MAPS)
    kept = caches["default"].get_many([_key(each) for each in named])
    return list(kept.values()) if len(kept) == len(named) else _each(_known, named)


def base_map_faults() -> list[str]:
    """Return what is wrong with the setting and with the servers it names; one that is silent may only be down."""
    try:
        named = read_setting(settings.CITYLOOP_BASE_MAPS)
    except WrongMapError as error:
        return [str(error)]
    return [fault for fault in _each(_fault, named) if fault]


def _fault(setting: BaseMapSetting) -> str:
    try:
        _layers(setting)
    except WrongMapError as error:
        return f"{setting.name}: {error}"
    except (OSError, HTTPException) as error:
        log.warning("base_map_is_silent", name=setting.name, error=str(error))
    return ""


def _each(ask: Callable[[Asked], Told], asked: Sequence[Asked]) -> list[Told]:
    """Return what each is told, in order, all of them asked at once."""
    if len(asked) < 2:
        return [ask(each) for each in asked]
    with ThreadPoolExecutor(len(asked), thread_name_prefix="base-map") as threads:
        return list(threads.map(ask, asked))


def _key(setting: BaseMapSetting) -> str:
    return f"base-map/{blake2b(setting.model_dump_json().encode(), digest_size=16).hexdigest()}"


def _known(setting: BaseMapSetting) -> BaseMap:
    key = _key(setting)
    cache, last_key = caches["default"], f"{key}/last"
    kept: BaseMap | None = cache.get(key)
    if kept is not None:
        return kept
    known: BaseMap | None = cache.get(last_key)
    last = known or _shown(setting, BaseMapState.SILENT)
    if not cache.add(key, last, ASKED_AGAIN_AFTER_S):  # somebody else is asking
        return cache.get(key) or last
    if known is None:
        return _asked_anew(setting, key, last)
    Thread(target=_asked_anew, args=(setting, key, last), name="base-map", daemon=True).start()
    return last


def _asked_anew(setting: BaseMapSetting, key: str, last: BaseMap) -> BaseMap:
    """Ask a server, and keep what it says under this key: for an hour if it is good, else for a minute."""
    found, cache = _drawn(setting), caches["default"]
    is_fresh = found.state == BaseMapState.READY
    if found.state == BaseMapState.SILENT and last.state == BaseMapState.READY:
        found = last
    cache.set(f"{key}/last", found, None)
    cache.set(key, found, DESCRIBED_FOR_S if is_fresh else ASKED_AGAIN_AFTER_S)
    return found


def _drawn(setting: BaseMapSetting) -> BaseMap:
    try:
        return _shown(setting, BaseMapState.READY, _layers(setting))
    except WrongMapError as error:
        state = BaseMapState.WRONG
        log.error("base_map_is_wrong", name=setting.name, error=str(error))  # noqa: TRY400 - the sentence says it all
    except (OSError, HTTPException) as error:
        state = BaseMapState.SILENT
        log.warning("base_map_is_silent", name=setting.name, error=str(error))
    return _shown(setting, state)


def _shown(setting: BaseMapSetting, state: BaseMapState, layers: tuple[RasterLayer, ...] = ()) -> BaseMap:
    return BaseMap(setting.name, setting.attribution, setting.system, state, layers)


def _layers(setting: BaseMapSetting) -> tuple[RasterLayer, ...]:
    return tuple(_each(_layer, setting.sources))


def _layer(source: Source) -> RasterLayer:
    return source.plain() if source.url else tiles_of(_description(source), source)


def _description(source: Source) -> bytes:
    """Ask a WMTS what it offers.

    :raises WrongMapError: it does not let us, says too much, or cannot be asked at this address.
    :raises OSError: it does not answer, cannot just now, or is not done in time.
    """
    place = urlunsplit(urlsplit(source.wmts)._replace(query=""))  # the key stays out of logs
    try:
        found = fetch(
            description_address(source.wmts), within_s=DESCRIBED_WITHIN_S, silent_s=ANSWERS_WITHIN_S, most=LARGEST
        )
    except HTTPError as error:
        if error.code >= 500:
            raise
        message = f"{place} answers {error.code} when asked to describe itself."
        raise WrongMapError(message) from error
    except (ValueError, InvalidURL) as error:
        message = f"{place} cannot be asked: write spaces and whatever is not ASCII as %XX, and a host as xn--."
        raise WrongMapError(message) from error
    if len(found) > LARGEST:
        message = f"the description is longer than {LARGEST // 2**20} MiB."
        raise WrongMapError(message)
    return found
