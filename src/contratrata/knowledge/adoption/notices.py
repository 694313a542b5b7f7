"""The notices of adoption: that something waits and where; never words, never whom."""

import uuid

from django.utils.translation import gettext_lazy as _

from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices

INTERESTED, ASKED, ANSWERED = "adoption.interested", "adoption.asked", "adoption.answered"
PROPOSED, DECIDED = "adoption.proposed", "adoption.decided"
LEARNED, ACCEPTED = "adoption.learned", "adoption.accepted"
#: Whoever answers for an organisation.
ANSWERING = (Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION)
notices.declare(INTERESTED, _("A una organización le interesa una práctica de la suya"), "adoption:request")
notices.declare(
    ASKED, _("Una organización le pregunta por una práctica que ustedes aplican"), "adoption:request"
)
notices.declare(ANSWERED, _("Respondieron a su pregunta sobre una práctica"), "adoption:request")
notices.declare(PROPOSED, _("En un taller se dijo que su país adoptaría una práctica"), "adoption:request")
notices.declare(DECIDED, _("Respondieron si adoptan lo que dijo una mesa de su taller"), "adoption:request")
notices.declare(
    LEARNED, _("Una organización contó qué aprendió con una práctica de la suya"), "practices:row"
)
notices.declare(ACCEPTED, _("Se publicó lo que su organización aprendió con una práctica"), "practices:row")


def tell(kind: str, organisation_id: uuid.UUID, subject_id: uuid.UUID) -> None:
    """Tell whoever answers for this organisation."""
    notices.notify(kind, organisation_id=organisation_id, subject_id=subject_id, roles=ANSWERING)
