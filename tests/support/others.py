"""Cases that others than the people of the centre have a hand in, so that these may look at them again."""

from typing import Any

from cityloop.cases import api as cases
from cityloop.cases.tests.factories import Walk
from tests.support.town import SYSTEM

CENTRE = ("acceptor", "shift_leader")


class ByOthers(Walk):
    """A case of which the centre's part is done by the system, as in a replay."""

    def __post_init__(self) -> None:
        """Report the case."""
        new = self.town.new_case(self.spot, source=self.source)
        self.view, _ = cases.report(case_id=self.id, new=new, actor=SYSTEM, at=self.at)

    def go(self, who: Any, verb: str, *, minutes: int = 1, **inputs: Any) -> cases.CaseView:
        """Make a move some minutes later."""
        return super().go(SYSTEM if who in CENTRE else who, verb, minutes=minutes, **inputs)
