"""Who answers while an appraisal is being closed; alone in its file, for it commits what others would find."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction

from cityloop.appraisal import api
from cityloop.appraisal.models import QuestionnaireResponse
from tests.appraisal.situations import AT, answer, asked, opened
from tests.support import town as towns


@pytest.mark.django_db(transaction=True)
def test_nothing_is_answered_while_an_appraisal_is_being_closed() -> None:
    town = towns.build()
    appraisal_id = opened(town)
    token = asked(town, appraisal_id).token
    is_closed = Event()

    def late() -> str:
        try:
            is_closed.wait(30)
            answer(token, "late", {"D": 1})
        except api.AppraisalClosedError:
            return "closed"
        finally:
            connections.close_all()
        return "answered"

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            api.close_appraisal(appraisal_id=appraisal_id, actor=town["evaluator"], at=AT)
            answering = threads.submit(late)
            is_closed.set()
            with pytest.raises(TimeoutError):  # it waits for who closes
                answering.result(timeout=1)
        assert answering.result(timeout=30) == "closed"
    assert not QuestionnaireResponse.objects.exists()
