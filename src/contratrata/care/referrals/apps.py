"""What must be known when the house starts: whom cases call back."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Hooks the referrals to the withdrawal of a permission and to erasure."""

    name = "contratrata.care.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Register the callbacks."""
        from . import hooks

        hooks.register()
