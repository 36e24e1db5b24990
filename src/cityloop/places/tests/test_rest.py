from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cityloop.access.api import Post
from cityloop.kernel.clock import now
from cityloop.kernel.tables import read_table, write_xlsx
from cityloop.places.tests import town
from tests.support.small_city import bearer, position

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/places"
X, Y = position(2.5, 1.5)
DOOR = "110101001050000002"
OPERATIONS = ["/search?address=人民路22号", f"/reverse?longitude={X}&latitude={Y}", "", f"/{DOOR}"]


def get(client: Client, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    response = client.get(f"{ROOT}{path}", headers=headers)
    return response.status_code, response.json()


@pytest.fixture(autouse=True)
def _places() -> None:
    town.found_places()


@pytest.mark.parametrize("path", OPERATIONS)
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    assert get(client, path)[0] == 401


@pytest.mark.parametrize("path", OPERATIONS)
@pytest.mark.parametrize("post", [Post.CITIZEN, Post.ACCEPTOR])
def test_whoever_is_signed_in_may_look(client: Client, path: str, post: Post) -> None:
    assert get(client, path, bearer(post, at=now()))[0] == 200


def test_what_lies_at_a_point_is_told_to_those_of_its_area(client: Client) -> None:
    assert get(client, OPERATIONS[1], bearer(Post.HANDLER, "110102", at=now()))[0] == 403
    assert get(client, OPERATIONS[1], bearer(Post.HANDLER, "110101", at=now()))[0] == 200


def test_an_address_is_answered_with_its_parts(client: Client) -> None:
    _, body = get(client, "/search?address=人民路22号旁", bearer(Post.COLLECTOR, at=now()))

    assert body["parts"]["direction"] == "旁"
    assert (body["parts"]["street"], body["parts"]["number"]) == ("人民路", 22)
    assert (body["candidates"][0]["code"], body["candidates"][0]["precision"]) == (DOOR, "DOOR")


def test_a_list_is_filtered_and_paged(client: Client) -> None:
    headers = bearer(Post.COLLECTOR, at=now())

    _, first = get(client, "?kind=DOORPLATE&within=110102&limit=2", headers)
    _, second = get(client, f"?kind=DOORPLATE&within=110102&limit=2&cursor={first['next']}", headers)

    assert [row["name"] for page in (first, second) for row in page["items"]] == [
        "人民路1号",
        "人民路2号",
        "人民路12号",
    ]
    assert [row["name"] for row in get(client, "?words=人民公", headers)[1]["items"]] == ["人民公园", "人民公园东门"]


def test_one_place_is_told_whole(client: Client) -> None:
    headers = bearer(Post.COLLECTOR, at=now())

    _, body = get(client, f"/{DOOR}", headers)

    assert (body["name"], body["number"], body["geometry"]["type"]) == ("人民路22号", "22号", "Point")
    assert body["road_code"][9:11] == "04"
    assert get(client, "/110101001050009999", headers)[0] == 404
    assert get(client, "/110101001090000001", headers)[0] == 422


def post(client: Client, content: bytes, file_format: str, headers: dict[str, str]) -> Any:
    file = SimpleUploadedFile("addresses", content)
    return client.post(f"{ROOT}/batch", {"file": file, "file_format": file_format}, headers=headers)


def test_a_table_of_addresses_comes_back_with_positions(client: Client) -> None:
    headers = bearer(Post.ACCEPTOR, at=now())
    table = write_xlsx(["address"], [["人民路22号"], ["无此路5号"]])

    told = post(client, table, "json", headers).json()
    lines = list(read_table(post(client, table, "csv", headers).content, columns=["address"], optional=COLUMNS))
    again = list(read_table(post(client, table, "xlsx", headers).content, columns=["address"], optional=COLUMNS))

    assert told["report"]["found"] == 1
    assert [row["precision"] for row in told["report"]["kinds"]] == ["DOOR", None]
    assert [line.cells["label"] for line in lines] == ["人民路22号", ""]
    assert [dict(line.cells) for line in again] == [dict(line.cells) for line in lines]


COLUMNS = ["label", "precision", "score", "longitude", "latitude", "code", "not_understood"]


def test_a_citizen_sends_no_tables_and_a_bad_table_is_refused(client: Client) -> None:
    assert post(client, b"address\n1\n", "csv", bearer(Post.CITIZEN, at=now())).status_code == 403
    assert post(client, b"street\n1\n", "csv", bearer(Post.ACCEPTOR, at=now())).status_code == 422
