"""The named events of adoption."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("adoption.interest", _("dijo que le interesa una práctica de otra organización"))
declare("adoption.moved", _("pasó la adopción de una práctica a «{state}»"), "state")
declare(
    "adoption.named", _("aceptó que su nombre esté entre quienes adoptan una práctica, a la vista de todos")
)
declare("adoption.unnamed", _("quitó su nombre de entre quienes adoptan una práctica, a la vista de todos"))
declare("adoption.asked", _("preguntó a otra organización por una práctica"))
declare("adoption.answered", _("respondió a otra organización por una práctica"))
declare("adoption.proposed", _("propuso a otra organización la práctica que una mesa dijo que adoptaría"))
declare("adoption.accepted_proposal", _("dijo que adopta lo que propuso la mesa de un taller"))
declare("adoption.declined_proposal", _("dijo que no adopta lo que propuso la mesa de un taller"))
declare("adoption.learned", _("contó lo que aprendió al adaptar una práctica"))
declare("adoption.learned_changed", _("cambió lo que aprendió al adaptar una práctica"))
declare("adoption.learned_removed", _("quitó lo que aprendió al adaptar una práctica"))
declare("adoption.accepted", _("publicó lo que otra organización aprendió con una práctica"))
declare("adoption.refused", _("retiró de lo publicado lo que se aprendió con una práctica"))
