"""Accounts and their passwords."""

from datetime import datetime
from uuid import UUID

from axes.utils import reset as reset_attempts
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cityloop.access.actions.audit import audit
from cityloop.access.contracts import AccountDraft, AccountView, Actor, require
from cityloop.access.domain.passwords import REMEMBERED
from cityloop.access.domain.usernames import normal_username
from cityloop.access.models import Account, Session, Token
from cityloop.access.policies import rule_in_words
from cityloop.access.queries.people import account_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.wording import Listed, say

MANAGE = "access.manage"


@transaction.atomic
def create_account(*, draft: AccountDraft, actor: Actor, at: datetime) -> AccountView:
    """Create an account.

    :raises InvalidInputError: a name is empty, or the password breaks the rules.
    :raises RefusedError: the name is taken.
    """
    require(actor, MANAGE, grid="")
    account = Account(
        username=normal_username(draft.username),
        display_name=draft.display_name.strip(),
        phone=draft.phone.strip(),
        must_change_password=draft.must_change_password and draft.password is not None,
        password_changed_at=at,
        created_at=at,
    )
    if not account.username or not account.display_name:
        message = say("An account needs a name to sign in with and a name to be called by.")
        raise InvalidInputError(message, field="username")
    if draft.password is not None:
        _check(draft.password, account)
    account.password = make_password(draft.password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        message = say("The name {username} is taken.", username=account.username)
        raise RefusedError(message, field="username") from error
    audit(actor, "access.create_account", f"account:{account.pk}", at, username=account.username)
    return account_view(account)


@transaction.atomic
def change_password(*, account_id: UUID, old: str, new: str, at: datetime, keep_session_id: UUID | None = None) -> None:
    """Change one's own password; every other session of the account ends.

    :raises InvalidInputError: the old password is wrong, or the new one breaks the rules.
    """
    account = _locked(account_id)
    if not account.check_password(old):
        message = say("The old password is not right.")
        raise InvalidInputError(message, field="old")
    _set_password(account, new, at=at)
    account.must_change_password = False
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])
    living = Session.objects.filter(account=account, ended_at__isnull=True)
    others = living.exclude(pk=keep_session_id) if keep_session_id else living
    others.update(ended_at=at)


@transaction.atomic
def reset_password(*, account_id: UUID, new: str, actor: Actor, at: datetime) -> None:
    """Give an account a new first password, which its owner must change; all its sessions end.

    :raises InvalidInputError: the password breaks the rules.
    """
    require(actor, MANAGE, grid="")
    account = _locked(account_id)
    _set_password(account, new, at=at)
    account.must_change_password = True
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])
    Session.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
    audit(actor, "access.reset_password", f"account:{account.pk}", at)


@transaction.atomic
def close_account(*, account_id: UUID, actor: Actor, at: datetime) -> AccountView:
    """Lock an account for good: nobody signs in to it, and its sessions and tokens end. What it did stays."""
    require(actor, MANAGE, grid="")
    account = _locked(account_id)
    account.is_active = False
    account.save(update_fields=["is_active"])
    for credential in (Session, Token):
        credential.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
    audit(actor, "access.close_account", f"account:{account.pk}", at)
    return account_view(account)


@transaction.atomic
def reopen_account(*, account_id: UUID, actor: Actor, at: datetime) -> AccountView:
    """Unlock a closed account."""
    require(actor, MANAGE, grid="")
    account = _locked(account_id)
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit(actor, "access.reopen_account", f"account:{account.pk}", at)
    return account_view(account)


@transaction.atomic
def unlock_account(*, account_id: UUID, actor: Actor, at: datetime) -> None:
    """Forget the failed attempts to sign in to an account, so that its owner may try again at once.

    :raises NotFoundError: there is no such account.
    """
    require(actor, MANAGE, grid="")
    account = _locked(account_id)
    reset_attempts(username=account.username)
    audit(actor, "access.unlock_account", f"account:{account.pk}", at)


@transaction.atomic
def change_account(
    *, account_id: UUID, actor: Actor, at: datetime, display_name: str | None = None, phone: str | None = None
) -> bool:
    """Change what an account is called or its telephone number; return whether anything was another before.

    :raises NotFoundError: there is no such account.
    :raises InvalidInputError: the name would be empty.
    """
    require(actor, MANAGE, grid="")
    account = _locked(account_id)
    given = {"display_name": display_name, "phone": phone}
    wanted = {name: value.strip() for name, value in given.items() if value is not None}
    changed = {name: value for name, value in wanted.items() if value != getattr(account, name)}
    if changed.get("display_name") == "":
        message = say("An account needs a name to be called by.")
        raise InvalidInputError(message, field="display_name")
    if changed:
        Account.objects.filter(pk=account_id).update(**changed)
        audit(actor, "access.change_account", f"account:{account.pk}", at, fields=sorted(changed))
    return bool(changed)


def see_phone(*, account_id: UUID, actor: Actor, at: datetime) -> str:
    """Return an account's whole telephone number; the look is recorded, except at one's own.

    :raises NotPermittedError: the actor's post does not need it.
    :raises NotFoundError: there is no such account.
    """
    if account_id != actor.account_id:
        require(actor, "access.see_phone")
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        message = say("There is no such account.")
        raise NotFoundError(message)
    if account_id != actor.account_id:
        audit(actor, "access.see_phone", f"account:{account_id}", at)
    return found.phone


def _locked(account_id: UUID) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        message = say("There is no such account.")
        raise NotFoundError(message)
    return account


def _set_password(account: Account, new: str, *, at: datetime) -> None:
    _check(new, account)
    if account.has_usable_password():
        account.former_passwords.create(hash=account.password, set_at=account.password_changed_at)
    stale = account.former_passwords.order_by("-set_at", "-id").values("pk")[REMEMBERED - 1 :]
    account.former_passwords.filter(pk__in=list(stale.values_list("pk", flat=True))).delete()
    account.password = make_password(new)
    account.password_changed_at = at


def _check(password: str, account: Account) -> None:
    try:
        password_validation.validate_password(password, account)
    except ValidationError as error:
        rules = [rule_in_words(broken) for broken in error.error_list]
        raise InvalidInputError(say("{rules}", rules=Listed(rules, " ")), field="password", rules=rules) from error
