"""`contratrata recovery-key create` and `open`: the key that back-ups are sealed to."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contratrata.doors.console import backing_up, recovery, restoring
from contratrata.doors.console.envelopes import NotOurs, Opener, reading
from contratrata.ground.vault.public import master, slots

ADVICE = """Llave de recuperación creada en «{out}».

  1. Copie ese archivo a dos lugares fuera de este equipo (por ejemplo, dos memorias en dos cajas fuertes).
  2. Guarde la frase de paso en otro lugar, no junto al archivo. Nadie puede recuperarla.
  3. Borre el archivo de este equipo: aquí solo debe quedar «{public}», con la que se cierran las copias.
  4. Haga una copia y compruébela: contratrata backup --to CARPETA --check --recovery-key ARCHIVO
"""


class Command(BaseCommand):
    """`create` makes the pair; `open` brings the master keyset back onto a new machine."""

    help = "Crea la llave de recuperación, o recupera con ella la llave maestra en un equipo nuevo."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["create", "open"])
        parser.add_argument("--out", type=Path, help="create: archivo nuevo para la llave privada")
        parser.add_argument(
            "--keys", type=Path, help="open: archivo «keys-….sealed» de una copia, o su carpeta"
        )
        parser.add_argument("--recovery-key", type=Path, help="open: archivo de la llave de recuperación")
        parser.add_argument("--passphrase-file", help="archivo con la frase de paso (si no, se pregunta)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["act"] == "create":
            if options["out"] is None:
                raise CommandError("Indique --out ARCHIVO.")
            recovery.create(options["out"], recovery.passphrase(options["passphrase_file"], twice=True))
            self.stdout.write(ADVICE.format(out=options["out"], public=recovery.public_path()))
            return
        self._open(options)

    def _open(self, options: dict[str, Any]) -> None:
        if options["keys"] is None or options["recovery_key"] is None:
            raise CommandError("Indique --keys y --recovery-key.")
        path: Path = options["keys"]
        if path.is_dir():
            rows = sorted(path.glob(f"{backing_up.KEY_PREFIX}*.sealed"))
            if not rows:
                raise CommandError(f"En «{path}» no hay ningún archivo de llaves.")
            path = rows[-1]
        stamp = path.name.removeprefix(backing_up.KEY_PREFIX).removesuffix(".sealed")
        private = recovery.private(options["recovery_key"], recovery.passphrase(options["passphrase_file"]))
        try:
            with reading(path, f"{stamp}|keys", Opener(private)) as stream:
                keysets = {
                    part: content for part, content in restoring.frames(stream) if part in master.FILES
                }
            missing = not slots.path().exists()
            if missing:
                with reading(path, f"{stamp}|keys", Opener(private)) as stream:
                    restoring.bring_only_slots(stream)
        except NotOurs as error:
            raise CommandError(f"«{path.name}» fue alterado o es de otra llave de recuperación.") from error
        recovery.put_public(private)
        if restoring.put_keysets(keysets):
            self.stdout.write(f"Llave maestra recuperada en «{settings.KEYS_FOLDER}».")
        else:
            self.stdout.write("La llave maestra ya está; no se cambia nada.")
        if missing:
            self.stdout.write(f"Secretos de borrado recuperados en «{settings.SLOTS_FOLDER}».")
