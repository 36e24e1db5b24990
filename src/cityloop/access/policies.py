"""Which passwords the house accepts; Django asks these when a password is set."""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from cityloop.access.domain.passwords import KINDS_NEEDED, REMEMBERED, kinds_of_characters
from cityloop.access.models import Account


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
        return "The password must hold three of: small letters, capitals, digits, other characters."


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
        return f"The password must differ from your last {REMEMBERED}."
