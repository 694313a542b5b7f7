"""The named events of sign-in and accounts. None carries an e-mail address."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("session.started", _("entró"), "method")
declare("session.failed", _("no pudo entrar"), "address")
declare("session.left", _("cerró su sesión"))
declare("session.outlived", _("llegó al fin de su sesión"))
declare("session.ended", _("terminó {count} sesiones abiertas de su cuenta"), "count")
declare("session.locked", _("dejó la pantalla bloqueada"), "how")
declare("session.unlocked", _("desbloqueó la pantalla"), "how")
declare("session.unlock_failed", _("no pudo desbloquear la pantalla"))
declare("factor.added", _("agregó un segundo factor"), "type")
declare("factor.removed", _("quitó un segundo factor"), "type")
declare("factor.failed", _("dio un código que no vale"), "type")
declare("factor.codes_made", _("hizo códigos de recuperación nuevos"))
declare("password.changed", _("cambió su contraseña"))
declare("conduct.accepted", _("aceptó el código de conducta {version}"), "version")
declare("account.changed", _("cambió los datos de su cuenta"))
declare("account.seal_broken", _("no pudo usar una cuenta cambiada por fuera de la plataforma"))
declare("account.seals_made", _("selló por primera vez {count} cuentas y funciones"), "count")
