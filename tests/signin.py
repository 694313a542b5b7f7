"""Signing in as one of the cast, without the pages: what the gates ask is there."""

from django.conf import settings
from django.test import Client

from cast import PASSWORD, Player
from contratrata.ground.accounts import proofs
from contratrata.ground.accounts.demo import enrol_demo


def sign_in(client: Client, player: Player) -> Client:
    """`client` as `player`: second factor proved, code of conduct accepted, organisation chosen."""
    user = player.user
    if user.conduct_version != settings.CONDUCT_VERSION:
        user.conduct_version = settings.CONDUCT_VERSION
        user.save(update_fields=["conduct_version"])
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[proofs.SESSION_KEY] = str(user.pk)
    session["membership"] = str(player.membership.id)
    session.save()
    return client


def enrol(player: Player) -> None:
    """Give `player` an authenticator application and the accepted code of conduct."""
    enrol_demo(player.user, PASSWORD)
