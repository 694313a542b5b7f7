"""The named events of practices, besides those of every noun."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("practice.reviewed", _("revisó una práctica de otra organización: {verdict}"), "verdict")
# as it was recorded before writing together was of every noun
declare("practice.coeditor_invited", _("invitó a otra organización a escribir una práctica"))
declare("practice.coeditor_ended", _("terminó la coedición de una práctica"))
declare("practice.replied", _("respondió a una revisión de una práctica"))
declare("practice.called", _("pidió a {organisation} que revise una práctica"), "organisation")
declare("practice.declined", _("dijo que no revisará una práctica"))
declare("practice.forgotten", _("borró lo que una práctica decía antes"))
declare("practice.silenced", _("retiró de lo publicado un idioma de una práctica: {language}"), "language")
