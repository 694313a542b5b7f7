"""One's own account: who I am here, how I come in, where I am signed in; and leaving."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import Ask, ask, marked, press, unchanged
from contratrata.ground.audit import public as audit
from contratrata.ground.base.marks import anyone, signed_in
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import Row

from .. import factors, proofs, sessions
from ..faces import LogoutView
from ..forms import AccountForm
from ..models import User
from .paths import user_of


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Everything of one's own on one page."""
    user = user_of(request)
    memberships = list(
        user.memberships.select_related("organisation")
        .filter(user=user, ended_at=None, organisation__left_at=None)
        .order_by("organisation__name")
    )
    return render(
        request,
        "accounts/account.html",
        {"own": _own(user), "entry": _entry(request, user), "places": [_place(one) for one in memberships]},
    )


def _own(user: User) -> list[Row]:
    change = reverse("account:details")
    return [
        Row(_("Nombre"), user.name, change),
        Row(_("Correo electrónico"), user.email),
        Row(_("Idioma"), dict(settings.LANGUAGES).get(user.language, user.language), change),
        Row(_("Zona horaria"), user.time_zone.replace("_", " "), change),
    ]


def _entry(request: HttpRequest, user: User) -> list[Row]:
    proofs = ", ".join(words for _one, words in factors.names(factors.factors_of(user)))
    count = len(sessions.open_sessions(request))
    accepted = date_format(localtime(user.conduct_accepted_at), "j E Y") if user.conduct_accepted_at else ""
    return [
        Row(_("Contraseña"), "••••••••", reverse("account_change_password")),
        Row(_("Segundo factor"), proofs, reverse("account:factors")),
        Row(_("Sesiones abiertas"), count, reverse("account:sessions"), _("Ver")),
        Row(_("Código de conducta"), accepted, reverse("account:conduct"), _("Leer")),
    ]


def _place(membership: Any) -> Row:
    """An organisation and her functions there: rows of the storey above, known here only by their fields."""
    labels = dict(membership._meta.get_field("roles").base_field.flatchoices)
    roles = ", ".join(str(labels[role]) for role in membership.roles)
    return Row(membership.organisation.name, roles)


@signed_in
def details(request: Request) -> HttpResponseBase:
    """Name, language, time zone."""
    user_id = user_of(request).pk

    def form(data: QueryDict | None = None) -> AccountForm:
        user = User.objects.get(pk=user_id)
        return marked(AccountForm(data, instance=user), AccountForm.said_by(user))

    def save(form: AccountForm) -> None:
        unchanged(
            AccountForm.said_by(User.objects.select_for_update().get(pk=user_id)), form.cleaned_data["seen"]
        )
        form.save()
        audit.record("account.changed", kind="user", subject=user_id)

    response = ask(
        request,
        Ask(
            title=_("Mis datos"),
            form=form,
            act=save,
            done=_("Se guardó."),
            back=reverse("account:home"),
            back_words=_("Mi cuenta"),
        ),
    )
    if response.status_code == 302:
        response.delete_cookie(
            settings.LANGUAGE_COOKIE_NAME, samesite="Lax"
        )  # the language of the account serves again
    return response


@signed_in
def open_sessions(request: HttpRequest) -> HttpResponse:
    """Where she is signed in."""
    return render(request, "accounts/sessions.html", {"sessions": sessions.open_sessions(request)})


@signed_in
@proofs.fresh_proof_when(lambda request: request.method == "POST")
def end_session(request: Request) -> HttpResponseBase:
    """End one session, or all others; ending this one is signing out.

    Grave: with a stolen session alone nobody throws the owner out of hers.
    """
    if request.method != "POST":  # back from the proof, where nothing could be kept
        return redirect("account:sessions")
    user, key = user_of(request), request.session.session_key
    asked = request.POST.get("session", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 19):  # no such session
        return redirect("account:sessions")
    return press(
        request,
        lambda: sessions.end_sessions(user_id=user.pk, only=int(asked) if asked else None, but=key),
        done=lambda n: _("Se cerraron {n} sesiones.").format(n=n) if n != 1 else _("Se cerró la sesión."),
        to=reverse("account:sessions"),
    )


class SignOut(LogoutView):
    """Leave, and let the browser forget what it kept: the next person at this computer finds nothing."""

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        """Ends the session."""
        response: HttpResponseBase = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return sessions.without_token(self.request, response)


sign_out = anyone(SignOut.as_view())
