"""Files brought by the people of the tests; all of them invented."""

from collections.abc import Iterable

from cast import Player
from contratrata.care.cases.imports.public import CASES
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import operations, working
from contratrata.ground.imports.models import Import
from contratrata.ground.imports.moving import locked
from contratrata.ground.network.public import job_scope


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    """A delimited file of these lines."""
    return "\r\n".join(lines).encode(encoding)


def receive(player: Player, content: bytes | Iterable[bytes], name: str = "registro.csv") -> Import:
    """The import as a player hands it in."""
    pieces = [content] if isinstance(content, bytes) else content
    with acting(player.scope):
        return operations.receive(CASES, name=name, content=pieces, responsible_id=player.user.id)


def staged(player: Player, content: bytes, name: str = "registro.csv") -> Import:
    """The import as the job leaves it after reading."""
    one = receive(player, content, name)
    working.stage(job_scope(player.membership.organisation, user_id=player.user.id), one.id)
    return again(player, one)


def bring(player: Player, content: bytes, name: str = "registro.csv", *, with_asked: bool = False) -> Import:
    """The import as the jobs leave it after everything was applied."""
    one = staged(player, content, name)
    with acting(player.scope):
        operations.apply(one.id, with_asked=with_asked)
    working.bring(job_scope(player.membership.organisation, user_id=player.user.id), one.id)
    return again(player, one)


def again(player: Player, one: Import) -> Import:
    """The import as it stands now."""
    with acting(player.scope):
        return locked(one.id)
