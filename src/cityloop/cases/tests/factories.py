"""Cases to test with: each walked to where it stands by real moves of the right people, a minute apart."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from cityloop.access.api import Actor
from cityloop.cases import api
from cityloop.cases.models import FieldTask
from cityloop.standards.api import Limit
from tests.support.town import EAST_SPOT, MONDAY_NINE, Town, key

MINUTE = timedelta(minutes=1)
STAGES = ("ACCEPTANCE", "FILING", "DISPATCH", "DISPOSAL", "CHECK", "CLOSING", "CLOSED")


@dataclass
class Walk:
    """A case on its way; every move happens a minute after the one before."""

    town: Town
    name: str = "walk"
    at: datetime = MONDAY_NINE
    spot: tuple[float, float] = EAST_SPOT
    source: api.Source = api.Source.SUPERIOR  # needs no verification before filing
    who: str = "acceptor"
    changes: dict[str, object] = field(default_factory=dict)
    view: api.CaseView = field(init=False)

    def __post_init__(self) -> None:
        """Report the case."""
        new = self.town.new_case(self.spot, source=self.source, **self.changes)
        self.view, _ = api.report(case_id=self.id, new=new, actor=self.town[self.who], at=self.at)

    @property
    def id(self) -> UUID:
        """Return the id that follows from the name."""
        return key(self.name)

    def go(self, who: str | Actor, verb: str, *, minutes: int = 1, **inputs: Any) -> api.CaseView:
        """Make a move some minutes later."""
        self.at += minutes * MINUTE
        actor = self.town[who] if isinstance(who, str) else who
        self.view = api.move(case_id=self.id, verb=verb, inputs=api.Inputs(**inputs), actor=actor, at=self.at)
        return self.view

    def to(self, stage: str) -> "Walk":
        """Walk on to this stage, the straight way."""
        while self.view.stage != stage:
            getattr(self, f"_from_{self.view.stage.lower()}")()
        return self

    def wait(self, **time: float) -> "Walk":
        """Let time pass before the next move."""
        self.at += timedelta(**time)
        return self

    def sent(self) -> Actor:
        """Return the collector who is out for the case."""
        task = FieldTask.objects.get(case=self.id, answered_at=None, recalled_at=None)
        return self.town.drawn(task.assignee_id)

    def photo(self, who: str, *, usage: api.PhotoUsage = api.PhotoUsage.AFTER) -> UUID:
        """Upload a photograph as somebody and return its id."""
        photo_id = key(f"{self.name}/photo/{self.at.isoformat()}/{who}")
        new = api.NewPhoto(content=picture(), usage=usage, taken_at=self.at, device="HC-1 860000000000001")
        return api.keep_photo(photo_id=photo_id, new=new, actor=self.town[who], at=self.at).id

    def check(self, answer: api.Answer) -> "Walk":
        """Send a collector to check and let them answer."""
        self.go("acceptor", "send_check")
        self.go(self.sent(), "answer_check", answer=answer)
        return self

    def suspend(self, *, days: int = 2) -> "Walk":
        """Ask for a suspension and have it approved by both."""
        self.to("DISPOSAL")
        self.go("handler_other", "ask_suspension", opinion="等待围挡拆除", until=self.at + timedelta(days=days))
        self.go("dispatcher", "approve")
        self.go("shift_leader", "approve")
        return self

    def refuse(self) -> "Walk":
        """Refuse the report: the case is void."""
        self.go("acceptor", "refuse_report", opinion="不在受理范围")
        return self

    def merge(self, into: UUID) -> "Walk":
        """Merge into another case."""
        self.go("acceptor", "merge", main_case_id=into)
        return self

    def _from_acceptance(self) -> None:
        self.go("acceptor", "submit")

    def _from_filing(self) -> None:
        self.go("shift_leader", "file", limit=Limit.parse("4 work_hour"))

    def _from_dispatch(self) -> None:
        self.go("dispatcher", "dispatch", body_id=self.town.bodies["HW"])

    def _from_disposal(self) -> None:
        self.go("handler_other", "feed_back", photo_ids=(self.photo("handler_other"),))

    def _from_check(self) -> None:
        self.check(api.Answer.PASS)
        self.go("acceptor", "pass_check")

    def _from_closing(self) -> None:
        self.go("shift_leader", "close")


def picture(*, size: tuple[int, int] = (64, 48), colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    """Return a small JPEG."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def elsewhere(actor: Actor, **changes: Any) -> Actor:
    """Return the actor as they would be in another seat."""
    return replace(actor, **changes)
