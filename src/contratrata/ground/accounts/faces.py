"""The parts of allauth that we extend, with their types: it ships none."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allauth.mfa.models import Authenticator
    from django import forms
    from django.http import HttpRequest, HttpResponseBase
    from django.views import View

    from .models import User

    class LoginForm(forms.Form): ...

    class ReauthenticateForm(forms.Form): ...

    class ChangePasswordForm(forms.Form):
        user: User

    class ResetPasswordForm(forms.Form):
        users: list[User]

        def save(self, request: HttpRequest, **kwargs: Any) -> str: ...

    class ResetPasswordKeyForm(forms.Form):
        user: User | None

    class AuthenticateForm(forms.Form):
        user: User
        authenticator: Authenticator

        def clean_code(self) -> str: ...

    class CodeAgainForm(AuthenticateForm): ...

    class AddWebAuthnForm(forms.Form):
        user: User

    class ReauthenticateWebAuthnForm(forms.Form):
        user: User

        def clean_credential(self) -> Authenticator: ...

    class AccountAdapter:
        error_messages: Mapping[str, Any]
        request: HttpRequest

        def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]: ...

        def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any: ...

        def login(self, request: HttpRequest, user: User) -> Any: ...

        def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str: ...

        def __getattr__(self, name: str) -> Any: ...

    class MFAAdapter:
        error_messages: Mapping[str, Any]

        def __getattr__(self, name: str) -> Any: ...

    class LogoutView(View):
        def post(self, *args: object, **kwargs: object) -> HttpResponseBase: ...

    CodeForm = AuthenticateForm
else:
    from allauth.account.adapter import DefaultAccountAdapter as AccountAdapter
    from allauth.account.forms import (
        ChangePasswordForm,
        LoginForm,
        ReauthenticateForm,
        ResetPasswordForm,
        ResetPasswordKeyForm,
    )
    from allauth.account.views import LogoutView
    from allauth.mfa.adapter import DefaultMFAAdapter as MFAAdapter
    from allauth.mfa.base.forms import AuthenticateForm
    from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
    from allauth.mfa.webauthn.forms import AddWebAuthnForm, ReauthenticateWebAuthnForm

    #: What asks for a code, for a class that is mixed into one.
    CodeForm = object

__all__ = [
    "AccountAdapter", "AddWebAuthnForm", "AuthenticateForm", "ChangePasswordForm", "CodeAgainForm", "CodeForm",
    "LoginForm", "LogoutView", "MFAAdapter", "ReauthenticateForm", "ReauthenticateWebAuthnForm",
    "ResetPasswordForm", "ResetPasswordKeyForm",
]  # fmt: skip
