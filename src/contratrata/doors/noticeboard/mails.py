"""The e-mail that says that something waits. It names nobody and no case: it may be read by anybody."""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Membership, Organisation, job_scope
from contratrata.ground.notices import public as notices
from contratrata.ground.outbox import public as outbox

WAITING, URGENT = "notices.waiting", "notices.urgent"


def _wanted(user_id: uuid.UUID | None, about: Mapping[str, str]) -> bool:
    """Whether the notice still waits and the user still works there."""
    organisation = Organisation.objects.filter(id=about["organisation"]).first()
    if organisation is None or user_id is None:
        return False
    with acting(job_scope(organisation)):
        members = Membership.objects.filter(organisation=organisation, ended_at__isnull=True)
        return waiting(uuid.UUID(about["notice"])) is not None and members.filter(user_id=user_id).exists()


outbox.declare_group("notices", _("Avisos de que algo le espera, salvo los urgentes"))
for _name, _urgent in ((WAITING, False), (URGENT, True)):
    outbox.declare(
        outbox.Kind(
            _name,
            subject=_("Tiene algo pendiente en ContraTrata"),
            sentence=_("Tiene algo pendiente en ContraTrata. Entre para verlo."),
            action=_("Ver lo pendiente"),
            footer=_("Este mensaje no dice de qué se trata, para cuidar a las personas. No lo conteste."),
            group="" if _urgent else "notices",
            merges=True,
            urgent=_urgent,
            looked_at=False,
            wanted=_wanted,
        )
    )


def waiting(notice_id: uuid.UUID) -> notices.Notice | None:
    """The notice while nobody has seen it."""
    return notices.Notice.objects.filter(id=notice_id, seen_at__isnull=True).first()
