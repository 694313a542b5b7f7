"""A form sent while the session could not take it (locked, old proof) is kept sealed and offered again."""

import hashlib
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from contratrata.ground.base import scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.vault.public import drafts

#: Where the address of the kept form stands among its fields; no form of ours has a field of this name.
PATH = "suspended-path"
#: The hidden field by which the form that is sent again says which draft it was.
FIELD = "suspended"


def key_of(path: str) -> str:
    """The draft's key of a form sent to this address."""
    return f"{drafts.SENT}{hashlib.sha256(path.encode()).hexdigest()[:24]}"


def suspend(request: HttpRequest) -> str:
    """Keep what was sent, sealed. Returns where to go on: the page that offers it, or the address itself."""
    path = request.get_full_path()
    now = scope.current()
    if now is None or now.organisation_id is None:
        return path
    fields = {name: request.POST.getlist(name) for name in request.POST}
    try:
        drafts.keep(key_of(path), {**fields, PATH: [path]})
    except DomainError:  # larger than a draft may be: the page comes back, empty
        return path
    return f"{reverse('account:resume')}?{urlencode({'clave': key_of(path)})}"


def resumed(request: HttpRequest) -> None:
    """Forget the kept form that is being sent again now; the same transaction keeps it if the act fails."""
    key = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if key.startswith(drafts.SENT):
        drafts.forget(key)
