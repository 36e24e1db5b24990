"""Which passwords the house accepts; Django asks these when a password is set."""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from cityloop.access.domain.passwords import KINDS_NEEDED, REMEMBERED, kinds_of_characters
from cityloop.access.models import Account
from cityloop.kernel.wording import Sentence, say, verbatim

TOO_PLAIN = say("The password must hold three of: small letters, capitals, digits, other characters.")
USED_BEFORE = say("The password must differ from your last {count}.", count=REMEMBERED)


def rule_in_words(broken: ValidationError) -> Sentence:
    """Return the rule that a password breaks, as a sentence of ours where Django or a city's own validator words it."""
    params = broken.params or {}
    match broken.code:
        case "password_too_short":
            return say(
                "This password is too short. It must contain at least {count} characters.", count=params["min_length"]
            )
        case "password_too_similar":
            return say("The password is too similar to a name or number of the account.")
        case "password_too_common":
            return say("This password is too common.")
        case "password_too_plain":
            return TOO_PLAIN
        case "password_used_before":
            return USED_BEFORE
        case _:
            return verbatim(" ".join(broken.messages))


class KindsOfCharactersValidator:
    """Asks for three of small letters, capitals, digits and other characters."""

    def validate(self, password: str, user: object | None = None) -> None:  # noqa: ARG002 - Django's shape
        """Accept the password.

        :raises ValidationError: it has too few kinds.
        """
        if kinds_of_characters(password) < KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return TOO_PLAIN


class FormerPasswordValidator:
    """Refuses the present password and those before it, five in all."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Accept the password.

        :raises ValidationError: the account had it lately.
        """
        if not isinstance(user, Account) or not user.password:
            return
        before = user.former_passwords.order_by("-set_at", "-id").values_list("hash", flat=True)[: REMEMBERED - 1]
        if any(check_password(password, former) for former in (user.password, *before)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return USED_BEFORE
