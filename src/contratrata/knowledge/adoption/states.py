"""How far an organisation is with a practice of another one."""

import dataclasses
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.charts.public import ADOPTED, ANALYSING, DROPPED, INTEREST, PILOTING, State
from contratrata.ground.workflow.public import Machine, Move


class AdoptionState(models.TextChoices):
    """From the first interest to what stands, or was left."""

    INTEREST = "interest", _("Le interesa")
    ANALYSING = "analysing", _("La analiza")
    PILOTING = "piloting", _("La pilota")
    ADOPTED = "adopted", _("La adoptó")
    DROPPED = "dropped", _("La dejó")


S = AdoptionState

ADOPTION = Machine(
    "adoption",
    [
        Move("interest", frozenset({""}), S.INTEREST),
        Move("analyse", frozenset({S.INTEREST}), S.ANALYSING),
        Move("pilot", frozenset({S.INTEREST, S.ANALYSING}), S.PILOTING),
        Move("adopt", frozenset({S.INTEREST, S.ANALYSING, S.PILOTING}), S.ADOPTED),
        Move("follow_pilot", frozenset({S.PILOTING}), S.PILOTING),
        Move("follow_up", frozenset({S.ADOPTED}), S.ADOPTED),
        Move("drop", frozenset(set(S) - {S.DROPPED}), S.DROPPED),
        Move("resume", frozenset({S.DROPPED}), S.INTEREST),
    ],
)
#: The mark of each state, and their order: where several organisations of a country are, the furthest is drawn.
MARKS: dict[str, State] = {
    S.ADOPTED: ADOPTED,
    S.PILOTING: PILOTING,
    S.ANALYSING: ANALYSING,
    S.INTEREST: INTEREST,
    S.DROPPED: DROPPED,
}
FURTHEST = tuple(MARKS)
#: Who is in one of these does it: may be asked, and is followed up.
DOING = (S.ADOPTED, S.PILOTING)


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A step as its page asks it: its place in the address, its words, and the facts it cannot do without."""

    slug: str
    words: Any
    lead: Any
    done: Any
    needs: tuple[str, ...] = ()


STEPS = {
    "analyse": Step(
        "analizar", _("La estamos analizando"), _("Miran si cabe en su país: ley, gente, dinero, riesgos."),
        _("Se anotó: la analizan."),
    ),
    "pilot": Step(
        "pilotar", _("Empezamos un piloto"), _("La prueban en pequeño, y después cuentan qué pasó."),
        _("Se anotó el piloto. En seis meses le preguntaremos cómo va."), ("said_by", "evidence"),
    ),
    "adopt": Step(
        "adoptar", _("La adoptamos"), _("Ya es parte de lo que hacen siempre."),
        _("Se anotó la adopción. En seis meses le preguntaremos cómo va."), ("said_by", "evidence", "result"),
    ),
    "follow_pilot": Step(
        "seguir-piloto", _("Contar cómo va el piloto"), _("Qué cambió hasta hoy, también si fue poco."),
        _("Gracias: se anotó cómo va."), ("said_by", "result"),
    ),
    "follow_up": Step(
        "seguimiento", _("Contar cómo va"), _("Qué cambió hasta hoy, también si fue poco."),
        _("Gracias: se anotó cómo va."), ("said_by", "result"),
    ),
    "drop": Step(
        "dejar", _("La dejamos"), _("También de esto aprenden otros: diga por qué."), _("Se anotó que la dejaron."),
        ("said_by", "result"),
    ),
    "resume": Step(
        "retomar", _("Nos interesa otra vez"), _("Vuelve a «le interesa»; lo anterior se conserva."),
        _("Se anotó de nuevo su interés."),
    ),
}  # fmt: skip
#: The steps that only tell how it goes.
FOLLOWING = ("follow_pilot", "follow_up")
VERBS = {step.slug: verb for verb, step in STEPS.items()}
