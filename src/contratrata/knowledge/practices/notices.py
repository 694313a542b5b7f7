"""The notices of practices: they say that something waits and where."""

import uuid

from django.utils.translation import gettext_lazy as _

from contratrata.ground.base import scope
from contratrata.ground.base.scope import Realm
from contratrata.ground.network.public import Role, coordinating_organisations
from contratrata.ground.notices import public as notices
from contratrata.ground.nouns.public import NounMove, NounRow

from .states import PracticeState as S

SENT, REPLIED, REVIEWED = "practice.sent", "practice.replied", "practice.reviewed"
DEAD_LINK = "practice.dead_link"
CALLED, REMINDED, DECLINED = "practice.called", "practice.reminded", "practice.declined"
_PAGE = "practices:row"
#: Whoever answers for what an organisation writes of itself.
_AUTHORS = (Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION)
_OF_STATE = {
    S.CHANGES_ASKED: ("practice.changes_asked", _("Piden cambios en una práctica de su organización")),
    S.ACCEPTED: ("practice.accepted", _("La revisión aceptó una práctica: la coordinación puede publicarla")),
    S.PUBLISHED: ("practice.published", _("Se publicó una práctica de su organización")),
    S.WITHDRAWN: ("practice.withdrawn", _("Se retiró una práctica de su organización de lo publicado")),
}
notices.declare(SENT, _("Una práctica espera revisión"), _PAGE)
notices.declare(REVIEWED, _("Una organización revisó una práctica de la suya"), _PAGE)
notices.declare(REPLIED, _("Respondieron a su revisión de una práctica"), _PAGE)
notices.declare(DEAD_LINK, _("Un enlace de una práctica de su organización ya no responde"), _PAGE)
notices.declare(CALLED, _("Se pide a su organización que revise una práctica"), _PAGE)
notices.declare(REMINDED, _("La revisión de una práctica vence pronto o ya venció"), _PAGE)
notices.declare(DECLINED, _("Una organización no revisará la práctica que se le pidió"), _PAGE)
for _kind, _words in _OF_STATE.values():
    notices.declare(_kind, _words, _PAGE)


def tell(row: NounRow, move: NounMove) -> None:
    """Tell who has something to do after a move: reviewers, the coordination, or who wrote it."""
    if move.verb == "submit":
        _coordinations(row, SENT)
    if move.to_state in _OF_STATE:
        kind = _OF_STATE[S(move.to_state)][0]
        to_authors(row, kind)
        if move.to_state == S.ACCEPTED:
            _coordinations(row, kind)


def to_organisation(organisation_id: uuid.UUID, row_id: uuid.UUID, kind: str) -> None:
    """Tell who writes for this organisation of a practice."""
    notices.notify(kind, organisation_id=organisation_id, subject_id=row_id, roles=_AUTHORS)


def to_authors(row: NounRow, kind: str) -> None:
    """Tell the organisation that wrote it."""
    notices.notify(kind, organisation_id=row.organisation_id, subject_id=row.id, roles=_AUTHORS)


def _coordinations(row: NounRow, kind: str) -> None:
    """Tell the coordination of the realm, when it is not itself who wrote it."""
    for organisation_id in coordinating_organisations(Realm(scope.realm())):
        if organisation_id != row.organisation_id:
            notices.notify(
                kind, organisation_id=organisation_id, subject_id=row.id, roles=(Role.COORDINATION,)
            )
