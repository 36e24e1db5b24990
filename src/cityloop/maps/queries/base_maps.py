"""The base maps of this installation, as its settings name them and as their servers describe them."""

from collections.abc import Iterator
from hashlib import blake2b
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import structlog
from django.conf import settings
from django.core.cache import caches

from cityloop.maps.contracts import BaseMap, BaseMapState, RasterLayer, WrongMapError
from cityloop.maps.domain.base_maps import BaseMapSetting, Source, read_setting
from cityloop.maps.domain.wmts import description_address, tiles_of

ANSWERS_WITHIN_S = 5
DESCRIBED_FOR_S, ASKED_AGAIN_AFTER_S = 3600, 60
LARGEST = 16 * 2**20
log = structlog.get_logger("cityloop.maps")


def base_maps() -> list[BaseMap]:
    """Return them in the order in which they are named; descriptions are read once an hour.

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
    kept: BaseMap | None = caches["default"].get(key)
    if kept is None:
        kept = _drawn(setting)
        patience = DESCRIBED_FOR_S if kept.state == BaseMapState.READY else ASKED_AGAIN_AFTER_S
        caches["default"].set(key, kept, patience)
    return kept


def _drawn(setting: BaseMapSetting) -> BaseMap:
    layers: tuple[RasterLayer, ...] = ()
    state = BaseMapState.READY
    try:
        layers = _layers(setting)
    except WrongMapError as error:
        state = BaseMapState.WRONG
        log.error("base_map_is_wrong", name=setting.name, error=str(error))  # noqa: TRY400 - the sentence says it all
    except (OSError, HTTPException) as error:
        state = BaseMapState.SILENT
        log.warning("base_map_is_silent", name=setting.name, error=str(error))
    return BaseMap(setting.name, setting.attribution, setting.system, state, layers)


def _layers(setting: BaseMapSetting) -> tuple[RasterLayer, ...]:
    return tuple(source.plain() if source.url else tiles_of(_description(source), source) for source in setting.sources)


def _description(source: Source) -> bytes:
    """Ask a WMTS what it offers.

    :raises WrongMapError: it does not let us, or says too much.
    :raises OSError: it does not answer, or cannot just now.
    """
    request = Request(description_address(source.wmts), headers={"User-Agent": "CityLoop"})  # noqa: S310 - http or https, as the setting was read
    try:
        with urlopen(request, timeout=ANSWERS_WITHIN_S) as answer:  # noqa: S310 - the same
            found: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        if error.code >= 500:
            raise
        place = urlunsplit(urlsplit(source.wmts)._replace(query=""))  # the key stays out of logs
        message = f"{place} answers {error.code} when asked to describe itself."
        raise WrongMapError(message) from error
    if len(found) > LARGEST:
        message = f"the description is longer than {LARGEST // 2**20} MiB."
        raise WrongMapError(message)
    return found
