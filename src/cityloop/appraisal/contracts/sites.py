"""What crosses the door of `appraisal` about sites: draws, visits, photographs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.appraisal.contracts import SiteState


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesStored:
    """What an import of sites did; those that a file no longer names are not drawn any more."""

    added: int
    changed: int
    unchanged: int
    unlisted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """A place that may be drawn."""

    code: str
    kind: str
    name: str
    area_code: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSites:
    """How many sites of a kind are wanted in a district, or in each that has no number of its own."""

    kind: str
    count: int
    area_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawView:
    """A draw, with all that is needed to repeat it once the appraisal is closed; one that was replaced says when.

    `seed` is told then: it gives away the reserves. Its SHA-256 binds who drew. `has_candidates` says whether the list
    that was drawn from was kept. `shortages` are areas and kinds with fewer sites than were wanted.
    """

    id: UUID
    seed: str | None
    seed_sha256: str
    quotas: tuple[WantedSites, ...]
    shortages: tuple[Mapping[str, str | int], ...]
    candidates: int
    candidates_sha256: str
    has_candidates: bool
    reason: str
    drawn_by: UUID
    drawn_by_name: str
    drawn_at: datetime
    replaced_at: datetime | None
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSiteView:
    """A site that was drawn, or that stands in for one; `place` is its place in the lot of its area and kind."""

    id: UUID
    code: str
    kind: str
    name: str
    area_code: str
    longitude: float | None
    latitude: float | None
    place: int
    state: SiteState
    reason: str
    stands_in_for: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A site that cannot be visited, and the one that is visited in its stead; None if there are no more."""

    site: DrawnSiteView
    stand_in: DrawnSiteView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was found at a site for one indicator: how many of the standards that were looked at are met."""

    leaf: str
    met: int
    looked_at: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """A visit about to be recorded; the position is where the surveyor stood."""

    visited_at: datetime
    observations: tuple[Observation, ...]
    words: str = ""
    longitude: float | None = None
    latitude: float | None = None
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """A recorded visit; of several to one site, what was said last of an indicator holds.

    `distance_m` is how far from the site the surveyor stood; None where one of both places is not known.
    """

    id: UUID
    site_id: UUID
    number: int
    visited_at: datetime
    longitude: float | None
    latitude: float | None
    distance_m: int | None
    device: str
    observations: tuple[Observation, ...]
    words: str
    visited_by: UUID
    visited_by_name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPhotoView:
    """A kept photograph with its seal; of a site, or of an appraisal as evidence of a figure."""

    id: UUID
    site_id: UUID | None
    leaf: str
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
    taken_at: datetime
    longitude: float | None
    latitude: float | None
    device: str
    seal: str
    uploaded_by: UUID
    uploaded_by_name: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisitPhoto:
    """A photograph about to be kept."""

    content: bytes
    taken_at: datetime
    leaf: str = ""
    longitude: float | None = None
    latitude: float | None = None
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDetails:
    """A drawn site with what is looked at there, its visits and photographs."""

    site: DrawnSiteView
    visits: tuple[VisitView, ...]
    photos: tuple[VisitPhotoView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedLeaf:
    """An indicator that is looked at on site, as the form of a surveyor shows it."""

    code: str
    group: str
    name: str
    scoring: str
