"""What the coordination answers to who asks to join."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    """Nothing yet, or one of three."""

    WAITING = "waiting", _("Sin responder")
    INVITED = "invited", _("Se la invitará")
    TALK = "talk", _("Se hablará con ella")
    NOT_NOW = "not_now", _("Por ahora no")
