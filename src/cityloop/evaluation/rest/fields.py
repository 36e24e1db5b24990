"""Fields that several entrances take."""

from typing import Annotated

from pydantic import Field, StringConstraints

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
