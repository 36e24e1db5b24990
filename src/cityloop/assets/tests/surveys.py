"""A street of bins in the east of the town, and a survey of them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

import shapely
from PIL import Image

from cityloop.assets import api
from cityloop.assets.models import Component, SurveyFinding
from tests.support.town import EAST, FOUNDED, MONDAY_NINE, Town, key, position

BINS = api.ComponentLayer(name="bins", class_edition="2026", class_code="03005", data_source="其他")
CLOSING = MONDAY_NINE + timedelta(hours=8)
METRE = 0.01  # of the hundred metres that spots are told in
PLACES = {name: (4.0 + number * 0.5, 0.5) for number, name in enumerate(["one", "two", "three", "four"])}


def lay_bins() -> dict[str, str]:
    """Put bins along a street and return their identity codes by name."""
    drafts = [
        api.ComponentDraft(name, f"废物箱{name}", shapely.to_wkb(shapely.Point(*position(*spot))))
        for name, spot in PLACES.items()
    ]
    api.import_components(layer=BINS, drafts=drafts, valid_from=FOUNDED, at=FOUNDED)
    Component.objects.update(accuracy="B")
    return dict(Component.objects.values_list("external_id", "code"))


@dataclass
class Fieldwork:
    """A survey in the making."""

    town: Town
    codes: dict[str, str] = field(default_factory=dict)
    id: UUID = field(default_factory=lambda: UUID(int=0))
    serial: "count[int]" = field(default_factory=count)

    def plan(self, **changes: Any) -> api.SurveyView:
        seats = tuple(filter(None, [self.town["collector_a"].seat_id, self.town["collector_b"].seat_id]))
        values: dict[str, Any] = {
            "title": "东区废物箱普查",
            "area_codes": (EAST,),
            "class_codes": ("03005",),
            "starts_on": date(2026, 3, 2),
            "ends_on": date(2026, 3, 6),
            "seat_ids": seats,
        }
        plan = api.SurveyPlan(**(values | changes))
        view = api.plan_survey(plan=plan, actor=self.town["administrator"], at=MONDAY_NINE)
        self.id = view.id
        return view

    def record(self, spot: tuple[float, float], *, who: str = "collector_a", name: str = "", **told: Any) -> UUID:
        record_id = key(name or f"record {next(self.serial)}")
        api.record_component(
            survey_id=self.id,
            record_id=record_id,
            new=seen(spot, **told),
            actor=self.town[who],
            at=told.get("taken_at", MONDAY_NINE) + timedelta(minutes=1),
        )
        return record_id

    def photograph(self, name: str) -> UUID:
        new = api.NewComponentPhoto(content=picture(), taken_at=MONDAY_NINE)
        asked: dict[str, Any] = {"survey_id": self.id, "new": new, "at": MONDAY_NINE}
        return api.keep_survey_photo(photo_id=key(name), actor=self.town["collector_a"], **asked).id

    @property
    def version(self) -> int:
        return api.survey(self.id).version

    def close(self, at: datetime = CLOSING) -> api.SurveyView:
        api.close_survey(survey_id=self.id, version=self.version, actor=self.town["administrator"], at=at)
        return self.run(at)

    def run(self, at: datetime = CLOSING) -> api.SurveyView:
        return api.run_survey(survey_id=self.id, at=at)

    def decide(self, *, accept: bool = True, who: str = "inspector", kind: str | None = None) -> None:
        rows = SurveyFinding.objects.filter(survey=self.id, verdict="PENDING")
        rows = rows.filter(kind=kind) if kind else rows
        decisions = [api.FindingDecision(finding_id=row.pk, version=row.version, is_accepted=accept) for row in rows]
        api.decide_findings(survey_id=self.id, decisions=decisions, actor=self.town[who], at=CLOSING)

    def apply(self, at: datetime = CLOSING, *, who: str = "administrator") -> api.SurveySettlement:
        api.apply_survey(survey_id=self.id, version=self.version, actor=self.town[who], at=at)
        done = self.run(at)
        assert done.settlement, done.failure
        return done.settlement

    def findings(self) -> list[tuple[str, str]]:
        return sorted((each.kind.value, each.component_code) for each in api.findings(survey_id=self.id, limit=100))


def seen(spot: tuple[float, float], **told: Any) -> api.NewRecord:
    """Return what a surveyor tells of a spot, in hundreds of metres from the town's corner."""
    longitude, latitude = position(*spot)
    values: dict[str, Any] = {"taken_at": MONDAY_NINE, "accuracy": api.AccuracyClass.B}
    if "code" not in told:
        values["class_code"] = "03005"
    return api.NewRecord(longitude=longitude, latitude=latitude, **(values | told))


def beside(name: str, metres: float) -> tuple[float, float]:
    """Return a spot east of a bin."""
    east, north = PLACES[name]
    return east + metres * METRE, north


def picture(colour: str = "green") -> bytes:
    """Return a small photograph."""
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


def walk(work: Fieldwork) -> Fieldwork:
    """Survey the street: one bin is found, one has moved, one is broken, one is not there, one is new."""
    work.plan()
    work.record(beside("one", 0), code=work.codes["one"])
    work.record(beside("two", 9))
    work.record(beside("three", 1), state=api.ComponentState.DAMAGED, note="箱门脱落")
    work.record((7.5, 1.5), name="new one", who="collector_b")
    work.close()
    return work


def everything() -> list[dict[str, Any]]:
    """Return the whole inventory."""
    return [dict(row) for row in Component.objects.order_by("code").values()]
