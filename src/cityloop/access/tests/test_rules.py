"""Rules of access, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from cityloop.access.contracts import Actor, Axis, Post, require
from cityloop.access.domain.masking import masked_phone
from cityloop.access.domain.passwords import is_outworn, kinds_of_characters
from cityloop.access.domain.permissions import PERMISSIONS, permissions_of
from cityloop.access.domain.usernames import normal_username
from cityloop.kernel.errors import NotPermittedError

MODULES = {
    "access", "standards", "territory", "places", "organizations", "assets", "cases", "evaluation", "appraisal",
}  # fmt: skip
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


def actor(*, post: Post = Post.ACCEPTOR, area_code: str = "") -> Actor:
    return Actor(UUID(int=1), "张三", post, post.axis, None, None, area_code, permissions_of(post))


@pytest.mark.parametrize(
    ("post", "axis"),
    [
        (Post.COLLECTOR, Axis.SUPERVISION),
        (Post.ACCEPTOR, Axis.SUPERVISION),
        (Post.SHIFT_LEADER, Axis.SUPERVISION),
        (Post.INSPECTOR, Axis.SUPERVISION),
        (Post.LEADER, Axis.SUPERVISION),
        (Post.EVALUATOR, Axis.SUPERVISION),
        (Post.DISPATCHER, Axis.EXECUTION),
        (Post.HANDLER, Axis.EXECUTION),
        (Post.CITIZEN, Axis.OUTSIDE),
        (Post.ADMINISTRATOR, Axis.SYSTEM),
        (Post.SYSTEM, Axis.SYSTEM),
    ],
)
def test_every_post_stands_on_its_side(post: Post, axis: Axis) -> None:
    assert post.axis is axis


def test_the_table_names_every_post_and_only_permissions_of_modules_that_exist() -> None:
    assert set(PERMISSIONS) == set(Post)
    assert {name.split(".")[0] for granted in PERMISSIONS.values() for name in granted} == MODULES


@pytest.mark.parametrize("permission", ["organizations.manage", "access.manage", "standards.manage", "cases.manage"])
def test_only_administrators_and_the_system_set_things_up(permission: str) -> None:
    assert {post for post in Post if permission in PERMISSIONS[post]} == {Post.ADMINISTRATOR, Post.SYSTEM}


def test_administrators_have_no_hand_in_cases() -> None:
    assert not permissions_of(Post.ADMINISTRATOR) & {"cases.move", "cases.report", "cases.read"}


def test_only_those_who_call_people_see_whole_numbers() -> None:
    seeing = {post for post in Post if "access.see_phone" in PERMISSIONS[post]}

    assert seeing == {Post.ACCEPTOR, Post.SHIFT_LEADER, Post.SYSTEM}


@pytest.mark.parametrize(
    ("area", "grid", "covered"),
    [
        ("", "110101005001003", True),
        ("110101", "110101005001003", True),
        ("110101005", "110101005001003", True),
        ("110101005001", "110101005001003", True),
        ("110102", "110101005001003", False),
        ("110101005001003", "110101005001", False),
    ],
)
def test_an_area_covers_the_grids_that_begin_with_it(area: str, grid: str, *, covered: bool) -> None:
    assert actor(area_code=area).covers(grid) is covered


def test_who_holds_the_permission_in_the_area_passes() -> None:
    require(actor(area_code="110101"), "cases.move", grid="110101005001003")
    require(actor(area_code="110101"), "cases.move")


def test_a_permission_the_post_lacks_is_refused_by_name() -> None:
    with pytest.raises(NotPermittedError, match=r"takes the permission organizations\.manage") as refusal:
        require(actor(), "organizations.manage")

    assert refusal.value.facts == {"permission": "organizations.manage", "post": "ACCEPTOR"}


def test_what_concerns_the_whole_city_is_not_for_a_district() -> None:
    require(actor(), "cases.move", grid="")
    with pytest.raises(NotPermittedError, match="concerns the whole city, not only your area 110101"):
        require(actor(area_code="110101"), "cases.move", grid="")


def test_a_grid_elsewhere_is_refused() -> None:
    with pytest.raises(NotPermittedError, match="110102005001003 lies outside your area 110101"):
        require(actor(area_code="110101"), "cases.move", grid="110102005001003")


@pytest.mark.parametrize(
    ("password", "kinds"),
    [("", 0), ("aaaa", 1), ("aaaA", 2), ("aA1", 3), ("aA1!", 4), ("密码a1", 3), ("        ", 1)],
)
def test_counts_kinds_of_characters(password: str, kinds: int) -> None:
    assert kinds_of_characters(password) == kinds


@pytest.mark.parametrize(
    ("days", "maximum", "outworn"), [(89, 90, False), (90, 90, True), (91, 90, True), (9999, None, False)]
)
def test_a_password_wears_out_with_age(days: int, maximum: int | None, *, outworn: bool) -> None:
    age = timedelta(days=maximum) if maximum else None

    assert is_outworn(changed_at=NOON - timedelta(days=days), at=NOON, maximum_age=age) is outworn


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812341234", "138****1234"), ("12345678", "123****5678"), ("1234567", "*******"), ("", "")],
)
def test_numbers_are_masked(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize("spelling", ["Zhang", " zhang ", "ZHANG"])
def test_spellings_of_a_name_are_one_account(spelling: str) -> None:
    assert normal_username(spelling) == "zhang"
