"""Keeping a search, letting it go, and telling whoever keeps one that something new is like that."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import Scope, acting, organisation_id, required
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.notices import public as notices
from contratrata.ground.vault import public as vault
from contratrata.knowledge.practices.public import Published, asked_in, newest

from . import events  # noqa: F401  (declares the events of this package)
from .models import SavedSearch

#: More searches than these nobody keeps in one organisation.
MOST = 20
FOUND = "search.found"
notices.declare(FOUND, _l("Hay prácticas nuevas como las que busca"), "searches:detail")


def mine(scope: Scope) -> QuerySet[SavedSearch]:
    """The searches that who acts keeps in the acting organisation, the last one first."""
    if scope.organisation_id is None or scope.user_id is None:
        return SavedSearch.objects.none()
    rows = SavedSearch.objects.filter(organisation_id=scope.organisation_id, user_id=scope.user_id)
    return rows.order_by("-at", "id")


def queries_of(rows: Iterable[SavedSearch]) -> list[tuple[SavedSearch, str]]:
    """What was looked for, as it stands in an address, of each of these rows of the acting organisation."""
    some = list(rows)
    keys = vault.ring().drafts() if some else None
    return [(row, row.open(keys, "query")["query"]) for row in some if keys]


def save(query: str, *, token: uuid.UUID | None = None) -> SavedSearch:
    """Keep a search of the catalogue; the same one once. Raises `DomainError` beyond `MOST`."""
    asked = asked_in(QueryDict(query))
    text = asked.url().lstrip("?")
    with transaction.atomic():
        one_at_a_time(f"searches:{required().user_id}")

        def new() -> SavedSearch:
            rows = list(mine(required())[: MOST + 1])
            for former, typed in queries_of(rows):
                if typed == text:
                    return former
            if len(rows) >= MOST:
                raise DomainError(_("Ya guarda %s búsquedas: quite una primero.") % MOST)
            row = SavedSearch(once=token).seal(vault.ring().drafts(), query=text)
            row.save(force_insert=True)
            audit.record("search.saved", kind="search", subject=row.id)
            return row

        return once(token, SavedSearch.objects.filter(organisation_id=organisation_id()), new)


def remove(search_id: uuid.UUID) -> None:
    """Let a search go: nobody is told of it any more."""
    with transaction.atomic():
        if mine(required()).filter(id=search_id).delete()[0]:
            audit.record("search.removed", kind="search", subject=search_id)


def tell() -> int:
    """Tell everybody who keeps a search that something was published since that is like it; what the worker calls.

    A notice says that there is something and where, never what somebody looks for. Returns how many were told.
    """
    last: dt.datetime | None = Published.objects.aggregate(last=Max("published_at"))["last"]
    if last is None:
        return 0
    number = 0
    for organisation in Organisation.objects.filter(left_at=None):
        with acting(job_scope(organisation)), transaction.atomic():
            rows = SavedSearch.objects.select_for_update(skip_locked=True).filter(
                organisation_id=organisation.id, seen_at__lt=last
            )
            for row, query in queries_of(rows.order_by("seen_at", "id")[:500]):
                first = next(iter(newest(asked_in(QueryDict(query)), 1)), None)
                if first is not None and first.published_at > row.seen_at:
                    notices.notify(
                        FOUND, organisation_id=organisation.id, subject_id=row.id, user_id=row.user_id
                    )
                    number += 1
                row.seen_at = last
                row.save(update_fields=["seen_at"])
    return number
