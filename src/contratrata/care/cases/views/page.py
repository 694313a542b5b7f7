"""What the pages of a case share: the visible file, opened; its frame of name, code, state and tabs."""

import dataclasses
import functools
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import objects_of
from contratrata.ground.kinds.public import Values
from contratrata.ground.ui.parts import NavItem
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from .. import queries, rules
from ..file.values import read_values
from ..listing import MARKS
from ..models import Case, Identity, NextStep
from ..states import STILL_OPEN, CaseState


@dataclasses.dataclass(frozen=True)
class File:
    """A visible case with its texts opened; `sealer` is None and `texts` empty when her data were erased."""

    case: Case
    scope: Scope
    sealer: Sealer | None
    texts: dict[str, str]
    traced: bool = False

    @functools.cached_property
    def values(self) -> Values:
        """Every answer of the file (`file/trata.yaml`), read when it is first asked for. One query."""
        return read_values(self.case, self.sealer, self.texts)

    @property
    def erased(self) -> bool:
        """Whether the person's data were destroyed."""
        return self.sealer is None

    @property
    def name(self) -> str:
        """How she is called; never put into a title or an address."""
        return _("(borrado)") if self.erased else queries.display_name(self.texts)

    @property
    def is_open(self) -> bool:
        """Whether the file may be written in."""
        return self.case.state in STILL_OPEN and not self.erased

    def may(self, verb: str) -> bool:
        """Whether the acting person may do this to the case."""
        return rules.may(verb, self.scope, self.case)


def open_file(request: Request, case_id: uuid.UUID, part: str = "") -> File:
    """The visible case, opened; a `part` looked at leaves a trace (else `frame` does). Raises `Http404`."""
    scope = request.scope
    case = queries.one_visible(scope, case_id)
    if case is None:
        raise Http404
    sealer: Sealer | None = None
    texts: dict[str, str] = {}
    try:
        sealer = vault.open_subject(case.person.subject_id)
    except Shredded:
        pass
    else:
        row = next(iter(objects_of(Identity, "id", person_id=case.person_id)), None)
        texts = row.open(sealer) if row else {}
    traced = bool(part) and request.method in ("GET", "HEAD")
    if traced:
        audit.record("case.viewed", kind="case", subject=case.id, code=case.code, part=part)
    return File(case, scope, sealer, texts, traced)


def writable(file: File, verb: str) -> File:
    """The file, when the user may do this here. Raises `Http404` (a page that was never offered)."""
    if not file.may(verb) or file.erased:
        raise Http404
    return file


def version_of(file: File) -> int:
    """The version of the case as it stands at this moment (another may have edited it since it was opened)."""
    version: int = Case.objects.values_list("version", flat=True).get(id=file.case.id)
    return version


def ask_on(request: Request, file: File, **asked: Any) -> HttpResponse:
    """Ask for an act on a case (`acts.Ask`), under its name and code; from there back to the case."""
    shown: dict[str, Any] = {"back": case_url(file.case.id), "code": file.case.code} | asked
    caption = f"{file.name} · {file.case.code}"
    return ask(request, Ask(frame=lambda: frame(file, "") | {"caption": caption}, **shown))


def case_url(case_id: uuid.UUID, page: str = "detail") -> str:
    """The address of a page of a case."""
    return path_of(f"cases:{page}", case_id)


def frame(file: File, current: str) -> dict[str, Any]:
    """Name, code, state and tabs around every page of a case.

    Whoever is shown her name leaves a trace: a form sent back with its errors shows it too.
    """
    case = file.case
    if not file.traced:
        audit.record("case.viewed", kind="case", subject=case.id, code=case.code, part=current or "form")
    pages = (
        ("detail", _("Resumen")),
        ("story", _("Relato")),
        ("plan", _("Plan")),
        ("team", _("Equipo")),
        ("history", _("Historia")),
    )
    return {
        "file": file,
        "case": case,
        "name": file.name,
        "erased": file.erased,
        "is_open": file.is_open,
        "state_words": str(CaseState(case.state).label).capitalize(),
        "state_mark": MARKS.get(case.state, "plain"),
        "tabs": [
            NavItem(str(words), case_url(case.id, page), current=page == current) for page, words in pages
        ],
        "may": {verb: file.may(verb) for verb in rules.RULES},
        "case_url": case_url(case.id),
        "going": case.revoked_due is not None and case.revoked_due <= clock.now(),
    }


def open_step(file: File) -> NextStep | None:
    """The open next step of a case."""
    return next(iter(objects_of(NextStep, "id", case_id=file.case.id, done_at__isnull=True)), None)


def step_words(file: File, step: NextStep | None) -> str:
    """What the next step says."""
    return step.open(file.sealer, "what")["what"] if step and file.sealer else ""


def refer_url(case: Case) -> str:
    """Where a referral of this case begins; "" where referrals are not there."""
    return _with_case("referrals:start", {"caso": str(case.id)})


def help_url(file: File) -> str:
    """Who can help this person, asked with what the case says already; "" where there is no directory."""
    person = file.case.person
    values = {"caso": str(file.case.id), "sexo": person.sex if person.sex != "unknown" else ""}
    values["edad"] = str(person.age_years) if person.age_years is not None else ""
    values["idioma"] = person.languages[0] if person.languages else ""
    return _with_case("directory:who_can_help", {name: value for name, value in values.items() if value})


def _with_case(name: str, data: dict[str, str]) -> str:
    try:
        return f"{path_of(name)}?{urlencode(data)}"
    except NoReverseMatch:
        return ""
