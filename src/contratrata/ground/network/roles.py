"""The roles of the field (domain: who uses it) and what each lets the acting scope read in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One word a role; a membership may hold several."""

    CASEWORKER = "caseworker", _("gestora o gestor de caso")
    SUPERVISOR = "supervisor", _("supervisión")
    FOCAL_POINT = "focal_point", _("punto focal")
    ORG_ADMIN = "org_admin", _("administración de la organización")
    COORDINATION = "coordination", _("coordinación de la red")
    NATIONAL_FOCAL_POINT = "national_focal_point", _("punto focal nacional")
    FACILITATOR = "facilitator", _("facilitación")
    PARTICIPANT = "participant", _("participante")
    AUDITOR = "auditor", _("auditoría")
    PLATFORM_ADMIN = "platform_admin", _("administración de la plataforma")


#: Sees direct identifiers of the organisation's own files (which files, `visible_to` decides).
IDENTITIES = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
#: Sees what a referral to or from the organisation shares.
REFERRALS = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT})
#: Sees content-free rows of all organisations of the realm.
NETWORK = frozenset({Role.COORDINATION})
#: Sees which mails of the platform wait and fail, never to whom.
MAIL = frozenset({Role.PLATFORM_ADMIN})
#: Sees the audit trail of the organisation.
AUDIT = frozenset({Role.AUDITOR, Role.SUPERVISOR})
