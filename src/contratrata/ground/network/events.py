"""The named events of the network."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("organisation.joined", _("incorporó la organización a la red"))
declare("member.added", _("dio funciones a una persona de la organización"))
