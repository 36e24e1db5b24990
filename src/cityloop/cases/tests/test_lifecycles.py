"""The lifecycles as screens read them: the one new cases follow, and the one a case was born under."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases.actions.lifecycles import publish_lifecycle, standard_data
from cityloop.cases.tests.factories import Walk
from tests.support.desk import Desk
from tests.support.town import Town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_case_keeps_the_lifecycle_it_was_born_under(town: Town) -> None:
    old = Walk(town, "old")
    renamed = standard_data()
    renamed["stages"]["FILING"]["label"] = {"zh": "待审核", "en": "Review"}
    published = publish_lifecycle(data=renamed, valid_from=old.at + DAY, at=old.at)
    new = Walk(town, "new", at=old.at + 2 * DAY)
    desk = Desk(town, "acceptor")

    def told(walk: Walk) -> tuple[int, str]:
        lifecycle_id = desk.get(f"/cases/{walk.id}", at=new.at)["lifecycle_id"]
        own = desk.get(f"/cases/lifecycle/{lifecycle_id}", at=new.at)
        assert own["id"] == lifecycle_id
        return lifecycle_id, next(stage["label"]["zh"] for stage in own["stages"] if stage["name"] == "FILING")

    assert told(old) == (told(old)[0], "待立案")
    assert told(new) == (published.id, "待审核")
    assert desk.get("/cases/lifecycle", at=new.at)["id"] == published.id
    assert desk.get("/cases/lifecycle", at=old.at)["id"] == told(old)[0]


def test_it_may_be_kept_for_good_and_is_read_once(town: Town) -> None:
    walk = Walk(town)
    desk = Desk(town, "acceptor")
    path = f"/cases/lifecycle/{desk.get(f'/cases/{walk.id}', at=walk.at)['lifecycle_id']}"

    answer = desk.ask("get", path, at=walk.at)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    with CaptureQueriesContext(connection) as queries:
        desk.ask("get", path, at=walk.at)
    assert [query["sql"] for query in queries if "lifecycleversion" in query["sql"]] == []


@pytest.mark.parametrize(("version", "status"), [("2147483647", 404), ("2147483648", 422), ("-1", 422), ("x", 422)])
def test_what_was_never_published_is_not_found(town: Town, version: str, status: int) -> None:
    answer = Desk(town, "acceptor").ask("get", f"/cases/lifecycle/{version}", at=Walk.at)

    assert answer.status_code == status
    assert "Cache-Control" not in answer.headers or "immutable" not in answer.headers["Cache-Control"]
