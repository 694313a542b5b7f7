"""`contratrata questions-from-xlsform`: an XLSForm as the YAML of a set of questions."""

import sys
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.ground.questions.sets import BadSet
from contratrata.ground.questions.xlsform import read_xlsform
from contratrata.ground.sheets.public import FileProblem


class Command(BaseCommand):
    """Reads the form, refuses what is not understood, writes what a package keeps beside its models."""

    help = "Convierte un formulario XLSForm en las preguntas (YAML) de un conjunto."

    def add_arguments(self, parser: CommandParser) -> None:
        """The workbook, and where to."""
        parser.add_argument("form", type=Path, help="libro XLSForm (xlsx, xls u ods)")
        parser.add_argument("--out", type=Path, help="archivo; sin él, a la salida")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, check as a set, write."""
        path: Path = options["form"]
        try:
            form = read_xlsform(lambda: [path.read_bytes()])
            questions = form.questions()
        except OSError as error:
            raise CommandError(f"No se puede leer el libro: {error.strerror}.") from error
        except (BadSet, FileProblem) as error:
            raise CommandError(f"No se entiende el formulario: {error}") from error
        text = yaml.safe_dump(form.data, allow_unicode=True, sort_keys=False, width=120)
        if options["out"]:
            options["out"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
        left_out = f"; sin preguntar: {', '.join(form.unasked)}" if form.unasked else ""
        sys.stderr.write(f"{len(questions.facts)} preguntas{left_out}.\n")
