"""The notices of systematisations: that something waits and where; never words, never whom."""

import uuid

from django.utils.translation import gettext_lazy as _

from contratrata.ground.base import scope
from contratrata.ground.base.scope import Realm
from contratrata.ground.network.public import Role, coordinating_organisations
from contratrata.ground.notices import public as notices

from .models import WRITERS

SPOKEN, READ_UNTIL, VALIDATED = "systematisation.spoken", "systematisation.until", "systematisation.validated"
PUBLISHED, WITHDRAWN = "systematisation.published", "systematisation.withdrawn"
PRACTICE, TASK, FOLLOW_UP = "systematisation.practice", "systematisation.task", "systematisation.follow_up"
_PAGE = "systematisations:row"
for _kind, _words in (
    (SPOKEN, _("Alguien que participó dijo algo de una sistematización de su organización")),
    (READ_UNTIL, _("Terminó el plazo para leer una sistematización: atienda lo que dijeron")),
    (VALIDATED, _("Una sistematización está validada: la coordinación puede publicarla")),
    (PUBLISHED, _("Se publicó una sistematización de su organización")),
    (WITHDRAWN, _("Se retiró una sistematización de su organización de lo publicado")),
):
    notices.declare(_kind, _words, _PAGE)
notices.declare(
    PRACTICE, _("Una práctica de su organización entró como borrador al catálogo"), "practices:row"
)
notices.declare(
    TASK, _("Su organización da seguimiento a una recomendación publicada"), "recommendation_tasks:row"
)
notices.declare(FOLLOW_UP, _("Toca contar cómo va una recomendación"), "recommendation_tasks:row")


def tell(kind: str, organisation_id: uuid.UUID, subject_id: uuid.UUID) -> None:
    """Tell whoever answers for this organisation."""
    notices.notify(kind, organisation_id=organisation_id, subject_id=subject_id, roles=WRITERS)


def tell_coordination(kind: str, subject_id: uuid.UUID) -> None:
    """Tell who coordinates the realm."""
    for organisation_id in coordinating_organisations(Realm(scope.realm())):
        notices.notify(
            kind, organisation_id=organisation_id, subject_id=subject_id, roles=(Role.COORDINATION,)
        )
