"""Responsibility: rules that say which body answers. They end and are followed by others, never edited."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say
from cityloop.organizations.actions.bodies import MANAGE
from cityloop.organizations.contracts import RuleDraft, RuleOrigin, RuleView
from cityloop.organizations.models import ResponsibilityRule
from cityloop.organizations.queries.answers import body, exists_at, rule_view
from cityloop.standards.contracts import MatterKind
from cityloop.territory import api as territory


def assign_responsibility(*, draft: RuleDraft, actor: access.Actor, at: datetime) -> RuleView:
    """Have a body answer for a class in an area, or for an owner's things there.

    The rule that said so before ends where this one begins; this one ends where one planned for later begins.

    :raises InvalidInputError: a code is no prefix, a class is named without its kind, or a body does not exist then.
    :raises NotPermittedError: the actor may not do so in this area.
    :raises RefusedError: somebody else has just made a rule for the same.
    """
    access.require(actor, MANAGE, grid=draft.area_code)
    return _stand(draft, actor=actor, at=at)


def record_ruling(  # noqa: PLR0913 - the parts of a ruling as the case it was made on names them
    *,
    kind: MatterKind | str,
    class_code: str,
    area_code: str,
    body_id: UUID,
    case_number: str,
    actor: access.Actor,
    at: datetime,
) -> RuleView:
    """Remember the ruling on a disputed case (疑难案件裁定) as a standing rule for cases like it.

    Who may rule is for the case's lifecycle to say, and was said before this is called.

    :raises InvalidInputError: a code is no prefix, or the body does not exist or does not dispose of cases.
    :raises RefusedError: somebody else has just made a rule for the same.
    """
    draft = RuleDraft(
        kind=MatterKind(kind), class_code=class_code, area_code=area_code, body_id=body_id, case_number=case_number
    )
    return _stand(draft, actor=actor, at=at)


@transaction.atomic
def end_responsibility(*, rule_id: int, actor: access.Actor, at: datetime) -> RuleView:
    """End a rule now; one that has ended stays as it is.

    :raises NotFoundError: there is no such rule.
    """
    rule = ResponsibilityRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        message = say("There is no such rule.")
        raise NotFoundError(message, rule_id=rule_id)
    access.require(actor, MANAGE, grid=rule.area_code)
    if rule.valid_until is None or rule.valid_until > at:
        rule.valid_until = max(at, rule.valid_from)
        rule.save(update_fields=["valid_until"])
        access.audit(actor, "organizations.end_responsibility", f"rule:{rule_id}", at)
    return rule_view(rule)


@transaction.atomic
def _stand(draft: RuleDraft, *, actor: access.Actor, at: datetime) -> RuleView:
    begins = draft.valid_from or at
    _judge(draft, begins)
    rule = ResponsibilityRule(
        kind=draft.kind.value if draft.kind else "",
        class_code=draft.class_code,
        area_code=draft.area_code,
        owner_body_id=draft.owner_body_id,
        body_id=draft.body_id,
        origin=(RuleOrigin.RULING if draft.case_number else RuleOrigin.SETUP).value,
        case_number=draft.case_number,
        valid_from=begins,
        valid_until=draft.valid_until,
        since=begins.astimezone(ZoneInfo(_zone())).date(),
    )
    _store(rule)
    access.audit(actor, "organizations.assign_responsibility", f"rule:{rule.pk}", at, body_id=str(rule.body_id))
    return rule_view(rule)


def _judge(draft: RuleDraft, begins: datetime) -> None:
    for field, code, length in (("class_code", draft.class_code, 12), ("area_code", draft.area_code, 15)):
        if len(code) > length or (code and not (code.isascii() and code.isdigit())):
            message = say("{code} is not the beginning of a code.", code=code)
            raise InvalidInputError(message, field=field)
    if draft.class_code and draft.kind is None:
        message = say("Say whether it is a class of components or of incidents: their codes overlap.")
        raise InvalidInputError(message, field="kind")
    if draft.valid_until is not None and draft.valid_until <= begins:
        message = say("A rule ends after it begins.")
        raise InvalidInputError(message, field="valid_until")
    _require_body("body_id", draft.body_id, begins)
    if draft.owner_body_id is not None:
        _require_body("owner_body_id", draft.owner_body_id, begins)


def _require_body(field: str, body_id: UUID, at: datetime) -> None:
    try:
        found = body(body_id)
    except NotFoundError as error:
        raise InvalidInputError(error.detail, field=field) from error
    if not exists_at(found, at):
        message = say("{name} does not exist then.", name=found.name)
        raise InvalidInputError(message, field=field)
    if field == "body_id" and found.axis is not access.Axis.EXECUTION:
        message = say(
            "{name} stands on the side {axis}; only bodies that execute can answer for a case.",
            name=found.name,
            axis=found.axis,
        )
        raise InvalidInputError(message, field=field)


def _store(rule: ResponsibilityRule) -> None:
    key = {name: getattr(rule, name) for name in ("kind", "class_code", "area_code", "owner_body_id")}
    same = ResponsibilityRule.objects.select_for_update().filter(**key)
    same.filter(valid_at(rule.valid_from)).update(valid_until=rule.valid_from)
    later = same.filter(valid_from__gt=rule.valid_from).exclude(valid_until=F("valid_from")).order_by("valid_from")
    following = later.values_list("valid_from", flat=True).first()
    rule.valid_until = min((end for end in (rule.valid_until, following) if end is not None), default=None)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        message = say("Somebody else has just made a rule for the same; look again.")
        raise RefusedError(message) from error


def _zone() -> str:
    """Return the city's time zone, in which people name days; before a city is loaded, UTC."""
    try:
        return territory.city().timezone
    except NotFoundError:
        return "UTC"
