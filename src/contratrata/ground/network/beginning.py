"""What the administration of a new organisation does first; gone once the organisation can work."""

import dataclasses
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.ui.parts import State

from .models import Invitation, Membership, Organisation
from .roles import Role

#: Who registers a case or receives a referral: without one of them nothing begins.
CASE_ROLES = frozenset({Role.CASEWORKER.value, Role.SUPERVISOR.value, Role.FOCAL_POINT.value})


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what, why or where, its address («» when only told), and how far it is."""

    words: str
    help: str
    url: str = ""
    said: str = ""
    mark: State = "plain"


def steps(
    organisation: Organisation,
    *,
    signed: bool,
    people: Iterable[Membership],
    invited: Iterable[Invitation],
) -> list[Step]:
    """The steps, or none: when it has signed and somebody works on cases, or when it coordinates the network."""
    held = {role for one in people for role in one.roles}
    working = not held.isdisjoint(CASE_ROLES)
    if (signed and working) or Role.COORDINATION.value in held:
        return []
    asked = any(not CASE_ROLES.isdisjoint(one.roles) for one in invited)
    return [
        _step(
            _("Firmar el acuerdo de la red"),
            _("Sin él nadie puede derivar a una persona a su organización."),
            reverse("network:agreements"),
            done=signed,
        ),
        _step(
            _("Invitar a quien registra casos"),
            _("A quien lleva casos, supervisa o atiende la bandeja. Usted no ve casos."),
            reverse("network:invite_person"),
            done=working,
            waiting=asked,
        ),
        Step(_("Agregar los servicios"), _("En «Servicios», en el menú: así la red sabe a qué ayudan.")),
        _step(
            _("Revisar los ajustes"),
            _("La zona horaria de los plazos, y quién responde si su organización no puede."),
            reverse("network:settings"),
            done=organisation.substitute_id is not None,
        ),
    ]


def _step(words: str, help_words: str, url: str, *, done: bool, waiting: bool = False) -> Step:
    if done:
        return Step(words, help_words, url, _("Hecho"), "done")
    if waiting:
        return Step(words, help_words, url, _("Invitación enviada"), "wait")
    return Step(words, help_words, url)
