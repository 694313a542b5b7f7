"""Public pages pass by every middleware that knows of cookies: no session, no token, no language from the browser."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, URLResolver, get_resolver, resolve
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from contratrata.ground.audit.public import collect_refusals, write_refusals
from contratrata.ground.base.anonymous import (
    TooOften,
    commits,
    from_anywhere,
    is_public,
    limit_of,
    only_reads,
    reads_of,
    spend,
)
from contratrata.ground.base.readonly import read_only
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope, acting

Handler = Callable[[HttpRequest], HttpResponseBase]
SAFE = frozenset({"GET", "HEAD"})
#: For how long a browser or a proxy may show a page without asking whether it changed.
MAX_AGE = 300


class PublicFace:
    """Answers what is marked `@public_page`; hands everything else on. Stands before the session's middleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        match = _public_match(request.path_info)
        if match is None:
            return self.get_response(request)
        timezone.deactivate()
        with translation.override(match.kwargs.get("language", settings.LANGUAGE_CODE)):
            answer = _answer(cast("Request", request), match)
            # An answer of this moment: who asks again wants what came since; or one that nobody else may be given.
            if only_reads(match.func) or reads_of(match.func):
                answer["Cache-Control"] = "no-store"
                return answer
            return _cached(request, answer)


@lru_cache(maxsize=4)
def _beginnings(urlconf: str) -> frozenset[str]:
    """With what the public addresses begin: for every other page all addresses are gone through once, not twice.

    Raises `ImproperlyConfigured` for a public address that begins with something variable, but the language.
    """
    result: set[str] = set()
    for route in _public_routes(get_resolver(urlconf)):
        first = route.partition("/")[0]
        if first == "<language:language>":
            result.update(code for code, _name in settings.LANGUAGES)
        elif "<" in first:
            raise ImproperlyConfigured(f"{route}: a public address begins with a word or the language.")
        else:
            result.add(first)
    return frozenset(result)


def _public_routes(patterns: URLResolver, prefix: str = "") -> Iterator[str]:
    for one in patterns.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _public_routes(one, route)
        elif is_public(one.callback):
            yield route


def _public_match(path: str) -> ResolverMatch | None:
    if path.lstrip("/").partition("/")[0] not in _beginnings(settings.ROOT_URLCONF):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if is_public(match.func) else None


def _answer(request: Request, match: ResolverMatch) -> HttpResponseBase:
    view: Callable[..., HttpResponseBase] = match.func
    request.resolver_match = match
    request.scope, request.membership = Scope(), None
    refusals = collect_refusals()
    try:
        if request.method in SAFE and (reads := reads_of(match.func)):
            spend(request, f"{match.view_name} read", most=reads[0], seconds=reads[1])
        if request.method in SAFE or (request.method == "POST" and only_reads(match.func)):
            with acting(request.scope), read_only():
                return view(request, *match.args, **match.kwargs)
        limit = limit_of(match.func)
        if request.method != "POST" or limit is None:
            return HttpResponseNotAllowed(sorted(SAFE))
        ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
        if not ours and not from_anywhere(match.func):
            return HttpResponse(render_to_string("web/errors/form_expired.html"), status=403)
        spend(request, match.view_name, most=limit[0], seconds=limit[1])
        if commits(match.func):
            return view(request, *match.args, **match.kwargs)
        with acting(request.scope):
            return view(request, *match.args, **match.kwargs)
    except TooOften as error:
        return HttpResponse(error.message, status=429, content_type="text/plain; charset=utf-8")
    finally:
        if refusals:
            with acting(Scope()):
                write_refusals(refusals)
        else:
            write_refusals(refusals)


def _cached(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with what caches need; only a page that was read and is whole is kept."""
    if request.method not in SAFE or response.status_code != 200 or not isinstance(response, HttpResponse):
        response["Cache-Control"] = "no-store"
        return response
    etag = quote_etag(sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}, must-revalidate"
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if answer is not None else response
