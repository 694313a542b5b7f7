"""`contratrata demo-signins`: where to enter the demonstration, as whom, with which word. No codes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.network.demo import DemoSignIn, demo_signins

#: So many organisations are shown whole; the rest is one line.
SHOWN = 2


class Command(BaseCommand):
    """A few accounts of a sender, of a receiver in another country and of the coordination; silent without a demo."""

    help = "Cuentas de la red de demostración"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        try:
            result = demo_signins()
        except NotAllowed:
            return
        if not result:
            return
        shown = _chosen(result)
        width = max(len(one.email) for one in shown)
        lines = [f"  {one.email:{width}}  {one.role} · {one.organisation}" for one in shown]
        self.stdout.write("\nRed de demostración: todo es ficticio.")
        self.stdout.write(f"  Dirección    {settings.SITE_ADDRESS}")
        self.stdout.write(f"  Contraseña   {result[0].password}   (la misma para todas las cuentas)")
        self.stdout.write("\n".join(lines))
        self.stdout.write("  Segundo factor y las demás cuentas:  make demo-code\n")


def _chosen(rows: list[DemoSignIn]) -> list[DemoSignIn]:
    """The accounts of the largest difference: two organisations of two countries, and those who hold no case."""
    addresses = [one.email.split("@")[1] for one in rows]
    wanted: list[str] = [name for name in ("maiz.example", "horizonte.example") if name in addresses]
    if len(wanted) < SHOWN:
        wanted = sorted(set(addresses))[:SHOWN]
    network = [one for one in rows if one.email.startswith("coordina")]
    return [one for name in wanted for one in rows if one.email.endswith(f"@{name}")] + network
