"""Registrations under way: which there are, and how each is named while it has no case."""

import dataclasses
import datetime as dt
import uuid

from django.urls import reverse

from contratrata.ground.base.scope import Scope
from contratrata.ground.base.texts import visible
from contratrata.ground.vault import public as vault

from ..models import Registration
from ..operations import registration_answers
from ..work import waiting_registrations
from .pages import BY_SLUG, PAGES, SUMMARY, Answers


@dataclasses.dataclass(frozen=True, slots=True)
class Unfinished:
    """A registration to take up again; `left`: by somebody who works here no more."""

    id: uuid.UUID
    name: str
    started_at: dt.datetime
    slug: str
    step: int
    left: bool = False

    @property
    def url(self) -> str:
        """Where it was left."""
        if self.slug == SUMMARY:
            return reverse("cases:register_summary", args=[self.id])
        return reverse("cases:register_page", args=[self.id, self.slug])


def unfinished(scope: Scope) -> list[Unfinished]:
    """Those of the acting person, last touched first; two queries."""
    rows = waiting_registrations(scope)
    if not rows:
        return []
    keys = vault.ring()
    return [_named(row, registration_answers(row, keys), scope) for row in rows]


def _named(row: Registration, answers: Answers, scope: Scope) -> Unfinished:
    data = answers.get("nombre", {})
    first = {name: (values or [""])[0] for name, values in data.items()}
    name = first.get("chosen_name") or " ".join(
        filter(None, (first.get("given_names", ""), first.get("first_surname", "")))
    )
    slug = row.step if row.step in BY_SLUG or row.step == SUMMARY else PAGES[0].slug
    step = BY_SLUG[slug].step if slug in BY_SLUG else 7
    left = row.user_id != scope.user_id
    return Unfinished(row.id, visible(name).strip()[:100], row.started_at, slug, step, left)
