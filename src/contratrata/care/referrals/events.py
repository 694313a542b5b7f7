"""The named events of referrals. Details hold codes and counts, never what was said."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit import public as audit
from contratrata.ground.lists import public as lists

for _name, _sentence, *_details in (
    ("referral.listed", _("vio la lista de derivaciones ({rows})"), "rows", "box"),
    ("referral.exported", _("exportó {rows} derivaciones ({filters})"), *lists.EXPORTED),
    ("referral.viewed", _("vio la derivación {code}"), "code", "side"),
    (
        "referral.read",
        _("leyó lo compartido en la derivación {code} ({parts} partes)"),
        "code",
        "side",
        "parts",
    ),
    ("referral.printed", _("descargó la derivación {code} en PDF"), "code", "side"),
    ("referral.drafted", _("empezó la derivación {code}"), "code"),
    ("referral.chosen", _("eligió qué compartir en la derivación {code}"), "code", "parts"),
    ("referral.consented", _("eligió el consentimiento de la derivación {code}"), "code", "legal_duty"),
    ("referral.discarded", _("descartó el borrador {code}"), "code"),
    ("referral.sent", _("envió la derivación {code}"), "code", "parts", "urgency", "legal_duty"),
    ("referral.received", _("confirmó que recibió la derivación {code}"), "code"),
    ("referral.accepted", _("aceptó la derivación {code}"), "code"),
    ("referral.looked", _("vio quién es la persona antes de aceptar la derivación {code}"), "code", "reason"),
    (
        "referral.assigned",
        _("dijo quién responde por la derivación {code}"),
        "code",
        "to_user",
        "substitute",
    ),
    ("referral.declined", _("rechazó la derivación {code}"), "code", "reason"),
    ("referral.withdrawn", _("retiró la derivación {code}"), "code", "reason"),
    ("referral.expired", _("la derivación {code} venció sin respuesta"), "code"),
    ("referral.escalated", _("avisó que la derivación {code} espera respuesta"), "code", "step"),
    ("referral.care_begun", _("empezó la atención de la derivación {code}"), "code"),
    ("referral.attended", _("registró la atención de la derivación {code}"), "code", "outcomes"),
    ("referral.closed", _("cerró la derivación {code}"), "code"),
    ("referral.feedback_seen", _("leyó la respuesta de la derivación {code}"), "code"),
    ("referral.updated", _("actualizó lo compartido en la derivación {code}"), "code", "parts"),
    ("referral.message", _("escribió en la derivación {code}"), "code"),
    ("referral.case_opened", _("abrió un expediente propio desde la derivación {code}"), "code", "case_code"),
    (
        "referral.key_refused",
        _("quiso enviar la derivación {code}; la llave de la organización que recibe no es auténtica"),
        "code",
    ),
    (
        "referral.unreadable",
        _("no pudo abrir lo compartido en la derivación {code}: su llave fue cambiada"),
        "code",
    ),
    ("referral.refused", _("intentó algo que no le corresponde en una derivación"), "verb"),
):
    audit.declare(_name, _sentence, *_details)
