"""How allauth is bent to the house: by invitation only, secrets sealed by the vault's master key."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit import public as audit
from contratrata.ground.vault.public import master

from . import events, faces, guessing, mails, proofs, seals  # noqa: F401  (events: declares the events of this package)
from .models import User

WRONG_SIGN_IN = _("El correo o la contraseña no son correctos.")
TOO_MANY = _("Demasiados intentos. Espere cinco minutos y vuelva a intentarlo.")
WRONG_CODE = _("El código no es correcto o ya se usó. Espere al siguiente e inténtelo otra vez.")


def address_hash(address: str) -> str:
    """A keyed hash of an e-mail address: tells in the trail whether the same was tried, never which."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"audit-address|" + address.strip().lower().encode(), hashlib.sha256).hexdigest()[
        :16
    ]


class AccountAdapter(faces.AccountAdapter):
    """Nobody signs up: accounts come from invitations. Messages are ours: they hold no content."""

    error_messages = {
        **faces.AccountAdapter.error_messages,
        "account_inactive": _("Esta cuenta está cerrada. Hable con la administración de su organización."),
        "email_password_mismatch": WRONG_SIGN_IN,
        "incorrect_password": _("La contraseña no es correcta."),
        "enter_current_password": _("La contraseña actual no es correcta."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened; allauth's own notices are left out."""

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """One message for every change of sign-in, without where it was made from."""
        if "password" in template_prefix:
            mails.tell(mails.PASSWORD_CHANGED, user.pk, "/cuenta/")

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """One sentence and the link; it holds for three days and serves once."""
        link = urlsplit(str(context["password_reset_url"])).path
        mails.tell(mails.PASSWORD_ASKED, user.pk, link)

    def pre_login(self, request: HttpRequest, user: User, **values: Any) -> HttpResponse | None:
        """Whoever is closed stays out, and an account whose seal is broken, whichever way she comes."""
        response: HttpResponse | None = super().pre_login(request, user, **values)
        return response or self._sealed_out(request, user)

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step: nothing may have changed behind the platform between her password and her code."""
        response = self._sealed_out(request, user)
        if response is not None:
            raise ImmediateHttpResponse(response)
        super().login(request, user)

    def _sealed_out(self, request: HttpRequest, user: User) -> HttpResponse | None:
        if seals.account_holds(user.pk):
            return None
        clear_login(request)
        return render(request, "account/account_inactive.html", {"sealed_out": True}, status=403)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What strangers try does not lock her own browser: its tries are counted apart."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{guessing.source_of(request, str(credentials.get('email', '')))}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a trace on the platform's chain, without the address."""
        audit.record("session.failed", address=address_hash(str(credentials.get("email", ""))))

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is her password, counted against the same limits as signing in."""
        result = self.authenticate(context.request, email=user.email, password=password)
        return result is not None and result.pk == user.pk and seals.account_holds(user.pk)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Unless the proof is fresh: a second factor for everyone who has one."""
        return not proofs.fresh(context.request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Who has a second factor proves herself by it; the password serves only until she has one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        strong = [one for one in methods if one["id"] != "reauthenticate"]
        return strong or methods


class MFAAdapter(faces.MFAAdapter):
    """Second-factor secrets are sealed, each for its owner and row: a dump of the database holds none that works.

    What is not in its row yet (the first code is still asked) is sealed for no row, and serves in none.
    """

    error_messages = {**faces.MFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Seal a new secret with the master keyset, as base64; saving its factor seals it for its row."""
        return base64.b64encode(master.master().encrypt(text.encode(), seals.WAITING)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again. Raises `tink.TinkError` for a secret that was put into another row."""
        about = encrypted_text.about if isinstance(encrypted_text, seals.BoundSecret) else seals.WAITING
        clear: bytes = master.master().decrypt(base64.b64decode(encrypted_text), about)
        return clear.decode()
