"""Organisations, the people in them, and what they agreed to."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.accounts.public import seals
from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.models import Confidential, Versioned
from contratrata.ground.base.scope import Realm
from contratrata.ground.vault.public import SealedField, SealedRow

from .roles import Role


class Organisation(Versioned):
    """A member of the network, in exactly one realm. Its row is no secret inside the realm; its files are.

    `country` is ISO 3166-1 alpha-3, `area` ISO 3166-2. `fictitious` marks a demonstration organisation.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = models.SmallIntegerField(choices=[(r.value, r.name) for r in Realm], default=Realm.REAL)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    country = models.CharField(max_length=3)
    area = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=50, default="America/Guatemala")
    fictitious = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)
    substitute_id: uuid.UUID | None
    substitute = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    idle_minutes = models.PositiveSmallIntegerField(default=15)

    memberships: "models.Manager[Membership]"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "realm"], name="network_organisation_id_realm"),
            models.UniqueConstraint(fields=["realm", "name"], name="network_organisation_name"),
        ]
        indexes: ClassVar = [models.Index(fields=["realm", "country"], name="network_realm_country")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user in an organisation, with her roles there. Row-level security: one's own, or the acting one's."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    organisation_id: uuid.UUID
    user_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="network_one_membership"),
        ]


class ChangeReason(models.TextChoices):
    """Why a person is invited, or why her functions change or end; why an organisation is let in, or asked again."""

    JOINS = "joins", _("Empieza a trabajar aquí")
    RETURNS = "returns", _("Vuelve a la organización")
    NEW_DUTIES = "new_duties", _("Cambia de funciones")
    COVER = "cover", _("Cubre a otra persona por un tiempo")
    LEFT = "left", _("Deja la organización")
    LEAVE = "leave", _("Ausencia larga")
    SECURITY = "security", _("Motivo de seguridad")
    MISTAKE = "mistake", _("Se dieron por error")
    ASKED = "asked", _("Pidió unirse a la red")
    SOUGHT = "sought", _("La red la buscó")
    LINK_LOST = "link_lost", _("El enlace venció o no llegó")
    WRONG_ADDRESS = "wrong_address", _("El correo estaba mal escrito")
    SOMEBODY_ELSE = "somebody_else", _("La administrará otra persona")
    OTHER = "other", _("Otro motivo")


class Invitation(SealedRow):
    """An address invited to hold roles in an organisation. Only a hash of its token is kept.

    `first`: the network's coordination invited the first administrator of an organisation it let in. `reason` says
    why she is invited, `explained` in words, sealed by the organisation's key.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    token_hash = models.BinaryField(unique=True)
    invited_by_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    first = models.BooleanField(default=False)
    once = models.UUIDField(null=True, blank=True, unique=True)
    reason = models.CharField(max_length=20, choices=ChangeReason.choices, blank=True)
    explained = SealedField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="network_invitation_org")]


class Agreement(models.Model):
    """A signed data-sharing agreement: without a valid one an organisation receives no referral."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    version = models.CharField(max_length=20)
    signed_at = models.DateTimeField(default=clock.now)
    signed_by_id = models.UUIDField(null=True)
    signer_name = models.CharField(max_length=150, blank=True)
    signer_post = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    organisation_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"],
                condition=models.Q(ended_at__isnull=True),
                name="network_one_agreement_in_force",
            ),
        ]


class MembershipChange(Confidential, SealedRow):
    """A change of a person's functions, or their end, with its reason; a row that stays.

    `explained`: in words, sealed by the organisation's key.
    """

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="changes", db_index=False
    )
    before = ArrayField(models.CharField(max_length=30))
    after = ArrayField(models.CharField(max_length=30), help_text="Empty: the membership ended.")
    reason = models.CharField(max_length=20, choices=ChangeReason.choices)
    explained = SealedField()
    #: What older versions kept of `explained`, until `seal-texts` has sealed it.
    words = models.CharField(max_length=300, blank=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "membership", "-at"], name="network_change")
        ]


# Who may do what here, and who may come in: changed behind the platform, it counts for nothing.
seals.cover(Membership, "membership", "organisation_id", "user_id", "roles", "ended_at")
seals.cover(
    Invitation,
    "invitation",
    *("organisation_id", "email", "roles", "token_hash", "expires_at", "accepted_at", "revoked_at", "first"),
)
