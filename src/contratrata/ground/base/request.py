"""The request as a view gets it: Django's, and what the `Scoped` middleware put on it.

A type only: at run time it is Django's own request with these attributes. Views take `request: Request`.
"""

import contextlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.http import HttpRequest

from .scope import Scope

#: The hidden field of every form, and the header of what scripts send: the organisation the page was made for.
MADE_FOR, MADE_FOR_HEADER = "made_for", "X-Made-For"
#: The field by which a form says under which key what is typed in it is kept.
DRAFT = "draft"
#: What the house itself puts into a form beside what is asked.
UNASKED = frozenset({"csrfmiddlewaretoken", MADE_FOR, DRAFT})


class ActingOrganisation(Protocol):
    """What the ground below the network knows of the organisation that acts."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def name(self) -> str: ...

    @property
    def country(self) -> str: ...

    @property
    def realm(self) -> int: ...

    @property
    def idle_minutes(self) -> int: ...


class ActingMembership(Protocol):
    """Who acts where; the model is the network's (`network.public.membership_of` gives it)."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def organisation(self) -> ActingOrganisation: ...

    @property
    def organisation_id(self) -> uuid.UUID: ...

    @property
    def user_id(self) -> uuid.UUID: ...

    @property
    def roles(self) -> Sequence[str]: ...


class Request(HttpRequest):
    """A request with its acting scope."""

    #: Who acts; of nobody in particular where nobody has signed in.
    scope: Scope
    #: None before an organisation is chosen.
    membership: ActingMembership | None
    #: Where the user may act now, each with the scope she acts in there.
    scopes: Mapping[uuid.UUID, tuple[ActingMembership, Scope]]
    #: Something went wrong: nothing that was written stays.
    failed: bool
    #: The URL name of the menu entry this page belongs to, where the address does not say so.
    stands_in: str
    #: Where Django keeps what is said to the user.
    _messages: Any


def ids_sent(request: HttpRequest, name: str, most: int) -> list[uuid.UUID]:
    """The ids among what was ticked; what is none is passed over."""
    ids = []
    for sent in request.POST.getlist(name)[:most]:
        with contextlib.suppress(ValueError):
            ids.append(uuid.UUID(sent))
    return ids


def organisation_of(request: Request) -> ActingOrganisation:
    """The acting organisation. Only in views whose roles ask for one; raises `LookupError` elsewhere."""
    if request.membership is None:
        raise LookupError("No acting organisation")
    return request.membership.organisation
