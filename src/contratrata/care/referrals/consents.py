"""Whether a permission covers a referral: the gaps, each as a code and in words. Pure: no database.

Domain (consent): no consent, no referral, except a legal duty, which needs a written reason.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contratrata.care.cases.public import Consent
from contratrata.ground.base.errors import DomainError


class Gap(models.TextChoices):
    """What a permission lacks for a referral."""

    PURPOSE = "purpose", gettext_lazy("Este consentimiento no es para derivar.")
    RECIPIENT = "recipient", gettext_lazy("Este consentimiento es para otra organización.")
    WITHDRAWN = "withdrawn", gettext_lazy("La persona retiró este consentimiento.")
    EXPIRED = "expired", gettext_lazy("Este consentimiento ya venció.")
    AIMS = "aims", gettext_lazy("El consentimiento no alcanza para todos los servicios que se piden.")
    PARTS = "parts", gettext_lazy("El consentimiento no alcanza para todas las partes elegidas.")
    REASON = "reason", gettext_lazy("Falta escribir qué deber legal o peligro lo exige.")


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What a referral asks a permission to cover."""

    recipient_id: uuid.UUID
    aims: Collection[str]
    parts: Collection[str]


def gaps(consent: Consent, asked: Asked, today: dt.date) -> list[Gap]:
    """All that the permission lacks, the gravest first; empty when it covers. `until` is its last day."""
    result = [
        (Gap.WITHDRAWN, consent.withdrawn_at is not None),
        (Gap.PURPOSE, consent.purpose != "referral"),
        (Gap.RECIPIENT, consent.recipient_id != asked.recipient_id),
        (Gap.EXPIRED, consent.until is not None and consent.until < today),
        (Gap.AIMS, not set(asked.aims) <= set(consent.aims)),
        (Gap.PARTS, not set(asked.parts) <= set(consent.parts)),
        (Gap.REASON, consent.legal_duty and not bytes(consent.reason)),
    ]
    return [gap for gap, lacks in result if lacks]


def require_cover(consent: Consent | None, asked: Asked, today: dt.date) -> None:
    """Refuse a referral the permission does not cover. Raises `DomainError` on the field `consent`."""
    if consent is None:
        raise DomainError(
            _("Falta el consentimiento de la persona. Sin él no se comparte nada."), field="consent"
        )
    lacking = gaps(consent, asked, today)
    if lacking:
        raise DomainError(str(lacking[0].label), field="consent")
