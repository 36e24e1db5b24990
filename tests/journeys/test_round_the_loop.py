"""A citizen's report, once round the loop, with everything that may come between."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cityloop.cases import api as cases
from cityloop.standards import api as standards
from tests.support.desk import Desk
from tests.support.town import EAST_SPOT, Town, key, position

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
STORY = "round the loop"
CASE = key(STORY)  # the key of the report is the id of its case


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of March 2026 in Shanghai; the 2nd is a Monday. Working hours are 8-12 and 14-18."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def due(answer: Any) -> datetime:
    """Return the due moment an answer names."""
    body = answer.json()
    assert answer.status_code in (200, 201), body
    return datetime.fromisoformat(body["due_at"])


class Story:
    """The acts of the journey, in order: each says what happens and when it must be done by."""

    def __init__(self, town: Town) -> None:
        """Seat everybody at a desk."""
        self.town = town
        self.citizen, self.acceptor, self.leader, self.dispatcher, self.works, self.cleaners = (
            Desk(town, name)
            for name in ("citizen", "acceptor", "shift_leader", "dispatcher", "handler", "handler_other")
        )

    def whole(self) -> None:
        """Tell it from the report to the citizen's answer."""
        self.is_reported()
        self.is_verified()
        self.is_filed()
        self.goes_to_the_wrong_body()
        self.goes_to_the_right_body()
        self.is_extended()
        self.is_suspended()
        self.fails_its_check()
        self.passes_and_is_closed()
        self.is_rated()

    def is_reported(self) -> None:
        """Given a citizen who reports rubbish on the pavement on Monday at nine: 15 minutes to accept it."""
        longitude, latitude = position(*EAST_SPOT)
        answer = self.citizen.report(
            {
                "kind": "INCIDENT",
                "class_code": "06010",
                "longitude": longitude,
                "latitude": latitude,
                "description": "人行道上有暴露垃圾",
                "reporter": {"name": "王芳", "phone": "13800001234", "wants_answer": True},
            },
            at=moment(2, 9),
            key_name=STORY,
        )
        assert due(answer) == moment(2, 9, 15)

    def is_verified(self) -> None:
        """When it is verified on site from 9:05 to 9:20, the clock waits with 10 minutes left."""
        assert self.acceptor.move(CASE, "submit", at=moment(2, 9, 4)).status_code == 409
        assert self.acceptor.move(CASE, "send_verification", at=moment(2, 9, 5)).json()["due_at"] is None
        collector = self.collector_out(at=moment(2, 9, 6))
        assert due(collector.move(CASE, "answer_verification", at=moment(2, 9, 20), answer="EXISTS")) == moment(
            2, 9, 30
        )
        assert due(self.acceptor.move(CASE, "submit", at=moment(2, 9, 25))) == moment(2, 9, 40)

    def is_filed(self) -> None:
        """And filed under the condition for rubbish: 4 working hours to dispose of it, 15 minutes to dispatch it."""
        condition = rubbish_condition()
        filed = self.leader.move(CASE, "file", at=moment(2, 9, 30), condition_id=condition.id)
        assert due(filed) == moment(2, 9, 45)

    def goes_to_the_wrong_body(self) -> None:
        """When it goes to the wrong body at 9:40: 2 h 20 until noon, the rest of 4 h from two o'clock."""
        wrong = self.dispatcher.move(CASE, "dispatch", at=moment(2, 9, 40), body_id=str(self.town.bodies["SZ"]))
        assert due(wrong) == moment(2, 15, 40)
        asked = self.works.move(CASE, "ask_return", at=moment(2, 10), opinion="不属于市政管养范围")
        assert asked.json()["due_at"] is None
        assert due(self.dispatcher.move(CASE, "approve", at=moment(2, 10, 10))) == moment(2, 10, 25)

    def goes_to_the_right_body(self) -> None:
        """Then the right one has its own 4 hours from 10:20: 1 h 40 until noon, 2 h 20 from two."""
        right = self.dispatcher.move(CASE, "dispatch", at=moment(2, 10, 20), body_id=str(self.town.bodies["HW"]))
        assert due(right) == moment(2, 16, 20)
        assert self.works.case(CASE, at=moment(2, 10, 21))["status"] == 404
        self.cleaners.move(CASE, "sign", at=moment(2, 10, 30))

    def is_extended(self) -> None:
        """An extension adds the original 4 hours: 1 h 40 until six, 2 h 20 from eight on Tuesday."""
        self.cleaners.move(CASE, "ask_extension", at=moment(2, 11), opinion="垃圾量大，需调车")
        assert due(self.dispatcher.move(CASE, "approve", at=moment(2, 11, 10))) == moment(3, 10, 20)

    def is_suspended(self) -> None:
        """A suspension from Monday 14:10 (1 h 50 used, 6 h 10 left) to Wednesday nine, taken up by the clock itself."""
        until = moment(4, 9)
        self.cleaners.move(
            CASE, "ask_suspension", at=moment(2, 14), opinion="等待道路施工围挡拆除", until=until.isoformat()
        )
        assert self.dispatcher.move(CASE, "approve", at=moment(2, 14, 5)).json()["stage"] == "DISPOSAL"
        assert self.leader.move(CASE, "approve", at=moment(2, 14, 10)).json()["stage"] == "SUSPENDED"
        cases.ring(at=until - timedelta(seconds=1))
        assert self.cleaners.case(CASE, at=until)["stage"] == "SUSPENDED"
        cases.ring(at=until)
        resumed = self.cleaners.case(CASE, at=until)
        assert (resumed["stage"], datetime.fromisoformat(resumed["due_at"])) == ("DISPOSAL", moment(4, 17, 10))

    def fails_its_check(self) -> None:
        """Disposed of at eleven without a photograph is refused, with one it goes to be checked within 30 minutes."""
        assert self.cleaners.move(CASE, "feed_back", at=moment(4, 11)).status_code == 409
        photo = self.cleaners.photo("AFTER", at=moment(4, 10, 55))
        assert due(self.cleaners.move(CASE, "feed_back", at=moment(4, 11), photo_ids=[photo])) == moment(4, 11, 30)

        # The check fails: 25 minutes were left when the collector was sent; 4 h 10 are left to the body.
        self.acceptor.move(CASE, "send_check", at=moment(4, 11, 5))
        checker = self.collector_out(at=moment(4, 11, 6))
        failed = checker.move(CASE, "answer_check", at=moment(4, 11, 20), answer="NOT_PASS", opinion="仍有残留")
        assert due(failed) == moment(4, 11, 45)
        assert due(self.acceptor.move(CASE, "rework", at=moment(4, 11, 30), opinion="返工")) == moment(4, 17, 40)

    def passes_and_is_closed(self) -> None:
        """The second check passes, and the case is closed in time."""
        photo = self.cleaners.photo("AFTER", at=moment(4, 14, 55))
        assert due(self.cleaners.move(CASE, "feed_back", at=moment(4, 15), photo_ids=[photo])) == moment(4, 15, 30)
        self.acceptor.move(CASE, "send_check", at=moment(4, 15, 5))
        second = self.collector_out(at=moment(4, 15, 6))
        second.move(CASE, "answer_check", at=moment(4, 15, 15), answer="PASS")
        assert due(self.acceptor.move(CASE, "pass_check", at=moment(4, 15, 20))) == moment(4, 15, 35)
        closed = self.leader.move(CASE, "close", at=moment(4, 15, 30)).json()
        assert (closed["stage"], closed["phase"], closed["due_at"]) == ("CLOSED", "CLOSED", None)

    def is_rated(self) -> None:
        """And the citizen is content."""
        assert self.citizen.move(CASE, "rate", at=moment(5, 8), score=100).status_code == 200

        whole = self.acceptor.case(CASE, at=moment(5, 9))
        told = {name: whole[name] for name in ("rework_count", "extension_count", "suspension_count", "return_count")}
        assert told == {"rework_count": 1, "extension_count": 1, "suspension_count": 1, "return_count": 1}
        assert (whole["satisfaction"], whole["closing_kind"], whole["disposed_on_time"]) == (100, "NORMAL", True)
        assert [faults for _, _, faults in cases.verify_history()] == [[]]

    def collector_out(self, *, at: datetime) -> Desk:
        """Return the desk of the collector who is out for the case."""
        out = [task for task in self.acceptor.case(CASE, at=at)["tasks"] if not task["answered_at"]]
        name = next(n for n, actor in self.town.actors.items() if str(actor.account_id) == out[0]["assignee_id"])
        return Desk(self.town, name)


def test_a_report_goes_round_with_a_return_an_extension_a_suspension_and_a_rework(town: Town) -> None:
    Story(town).whole()


def test_every_stay_is_kept_with_what_it_used(town: Town) -> None:
    Story(town).whole()

    stays = Desk(town, "acceptor").get(f"/cases/{CASE}/history", at=moment(5, 9))["activities"]

    assert [(stay["stage"], stay["used_minutes"], stay["on_time"]) for stay in stays] == [
        ("ACCEPTANCE", 10, True),
        ("FILING", 5, True),
        ("DISPATCH", 10, True),
        ("DISPOSAL", 20, True),
        ("DISPATCH", 10, True),
        ("DISPOSAL", 110, True),
        ("SUSPENDED", None, None),
        ("DISPOSAL", 120, True),
        ("CHECK", 15, True),
        ("DISPOSAL", 90, True),
        ("CHECK", 10, True),
        ("CLOSING", 10, True),
        ("CLOSED", None, None),
    ]


def rubbish_condition() -> standards.ConditionView:
    """Return the condition for rubbish with a limit of 4 working hours."""
    found = standards.conditions(kind=standards.MatterKind.INCIDENT, code="06010", at=moment(2, 9))
    return next(condition for condition in found if str(condition.limits["ALL"]) == "4 work_hour")
