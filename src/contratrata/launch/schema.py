"""Bring the schema up to date, in one process: run with the `owner` login."""

from __future__ import annotations

import os


def main() -> None:
    """Apply the migrations and make the table of the cache."""
    os.environ["CONTRATRATA_LOGIN"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contratrata.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    main()
