"""The few views of allauth that the house uses, under Spanish addresses and allauth's own names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from .views.account import sign_out

urlpatterns = [
    path("entrar/", account.login, name="account_login"),
    path("entrar/segundo-paso/", mfa.authenticate, name="mfa_authenticate"),
    path("entrar/llave/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("entrar/cerrada/", account.account_inactive, name="account_inactive"),
    path("entrar/olvide/", account.password_reset, name="account_reset_password"),
    path("entrar/olvide/enviado/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^entrar/olvide/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "entrar/olvide/listo/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmar/codigo/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmar/llave/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("cuenta/contrasena/", account.password_change, name="account_change_password"),
    path("salir/", sign_out, name="account_logout"),
]
