"""Fields that several entrances take."""

from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from cityloop.evaluation import api
from cityloop.standards.api import MatterKind

SchemeKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
PeriodKey = Annotated[
    str,
    StringConstraints(pattern=r"^S?[0-9]{4}[0-9QHW.-]{0,19}$"),
    Field(description="2026-11, S2026-11 (statistic month), 2026-W47, 2026-Q4, 2026-H2, 2026, or two days: "
          "2026-11-03..2026-11-20."),
]  # fmt: skip
SubjectId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f-]{1,40}$"),
    Field(description="The code of an area, or the identifier of a body or an account."),
]


class Whose(Schema):
    """Whose facts: those of a city, an area, a body or a person; of all classes, or of one class or family."""

    of: api.Object
    subject: SubjectId
    kind: Annotated[MatterKind | None, Field(description="Classes of both kinds may have one code.")] = None
    class_code: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9]{0,8}$"),
        Field(description="A class, or what the codes of a family of classes begin with."),
    ] = ""

    def scope(self) -> api.Scope:
        """Return it as queries want it."""
        return api.Scope(of=self.of, subject_id=self.subject, kind=self.kind or "", class_code=self.class_code)
