"""The lock page, what goes on after it, and the code of conduct."""

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault.public import drafts

from .. import lock
from ..conduct import accept_conduct, text_of
from ..forms import ConductForm, UnlockForm
from ..sessions import without_token
from ..suspended import FIELD, PATH
from .paths import next_of, user_of


@signed_in
@require_POST
def lock_now(request: Request) -> HttpResponse:
    """Lock the session: the page's own clock, the menu and the quick exit come here."""
    lock.lock(request, how="page")
    return HttpResponseRedirect(f"{reverse('account:locked')}?{urlencode({'next': next_of(request)})}")


@signed_in
def locked(request: Request) -> HttpResponseBase:
    """The lock page, with nothing of the work on it. Right: back where she was. Wrong five times: out."""
    to = next_of(request)
    if not lock.is_locked(request):
        return HttpResponseRedirect(to)
    response = ask(request, Ask(
        title=_("Pantalla bloqueada"),
        form=lambda data: UnlockForm(data, request=request),
        draft=None,  # a secret
        act=lambda form: lock.unlock(request, how=form.cleaned_data["secret"]),
        done="",
        to=to,
        back=to,
        context={"next": to},
        template="accounts/locked.html",
    ))  # fmt: skip
    if lock.too_many(request):
        logout(request)
        return without_token(request, redirect("account_login"))
    return response


@signed_in
def resume(request: Request) -> HttpResponseBase:
    """What was being sent when the screen locked: one button sends it now, with nothing lost."""
    key = request.GET.get("clave", "")
    if request.membership is None:  # just in, and she works in several places: what was kept is one place's
        return redirect(f"{reverse('network:choose')}?{urlencode({'next': request.get_full_path()})}")
    result = drafts.restore(key) if key.startswith(drafts.SENT) else None
    if not result or PATH not in result:
        return redirect("/")
    path = result.pop(PATH)[0]
    pairs = [(name, value) for name, values in result.items() for value in values]
    # What she reads before she sends it: what was typed or chosen, without the form's own marks.
    seen = [Row(name, value) for name, value in pairs if value.strip() and name != "once"]
    data = {"path": path, "pairs": pairs, "key": key, "field": FIELD, "seen": seen}
    return render(request, "accounts/resume.html", data)


@signed_in
def conduct(request: Request) -> HttpResponseBase:
    """The code of conduct: read it, accept it; afterwards it stands here to be read again."""
    user, to = user_of(request), next_of(request)
    version, title = settings.CONDUCT_VERSION, _("Código de conducta")
    text = {"text": text_of(version, (get_language() or "es")[:2]), "version": version, "user": user}
    if user.conduct_version == version:
        if request.method == "POST":  # the button was pressed twice
            return HttpResponseRedirect(to)
        return render(request, "accounts/conduct.html", {"title": title, "form": None, **text})
    return ask(request, Ask(
        title=title,
        form=ConductForm,
        draft=None,  # nothing is typed
        act=lambda _form: accept_conduct(user=user, version=version),
        done="",
        to=to,
        back=to,
        context={"next": to, **text},
        template="accounts/conduct.html",
    ))  # fmt: skip
