"""Setting up, adding and removing second factors; recovery codes."""

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import Ask, ask, press
from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request

from .. import factors, proofs
from ..forms import PasskeyForm, TotpForm
from .paths import next_of, user_of

_BACK: dict[str, Any] = {"back": reverse_lazy("account:factors"), "back_words": _l("Segundo factor")}


@signed_in
def enrol(request: HttpRequest) -> HttpResponseBase:
    """The first second factor: which one."""
    return render(request, "accounts/enrol.html", {"next": next_of(request)})


@signed_in
@proofs.fresh_proof_required
def totp(request: Request) -> HttpResponseBase:
    """Scan the square, type the first code."""
    user = user_of(request)
    if factors.has_application(user):  # the button was pressed twice, or this is an old tab
        return redirect("account:codes")

    def add(form: TotpForm) -> None:
        factors.add_totp(user=user, secret=form.secret)
        clear_totp_secret(request)
        proofs.record_code(request, Authenticator.Type.TOTP)

    def frame() -> dict[str, str]:
        secret = TotpForm(request=request).secret
        address = get_adapter().build_totp_url(user, secret)
        return {
            "address": address,
            "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff"),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        }

    return ask(request, Ask(
        title=_("Aplicación de códigos"),
        form=lambda data: TotpForm(data, request=request),
        draft=None,  # a code that serves once
        act=add,
        done="",
        to=reverse("account:codes"),
        frame=frame,
        template="accounts/totp.html",
        **_BACK,
    ))  # fmt: skip


@signed_in
@proofs.fresh_proof_required
def passkey(request: Request) -> HttpResponseBase:
    """Add a passkey; the browser and the device do the work (needs scripts)."""
    user = user_of(request)

    def add(form: PasskeyForm) -> None:
        factors.add_passkey(user=user, **form.sent)
        proofs.record_code(request, Authenticator.Type.WEBAUTHN)

    return ask(request, Ask(
        title=_("Agregar una llave"),
        form=lambda data: PasskeyForm(data, user=user),
        draft=None,  # the browser and the device fill it in
        act=add,
        done="",
        to=reverse("account:codes"),
        frame=lambda: {"js_data": {"creation_options": webauthn.begin_registration(user, False)}},
        template="accounts/passkey.html",
        **_BACK,
    ))  # fmt: skip


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Her second factors and how many recovery codes are left."""
    user = user_of(request)
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
    user = user_of(request)
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
            **_BACK,
        ),
    )


@signed_in
@proofs.fresh_proof_required
def codes(request: Request) -> HttpResponseBase:
    """The recovery codes: shown until she says that she has kept them, and never again."""
    user = user_of(request)
    result = factors.codes_of(user)
    if result is None:
        raise Http404
    if request.method != "POST" and not factors.codes_are_new(result):
        return redirect("account:factors")
    return ask(request, Ask(
        title=_("Códigos de recuperación"),
        act=lambda: factors.keep_codes(user=user),
        done="",
        to=next_of(request),
        frame=lambda: {"codes": _grouped(result.get_unused_codes())},
        template="accounts/codes.html",
        **_BACK,
    ))  # fmt: skip


@signed_in
@proofs.fresh_proof_required
def codes_file(request: HttpRequest) -> HttpResponseBase:
    """The same codes as a text file, as long as they are shown."""
    result = factors.codes_of(user_of(request))
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
def new_codes(request: Request) -> HttpResponseBase:
    """Ten new codes in place of the former."""
    user = user_of(request)
    return press(request, lambda: factors.make_codes(user=user), done="", to=reverse("account:codes"))


def _grouped(codes: list[str]) -> list[str]:
    return [f"{code[:4]} {code[4:]}" for code in codes]
