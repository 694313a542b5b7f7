"""Second factors: added, removed and replaced, each in one transaction with its trace and its message."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError

from . import events, mails  # noqa: F401  (declares the events of this package)
from .models import User
from .proofs import PROOFS


def factors_of(user: User) -> list[Authenticator]:
    """Her authenticator application and passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=user, type__in=PROOFS).order_by("created_at", "id"))


def has_application(user: User) -> bool:
    """Whether she has an authenticator application: one is enough."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def _tell(user: User) -> None:
    mails.tell(mails.FACTOR_CHANGED, user.pk, "/cuenta/segundo-factor/")


def _added(user: User, factor: Authenticator) -> None:
    audit.record("factor.added", kind="user", subject=user.pk, type=factor.type)
    if codes_of(user) is None:
        RecoveryCodes.activate(user)
    _tell(user)


def add_totp(*, user: User, secret: str) -> Authenticator:
    """Take an authenticator application whose code was right. Raises `DomainError` for a second one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if has_application(user):
            raise DomainError(_("Ya tiene una aplicación de códigos. Quítela antes de poner otra."))
        factor: Authenticator = TOTP.activate(user, secret).instance
        _added(user, factor)
    return factor


def add_passkey(*, user: User, name: str, credential: dict[str, object]) -> Authenticator:
    """Take a passkey or security key whose answer was verified; the same answer sent twice is one key."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        same = Authenticator.objects.filter(
            user=user, type=Authenticator.Type.WEBAUTHN, data__credential=credential
        )
        if already := same.first():
            return already
        factor: Authenticator = WebAuthn.add(user, name, credential).instance
        _added(user, factor)
    return factor


def remove_factor(*, user: User, factor: Authenticator) -> None:
    """Remove one of several second factors. Raises `DomainError` for the last: she could not come in."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        mine = factors_of(user)
        if factor.pk not in {one.pk for one in mine}:
            raise DomainError(_("Ese segundo factor ya no está."))
        if len(mine) == 1:
            raise DomainError(_("Es su único segundo factor. Agregue otro antes de quitar este."))
        factor.delete()
        audit.record("factor.removed", kind="user", subject=user.pk, type=factor.type)
        _tell(user)


def codes_of(user: User) -> RecoveryCodes | None:
    """Her recovery codes, if she has some."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return row.wrap() if row else None


def codes_are_new(codes: RecoveryCodes) -> bool:
    """Whether nobody has said yet that they are kept: only then are they shown."""
    return not codes.did_view


def keep_codes(*, user: User) -> None:
    """She says that she has kept them: they are never shown again."""
    with transaction.atomic():
        codes = codes_of(user)
        if codes is not None:
            codes.mark_as_viewed()


def make_codes(*, user: User) -> None:
    """New recovery codes; the former ones no longer serve."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)
        audit.record("factor.codes_made", kind="user", subject=user.pk)
        _tell(user)


def remove_all(*, user: User) -> None:
    """Remove every factor and every code (a colleague confirmed their loss); the caller leaves the trace."""
    Authenticator.objects.filter(user=user).delete()


def names(factors: Iterable[Authenticator]) -> list[tuple[Authenticator, str]]:
    """Each with the words it is shown by."""
    app = _("Aplicación de códigos")
    return [(one, app if one.type == Authenticator.Type.TOTP else one.wrap().name) for one in factors]


def used_words(factor: Authenticator) -> str:
    """When it served last, in words."""
    if factor.last_used_at is None:
        return str(_("sin usar"))
    days = (clock.now() - factor.last_used_at).days
    return str(_("usado hoy")) if days == 0 else str(_("usado hace {days} días")).format(days=days)
