"""Codes of an authenticator application, as a telephone would show them."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from contratrata.ground.accounts.models import User


def code_of(secret: str, step: int = 0) -> str:
    """The code of this secret now, or `step` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def shown_by(user: User, step: int = 0) -> str:
    """The present code of a user's application (`step` = 1: the next one, which is taken too)."""
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_of(decrypt(factor.data["secret"]), step)


def secret_on(page: bytes) -> str:
    """The key that the page of the application shows for typing."""
    match = re.search(r'<b class="ct-code" translate="no">([A-Z2-7 =]+)</b>', page.decode())
    assert match
    return match.group(1).replace(" ", "")
