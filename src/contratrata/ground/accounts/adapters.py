"""How allauth is bent to the house: by invitation only, secrets sealed by the vault's master key."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from contratrata.ground.vault import master


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: accounts come from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second-factor secrets are sealed: a dump of the database holds none that works."""

    def encrypt(self, text: str) -> str:
        """Seal a secret with the master keyset, as base64."""
        return base64.b64encode(master.master().encrypt(text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return master.master().decrypt(base64.b64decode(encrypted_text), b"mfa").decode()
