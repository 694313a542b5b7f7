"""The words of credentials: what is certified, why one is revoked, what its holder shows, what a check finds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is certified."""

    ATTENDANCE = "attendance", _("Asistencia")
    COURSE = "course", _("Curso aprobado")


#: What Open Badges calls each.
ACHIEVEMENTS = {Kind.ATTENDANCE: "CoCurricular", Kind.COURSE: "CertificateOfCompletion"}


class Reason(models.TextChoices):
    """Why one is revoked."""

    MISTAKE = "mistake", _("Se emitió por error")
    WRONG = "wrong", _("Tiene datos equivocados")
    FRAUD = "fraud", _("Se obtuvo con engaño")
    ASKED = "asked", _("Lo pidió su titular")
    OTHER = "other", _("Otro motivo")


class Part(models.TextChoices):
    """What a holder may agree to show to who has the code."""

    PAGE = "page", _("Que el certificado existe y es válido: qué, cuánto, quién lo emitió y cuándo")
    NAME = "name", _("Mi nombre")
    FILE = "file", _("La credencial firmada, para descargarla y comprobarla con otra herramienta")


class Finding(models.TextChoices):
    """What a check finds."""

    VALID = "valid", _("El certificado es válido")
    REVOKED = "revoked", _("El certificado fue retirado")
    EXPIRED = "expired", _("El certificado venció")
    ALTERED = "altered", _("El certificado no es válido")
    STOLEN = "stolen", _("El certificado no se puede dar por válido")
    FOREIGN = "foreign", _("No es un certificado de esta red")
