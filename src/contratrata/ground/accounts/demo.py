"""Sign-in for people of demonstration organisations: one known password, a second factor like everyone's."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope, acting

from .models import User

#: Invented, and written in the manual: it opens nothing but fictitious organisations.
DEMO_PASSWORD = "red de practica ficticia"  # noqa: S105  (meant to be known)


def _refuse_production() -> None:
    if settings.PRODUCTION:
        raise NotAllowed("Las cuentas de demostración no existen en producción.")


def only_fictitious(user: User) -> bool:
    """Whether she works in some organisation and every one of them is fictitious, former ones included."""
    with acting(Scope(user_id=user.pk)):
        values = list(user.memberships.filter(user=user).values_list("organisation__fictitious", flat=True))
    return bool(values) and all(values)


def enrol_demo(user: User, password: str = DEMO_PASSWORD, *, hashed: str = "") -> None:
    """Give a demonstration user her password, a second factor and the accepted code of conduct.

    `hashed`: the hash of the password, made beforehand (seventy people with the one documented password).
    Raises `NotAllowed` in production mode and for who works in an organisation that is not fictitious.
    """
    _refuse_production()
    if not only_fictitious(user):
        raise NotAllowed("Solo para personas de organizaciones ficticias.")
    with transaction.atomic():
        if hashed:
            user.password = hashed
        else:
            user.set_password(password)
        user.conduct_version, user.conduct_accepted_at = settings.CONDUCT_VERSION, clock.now()
        user.save(update_fields=["password", "conduct_version", "conduct_accepted_at"])
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(user, generate_totp_secret())


def demo_code(user: User) -> tuple[str, int] | None:
    """Her present code and how many seconds it holds; None without an application. Raises `NotAllowed`."""
    _refuse_production()
    if not only_fictitious(user):
        raise NotAllowed("Solo para personas de organizaciones ficticias.")
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    now = int(time.time())
    return format_hotp_value(hotp_value(decrypt(factor.data["secret"]), now // 30)), 30 - now % 30
