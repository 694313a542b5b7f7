"""What acts check alike: who may receive, which parts there are, which permission stands."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.base import scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import Organisation, may_receive, substitute_of

from .. import consents
from ..models import Referral


def receiving_organisation(receiver_id: uuid.UUID) -> Organisation:
    """The organisation that may receive. Raises `DomainError` on `receiver`, with its substitute."""
    acting = scope.required()
    row = Organisation.objects.filter(pk=receiver_id, realm=int(acting.realm or 0)).first()
    if row is None or row.id == acting.organisation_id:
        raise DomainError(_("Elija otra organización de la red."), field="receiver")
    if may_receive(row):
        return row
    other = substitute_of(row)
    if other is not None and other.id != acting.organisation_id:
        raise DomainError(
            _("%(name)s no puede recibir derivaciones ahora. Responde por ella %(other)s.")
            % {"name": row.name, "other": other.name},
            field="receiver",
        )
    raise DomainError(
        _("%(name)s no puede recibir derivaciones: no tiene un acuerdo vigente.") % {"name": row.name},
        field="receiver",
    )


def aims_of(aims: Iterable[str]) -> list[str]:
    """Services that were asked, each once. Raises `DomainError` on `aims`."""
    kinds = vocabulary("service_kind")
    chosen = list(dict.fromkeys(aims))
    if not chosen or not all(kinds.has(one) for one in chosen):
        raise DomainError(_("Elija al menos un servicio."), field="aims")
    return chosen


def known_parts(parts: Iterable[str]) -> list[str]:
    """Parts that a file holds, in their order, each once. Raises `DomainError` on `parts`."""
    chosen = set(parts)
    if not chosen or not chosen <= set(cases.AVAILABLE_PARTS):
        raise DomainError(_("Elija al menos una parte del expediente."), field="parts")
    return [code for code in cases.AVAILABLE_PARTS if code in chosen]


def consent_of(referral: Referral, consent_id: uuid.UUID | None) -> cases.Consent | None:
    """The permission of the referral's own case, its row locked so that nobody withdraws it meanwhile."""
    if consent_id is None:
        return None
    mine = cases.Consent.objects.select_for_update().filter(
        organisation_id=referral.organisation_id, case_id=referral.case_id, id=consent_id
    )
    return mine.first()


def asked_by(referral: Referral) -> consents.Asked:
    """What the referral asks its permission to cover."""
    return consents.Asked(referral.receiver_id, referral.aims, referral.chosen_parts)
