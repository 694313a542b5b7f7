"""Who signs in. A user belongs to organisations through memberships (see `network`), never by herself."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from contratrata.ground.base import clock, ids


class UserManager(BaseUserManager["User"]):
    """Users are made by accepting an invitation (or by the demonstration), never by signing up."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A user with a folded e-mail address; without a password she cannot sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person of the network's staff."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=5, default="es")
    time_zone = models.CharField(max_length=50, default="America/Guatemala")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    conduct_version = models.CharField(max_length=20, blank=True)
    conduct_accepted_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    def get_full_name(self) -> str:
        """The name colleagues see."""
        return self.name


class FactorHelp(models.Model):
    """A person who lost her second factor asks that a colleague confirm it (rules and acts: the network's).

    `to_coordination`: nobody else of her organisation may confirm, so the coordination of the realm does.
    `explained`: how it was checked that it is she, sealed by the master keyset for this row (`helped`).
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    organisation_id = models.UUIDField()
    realm = models.SmallIntegerField()
    to_coordination = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    confirmed = models.BooleanField(default=False)
    explained = models.BinaryField(default=bytes, blank=True)
    #: What older versions kept of `explained`, until `seal-texts` has sealed it.
    reason = models.CharField(max_length=300, blank=True, editable=False)

    user_id: uuid.UUID

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "expires_at"], name="accounts_help_org")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation_id"],
                condition=models.Q(answered_at__isnull=True),
                name="accounts_help_one_open",
            )
        ]


class Seal(models.Model):
    """The keyed seal of one row that lets somebody in: an account with its factors, a membership, an invitation.

    `mac` covers what the row says and `version`, which only grows (`seals.py`). The web and the worker cannot remove
    a seal or go back, so that a former row with its former seal cannot be put in place again.
    """

    row_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12)
    version = models.PositiveBigIntegerField(default=1)
    mac = models.BinaryField()
