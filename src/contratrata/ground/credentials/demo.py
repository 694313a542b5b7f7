"""The demonstration's certificates: of an invented workshop to invented people, one shown to anybody."""

import datetime as dt

from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.base.translated import Translated

from . import operations, signing
from .badges import Holder
from .models import Award
from .states import Kind, Part

_HOLDERS = (
    Holder("Ana Lucía Paz Orellana (ficticia)"),
    Holder("Noé Barrientos (ficticio)"),
    Holder("Grace Palmer (fictitious)", language="en"),
)


def demonstrate(scope: Scope) -> int:
    """Issue them once. Returns how many."""
    if Award.objects.filter(organisation_id=organisation_id()).exists():
        return 0
    row = operations.award(
        _HOLDERS,
        kind=Kind.COURSE,
        name=Translated.of({
            "es": "Atención a víctimas, albergues y reinserción social",
            "en": "Care for victims, shelters and reintegration",
        }),
        detail=Translated.of({"es": "con examen y trabajo final", "en": "with an exam and a final paper"}),
        topics=Translated.of({
            "es": "Qué es el trauma\nEscuchar sin volver a herir\nLa primera noche\nUn plan para salir",
            "en": "What trauma is\nListening without hurting again\nThe first night\nA plan to leave",
        }),
        hours=40,
        programme="Programa Regional de Capacitación (ficticio)",
        place="San Salvador",
        accredited_by="Universidad del Istmo Claro (ficticia)",
        signers=[("Noemí Barahona (ficticia)", "Dirección del programa")],
        on=dt.date(2026, 11, 14),
        until=dt.date(2029, 11, 14),
    )  # fmt: skip
    number = signing.sign(scope, row.id)
    first = row.credentials.order_by("at", "id").filter(language="es")[0]
    operations.show(credential_id=first.id, parts=Part.values)
    return number
