"""Evidence: kept, judged, and told where the same content stands behind something else."""

from dataclasses import replace
from typing import Any

import pytest

from cityloop.cases.tests.factories import picture
from cityloop.evaluation import api
from cityloop.evaluation.contracts.evidence import EvidenceView
from cityloop.evaluation.models import EvidenceFile, HandEntry
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.evaluation.march_results import entry
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import Town, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def brought(town: Town, name: str = "evidence", content: bytes = PDF, who: str = "evaluator") -> EvidenceView:
    return api.keep_evidence(evidence_id=key(name), name=f"{name}.pdf", content=content, actor=town[who], at=APRIL)


def entered(town: Town, name: str, evidence: str, **changes: Any) -> api.EntryView:
    draft = replace(entry(town, "-2"), evidence=(key(evidence),), **changes)
    return api.enter(entry_id=key(name), draft=draft, actor=town["evaluator"], at=APRIL)


def test_a_file_is_kept_once_under_what_it_holds(march: Town) -> None:
    first, again = brought(march), brought(march)

    assert first == again
    assert (first.media_type, first.size, first.uses) == ("application/pdf", len(PDF), ())
    assert brought(march, "photo", picture()).media_type == "image/jpeg"
    with pytest.raises(api.IdentifierTakenError):
        brought(march, content=PDF + b"%%EOF")
    found, place = api.evidence_file(evidence_id=first.id, actor=march["leader"])
    assert (found, place.media_type) == (first, "application/pdf")


def test_what_may_not_be_brought_is_refused(march: Town) -> None:
    with pytest.raises(InvalidInputError, match="a PDF"):
        brought(march, content=b"<html>")
    with pytest.raises(NotPermittedError):
        brought(march, who="leader")
    with pytest.raises(NotPermittedError):
        api.evidence(evidence_id=key("evidence"), actor=march["handler"])
    with pytest.raises(NotFoundError):
        api.evidence(evidence_id=key("evidence"), actor=march["leader"])
    assert not EvidenceFile.objects.exists()


def test_nothing_is_filled_in_with_evidence_that_nobody_brought(march: Town) -> None:
    with pytest.raises(InvalidInputError, match="not brought"):
        entered(march, "entry", "evidence")
    assert not HandEntry.objects.exists()


def test_the_same_evidence_for_something_else_is_told(march: Town) -> None:
    brought(march)
    first = entered(march, "first", "evidence")
    corrected = entered(march, "corrected", "evidence", words="更正")
    brought(march, "copy")
    other = entered(march, "other", "copy", subject_id=str(march.bodies["SZ"]))

    assert first.repeats == corrected.repeats == ()
    assert other.repeats == (first.id, corrected.id)
    told = {
        each.id: each.repeats for each in api.entries(scheme_key="jinhua-body", period=MARCH, actor=march["leader"])
    }
    assert told == {first.id: (other.id,), corrected.id: (other.id,), other.id: (first.id, corrected.id)}
    uses = api.evidence(evidence_id=key("copy"), actor=march["evaluator"]).uses
    assert {use.entry_id for use in uses} == {first.id, corrected.id, other.id}
