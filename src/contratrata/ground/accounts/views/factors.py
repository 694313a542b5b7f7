"""Setting up, adding and removing second factors; recovery codes."""

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request

from .. import factors, proofs
from ..forms import TotpForm
from ..models import User
from .paths import next_of


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):  # the gate has let nobody else in; this is for the type
        raise Http404
    return user


@signed_in
def enrol(request: HttpRequest) -> HttpResponseBase:
    """The first second factor: which one."""
    return render(request, "accounts/enrol.html", {"next": next_of(request)})


@signed_in
@proofs.fresh_proof_required
def totp(request: HttpRequest) -> HttpResponseBase:
    """Scan the square, type the first code."""
    user = _user(request)
    form = TotpForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_totp(user=user, secret=form.secret)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            clear_totp_secret(request)
            proofs.record_code(request, Authenticator.Type.TOTP)
            return redirect("account:codes")
    address = get_adapter().build_totp_url(user, form.secret)
    grouped = " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4))
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff")
    return render(
        request, "accounts/totp.html", {"form": form, "qr": picture, "secret": grouped, "address": address}
    )


@signed_in
@proofs.fresh_proof_required
def passkey(request: HttpRequest) -> HttpResponseBase:
    """Add a passkey; the browser and the device do the work (needs scripts)."""
    user = _user(request)
    form = AddWebAuthnForm(request.POST or None, user=user, initial={"name": _("Llave de este equipo")})
    form.fields["name"].label = _("Nombre de la llave")
    form.fields["name"].help_text = _("Para reconocerla después: «Teléfono», «Llave azul».")
    form.fields["passwordless"].label = _("Entrar solo con esta llave, sin contraseña")
    form.fields["passwordless"].help_text = _("El equipo pedirá su huella, su rostro o su PIN.")
    if request.method == "POST" and form.is_valid():
        factors.add_passkey(
            user=user, name=form.cleaned_data["name"][:60], credential=form.cleaned_data["credential"]
        )
        proofs.record_code(request, Authenticator.Type.WEBAUTHN)
        return redirect("account:codes")
    options = {"creation_options": webauthn.begin_registration(user, False)}
    return render(request, "accounts/passkey.html", {"form": form, "js_data": options})


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Her second factors and how many recovery codes are left."""
    user = _user(request)
    result = factors.factors_of(user)
    codes = factors.codes_of(user)
    lines = [(one, words, factors.used_words(one)) for one, words in factors.names(result)]
    left = len(codes.get_unused_codes()) if codes else 0
    has_app = any(one.type == Authenticator.Type.TOTP for one in result)
    return render(
        request,
        "accounts/factors.html",
        {
            "lines": lines,
            "left": left,
            "has_app": has_app,
            "new": bool(codes and factors.codes_are_new(codes)),
        },
    )


@signed_in
@proofs.fresh_proof_required
def remove(request: Request, pk: int) -> HttpResponseBase:
    """Ask, then remove one of several second factors."""
    user = _user(request)
    factor = get_object_or_404(Authenticator, pk=pk, user=user, type__in=proofs.PROOFS)
    [(_one, words)] = factors.names([factor])
    return ask(
        request,
        Ask(
            title=_("Quitar un segundo factor"),
            question=_("¿Quitar «%(words)s»?") % {"words": words},
            text=_("Desde ahora no servirá para entrar."),
            button=_("Sí, quitar"),
            grave=True,
            act=lambda: factors.remove_factor(user=user, factor=factor),
            done=_("Se quitó."),
            back=reverse("account:factors"),
            back_words=_("Segundo factor"),
        ),
    )


@signed_in
@proofs.fresh_proof_required
def codes(request: HttpRequest) -> HttpResponseBase:
    """The recovery codes: shown until she says that she has kept them, and never again."""
    user = _user(request)
    result = factors.codes_of(user)
    if result is None:
        raise Http404
    if request.method == "POST":
        factors.keep_codes(user=user)
        return HttpResponseRedirect(next_of(request))
    if not factors.codes_are_new(result):
        return redirect("account:factors")
    return render(request, "accounts/codes.html", {"codes": _grouped(result.get_unused_codes())})


@signed_in
@proofs.fresh_proof_required
def codes_file(request: HttpRequest) -> HttpResponseBase:
    """The same codes as a text file, as long as they are shown."""
    result = factors.codes_of(_user(request))
    if result is None or not factors.codes_are_new(result):
        raise Http404
    text = "\r\n".join(
        [
            _("Códigos de recuperación de ContraTrata. Cada uno sirve una vez."),
            "",
            *_grouped(result.get_unused_codes()),
        ]
    )
    response = HttpResponse(text + "\r\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codigos.txt"'
    return response


@signed_in
@require_POST
@proofs.fresh_proof_required
def new_codes(request: HttpRequest) -> HttpResponseBase:
    """Ten new codes in place of the former."""
    factors.make_codes(user=_user(request))
    return redirect("account:codes")


def _grouped(codes: list[str]) -> list[str]:
    return [f"{code[:4]} {code[4:]}" for code in codes]
