"""The named events of credentials."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("credential.awarded", _("emitió {number} certificados"), "number")
declare("credential.signed", _("firmó {number} certificados"), "number")
declare("credential.signing_resumed", _("siguió con una firma de certificados que se había detenido"))
declare("credential.signed_again", _("firmó de nuevo {number} certificados con otra llave"), "number")
declare("credential.listed", _("vio la lista de certificados emitidos"), "rows")
declare("credential.read", _("vio un certificado emitido"))
declare("credential.downloaded", _("descargó el PDF de un certificado emitido"))
declare("credential.link_sent", _("envió otra vez el enlace de un certificado"))
declare("credential.revoked", _("retiró un certificado: {reason}"), "reason")
declare("credential.forgotten", _("borró de quién era un certificado"))
declare(
    "credential.shown",
    _("registró lo que decidió mostrar quien es titular de un certificado: {parts}"),
    "parts",
)
declare("signing_key.made", _("creó una llave de firma"))
declare("signing_key.stolen", _("declaró robada una llave de firma desde el {since}"), "since")
