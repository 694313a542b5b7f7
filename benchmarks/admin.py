"""Django's admin over a table like the list of cases, for `beside.py` only: nothing of it stands in the product.

A process of its own, since the product has neither the admin nor its middleware: it answers each line of its input with
the milliseconds of processor, its own and the database's, of one change list of 25 rows. Nobody signs in: the session
and the user that a real one reads besides are left out, in the admin's favour.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]
os.environ.setdefault("CONTRATRATA_LOGIN", "app")

from contratrata import settings as ours  # noqa: E402

#: A copy of the columns the list shows, without policies, in a schema of its own; `beside.py` makes and drops it.
TABLE = 'benchmark"."cases'

from django.conf import settings  # noqa: E402

settings.configure(
    SECRET_KEY="a benchmark",  # noqa: S106 - signs nothing that lasts
    DATABASES=ours.DATABASES,
    INSTALLED_APPS=[
        "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
        "django.contrib.staticfiles", "django.contrib.admin",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware", "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }
    ],
    ROOT_URLCONF=__name__, STATIC_URL="static/", USE_TZ=True, LANGUAGE_CODE="es", ALLOWED_HOSTS=["localhost"],
    SESSION_ENGINE="django.contrib.sessions.backends.db",
)  # fmt: skip

import django  # noqa: E402

django.setup()

from django.contrib import admin  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402


class Case(models.Model):
    """A row of the copy."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[("active", "activo"), ("closed", "cerrado")])
    responsible_id = models.UUIDField(null=True)
    country = models.CharField(max_length=3)
    arrived_on = models.DateField(null=True)
    next_due = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "auth", False, TABLE


class Cases(admin.ModelAdmin):  # type: ignore[type-arg] - Django itself knows no parameter here
    """The change list with the columns and the order of ours, as Django makes it by itself."""

    list_display = ("code", "state", "responsible_id", "country", "arrived_on", "next_due", "touched_at")
    ordering, list_per_page, list_filter = ("-touched_at", "id"), 25, ("state",)

    def has_view_permission(self, *_args: Any) -> bool:
        """Anybody of this benchmark."""
        return True

    has_module_permission = has_change_permission = has_view_permission


site = admin.AdminSite("benchmark")
site.register(Case, Cases)
site.has_permission = bool  # type: ignore[assignment,method-assign] - it holds nothing of anybody
urlpatterns = [path("admin/", site.urls)]


def of_database() -> float:
    """Milliseconds of processor that the database's process of our connection has used."""
    connection.ensure_connection()
    text = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(text.split()[0]) / 1e6


def main() -> None:
    """Answer a line with a measure, until the input ends."""
    client = Client(SERVER_NAME="localhost")
    for _line in sys.stdin:
        before, spent = of_database(), time.process_time()
        response = client.get("/admin/auth/case/")
        spent = time.process_time() - spent
        if response.status_code != 200:
            raise SystemExit(response.status_code)
        sys.stdout.write(json.dumps([spent * 1000, of_database() - before]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
