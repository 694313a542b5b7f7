"""The named events of cases. Details hold codes and counts, never what was said."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit import public as audit
from contratrata.ground.lists import public as lists

for _name, _sentence, *_details in (
    ("case.listed", _("vio la lista de casos ({rows})"), "rows"),
    ("case.exported", _("exportó {rows} casos ({filters})"), *lists.EXPORTED),
    ("case.searched", _("buscó un caso y vio {rows} resultados"), "rows"),
    ("case.viewed", _("vio el caso {code}"), "code", "part"),
    ("case.printed", _("imprimió el resumen del caso {code}"), "code"),
    ("case.registered", _("registró el caso {code}"), "code", "source"),
    ("case.identity_edited", _("cambió la identidad en el caso {code}"), "code", "fields"),
    ("case.person_edited", _("cambió los datos generales en el caso {code}"), "code", "fields"),
    ("case.contact_edited", _("cambió el contacto seguro en el caso {code}"), "code", "fields"),
    ("case.arrival_edited", _("cambió cómo llegó en el caso {code}"), "code", "fields"),
    (
        "case.answered",
        _("respondió sobre los elementos de la trata en el caso {code}"),
        "code",
        "fields",
        "answers",
        "cleared",
    ),
    ("case.trafficking_edited", _("cambió lugar y fecha de los hechos en el caso {code}"), "code", "fields"),
    ("case.status_asserted", _("registró la condición en el caso {code}"), "code", "status", "by_kind"),
    (
        "case.revoked",
        _("se retiró o venció un consentimiento del caso {code}"),
        "code",
        "why",
        "stands",
    ),
    ("case.renewed", _("registró un consentimiento propio para el caso {code}"), "code"),
    ("case.removal_asked", _("pidió quitar lo que llegó con la derivación en el caso {code}"), "code"),
    ("case.copy_removed", _("se quitó lo que llegó con la derivación en el caso {code}"), "code"),
    ("case.followed_up", _("pasó el caso {code} a seguimiento"), "code"),
    ("case.resumed", _("reanudó el caso {code}"), "code"),
    ("case.closed", _("cerró el caso {code}"), "code", "reason"),
    ("case.reopened", _("reabrió el caso {code}"), "code"),
    ("case.shared", _("compartió el caso {code} con alguien del equipo"), "code", "with_user"),
    ("case.unshared", _("dejó de compartir el caso {code} con alguien del equipo"), "code", "with_user"),
    ("case.copied_noted", _("anotó qué tomó el caso {code} de su derivación"), "code", "answers"),
    ("case.handed_over", _("entregó el caso {code} a otra persona"), "code", "to_user", "reason"),
    ("case.left_to_supervision", _("dejó el caso {code} a supervisión, sin responsable"), "code"),
    ("case.refused", _("intentó algo que no le corresponde en un caso"), "verb"),
    ("person.erased", _("borró los datos de la persona del caso {code}"), "code", "reason"),
    ("case.removed", _("retiró el caso {code}, creado por una importación"), "code"),
    ("consent.given", _("registró un consentimiento en el caso {code}"), "code", "purpose", "legal_duty"),
    ("consent.withdrawn", _("registró que se retiró un consentimiento en el caso {code}"), "code", "purpose"),
    ("need.added", _("agregó una necesidad en el caso {code}"), "code", "need"),
    ("need.met", _("marcó una necesidad como atendida en el caso {code}"), "code", "need"),
    ("need.unmet", _("marcó una necesidad como no atendida en el caso {code}"), "code", "need"),
    ("need.withdrawn", _("quitó una necesidad de la lista en el caso {code}"), "code", "need"),
    ("need.reopened", _("volvió a abrir una necesidad en el caso {code}"), "code", "need"),
    ("note.added", _("escribió una nota en el caso {code}"), "code"),
    ("note.amended", _("corrigió una nota en el caso {code}"), "code"),
    ("step.set", _("fijó el siguiente paso del caso {code}"), "code"),
    ("step.finished", _("hizo el siguiente paso del caso {code}"), "code"),
    ("step.passed_on", _("encargó a otra persona el siguiente paso del caso {code}"), "code"),
    ("contact.recorded", _("registró el primer contacto {code}"), "code"),
    ("contact.exported", _("exportó {rows} primeros contactos ({filters})"), *lists.EXPORTED),
    ("contact.viewed", _("vio el primer contacto {code}"), "code"),
    ("contact.made_case", _("convirtió el primer contacto {code} en un caso"), "code", "case"),
    ("registration.passed_on", _("entregó un registro sin terminar")),
    ("registration.discarded", _("descartó un registro sin terminar")),
):
    audit.declare(_name, _sentence, *_details)

#: Reading leaves a trace, and is no part of the story of a case.
READS = frozenset(
    {
        "case.listed",
        "case.exported",
        "case.searched",
        "case.viewed",
        "case.printed",
        "contact.exported",
        "contact.viewed",
        "case.refused",
    }
)
#: What the timeline takes from the trail; the rest is told by rows of its own (moves, consents, notes …).
TOLD_BY_TRAIL = frozenset(
    {
        "case.registered",
        "case.identity_edited",
        "case.person_edited",
        "case.contact_edited",
        "case.arrival_edited",
        "case.answered",
        "case.trafficking_edited",
        "case.shared",
        "case.unshared",
        "case.handed_over",
        "case.left_to_supervision",
        "case.copy_removed",
        "person.erased",
        "need.added",
        "need.met",
        "need.unmet",
        "need.withdrawn",
        "need.reopened",
    }
)
#: What changes the text of a file: who made the last of these is named to the second of two editors.
EDITS = TOLD_BY_TRAIL | {
    "case.status_asserted",
    "case.closed",
    "case.reopened",
    "case.followed_up",
    "case.resumed",
}
