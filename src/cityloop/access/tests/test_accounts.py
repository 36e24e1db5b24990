from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from cityloop.access import api
from cityloop.access.models import Account, AuditEntry, FormerPassword, Session, Token
from cityloop.access.tests.factories import NOON, PASSWORD, SYSTEM, account, actor, seated, stored
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError, RefusedError

pytestmark = pytest.mark.django_db
DRAFT = api.AccountDraft(username="li", display_name="李四")


def test_a_new_account_is_kept_under_one_spelling_and_shows_a_masked_number() -> None:
    draft = api.AccountDraft(username=" Li ", display_name="李四", phone="13800001111", password=PASSWORD)

    made = api.create_account(draft=draft, actor=SYSTEM, at=NOON)

    assert (made.username, made.name, made.phone, made.must_change_password) == ("li", "李四", "138****1111", True)
    assert stored(made.account_id).password.startswith("argon2$argon2id$")
    assert api.account_by_username(username="LI") == made
    assert AuditEntry.objects.get().action == "access.create_account"


def test_an_account_without_a_password_cannot_be_signed_in_to() -> None:
    assert not stored(account().account_id).has_usable_password()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab1!", "8"),
        ("alllowercase1", "three of"),
        ("ALLUPPER!!!", "three of"),
        ("Li-Sheng-Li1", "username|用户名|相似|similar"),
        ("Password1", "common|常见"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_and_nothing_is_kept(password: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why) as refusal:
        api.create_account(draft=replace(DRAFT, username="li-sheng", password=password), actor=SYSTEM, at=NOON)

    assert refusal.value.facts["field"] == "password"
    assert not Account.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("draft", [replace(DRAFT, username="  "), replace(DRAFT, display_name="")])
def test_an_account_needs_names(draft: api.AccountDraft) -> None:
    with pytest.raises(InvalidInputError):
        api.create_account(draft=draft, actor=SYSTEM, at=NOON)


def test_a_name_is_taken_once() -> None:
    account("li")

    with pytest.raises(RefusedError, match="li is taken"):
        api.create_account(draft=replace(DRAFT, username="LI"), actor=SYSTEM, at=NOON)


def test_changing_a_password_needs_the_old_one() -> None:
    made = account(password=PASSWORD)

    with pytest.raises(InvalidInputError, match="old password"):
        api.change_password(account_id=made.account_id, old="Wrong-one1", new="Other-one1", at=NOON)

    assert stored(made.account_id).check_password(PASSWORD)


def test_changing_a_password_ends_all_other_sessions() -> None:
    made = account(password=PASSWORD)
    for _ in range(2):
        api.open_session(account_id=made.account_id, at=NOON, address=None, program="")
    kept = Session.objects.order_by("pk").first()
    assert kept is not None

    api.change_password(account_id=made.account_id, old=PASSWORD, new="Other-one1", at=NOON, keep_session_id=kept.pk)

    assert list(Session.objects.filter(ended_at=None)) == [kept]
    assert stored(made.account_id).check_password("Other-one1")


def test_the_last_five_passwords_are_not_taken_again_but_the_sixth_is() -> None:
    passwords = ["Number-one1", "Number-two2", "Number-three3", "Number-four4", "Number-five5", "Number-six6"]
    made = account(password=passwords[0])
    for before, after in pairwise(passwords):
        api.change_password(account_id=made.account_id, old=before, new=after, at=NOON)

    for remembered in passwords[1:]:
        with pytest.raises(InvalidInputError, match="differ from your last 5"):
            api.change_password(account_id=made.account_id, old="Number-six6", new=remembered, at=NOON)
    api.change_password(account_id=made.account_id, old="Number-six6", new="Number-one1", at=NOON)

    assert FormerPassword.objects.count() == 4  # with the present one, five


def test_a_reset_password_must_be_changed_and_ends_every_session() -> None:
    made = account(password=PASSWORD)
    api.open_session(account_id=made.account_id, at=NOON, address=None, program="")

    api.reset_password(account_id=made.account_id, new="First-again1", actor=SYSTEM, at=NOON)

    assert api.account(account_id=made.account_id).must_change_password
    assert not Session.objects.filter(ended_at=None).exists()
    assert AuditEntry.objects.filter(action="access.reset_password", subject=f"account:{made.account_id}").exists()


def test_closing_an_account_ends_its_sessions_and_tokens_and_it_can_be_reopened() -> None:
    seat = seated()
    holder = api.actor_of(account_id=seat.account_id, at=NOON)
    api.open_session(account_id=seat.account_id, at=NOON, address=None, program="")
    api.issue_token(name="t", seat_id=seat.seat_id, expires_at=NOON + timedelta(days=1), actor=holder, at=NOON)

    assert not api.close_account(account_id=seat.account_id, actor=SYSTEM, at=NOON).is_active

    assert not Session.objects.filter(ended_at=None).exists()
    assert not Token.objects.filter(ended_at=None).exists()
    assert api.seats(at=NOON) == []
    with pytest.raises(NotFoundError):
        api.actor_of(account_id=seat.account_id, at=NOON)
    assert api.reopen_account(account_id=seat.account_id, actor=SYSTEM, at=NOON).is_active


def test_what_an_account_is_called_may_change() -> None:
    made = account()

    assert api.change_account(account_id=made.account_id, actor=SYSTEM, at=NOON, phone="13999990000")
    assert not api.change_account(account_id=made.account_id, actor=SYSTEM, at=NOON, phone="13999990000")

    changed = api.account(account_id=made.account_id)
    assert (changed.name, changed.phone) == (made.name, "139****0000")
    assert AuditEntry.objects.get(action="access.change_account").facts == {"fields": ["phone"]}


@pytest.mark.parametrize("post", [post for post in api.Post if post not in {api.Post.ADMINISTRATOR, api.Post.SYSTEM}])
def test_nobody_else_touches_accounts(post: api.Post) -> None:
    made, stranger = account("li", password=PASSWORD), actor("wang", post=post)
    before, entries = Account.objects.values().get(pk=made.account_id), AuditEntry.objects.count()

    for attempt in (api.close_account, api.reopen_account, api.unlock_account, api.change_account):
        with pytest.raises(NotPermittedError):
            attempt(account_id=made.account_id, actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.reset_password(account_id=made.account_id, new="First-again1", actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.create_account(draft=DRAFT, actor=stranger, at=NOON)

    assert Account.objects.values().get(pk=made.account_id) == before
    assert AuditEntry.objects.count() == entries


def test_a_look_at_a_whole_number_is_recorded() -> None:
    seen, looking = account("li"), actor("wang", post=api.Post.SHIFT_LEADER)

    assert (
        api.see_phone(account_id=seen.account_id, actor=replace(looking, address="10.0.0.9"), at=NOON) == "13812341234"
    )

    entry = AuditEntry.objects.get(action="access.see_phone")
    assert (entry.account_id, entry.post, entry.seat_id) == (looking.account_id, "SHIFT_LEADER", looking.seat_id)
    assert (entry.subject, entry.address, entry.at) == (f"account:{seen.account_id}", "10.0.0.9", NOON)


def test_a_look_at_ones_own_number_needs_nothing() -> None:
    collector = actor(post=api.Post.COLLECTOR)
    entries = AuditEntry.objects.count()

    assert api.see_phone(account_id=collector.account_id, actor=collector, at=NOON) == "13812341234"
    assert AuditEntry.objects.count() == entries


def test_other_posts_do_not_see_whole_numbers() -> None:
    seen, handler = account("li"), actor("wang", post=api.Post.HANDLER)

    with pytest.raises(NotPermittedError):
        api.see_phone(account_id=seen.account_id, actor=handler, at=NOON)

    assert not AuditEntry.objects.filter(action="access.see_phone").exists()


@pytest.mark.parametrize("rewrite", ["update access_auditentry set name = 'x'", "delete from access_auditentry"])
def test_the_audit_trail_cannot_be_rewritten(rewrite: str) -> None:
    account()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rewrite)

    assert AuditEntry.objects.count() == 1


def test_an_unknown_account_is_not_found() -> None:
    for ask in (api.close_account, api.see_phone, api.unlock_account):
        with pytest.raises(NotFoundError):
            ask(account_id=uuid4(), actor=SYSTEM, at=NOON)
    with pytest.raises(NotFoundError):
        api.account(account_id=uuid4())
