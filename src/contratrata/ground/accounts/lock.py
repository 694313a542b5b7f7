"""The idle lock: the session stays, the screen shows nothing until the person proves that it is she.

The server counts by itself, so that it locks without scripts too; the page's own clock only locks sooner.
"""

from django.urls import reverse

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request

from . import events  # noqa: F401  (declares the events of this package)
from .proofs import since

SEEN, LOCKED, FAILURES = "seen_at", "locked", "unlock_failures"
#: When she came in, with both steps; after so many seconds the session ends, however much it was used.
BEGAN, LASTS = "began_at", 12 * 3600.0
#: What is typed in a page that was open then is still kept as a draft for so long.
KEEPS_TYPING = 3600.0
#: Minutes when no organisation is chosen yet, and the most one may set.
DEFAULT_MINUTES = 15
#: A session is written at most this often for being used.
EVERY_SECONDS = 30
#: After so many wrong answers the session ends.
MOST_FAILURES = 5


def idle_minutes(request: Request) -> int:
    """After how many idle minutes this session locks: the acting organisation says."""
    membership = getattr(request, "membership", None)
    minutes: int = membership.organisation.idle_minutes if membership else DEFAULT_MINUTES
    return minutes


def idle_seconds(request: Request) -> int:
    """The same for the page's own clock (`Frame.idle_seconds`)."""
    return idle_minutes(request) * 60


def lock_url() -> str:
    """Where the page's own clock and the quick exit lock the session (`Frame.lock_url`)."""
    return reverse("account:lock")


def stands(request: Request) -> bool:
    """Whether the lock had fallen before this request."""
    return bool(request.session.get(LOCKED))


def is_locked(request: Request) -> bool:
    """Whether the session is locked; an idle one is locked by this very question."""
    if request.session.get(LOCKED):
        return True
    seen = request.session.get(SEEN)
    if seen is not None and since() - seen > idle_seconds(request):
        lock(request, how="idle")
        return True
    return False


def outlived(request: Request) -> float:
    """For how many seconds this session is over: negative while it lasts. One that says no beginning begins now."""
    began = request.session.get(BEGAN)
    if began is None:
        began = request.session[BEGAN] = since()
    return float(since() - began - LASTS)


def lock(request: Request, *, how: str) -> None:
    """Lock the session (`idle`: by the server's clock, `page`: by the page's, or by leaving quickly)."""
    if not request.session.get(LOCKED):
        request.session[LOCKED] = True
        audit.record("session.locked", how=how)


def touch(request: Request) -> None:
    """The person is there. Questions a page asks by itself (progress, by htmx) do not count."""
    if request.method == "GET" and request.headers.get("HX-Request") == "true":
        return
    now = since()
    if now - request.session.get(SEEN, 0) > EVERY_SECONDS:
        request.session[SEEN] = now


def unlock(request: Request, *, how: str) -> None:
    """She proved it (`password` or `code`): the session goes on where it was."""
    for key in (LOCKED, FAILURES):
        request.session.pop(key, None)
    request.session[SEEN] = since()
    audit.record("session.unlocked", how=how)


def failed(request: Request) -> None:
    """A wrong answer."""
    request.session[FAILURES] = request.session.get(FAILURES, 0) + 1
    audit.record("session.unlock_failed")


def too_many(request: Request) -> bool:
    """Whether there was one wrong answer too many: then the caller signs her out."""
    return bool(request.session.get(FAILURES, 0) >= MOST_FAILURES)
