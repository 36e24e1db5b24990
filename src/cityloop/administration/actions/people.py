"""Bodies, accounts with their seats, and who answers for what."""

import secrets
import string
from uuid import UUID

from cityloop.access import api as access
from cityloop.administration.actions.context import Loading
from cityloop.administration.contracts import AccountFacts, BodyFacts, RuleFacts, SeatFacts
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations

RULES_AT_ONCE = 500


def staff(loading: Loading) -> None:
    """Bring in bodies, then accounts and the seats they hold."""
    _bodies(loading)
    _accounts(loading)


def take_responsibility(loading: Loading) -> None:
    """Have bodies answer for classes and areas; a rule that stands already is left alone."""
    standing = _standing(loading)
    fresh = [rule for rule in loading.package.responsibility if standing.get(_key(loading, rule)) != rule.body]
    for rule in fresh:
        draft = organizations.RuleDraft(
            body_id=loading.bodies[rule.body],
            kind=rule.kind,
            class_code=rule.class_code,
            area_code=loading.area_code(rule.area),
            owner_body_id=loading.body_id(rule.owner),
            valid_from=loading.at if _key(loading, rule) in standing else loading.valid_from,
        )
        organizations.assign_responsibility(draft=draft, actor=loading.actor, at=loading.at)
    total = len(loading.package.responsibility)
    loading.done("rules of responsibility", added=len(fresh), unchanged=total - len(fresh))


def _bodies(loading: Loading) -> None:
    added = changed = 0
    for facts in _parents_first(loading.package.bodies):
        known = organizations.body_by_code(facts.code)
        if known is None:
            loading.bodies[facts.code] = _add_body(loading, facts)
            added += 1
        else:
            loading.bodies[facts.code] = known.id
            changed += _change_body(loading, facts, known)
    loading.done("bodies", added=added, changed=changed, unchanged=len(loading.package.bodies) - added - changed)


def _parents_first(bodies: tuple[BodyFacts, ...]) -> list[BodyFacts]:
    by_code = {body.code: body for body in bodies}

    def depth(body: BodyFacts) -> int:
        return 1 + depth(by_code[body.parent]) if body.parent else 0

    return sorted(bodies, key=lambda body: (depth(body), body.code))


def _add_body(loading: Loading, facts: BodyFacts) -> UUID:
    draft = organizations.BodyDraft(
        code=facts.code,
        name=facts.name,
        kind=facts.kind,
        short_name=facts.short_name,
        parent_id=loading.body_id(facts.parent),
        credit_code=facts.credit_code,
        valid_from=loading.valid_from,
    )
    return organizations.add_body(draft=draft, actor=loading.actor, at=loading.at).id


def _change_body(loading: Loading, facts: BodyFacts, known: organizations.BodyView) -> bool:
    if known.kind is not facts.kind:
        message = say(
            "The body {code} is a {kind} and cannot become a {wanted}.",
            code=facts.code,
            kind=known.kind,
            wanted=facts.kind,
        )
        raise RefusedError(message, code=facts.code)
    actor, at = loading.actor, loading.at
    short_name = facts.short_name or facts.name[:40]
    wanted = (facts.name, short_name, facts.credit_code)
    is_renamed = wanted != (known.name, known.short_name, known.credit_code)
    if is_renamed:
        organizations.change_body(
            body_id=known.id,
            name=facts.name,
            short_name=short_name,
            credit_code=facts.credit_code,
            actor=actor,
            at=at,
        )
    parent_id = loading.body_id(facts.parent)
    if parent_id != known.parent_id:
        organizations.move_body(body_id=known.id, parent_id=parent_id, actor=actor, at=at)
    return is_renamed or parent_id != known.parent_id


def _accounts(loading: Loading) -> None:
    added = seats = held = 0
    for facts in loading.package.accounts:
        known = access.account_by_username(username=facts.username)
        if known is None:
            known = _create_account(loading, facts)
            added += 1
        has = {(seat.post, seat.body_id, seat.area_code) for seat in _held(loading, known.account_id)}
        for seat in facts.seats:
            if (seat.post, loading.bodies[seat.body], loading.area_code(seat.area)) in has:
                held += 1
            else:
                _appoint(loading, known.account_id, seat)
                seats += 1
    loading.done("accounts", added=added, unchanged=len(loading.package.accounts) - added)
    loading.done("seats", added=seats, unchanged=held)


def _create_account(loading: Loading, facts: AccountFacts) -> access.AccountView:
    given = loading.given_passwords.get(facts.username.lower())
    password = given or (random_password() if facts.can_sign_in else None)
    draft = access.AccountDraft(
        username=facts.username,
        display_name=facts.name,
        phone=facts.phone,
        password=password,
        must_change_password=not loading.is_first_password_lasting,
    )
    account = access.create_account(draft=draft, actor=loading.actor, at=loading.at)
    if password is not None and given is None:
        loading.passwords[account.username] = password
    return account


def random_password() -> str:
    """Return a password of four kinds of characters that nobody guesses."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.!")
    letters = [secrets.choice(kind) for kind in kinds]
    letters += [secrets.choice(string.ascii_letters + string.digits) for _ in range(12)]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def _held(loading: Loading, account_id: UUID) -> list[access.SeatView]:
    return access.seats(account_id=account_id, at=loading.at)


def _appoint(loading: Loading, account_id: UUID, seat: SeatFacts) -> None:
    draft = organizations.AppointmentDraft(
        account_id=account_id,
        post=seat.post,
        body_id=loading.bodies[seat.body],
        area_code=loading.area_code(seat.area),
        valid_from=loading.valid_from,
    )
    organizations.appoint(draft=draft, actor=loading.actor, at=loading.at)


def _standing(loading: Loading) -> dict[tuple[str, str, str, UUID | None], str]:
    """Return the rules that hold now: the code of the body by kind, class, area and owner."""
    codes = {body.id: body.code for body in organizations.bodies()}
    standing: dict[tuple[str, str, str, UUID | None], str] = {}
    after = 0
    while rules := organizations.rules(at=loading.at, after=after, limit=RULES_AT_ONCE):
        after = rules[-1].id
        for rule in rules:
            key = (rule.kind or "", rule.class_code, rule.area_code, rule.owner_body_id)
            standing[key] = codes[rule.body_id]
    return standing


def _key(loading: Loading, rule: RuleFacts) -> tuple[str, str, str, UUID | None]:
    return rule.kind or "", rule.class_code, loading.area_code(rule.area), loading.body_id(rule.owner)
