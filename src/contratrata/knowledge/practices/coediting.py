"""A practice written by several organisations: asked in by the one that began it, ended by either side."""

import dataclasses
import uuid
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import OTHERS, organisation_names

from . import events  # noqa: F401  (declares the events of this package)
from .links import dead_links
from .models import PRACTICES, CoEditor, Practice, Review
from .notices import COEDIT, COEDIT_ENDED, to_organisation
from .writing import writing_now


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """An organisation that writes a practice too, and the way to end that for who may."""

    name: str
    row: CoEditor
    end_url: str


def invite(practice_id: uuid.UUID, *, editor_id: uuid.UUID, token: uuid.UUID | None = None) -> CoEditor:
    """Let another organisation write a practice of one's own. Raises `DomainError`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        one_at_a_time(str(practice_id))  # with its reviews
        practice = _of_mine(practice_id)

        def new() -> CoEditor:
            if not offered(practice).chosen(editor_id):
                raise DomainError(_("Elija una organización de la red que no la escriba ya."), field="editor")
            if Review.objects.filter(practice_id=practice_id, organisation_id=editor_id).exists():
                raise DomainError(
                    _("Esa organización ya la revisó: quien revisa no escribe."), field="editor"
                )
            row = CoEditor(practice_id=practice_id, editor_organisation_id=editor_id, once=token)
            row.save(force_insert=True)
            audit.record("practice.coeditor_invited", kind="practices", subject=practice_id)
            to_organisation(editor_id, practice_id, COEDIT)
            return row

        return once(token, CoEditor.objects.filter(organisation_id=organisation_id()), new)


def end(practice_id: uuid.UUID, coeditor_id: uuid.UUID) -> None:
    """End it, by either side; what was written stays. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        one_at_a_time(str(practice_id))
        row = CoEditor.objects.filter(id=coeditor_id, practice_id=practice_id).first()
        sides = (row.organisation_id, row.editor_organisation_id) if row else ()
        if row is None or not PRACTICES.may_write(required()) or organisation_id() not in sides:
            raise NotAllowed(_("Esto lo decide una de las dos organizaciones."))
        if row.ended_at is not None:
            raise WrongState(_("Esto ya había terminado."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        audit.record("practice.coeditor_ended", kind="practices", subject=practice_id)
        other = next(one for one in sides if one != organisation_id())
        to_organisation(other, practice_id, COEDIT_ENDED)


def offered(practice: Practice, *, again: bool = False) -> Offer:
    """The organisations of the realm that could be asked in, to choose from; `again`: those that were, too."""
    asked = () if again else current(practice).values_list("editor_organisation_id", flat=True)
    return Offer(OTHERS, required(), frozenset(map(str, asked)))


def current(practice: Practice) -> Any:
    """Who writes it besides its organisation, the first first."""
    rows = CoEditor.objects.filter(realm=practice.realm, practice_id=practice.id, ended_at=None)
    return rows.filter(organisation_id=practice.organisation_id).order_by("at", "id")


def authors_beside(request: Request, row: Practice) -> dict[str, Any]:
    """What the page of a practice says of who writes it; a constant number of queries."""
    rows = list(current(row))
    names = organisation_names(one.editor_organisation_id for one in rows)
    own, mine = PRACTICES.owns(request.scope, row), request.scope.organisation_id
    may = PRACTICES.may_write(request.scope)
    coedits = may and any(one.editor_organisation_id == mine for one in rows)
    return {
        "authors": [
            Author(
                names.get(one.editor_organisation_id, ""),
                one,
                reverse("practices:coedit_end", args=[row.id, one.id])
                if own or (may and one.editor_organisation_id == mine)
                else "",
            )
            for one in rows
        ],
        "coedit_url": reverse("practices:coedit", args=[row.id]) if own else "",
        "coedits": coedits,
        "edit_url": PRACTICES.url("edit", row) if own or coedits else "",
        "dead": dead_links(row) if own or coedits else [],
        "writing": writing_now(row.id) if own or coedits else "",
    }


def _of_mine(practice_id: uuid.UUID) -> Practice:
    row = PRACTICES.visible_to(required()).filter(id=practice_id).first()
    if row is None or not PRACTICES.owns(required(), row):
        raise NotAllowed(_("Invita la organización que la escribió."))
    return row
