from typing import Any
from uuid import UUID

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


def send(client: Client, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
    sent = {"headers": headers | {"Idempotency-Key": str(KEY)}, "content_type": "application/json"}
    response = getattr(client, method)(f"{ROOT}{path}", body, **sent)
    return response.status_code, response.json()


KEY = UUID(int=7)
NEW = {"kind": "POI", "name": "东湖驿站", "geometry": {"type": "Point", "coordinates": [X, Y]}}


def test_a_place_is_added_once_changed_and_ended(client: Client) -> None:
    headers = bearer(Post.ADMINISTRATOR, at=now())

    status, added = send(client, "post", "", NEW, headers)
    _, again = send(client, "post", "", NEW, headers)
    path = f"/{added['code']}"
    _, changed = send(client, "patch", path, {"version": 1, "aliases": ["驿站"], "name": None}, headers)
    stale = send(client, "patch", path, {"version": 1, "name": "x"}, headers)
    _, ended = send(client, "post", f"{path}/end", {"version": 2}, headers)

    assert (status, again) == (201, added)
    assert (changed["name"], changed["aliases"], changed["version"]) == ("东湖驿站", ["驿站"], 2)
    assert [row["before"]["aliases"] for row in changed["history"]] == [[]]
    assert (stale[0], stale[1]["type"].endswith("stale-version")) == (409, True)
    assert ended["valid_until"] is not None
    assert send(client, "patch", path, {"version": 3, "name": "x"}, headers)[0] == 409
    assert send(client, "post", "/110101001060009999/end", {"version": 1}, headers)[0] == 404
    refused = send(client, "patch", path, {"version": 3, "name": "x"}, headers | {"Accept-Language": "zh"})[1]
    assert refused["detail"] == f"地点 {added['code']} 已经停用。"


def test_only_who_manages_places_writes_them(client: Client) -> None:
    headers = bearer(Post.ACCEPTOR, at=now())

    assert send(client, "post", "", NEW, headers)[0] == 403
    assert send(client, "patch", f"/{DOOR}", {"version": 1, "name": "x"}, headers)[0] == 403
    assert send(client, "post", f"/{DOOR}/end", {"version": 1}, headers)[0] == 403


def test_a_table_of_places_comes_in_over_http(client: Client) -> None:
    headers = bearer(Post.ADMINISTRATOR, at=now())
    file = SimpleUploadedFile("places.csv", f"external_id,name,longitude,latitude\n1,东湖公厕,{X},{Y}\n".encode())

    stored = client.post(f"{ROOT}/tables", {"layer": "公厕表", "kind": "POI", "file": file}, headers=headers).json()

    assert (stored["added"], stored["unplaced"]) == (1, 0)
    assert get(client, "/search?address=东湖公厕", headers)[1]["candidates"][0]["label"] == "东湖公厕"


def test_a_search_takes_an_area_and_half_an_address(client: Client) -> None:
    headers = bearer(Post.ACCEPTOR, at=now())

    def found(more: str) -> list[str]:
        return [each["label"] for each in get(client, f"/search?{more}", headers)[1]["candidates"]]

    assert found("address=解&half_typed=true") == ["解放路", "解放路公厕"]
    assert found("address=解") == []
    assert found("address=市一医院&within=110102") == []
    assert get(client, "/search?address=x&within=x", headers)[0] == 422
