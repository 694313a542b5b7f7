"""Who writes a systematisation: the organisations that were asked in, and who is typing now, and where."""

import datetime as dt
import re
import uuid

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import OTHERS, organisation_names
from contratrata.ground.vault.public import drafts

from . import events  # noqa: F401  (declares the events of this package)
from .models import SYSTEMATISATIONS, Editor, Systematisation, Typing
from .notices import EDITS, EDITS_ENDED, tell

#: Who kept no draft for so long is not typing any more.
FRESH = dt.timedelta(minutes=2)
_PREFIX = "page:/sistematizaciones/"
_PAGE = re.compile(rf"{_PREFIX}([0-9a-f-]{{36}})/((?:partes/[0-9a-f-]{{36}}/)?cambiar/)")


def invite(systematisation_id: uuid.UUID, *, editor_id: uuid.UUID, token: uuid.UUID | None = None) -> Editor:
    """Let another organisation write one of one's own. Raises `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        one_at_a_time(str(systematisation_id))
        row = SYSTEMATISATIONS.visible_to(required()).filter(id=systematisation_id).first()
        if row is None or not SYSTEMATISATIONS.owns(required(), row):
            raise NotAllowed(_("Invita la organización que la empezó."))

        def new() -> Editor:
            if not offered(row).chosen(editor_id):
                raise DomainError(_("Elija una organización de la red que no la escriba ya."), field="editor")
            created = Editor(systematisation_id=row.id, editor_organisation_id=editor_id, once=token)
            created.save(force_insert=True)
            audit.record("systematisation.editor_invited", kind="systematisations", subject=row.id)
            tell(EDITS, editor_id, row.id)
            return created

        return once(token, Editor.objects.filter(organisation_id=organisation_id()), new)


def end(systematisation_id: uuid.UUID, editor_id: uuid.UUID) -> None:
    """End it, by either side; what was written stays. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        one_at_a_time(str(systematisation_id))
        row = Editor.objects.filter(id=editor_id, systematisation_id=systematisation_id).first()
        if row is None or not SYSTEMATISATIONS.may_write(required()) or organisation_id() not in sides(row):
            raise NotAllowed(_("Esto lo decide una de las dos organizaciones."))
        if row.ended_at is not None:
            raise WrongState(_("Esto ya había terminado."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        audit.record("systematisation.editor_ended", kind="systematisations", subject=systematisation_id)
        tell(EDITS_ENDED, next(one for one in sides(row) if one != organisation_id()), systematisation_id)


def sides(row: Editor) -> tuple[uuid.UUID, uuid.UUID]:
    """Both organisations, that which asked first."""
    return row.organisation_id, row.editor_organisation_id


def current(row: Systematisation) -> "QuerySet[Editor]":
    """Who writes it besides its organisation."""
    rows = Editor.objects.filter(realm=row.realm, systematisation_id=row.id, ended_at=None)
    return rows.filter(organisation_id=row.organisation_id).order_by("at", "id")


def offered(row: Systematisation, *, again: bool = False) -> Offer:
    """The organisations that could be asked in; `again`: those that were, too."""
    asked = () if again else current(row).values_list("editor_organisation_id", flat=True)
    return Offer(OTHERS, required(), frozenset(map(str, asked)))


def heard(key: str, stored: bool) -> None:
    """A draft of a page of one was kept, or went because it was saved."""
    match, acting = _PAGE.fullmatch(key), scope.required()
    if match is None or acting.user_id is None:
        return
    systematisation_id, page = uuid.UUID(match[1]), match[2]
    Typing.objects.filter(organisation_id=scope.organisation_id(), at__lt=clock.now() - FRESH).delete()
    if not stored:
        Typing.objects.filter(page=f"{match[1]}/{page}", user_id=acting.user_id).delete()
        return
    row = SYSTEMATISATIONS.visible_to(acting).filter(id=systematisation_id).first()
    if row is not None and SYSTEMATISATIONS.may_edit(acting, row):
        Typing.objects.bulk_create(
            [
                Typing(
                    systematisation_id=systematisation_id, page=f"{match[1]}/{page}", user_id=acting.user_id
                )
            ],
            update_conflicts=True,
            unique_fields=["organisation_id", "page", "user_id"],
            update_fields=["at"],
        )


def typing_now(systematisation_id: uuid.UUID, *, part_id: uuid.UUID | None = None) -> str:
    """«Escriben ahora: …»: the others who type in it, or in one of its parts, each with her organisation."""
    fresh = Typing.objects.filter(
        realm=scope.realm(), systematisation_id=systematisation_id, at__gte=clock.now() - FRESH
    )
    if part_id is not None:
        fresh = fresh.filter(page__contains=f"/{part_id}/")
    rows = {one.user_id: one for one in fresh.order_by("at") if one.user_id != scope.user_id()}
    if not rows:
        return ""
    users = get_user_model()._default_manager.filter(pk__in=rows)
    names = dict(users.values_list("pk", "name"))
    houses = organisation_names(one.organisation_id for one in rows.values())
    words = (f"{names.get(one.user_id, '')} ({houses.get(one.organisation_id, '')})" for one in rows.values())
    return _("Escriben ahora: %s.") % ", ".join(words)


drafts.listen(_PREFIX, heard)
