"""Signing in as one of the cast, without the pages: what the gates ask is there."""

import time

from django.conf import settings
from django.test import Client

from cast import PASSWORD, Player
from contratrata.ground.accounts import proofs
from contratrata.ground.accounts.demo import enrol_demo


def proved_now(client: Client, player: Player) -> Client:
    """The same client, with a fresh proof of `player`: grave acts ask none for some minutes."""
    session = client.session
    session["account_authentication_methods_user"] = str(player.user.pk)
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session.save()
    return client


def sign_in(client: Client, player: Player, *, fresh: bool = True) -> Client:
    """`client` as `player`: second factor proved (`fresh`: just now), conduct accepted, organisation chosen."""
    user = player.user
    if user.conduct_version != settings.CONDUCT_VERSION:
        user.conduct_version = settings.CONDUCT_VERSION
        user.save(update_fields=["conduct_version"])
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[proofs.SESSION_KEY] = str(user.pk)
    session["membership"] = str(player.membership.id)
    session.save()
    return proved_now(client, player) if fresh else client


def enrol(player: Player) -> None:
    """Give `player` an authenticator application and the accepted code of conduct."""
    enrol_demo(player.user, PASSWORD)
