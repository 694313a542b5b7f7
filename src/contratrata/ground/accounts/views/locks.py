"""The lock page, what goes on after it, and the code of conduct."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.core import context
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault.public import drafts

from .. import lock, proofs
from ..conduct import accept_conduct, text_of
from ..forms import ConductForm, UnlockForm, code_is_right
from ..models import User
from ..sessions import without_token
from ..suspended import FIELD, PATH
from .paths import next_of


@signed_in
@require_POST
def lock_now(request: Request) -> HttpResponse:
    """Lock the session: the page's own clock, the menu and the quick exit come here."""
    lock.lock(request, how="page")
    return HttpResponseRedirect(f"{reverse('account:locked')}?{urlencode({'next': next_of(request)})}")


@signed_in
def locked(request: Request) -> HttpResponseBase:
    """The lock page, with nothing of the work on it. Right: back where she was. Wrong five times: out."""
    if not lock.is_locked(request):
        return HttpResponseRedirect(next_of(request))
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how = _proved(request, form)
        if how:
            lock.unlock(request, how=how)
            return HttpResponseRedirect(next_of(request))
        if lock.failed(request):
            logout(request)
            return without_token(request, redirect("account_login"))
    return render(request, "accounts/locked.html", {"form": form, "next": next_of(request)})


def _proved(request: Request, form: UnlockForm) -> str:
    """`code` or `password`, or "" with the error on the form."""
    user, initial = request.user, form.cleaned_data["secret"]
    digits = "".join(initial.split())
    try:
        if digits.isascii() and digits.isdigit() and len(digits) in (6, 8):
            done = check_rate_limit(user)
            if user.pk is not None and code_is_right(user.pk, digits):
                done()
                proofs.record_code(request, Authenticator.Type.TOTP)
                return "code"
        elif get_adapter(context.request).reauthenticate(user, initial):
            return "password"
    except ValidationError as error:
        form.add_error("secret", error)
        return ""
    form.add_error("secret", _("No es correcto. Vuelva a intentarlo."))
    return ""


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
    user = request.user
    if not isinstance(user, User):  # the gate has let nobody else in; this is for the type
        raise Http404
    version = settings.CONDUCT_VERSION
    accepted = user.conduct_version == version
    form = ConductForm(request.POST or None)
    if request.method == "POST" and not accepted and form.is_valid():
        accept_conduct(user=user, version=version)
        return HttpResponseRedirect(next_of(request))
    text = text_of(version, (get_language() or "es")[:2])
    result = {"text": text, "version": version, "accepted": accepted}
    return render(
        request, "accounts/conduct.html", {**result, "form": form, "next": next_of(request), "user": user}
    )
