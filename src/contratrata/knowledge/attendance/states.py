"""The small vocabularies of attendance."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .matching import How


class ReportState(models.TextChoices):
    """A report: brought with questions open, or taken."""

    ASKED = "asked", _("Por responder")
    TAKEN = "taken", _("Leído")


class Source(models.TextChoices):
    """From where it is known that somebody was there."""

    REPORT = "report", _("Informe de la plataforma")
    LIST = "list", _("Lista de quien organiza")
    CODE = "code", _("Código en la puerta")


class NotListed(models.TextChoices):
    """What a person says of an identity whom the report shows, besides who she is."""

    OTHER = "other", _("Es otra persona, que no se inscribió")
    UNSURE = "unsure", _("No sé")


#: Identities of whom it is not known who they are: they are nobody in the figures.
OPEN = (How.ASKED, How.UNSURE)
