"""`contratrata lost-factor`: the way back for whom nobody in the network can confirm."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg.rows import scalar_row

from contratrata.doors.console import databases
from contratrata.ground.accounts.public import FactorHelp, User
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.network.public import Role, lost_factor

#: Who could confirm instead: administration and supervision of one of her organisations, the coordination of its realm.
_OTHERS = """
    SELECT count(DISTINCT u.id) FROM network_membership m
    JOIN network_organisation o ON o.id = m.organisation_id
    JOIN accounts_user u ON u.id = m.user_id
    WHERE m.ended_at IS NULL AND u.is_active AND u.id <> %(user)s
      AND EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = u.id AND a.type IN ('totp', 'webauthn'))
      AND ((m.organisation_id = ANY(%(organisations)s) AND m.roles && %(confirmers)s)
           OR (o.realm = ANY(%(realms)s) AND %(coordination)s = ANY(m.roles)))
"""


def others_who_could(user: User, rows: list[FactorHelp]) -> int:
    """How many other people with a second factor could answer one of these requests."""
    values = {
        "user": user.pk,
        "organisations": [row.organisation_id for row in rows],
        "realms": [row.realm for row in rows],
        "confirmers": [role.value for role in lost_factor.CONFIRMERS],
        "coordination": Role.COORDINATION.value,
    }
    with databases.connect("keeper") as keeper, keeper.cursor(row_factory=scalar_row) as cursor:
        return int(cursor.execute(_OTHERS, values).fetchone() or 0)


class Command(BaseCommand):
    """Only after she asked at sign-in (her password was right), and only where nobody else answers."""

    help = "Quita el segundo factor perdido de quien nadie más en la red puede confirmar"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and how it was made sure that it is she."""
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="cómo se comprobó que es ella")
        parser.add_argument(
            "--nobody-answers", action="store_true", help="hay quien podría confirmarlo, y no contesta"
        )
        parser.add_argument(
            "--although-refused", action="store_true", help="alguien dijo hace poco que no era ella"
        )

    def handle(self, *, email: str, reason: str, **options: Any) -> None:
        """Free her, or say what has to happen first."""
        address = email.strip().replace("\0", "")
        user = User.objects.filter(email__iexact=address, is_active=True).first()
        rows = lost_factor.open_requests(user) if user else []
        if user is None or not rows:
            raise CommandError(
                "Nadie con ese correo espera ayuda. Primero pida ayuda ella misma: al entrar, tras su "
                "contraseña, «Perdí el teléfono y los códigos». La petición vale 24 horas."
            )
        others = others_who_could(user, rows)
        if others and not options.get("nobody_answers"):
            raise CommandError(
                f"Pueden confirmarlo otras personas de la red ({others}): que lo hagan en «Ayuda de acceso». "
                "Solo si ninguna contesta, repita con --nobody-answers."
            )
        if lost_factor.refused_lately(user) and not options.get("although_refused"):
            raise CommandError(
                "Alguien de su organización dijo en estos días que no era ella: hable con quien lo rechazó. "
                "Solo si fue un error, repita con --although-refused."
            )
        try:
            lost_factor.confirm_as_owner(row=rows[0], reason=reason)
        except (DomainError, WrongState) as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            "Hecho: se quitó su segundo factor y se cerraron sus sesiones. Al entrar con su contraseña "
            "pondrá uno nuevo. Quedó en el rastro de su organización, y ella recibe un aviso por correo."
        )
