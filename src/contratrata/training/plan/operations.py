"""Acts on a plan besides those of every noun: try another calendar in a copy, take a proposal into the plan."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.nouns.public import Noun, ties
from contratrata.ground.things.public import from_row, to_row

from .loading import OFFERING, load, plan_of
from .models import CONTRIBUTIONS, FACILITATIONS, OFFERINGS, PLANS, Contribution, Offering, Plan
from .plan_page import tie_to


def copy_plan(plan_id: uuid.UUID, *, name: str, token: uuid.UUID | None = None) -> Plan:
    """A copy of a plan with its courses, who facilitates them and what is brought, of the acting organisation.

    The same `token` again gives the copy that is there. Raises `DomainError`, `NotAllowed`.
    """
    scope = required()
    if not PLANS.may_write(scope):
        raise NotAllowed(_("Esto lo escribe quien representa a su organización."))
    title = texts.required(name, field="name", message=_("Póngale un nombre a la copia."))
    with transaction.atomic():
        one_at_a_time(str(plan_id))
        plan = PLANS.visible_to(scope).filter(id=plan_id).first()
        if plan is None:
            raise NotAllowed(_("Ese plan no está."))
        if PLANS.visible_to(scope).filter(name=title).exclude(once=token).exists():
            raise DomainError(
                _("Ya hay un plan con ese nombre: elija otro para no confundirlos."), field="name"
            )

        def new() -> Plan:
            (loaded,) = load(scope, [plan])
            copy: Plan = _copied(PLANS, plan, once=token, name=title, copied_from=plan.copied_from or plan.id)
            keys: dict[uuid.UUID, str] = {}
            for one in loaded.offerings:
                offering: Offering = _copied(OFFERINGS, one, plan=tie_to(copy))
                keys[one.id] = f"{ties.key_of(OFFERING, offering.id)}{one.name} · {title}"[: ties.LONGEST]
                for row in loaded.facilitations[one.id]:
                    _copied(FACILITATIONS, row, offering=keys[one.id])
            for brought in loaded.contributions:
                _bring(brought, copy, keys)
            audit.record("training_plans.copied", kind=PLANS.key, subject=copy.id, courses=len(keys))
            return copy

        return once(token, PLANS.rows().filter(organisation_id=organisation_id()), new)


def _bring(row: Contribution, copy: Plan, keys: dict[uuid.UUID, str]) -> None:
    """A contribution, to the copy and to the copied course."""
    meant_for = ties.id_in(row.offering)
    _copied(CONTRIBUTIONS, row, plan=tie_to(copy), offering=keys.get(meant_for, "") if meant_for else "")


def _copied(noun: Noun[Any, Any], row: Any, **changed: Any) -> Any:
    """A row that says the same, but for what is changed; of the acting organisation."""
    created = noun.row()
    to_row(noun.facts, created, from_row(noun.facts, row))
    for name, value in changed.items():
        setattr(created, name, value)
    created.save(force_insert=True)
    return created


def include(offering_id: uuid.UUID, *, token: uuid.UUID | None = None) -> Offering:
    """Take a course that another organisation proposes into one's own plan. Raises `DomainError`, `NotAllowed`.

    The proposal stays as it is; the plan has a course of its own from then on. The same `token` again gives that.
    """
    scope = required()
    with transaction.atomic():
        one_at_a_time(str(offering_id))
        proposed = OFFERINGS.visible_to(scope).filter(id=offering_id).first()
        plan = plan_of(scope, proposed) if proposed else None
        if proposed is None or plan is None or not PLANS.owns(scope, plan):
            raise NotAllowed(_("Esto lo decide la organización del plan."))
        if proposed.organisation_id == plan.organisation_id:
            raise DomainError(_("Ya está en el plan."))

        def new() -> Offering:
            created: Offering = _copied(OFFERINGS, proposed, once=token, plan=tie_to(plan))
            audit.record("training_plans.included", kind=OFFERINGS.key, subject=created.id)
            return created

        return once(token, OFFERINGS.rows().filter(organisation_id=organisation_id()), new)
