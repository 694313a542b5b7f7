"""`contratrata export_hsds`: the directory as HSDS 3.0, one file."""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.care.directory import operations
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.public import Organisation


class Command(BaseCommand):
    """Writes the services of one organisation, or of the whole realm, as a JSON list of HSDS services."""

    help = "Exporta el directorio de servicios (HSDS 3.0). Un albergue sale siempre sin dirección."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose services, and where to."""
        parser.add_argument(
            "--organisation", type=uuid.UUID, help="id de una organización; sin ella, toda la red"
        )
        parser.add_argument("--training", action="store_true", help="la red de formación en lugar de la real")
        parser.add_argument("--out", type=Path, help="archivo; sin él, a la salida")

    def handle(self, *args: Any, **options: Any) -> None:
        """Act in the scope of the realm, read, write."""
        realm = Realm.TRAINING if options["training"] else Realm.REAL
        one: uuid.UUID | None = options["organisation"]
        if one is not None:
            row = Organisation.objects.filter(pk=one).first()
            if row is None:
                raise CommandError("No hay ninguna organización con ese id.")
            realm = Realm(row.realm)
        with acting(Scope(organisation_id=one, realm=realm)):
            text = json.dumps(operations.export(organisation_id=one), ensure_ascii=False, indent=1)
        if options["out"]:
            options["out"].write_text(text + "\n", encoding="utf-8")
        else:
            sys.stdout.write(text + "\n")
