"""The base maps of this installation, as its settings name them and as their servers describe them."""

from collections.abc import Iterator
from hashlib import blake2b
from http.client import HTTPException, InvalidURL
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
log = structlog.get_logger("cityloop.maps")


def base_maps() -> list[BaseMap]:
    """Return them in the order in which they are named; descriptions are read once an hour.

    One caller at a time waits for a server; the others get what it said before, or hear that it is silent.

    :raises WrongMapError: the setting as a whole cannot be read.
    """
    return [_known(each) for each in read_setting(settings.CITYLOOP_BASE_MAPS)]


def base_map_faults() -> list[str]:
    """Return what is wrong with the setting and with the servers it names; one that is silent may only be down."""
    try:
        named = read_setting(settings.CITYLOOP_BASE_MAPS)
    except WrongMapError as error:
        return [str(error)]
    return list(_faults(named))


def _faults(named: list[BaseMapSetting]) -> Iterator[str]:
    for each in named:
        try:
            _layers(each)
        except WrongMapError as error:
            yield f"{each.name}: {error}"
        except (OSError, HTTPException) as error:
            log.warning("base_map_is_silent", name=each.name, error=str(error))


def _known(setting: BaseMapSetting) -> BaseMap:
    key = f"base-map/{blake2b(setting.model_dump_json().encode(), digest_size=16).hexdigest()}"
    cache, last_key = caches["default"], f"{key}/last"
    kept: BaseMap | None = cache.get(key)
    if kept is not None:
        return kept
    last: BaseMap = cache.get(last_key) or _shown(setting, BaseMapState.SILENT)
    if not cache.add(key, last, ASKED_AGAIN_AFTER_S):  # somebody else is asking
        return cache.get(key) or last
    found = _drawn(setting)
    if found.state != BaseMapState.SILENT:
        cache.set(last_key, found, None)
    elif last.state == BaseMapState.READY:
        found = last
    is_fresh = found.state == BaseMapState.READY and found is not last
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
    return tuple(source.plain() if source.url else tiles_of(_description(source), source) for source in setting.sources)


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
