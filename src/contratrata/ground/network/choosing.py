"""Organisations and colleagues to choose from, wherever a form asks for one."""

import dataclasses
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.base.scope import Scope, required
from contratrata.ground.kinds.public import Names, provide_people
from contratrata.ground.lists.public import Offer, Option, Source, searched

from .agreements import receiving
from .models import Organisation
from .queries import (
    organisation_names,
    organisations_visible_to,
    possible_substitutes,
    staff_visible_to,
    user_names,
)


def _others(scope: Scope) -> QuerySet[Organisation]:
    rows = organisations_visible_to(scope)
    return rows.exclude(pk=scope.organisation_id) if scope.organisation_id is not None else rows


def _able(_scope: Scope, rows: Sequence[Option]) -> list[Option]:
    """Those that cannot receive say so."""
    able = {str(one) for one in receiving(value for value, _name in rows)}
    words = _("%(name)s (no recibe derivaciones)")
    return [(value, name if value in able else words % {"name": name}) for value, name in rows]


#: The other organisations of the realm.
OTHERS = searched(Source("organisations", _others))
#: The same, to send a referral to.
RECEIVERS = searched(Source("receivers", _others, labels=_able))
#: Those that may answer for the acting one.
SUBSTITUTES = searched(Source("substitutes", possible_substitutes))
#: Who works in the acting organisation.
MEMBERS = searched(Source("members", staff_visible_to, words="user__name", value="user_id"))


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a source as answers to a question (`kinds.People`)."""

    source: Source
    names: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, str]]

    def offered(
        self,
        field: forms.Field,
        empty: Any,
        *,
        live: bool,
        standing: Names,
        without: Collection[uuid.UUID],
    ) -> forms.Field:
        """The list, or the box to look for them."""
        pairs = tuple((str(one), name) for one, name in standing.items())
        offer = Offer(self.source, required(), frozenset(str(one) for one in without), pairs)
        return offer.field(field, empty, live=live)

    def among(self, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        """Those of these that may be chosen."""
        result = self.source.among(required(), [str(one) for one in ids])
        return {uuid.UUID(value): words for value, words in result}

    def named(self, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        """The names of these."""
        return self.names(ids)

    def called(self, name: str) -> list[uuid.UUID]:
        """Those of exactly this name."""
        return [uuid.UUID(value) for value in self.source.called(required(), name)]


provide_people("member", Chosen(MEMBERS, user_names))
provide_people("organisation", Chosen(OTHERS, organisation_names))
provide_people("substitute", Chosen(SUBSTITUTES, organisation_names))
