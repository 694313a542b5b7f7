"""The forms of sign-in and of one's own account."""

import uuid
import zoneinfo
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.request import Request
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import choose
from contratrata.ground.outbox import public as outbox

from . import guessing, lock, proofs, seals
from .adapters import WRONG_CODE
from .faces import (
    AddWebAuthnForm,
    AuthenticateForm,
    ChangePasswordForm,
    CodeAgainForm,
    CodeForm,
    LoginForm,
    ReauthenticateForm,
    ReauthenticateWebAuthnForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from .models import User

#: Zones of the region, the ones people choose from.
ZONES = (
    "America/Guatemala", "America/Belize", "America/Bogota", "America/Cancun", "America/Costa_Rica",
    "America/El_Salvador", "America/Havana", "America/Jamaica", "America/Managua", "America/Mexico_City",
    "America/Nassau", "America/New_York", "America/Panama", "America/Port-au-Prince", "America/Port_of_Spain",
    "America/Santo_Domingo", "America/Tegucigalpa", "America/Tijuana", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Caracas", "America/Guayaquil", "America/Lima", "Europe/Madrid", "UTC",
)  # fmt: skip
#: Seconds a code that served is remembered: as long as it could be taken, with the tolerance for slow clocks.
CODE_REMEMBERED = 120


def code_field(label: Any) -> forms.CharField:
    """A one-time code, with the right keyboard on a phone. Spaces are forgiven."""
    return TextField(
        label=label,
        max_length=20,
        error_messages={"required": _("Escriba el código.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password that can be shown."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        error_messages={"required": _("Escriba la contraseña.")},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def email_field() -> forms.EmailField:
    """The address one signs in with."""
    return forms.EmailField(
        label=_("Correo electrónico"),
        error_messages={"required": _("Escriba su correo electrónico.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


PASSWORD_HELP = _("Doce caracteres o más. Varias palabras que nadie junte son mejor que una con signos.")


def code_is_right(user_id: uuid.UUID, code: str) -> bool:
    """Whether this is a code of her application that has not served, or a recovery code (then used)."""
    if not seals.account_holds(user_id):
        return False
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    for factor in Authenticator.objects.filter(user_id=user_id, type__in=kinds):
        if factor.wrap().validate_code(code):
            return factor.type != Authenticator.Type.TOTP or _first_time(user_id, code)
    return False


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = password_field(_("Contraseña"), "current-password")


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, for who has no second factor yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Contraseña"), "current-password")


class NewPasswordForm(ChangePasswordForm):
    """Change one's password: the present one, and the new one once (it can be shown)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("Contraseña actual"), "current-password")
        _one_new_password(self)

    def clean(self) -> dict[str, Any]:
        """Only one new password is asked, so there is nothing to compare; a broken account gets none."""
        if not seals.account_holds(self.user.pk):
            raise ValidationError(seals.SealBroken().message)
        return dict(forms.Form.clean(self) or {})


class ForgottenForm(ResetPasswordForm):
    """Where to send the link for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue the message; for an address without an account the same work without one."""
        if not self.users:
            outbox.send_to_nobody()
        address: str = super().save(request, **kwargs)
        return address


class ResetForm(ResetPasswordKeyForm):
    """A new password by the link of a message; the second factor is asked all the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _one_new_password(self)

    def clean(self) -> dict[str, Any]:
        """Only one new password is asked, so there is nothing to compare; a broken account gets none."""
        if self.user is not None and not seals.account_holds(self.user.pk):  # none: a link that is made up
            raise ValidationError(seals.SealBroken().message)
        return dict(forms.Form.clean(self) or {})


def _one_new_password(form: forms.Form) -> None:
    """It can be shown, so it is asked once."""
    field = form.fields["password1"]
    field.label, field.help_text = _("Contraseña nueva"), PASSWORD_HELP
    field.widget.attrs = {"autocomplete": "new-password"}
    field.error_messages["required"] = _("Escriba la contraseña.")
    del form.fields["password2"]


class _Once(CodeForm):
    """A code of the application serves once, for as long as it could be taken; none of a broken account does."""

    def clean_code(self) -> str:
        if not seals.account_holds(self.user.pk):
            raise ValidationError(seals.SealBroken().message)
        wait = guessing.wait_words(context.request, self.user)
        if wait:
            raise ValidationError(wait)
        code: str = super().clean_code()
        factor = self.authenticator
        if factor.type == Authenticator.Type.TOTP and not _first_time(factor.user_id, code):
            raise ValidationError(WRONG_CODE)
        return code


def _first_time(user_id: object, code: str) -> bool:
    digits = "".join(code.split())
    return bool(cache.add(f"totp-served:{user_id}:{digits}", "1", timeout=CODE_REMEMBERED))


class SecondStepForm(_Once, AuthenticateForm):
    """The second step of signing in."""

    code = code_field(_("Código"))


class FreshCodeForm(_Once, CodeAgainForm):
    """The code once more, before a grave act."""

    code = code_field(_("Código"))


class FreshKeyForm(ReauthenticateWebAuthnForm):
    """The passkey once more, before a grave act."""

    def clean_credential(self) -> Authenticator:
        """Raises `ValidationError` for a wrong answer and for a broken account."""
        if not seals.account_holds(self.user.pk):
            raise ValidationError(seals.SealBroken().message)
        result: Authenticator = super().clean_credential()
        return result


class TotpForm(forms.Form):
    """The first code of a new authenticator application. The secret waits sealed in the session."""

    code = code_field(_("Código de 6 cifras"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        waiting = request.session.get(totp.SECRET_SESSION_KEY)
        if waiting is None:
            waiting = request.session[totp.SECRET_SESSION_KEY] = encrypt(totp.generate_totp_secret())
        self.secret = decrypt(waiting)

    def clean_code(self) -> str:
        """Raises `ValidationError` for a wrong code, and when too many were tried."""
        code = "".join(self.cleaned_data["code"].split())
        done = check_rate_limit(self.request.user)
        if not totp.validate_totp_code(self.secret, code) or not _first_time(self.request.user.pk, code):
            raise ValidationError(WRONG_CODE)
        done()
        return code


class PasskeyForm(AddWebAuthnForm):
    """A new passkey, as the browser answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"name": _("Llave de este equipo")}})
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = (
            _("Nombre de la llave"),
            _("Para reconocerla después: «Teléfono», «Llave azul»."),
        )
        alone.label = _("Entrar solo con esta llave, sin contraseña")
        alone.help_text = _("El equipo pedirá su huella, su rostro o su PIN.")

    @property
    def sent(self) -> dict[str, Any]:
        """What the operation takes of a valid form."""
        return {"name": self.cleaned_data["name"][:60], "credential": self.cleaned_data["credential"]}


class UnlockForm(forms.Form):
    """The password, or a code of the application or of recovery, in one field."""

    secret = password_field(_("Contraseña o código"), "current-password")

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_secret(self) -> str:
        """How she proved that it is she: `code` or `password`. Raises `ValidationError`; wrong ones are counted."""
        user, digits = self.request.user, "".join(self.cleaned_data["secret"].split())
        try:
            if digits.isascii() and digits.isdigit() and len(digits) in (6, 8):
                done = check_rate_limit(user)
                if user.pk is not None and code_is_right(user.pk, digits):
                    done()
                    proofs.record_code(self.request, Authenticator.Type.TOTP)
                    return "code"
            elif get_adapter(context.request).reauthenticate(user, self.cleaned_data["secret"]):
                return "password"
            raise ValidationError(_("No es correcto. Vuelva a intentarlo."))
        except ValidationError:
            lock.failed(self.request)
            raise


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Name, language and time zone. The e-mail address is who she is here: it does not change."""

    language = forms.ChoiceField(label=_("Idioma"), choices=lambda: settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Zona horaria"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in ZONES]
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        labels = {"name": _("Nombre")}
        help_texts = {"name": _("Como la conocen sus colegas.")}
        error_messages = {"name": {"required": _("Escriba su nombre.")}}

    @staticmethod
    def said_by(user: User) -> list[str]:
        """What the form shows of a user, as it stands."""
        return [user.name, user.language, user.time_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = self.instance.time_zone
        if present not in ZONES and present in zoneinfo.available_timezones():
            choose(
                self, "time_zone", [(present, present), *((zone, zone.replace("_", " ")) for zone in ZONES)]
            )


class ConductForm(forms.Form):
    """Read and accepted."""

    accept = forms.BooleanField(
        label=_("Lo leí y me comprometo a cumplirlo"),
        error_messages={"required": _("Para trabajar en la red hace falta aceptarlo.")},
    )


class JoinForm(forms.Form):
    """What a new person says of herself when she accepts an invitation."""

    name = TextField(
        label=_("Su nombre"),
        max_length=150,
        help_text=_("Como la conocen sus colegas."),
        error_messages={"required": _("Escriba su nombre.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = password_field(_("Contraseña"), "new-password", PASSWORD_HELP)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Raises `ValidationError` for a password that is short, common or like her own name or address."""
        password: str = self.cleaned_data["password"]
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, person)
        return password
