"""Sites: listed, drawn by lot, visited, given up."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from cityloop.access.models import AuditEntry
from cityloop.appraisal import api
from cityloop.appraisal.models import DrawnSite, Site, SiteDraw, SiteVisit, VisitPhoto
from cityloop.cases.tests.factories import picture
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError, RefusedError
from cityloop.kernel.tables import BadTableError
from tests.appraisal.situations import AT, ROADS, SITES, drawn, listed, opened, score_of, visited, visited_by
from tests.support.town import EAST, WEST, Town, key

pytestmark = pytest.mark.django_db


def sites_of(town: Town, appraisal_id: UUID, who: str = "evaluator") -> list[api.DrawnSiteView]:
    return api.drawn_sites(appraisal_id=appraisal_id, actor=town[who])


@pytest.fixture
def appraisal_id(town: Town) -> UUID:
    """An appraisal of a town whose sites are listed."""
    listed(town)
    return opened(town)


def test_a_list_of_sites_replaces_the_one_before(town: Town) -> None:
    assert listed(town) == api.SitesStored(added=11, changed=0, unchanged=0, unlisted=0)
    assert listed(town) == api.SitesStored(added=0, changed=0, unchanged=11, unlisted=0)
    shorter = SITES.replace("东路0", "东大街").rpartition("\n")[0]

    assert listed(town, shorter) == api.SitesStored(added=0, changed=1, unchanged=9, unlisted=1)
    assert listed(town) == api.SitesStored(added=0, changed=2, unchanged=9, unlisted=0)
    with pytest.raises(BadTableError, match="line 2, area_code"):
        listed(town, SITES.replace(EAST, "999999"))
    with pytest.raises(BadTableError, match="names no site"):
        listed(town, SITES.partition("\n")[0])
    rows, following = api.sites(actor=town["leader"], within=WEST, cursor=None, size=1)
    more, last = api.sites(actor=town["leader"], within=WEST, cursor=following, size=1)
    assert [row.code for row in rows + more] == ["W0", "W1"]
    assert last is None


def test_a_draw_is_recorded_so_that_anybody_can_repeat_it(town: Town, appraisal_id: UUID) -> None:
    made = drawn(town, appraisal_id)
    (row,) = SiteDraw.objects.all()

    assert (made.candidates, made.drawn_by_name, made.drawn_at, made.quotas) == (11, "evaluator", AT, ROADS)
    assert made.shortages == ({"area_code": WEST, "kind": "主次干道", "wanted": 3, "found": 2},)
    assert made.states == {"DRAWN": 5, "RESERVE": 5}
    order = sorted(
        (f"R{number}" for number in range(8)),
        key=lambda code: (sha256(bytes.fromhex(row.seed) + b"\n" + code.encode()).hexdigest(), code),
    )
    kept = DrawnSite.objects.filter(draw=made.id, area_code=EAST).order_by("place")
    assert [site.code for site in kept] == order
    assert [site.code for site in sites_of(town, appraisal_id) if site.area_code == EAST] == order[:3]
    told = "\n".join(sorted(f"{site.area_code}\t{site.kind}\t{site.code}" for site in Site.objects.all()))
    assert made.candidates_sha256 == sha256(told.encode()).hexdigest()
    assert api.candidates(appraisal_id=appraisal_id, draw_id=made.id, actor=town["leader"]) == told.encode()
    for strange in ({"appraisal_id": key("another")}, {"draw_id": key("another")}):
        with pytest.raises(NotFoundError):
            api.candidates(**{"appraisal_id": appraisal_id, "draw_id": made.id} | strange, actor=town["leader"])
    with pytest.raises(NotPermittedError):
        api.candidates(appraisal_id=appraisal_id, draw_id=made.id, actor=town["collector_a"])


def test_nobody_knows_the_reserves_until_the_appraisal_is_closed(town: Town, appraisal_id: UUID) -> None:
    made = drawn(town, appraisal_id)
    (row,) = SiteDraw.objects.all()
    entry = AuditEntry.objects.get(action="appraisal.draw")

    assert (made.seed, made.seed_sha256) == (None, sha256(bytes.fromhex(row.seed)).hexdigest())
    assert row.seed not in str([entry.facts, api.draws(appraisal_id=appraisal_id, actor=town["evaluator"])])
    assert entry.facts["seed_sha256"] == made.seed_sha256
    api.close_appraisal(appraisal_id=appraisal_id, actor=town["evaluator"], at=AT)
    (told,) = api.draws(appraisal_id=appraisal_id, actor=town["leader"])
    assert told.seed == row.seed


def test_a_draw_is_not_repeated_silently(town: Town, appraisal_id: UUID) -> None:
    first = drawn(town, appraisal_id)
    assert drawn(town, appraisal_id) == first  # a second delivery
    with pytest.raises(api.DrawStandsError, match="say why"):
        drawn(town, appraisal_id, name="again")
    second = drawn(town, appraisal_id, name="again", reason="点位名单有误")

    assert second.seed_sha256 != first.seed_sha256
    told = api.draws(appraisal_id=appraisal_id, actor=town["leader"])
    assert [(each.id, each.reason, each.replaced_at) for each in told] == [
        (first.id, "", AT), (second.id, "点位名单有误", None),
    ]  # fmt: skip
    visited(town, sites_of(town, appraisal_id)[0].id, 5)
    with pytest.raises(api.DrawStandsError, match="visited"):
        drawn(town, appraisal_id, name="once more", reason="不满意")
    assert SiteDraw.objects.count() == 2


@pytest.mark.parametrize(
    "wanted",
    [
        [api.WantedSites(kind="机场", count=1)],
        [api.WantedSites(kind="公厕", count=1, area_code="999999")],
        [api.WantedSites(kind="公厕", count=1), api.WantedSites(kind="公厕", count=2)],
    ],
)
def test_a_draw_that_cannot_be_is_refused(wanted: list[api.WantedSites], town: Town, appraisal_id: UUID) -> None:
    with pytest.raises(InvalidInputError):
        drawn(town, appraisal_id, wanted=wanted)

    assert not SiteDraw.objects.exists()


def test_a_visit_counts_and_another_corrects_it(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    assert {each.area_code for each in sites_of(town, appraisal_id, "collector_a")} == {EAST}
    assert visited(town, site.id, 9, name="one") == visited(town, site.id, 9, name="one")
    assert score_of(town, appraisal_id)["B"].figure == "90.00"
    again = visited(town, site.id, 7, name="two", who="inspector")

    assert again.number == 2
    assert score_of(town, appraisal_id)["B"].figure == "70.00"
    details = api.site_details(site_id=site.id, actor=town["collector_a"])
    assert details.site.state is api.SiteState.VISITED
    assert [visit.observations[0].met for visit in details.visits] == [9, 7]
    assert AuditEntry.objects.filter(action="appraisal.visit").count() == 2
    other = sites_of(town, appraisal_id)[1]
    with pytest.raises(InvalidInputError, match="Something else"):
        visited(town, other.id, 7, name="one")


def test_what_a_correction_does_not_name_still_holds(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    visited(town, site.id, 9, name="one")
    visited(town, site.id, 4, name="two", leaf="C")
    visited(town, site.id, 5, name="three", leaf="C")

    nodes = score_of(town, appraisal_id)
    assert [(nodes[leaf].figure, nodes[leaf].of) for leaf in "BC"] == [("90.00", 10), ("50.00", 10)]


def test_who_sits_in_a_street_visits_the_sites_of_its_district(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    sweeper = replace(town["collector_a"], area_code=f"{EAST}001")
    found = api.drawn_sites(appraisal_id=appraisal_id, actor=sweeper)

    assert {each.area_code for each in found} == {EAST}
    assert visited_by(sweeper, found[0].id, 5).number == 1
    assert api.site_details(site_id=found[0].id, actor=sweeper).site.state is api.SiteState.VISITED
    new = api.NewVisitPhoto(content=picture(), taken_at=AT)
    photo = api.keep_site_photo(photo_id=key("p"), site_id=found[0].id, new=new, actor=sweeper, at=AT)
    assert api.photo_file(photo_id=photo.id, actor=sweeper, is_bare=True, width=None).media_type == "image/jpeg"
    assert api.give_up_site(site_id=found[1].id, reason="封路", actor=sweeper, at=AT).stand_in is not None
    stranger = replace(sweeper, area_code=f"{WEST}001")
    with pytest.raises(NotPermittedError):
        visited_by(stranger, found[0].id, 5, name="of a stranger")
    with pytest.raises(NotPermittedError):
        api.site_details(site_id=found[0].id, actor=stranger)


def test_a_visit_tells_how_far_from_the_site_it_was(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    draft = api.VisitDraft(visited_at=AT, observations=(api.Observation(leaf="B", met=1, looked_at=1),))
    near = replace(draft, longitude=117.1, latitude=38.901, device="手机")
    here = api.record_visit(visit_id=key("near"), site_id=site.id, draft=near, actor=town["collector_a"], at=AT)
    nowhere = api.record_visit(visit_id=key("none"), site_id=site.id, draft=draft, actor=town["collector_a"], at=AT)

    assert (here.distance_m, here.device, nowhere.distance_m) == (111, "手机", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"observations": ()},
        {"observations": (api.Observation(leaf="B", met=11, looked_at=10),)},
        {"observations": (api.Observation(leaf="B", met=0, looked_at=0),)},
        {"observations": (api.Observation(leaf="B", met=1, looked_at=1),) * 2},
        {"observations": (api.Observation(leaf="A", met=1, looked_at=1),)},
        {"visited_at": AT + timedelta(seconds=1)},
        {"visited_at": AT - timedelta(seconds=1)},  # before the draw
    ],
)
def test_a_visit_that_cannot_be_is_refused(changes: dict[str, Any], town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id)[0]
    draft = api.VisitDraft(visited_at=AT, observations=(api.Observation(leaf="B", met=1, looked_at=1),))
    with pytest.raises(InvalidInputError):
        api.record_visit(
            visit_id=key("x"), site_id=site.id, draft=replace(draft, **changes), actor=town["evaluator"], at=AT
        )

    assert not SiteVisit.objects.exists()


def test_a_site_that_cannot_be_visited_is_followed_by_the_next_of_the_lot(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    given = api.give_up_site(site_id=site.id, reason="封路施工", actor=town["collector_a"], at=AT)

    assert given.site.state is api.SiteState.GIVEN_UP
    assert given.stand_in is not None
    assert (given.stand_in.place, given.stand_in.stands_in_for) == (4, site.id)
    assert given.stand_in.id in {each.id for each in sites_of(town, appraisal_id)}
    with pytest.raises(RefusedError, match="stands in"):
        api.give_up_site(site_id=site.id, reason="封路施工", actor=town["collector_a"], at=AT)
    with pytest.raises(RefusedError, match="stands in"):
        visited(town, site.id, 5)
    visited(town, given.stand_in.id, 5)
    with pytest.raises(RefusedError, match="was visited"):
        api.give_up_site(site_id=given.stand_in.id, reason="封路施工", actor=town["collector_a"], at=AT)
    with pytest.raises(api.DrawStandsError):
        drawn(town, appraisal_id, name="again", reason="重抽")
    western = next(each for each in sites_of(town, appraisal_id) if each.area_code == WEST)
    alone = api.give_up_site(site_id=western.id, reason="封路施工", actor=town["evaluator"], at=AT)
    assert alone.stand_in is None  # the lot is used up, and that is told


def test_whose_area_it_is_not_does_not_visit(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    reserve = DrawnSite.objects.filter(state="RESERVE").first()
    assert reserve is not None

    with pytest.raises(NotPermittedError):
        visited(town, site.id, 5, who="collector_west")
    with pytest.raises(NotPermittedError):
        visited(town, site.id, 5, who="handler")
    with pytest.raises(NotPermittedError):
        api.give_up_site(site_id=site.id, reason="远", actor=town["leader"], at=AT)
    with pytest.raises(InvalidInputError, match="why"):
        api.give_up_site(site_id=site.id, reason="", actor=town["evaluator"], at=AT)
    with pytest.raises(NotFoundError):  # who knows the reserves could clean them beforehand
        api.site_details(site_id=reserve.pk, actor=town["evaluator"])
    assert not SiteVisit.objects.exists()


def test_a_photograph_of_a_site_is_sealed(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    new = api.NewVisitPhoto(content=picture(), taken_at=AT, leaf="B", longitude=117.1, latitude=38.9, device="城管通")
    kept = api.keep_site_photo(photo_id=key("p"), site_id=site.id, new=new, actor=town["collector_a"], at=AT)

    assert (kept.site_id, kept.leaf, len(kept.seal), kept.longitude) == (site.id, "B", 64, 117.1)
    assert api.site_details(site_id=site.id, actor=town["leader"]).photos == (kept,)
    with pytest.raises(NotPermittedError):
        api.photo_file(photo_id=kept.id, actor=town["collector_west"], is_bare=False, width=None)
    with pytest.raises(NotFoundError):
        api.photo_file(photo_id=key("none"), actor=town["leader"], is_bare=False, width=None)


def test_a_photograph_is_of_what_is_looked_at(town: Town, appraisal_id: UUID) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    new = api.NewVisitPhoto(content=picture(), taken_at=AT, leaf="A")
    with pytest.raises(InvalidInputError, match="A is no indicator"):
        api.keep_site_photo(photo_id=key("p"), site_id=site.id, new=new, actor=town["collector_a"], at=AT)
    early = replace(new, leaf="B", taken_at=AT - timedelta(seconds=1))
    with pytest.raises(InvalidInputError, match="had not been drawn"):
        api.keep_site_photo(photo_id=key("p"), site_id=site.id, new=early, actor=town["collector_a"], at=AT)
    with pytest.raises(InvalidInputError, match="B is no indicator"):
        api.keep_evidence(
            photo_id=key("q"), appraisal_id=appraisal_id, new=replace(new, leaf="B"), actor=town["evaluator"], at=AT
        )
    assert not VisitPhoto.objects.exists()


def test_what_a_figure_rests_on_is_not_for_surveyors(town: Town, appraisal_id: UUID) -> None:
    new = api.NewVisitPhoto(content=picture(), taken_at=AT)
    kept = api.keep_evidence(photo_id=key("p"), appraisal_id=appraisal_id, new=new, actor=town["evaluator"], at=AT)

    assert api.photo_file(photo_id=kept.id, actor=town["leader"], is_bare=True, width=None).media_type == "image/jpeg"
    with pytest.raises(NotPermittedError):
        api.photo_file(photo_id=kept.id, actor=town["collector_a"], is_bare=True, width=None)


def test_no_file_is_kept_for_what_is_closed(town: Town, appraisal_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(town, appraisal_id)
    site = sites_of(town, appraisal_id, "collector_a")[0]
    api.close_appraisal(appraisal_id=appraisal_id, actor=town["evaluator"], at=AT)
    kept: list[bytes] = []
    monkeypatch.setattr("cityloop.kernel.files.keep", lambda content, **_: kept.append(content))
    new = api.NewVisitPhoto(content=picture(), taken_at=AT)

    with pytest.raises(api.AppraisalClosedError):
        api.keep_site_photo(photo_id=key("p"), site_id=site.id, new=new, actor=town["collector_a"], at=AT)
    with pytest.raises(api.AppraisalClosedError):
        api.keep_evidence(photo_id=key("q"), appraisal_id=appraisal_id, new=new, actor=town["evaluator"], at=AT)
    assert kept == []
