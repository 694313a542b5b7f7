"""A noun whose rows several organisations write: who else may, and who is typing now."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base import clock, scope
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import organisation_names

from .models import CoEditorRow, NounRow, WritingRow

#: Who kept no draft for so long is not writing any more.
FRESH = dt.timedelta(minutes=2)
_LEAD = _l("Podrá cambiar lo que dice. Lo demás queda con la suya.")
_DECIDES = _l("Lo demás lo decide %s.")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CoEdited:
    """How several organisations write the rows of a noun.

    `editors`, `writing`: its tables (`tables.coedit_tables`; the database asks the same of who changes a row).
    `notices`: the kinds of the notice to who is asked in, and to the other side when it ends.
    `lead`: what is said to who asks another organisation in; `decides`: what a co-editor reads of who does the rest,
    with the organisation's name as `%s`.
    `refuses`: why an organisation may not write this row, in words; else nothing.
    """

    editors: type[CoEditorRow]
    writing: type[WritingRow]
    notices: tuple[str, str]
    lead: Any = _LEAD
    decides: Any = _DECIDES
    refuses: Callable[[Any, uuid.UUID], str] = lambda _row, _organisation_id: ""

    def current(self, row: NounRow) -> QuerySet[CoEditorRow]:
        """Who writes it besides its organisation, the first first."""
        rows = self.editors._default_manager.filter(realm=row.realm, row_id=row.id, ended_at=None)
        return rows.filter(organisation_id=row.organisation_id).order_by("at", "id")

    def writes(self, acting: Scope, row: NounRow) -> bool:
        """Whether the acting organisation was asked in and writes this row of another one too."""
        mine = acting.organisation_id
        return mine is not None and self.current(row).filter(editor_organisation_id=mine).exists()

    def forget(self, row: NounRow) -> None:
        """Let go with a row that is removed of who wrote it; who types in another house goes by herself."""
        for model in (self.editors, self.writing):
            model._default_manager.filter(organisation_id=row.organisation_id, row_id=row.id).delete()

    def writing_now(self, row_id: uuid.UUID, *, page: str = "") -> str:
        """«Está escribiendo ahora: …»: the others who type in it (in that page of it), each with her organisation."""
        fresh = self.writing._default_manager.filter(
            realm=scope.realm(), row_id=row_id, at__gte=clock.now() - FRESH
        )
        if page:
            fresh = fresh.filter(page=page)
        rows = {one.user_id: one for one in fresh.order_by("at") if one.user_id != scope.user_id()}
        if not rows:
            return ""
        users = get_user_model()._default_manager.filter(pk__in=rows)
        names = dict(users.values_list("pk", "name"))
        houses = organisation_names(one.organisation_id for one in rows.values())
        words = [
            f"{names.get(one.user_id, '')} ({houses.get(one.organisation_id, '')})" for one in rows.values()
        ]
        return ngettext(
            "Está escribiendo ahora: %s.", "Están escribiendo ahora: %s.", len(words)
        ) % ", ".join(words)
