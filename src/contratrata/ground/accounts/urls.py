"""Addresses of one's own account; allauth's few are mounted under their own names in `sign_in_urls`."""

from django.urls import path

from .views import account, factors, locks

app_name = "account"
urlpatterns = [
    path("cuenta/", account.home, name="home"),
    path("cuenta/datos/", account.details, name="details"),
    path("cuenta/sesiones/", account.open_sessions, name="sessions"),
    path("cuenta/sesiones/cerrar/", account.end_session, name="end_session"),
    path("cuenta/segundo-factor/", factors.mine, name="factors"),
    path("cuenta/segundo-factor/primero/", factors.enrol, name="enrol"),
    path("cuenta/segundo-factor/aplicacion/", factors.totp, name="totp"),
    path("cuenta/segundo-factor/llave/", factors.passkey, name="passkey"),
    path("cuenta/segundo-factor/<int:pk>/quitar/", factors.remove, name="remove_factor"),
    path("cuenta/codigos/", factors.codes, name="codes"),
    path("cuenta/codigos/archivo/", factors.codes_file, name="codes_file"),
    path("cuenta/codigos/nuevos/", factors.new_codes, name="new_codes"),
    path("bloqueo/", locks.locked, name="locked"),
    path("bloqueo/ahora/", locks.lock_now, name="lock"),
    path("bloqueo/seguir/", locks.resume, name="resume"),
    path("codigo-de-conducta/", locks.conduct, name="conduct"),
]
