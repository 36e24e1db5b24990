"""Tables of `access`: fields and constraints, no rules."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce

from cityloop.access.contracts import Axis, Post
from cityloop.kernel.identifiers import new_id

POSTS = [post.value for post in Post]
NO_BODY = "00000000-0000-0000-0000-000000000000"


class Account(AbstractBaseUser):
    """Somebody or something that can sign in.

    Personal data: username, display name, telephone number (masked to all whose post does not need it).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=64)
    phone = models.CharField(max_length=32, blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField()
    created_at = models.DateTimeField()
    last_login = None  # sessions say it better

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class FormerPassword(models.Model):
    """The hash of a password an account had, so that it is not taken again too soon.

    Personal data: a password hash.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_passwords")
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-set_at"], name="former_password_newest")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.set_at}"


class Seat(models.Model):
    """One account in one post of one body, over one area, from a moment until before another.

    A body is known here by its identifier only: bodies live in a module above.
    Personal data: says where an account works.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    post = models.CharField(max_length=20, choices=[(post, post) for post in POSTS])
    body_id = models.UUIDField(null=True)
    area_code = models.CharField(max_length=15, blank=True, default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(post__in=[post.value for post in Post]), name="seat_has_a_known_post"
            ),
            models.CheckConstraint(condition=models.Q(area_code__regex=r"^\d{0,15}$"), name="seat_area_is_a_prefix"),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="seat_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="seat_held_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (Coalesce("body_id", models.Value(NO_BODY), output_field=models.UUIDField()), RangeOperators.EQUAL),
                    ("area_code", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "valid_from", "valid_until", function="tstzrange", output_field=DateTimeRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["body_id", "post"], name="seat_by_body")]

    def __str__(self) -> str:
        return f"{self.post} {self.account_id}"

    @property
    def axis(self) -> Axis:
        """Return the axis of the post."""
        return Post(self.post).axis


class Session(models.Model):
    """A signed-in browser or phone. The cookie holds the secret; here is only its SHA-256.

    Personal data: address and program of the person signed in; `forget_sessions` drops rows 90 days after.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    digest = models.BinaryField(max_length=32, unique=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    program = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-started_at"], name="session_of_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.started_at}"


class Token(models.Model):
    """A key for a program that acts in one seat. Shown once; here is only its SHA-256.

    Personal data: none beyond the account it belongs to.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-created_at"], name="token_of_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.name}"


class AuditEntry(models.Model):
    """A look at personal data, a sign-in or a change of the set-up. Written once: a trigger refuses anything else.

    Personal data: who did what from which address.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    account_id = models.UUIDField()
    name = models.CharField(max_length=64)
    post = models.CharField(max_length=20, blank=True, default="")
    seat_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    address = models.GenericIPAddressField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["account_id", "-at"], name="audit_by_account"),
            models.Index(fields=["subject", "-at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.action} {self.subject}"
