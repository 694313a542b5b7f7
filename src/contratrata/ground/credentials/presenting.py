"""What a check found and what is shown of a certificate, in words."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base.translated import Translated
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Row, State

from . import badges
from .checking import Checked
from .states import Finding

_LOOKS: Mapping[Finding, State] = {Finding.VALID: "done", Finding.EXPIRED: "soon"}


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """A result as the page shows it. `download`: the signed document may be had."""

    finding: Finding
    words: str
    rows: list[Row]
    listed: str = ""
    code: str = ""
    named: bool = False
    download: bool = False

    @property
    def look(self) -> State:
        """How the notice looks."""
        return _LOOKS.get(self.finding, "late")


def of_copy(checked: Checked, values: Mapping[str, Any], code: str) -> Result:
    """What was agreed to be shown to who has the code."""
    hours, detail = values["hours"], str(Translated.from_json(values["detail"]))
    extent = ngettext("%(n)s hora", "%(n)s horas", hours) % {"n": hours} if hours else ""
    rows = [
        (_("A nombre de"), values["name"]),
        (_("Por"), str(Translated.from_json(values["what"]))),
        (_("Duración"), ", ".join(filter(None, (extent, detail)))),
        (_("Acredita"), values["accreditation"]),
        (_("Emitido"), _day(values["on"])),
        (_("Vence"), _day(values["until"])),
    ]
    return Result(
        checked.finding, _words(checked.finding, values["issuer"], values["until"]), _rows(rows),
        listed=_read(checked), code=code, named=bool(values["name"]), download=values["document"] is not None,
    )  # fmt: skip


def of_file(checked: Checked, matches: bool | None) -> Result:
    """What a file says, when it is as we signed it; nothing of one that is not. `matches`: the name that was asked."""
    document = checked.document
    if document is None:
        return Result(checked.finding, _words(checked.finding, "", ""), [])
    achievement, until = document["credentialSubject"]["achievement"], document.get("validUntil", "")[:10]
    name = {
        None: "",
        True: _("Coincide con lo que usted escribió"),
        False: _("No coincide con lo que usted escribió"),
    }
    rows = [
        (_("A nombre de"), name[matches]),
        (_("Por"), achievement["name"]),
        (_("Duración"), achievement["criteria"]["narrative"]),
        (_("Emitido"), _day(document["validFrom"][:10])),
        (_("Vence"), _day(until)),
    ]
    words = _words(checked.finding, document["issuer"]["name"], until)
    return Result(checked.finding, words, _rows(rows), listed=_read(checked))


def _rows(pairs: list[tuple[str, str]]) -> list[Row]:
    return [Row(label, value) for label, value in pairs if value]


def _day(text: str) -> str:
    return badges.day_words(dt.date.fromisoformat(text)) if text else ""


def _read(checked: Checked) -> str:
    """When the list of what was revoked was signed."""
    return moment_words(dt.datetime.fromisoformat(checked.listed_at)) if checked.listed_at else ""


def _words(finding: Finding, issuer: str, until: str) -> str:
    sentences = {
        Finding.VALID: _("Lo firmó %(issuer)s y nadie lo ha cambiado ni retirado."),
        Finding.REVOKED: _("Lo emitió %(issuer)s y después lo retiró: ya no vale."),
        Finding.EXPIRED: _("Lo firmó %(issuer)s y valía hasta el %(until)s."),
        Finding.ALTERED: _(
            "No coincide con nada que la red haya firmado: alguien lo cambió, o no es nuestro."
        ),
        Finding.STOLEN: _(
            "Se firmó con una llave que otra persona pudo usar. Pida el archivo nuevo a su titular."
        ),
        Finding.FOREIGN: _("El archivo no lleva una credencial firmada por una organización de la red."),
    }
    return sentences[finding] % {"issuer": issuer, "until": _day(until)}
