"""Whether what is told can be so, for what is not asked by questions. Raises `DomainError`."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.texts import LINE, LONG, STORY, clean, required
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import Fact, Partial

from . import given

#: A legal duty is explained in a sentence, not in a word.
LEAST_REASON = 15
_DATE = Partial()


def code(key: str, value: str, *, field: str) -> str:
    """The code when the vocabulary has it, "" when nothing is told. Raises `DomainError`."""
    if value and not vocabulary(key).has(value):
        raise DomainError(_("Elija una opción de la lista."), field=field)
    return value


def codes(key: str, values: Iterable[str], *, field: str) -> tuple[str, ...]:
    """The codes, each once."""
    return tuple(dict.fromkeys(code(key, value, field=field) for value in values if value))


def partial_date(value: str, *, field: str) -> PartialDate | None:
    """The date to its precision, not in the future. Raises `DomainError`."""
    return _DATE.check(value.strip(), Fact(name=field, kind=_DATE))


def assertion(told: given.NewAssertion) -> given.NewAssertion:
    """A status with its author; the date not in the future."""
    if not told.status or not told.decided_by_kind:
        raise DomainError(
            _("Diga qué condición se determinó y quién la determinó."),
            field="decided_by_kind" if told.status else "status",
        )
    on = partial_date(told.decided_on, field="decided_on")
    return given.NewAssertion(
        status=code("trafficking_status", told.status, field="status"),
        decided_by_kind=code("decision_making_org", told.decided_by_kind, field="decided_by_kind"),
        decided_by=clean(told.decided_by, field="decided_by", most=LINE),
        decided_on=str(on) if on else "",
        basis=clean(told.basis, field="basis", most=LONG, lines=True),
    )


def need(told: given.NewNeed) -> given.NewNeed:
    """A need of the list."""
    if not told.kind:
        raise DomainError(_("Elija qué necesita."), field="kind")
    return given.NewNeed(
        kind=code("service_kind", told.kind, field="kind"),
        urgency=code("urgency", told.urgency, field="urgency"),
    )


def step(told: given.NewStep) -> given.NewStep:
    """A next step that says what."""
    what = required(told.what, field="what", message=_("Escriba qué hay que hacer."), most=LINE)
    return dataclasses.replace(told, what=" ".join(what.split()))


def note(text: str) -> str:
    """A note that says something."""
    return required(text, field="text", message=_("Escriba la nota."), most=STORY)


def consent(told: given.NewConsent, *, minor: Answer) -> given.NewConsent:
    """A permission whose sentence is whole (domain: consent). `minor`: whether she is under 18 today.

    A child: guardian and her own assent. A legal duty stands without consent, with a written reason.
    """
    if not told.purpose:
        raise DomainError(_("Diga para qué consiente."), field="purpose")
    code("consent_purpose", told.purpose, field="purpose")
    if told.purpose == "referral":
        _referral(told)
    if told.legal_duty:
        why = _("Escriba en una frase qué deber legal o peligro lo exige.")
        reason = required(told.reason, field="reason", message=why, least=LEAST_REASON)
    else:
        reason = clean(told.reason, field="reason", most=LONG, lines=True)
        _given(told, minor)
    if told.given_at and told.given_at > clock.now() + dt.timedelta(minutes=5):
        raise DomainError(_("La fecha no puede ser futura."), field="given_at")
    if told.until and told.until < clock.today():
        raise DomainError(_("Esta fecha ya pasó: el consentimiento nacería vencido."), field="until")
    yes = codes("consent_question", told.told_yes, field="told")
    no = codes("consent_question", told.told_no, field="told")
    if set(yes) & set(no):
        raise DomainError(_("Una pregunta no puede tener dos respuestas."), field="told")
    return dataclasses.replace(
        told,
        aims=codes("service_kind", told.aims, field="aims"),
        parts=codes("file_part", told.parts, field="parts"),
        witness=clean(told.witness, field="witness", most=LINE),
        told_yes=yes,
        told_no=no,
        reason=reason,
    )


def _referral(told: given.NewConsent) -> None:
    if told.recipient_id is None:
        raise DomainError(_("Diga con qué organización se comparte."), field="recipient_id")
    if not told.parts:
        raise DomainError(_("Elija al menos una parte del expediente."), field="parts")
    if not told.aims:
        raise DomainError(_("Diga para qué servicio se comparte."), field="aims")


def _given(told: given.NewConsent, minor: Answer) -> None:
    if not told.given_by:
        raise DomainError(_("Diga quién consiente."), field="given_by")
    code("consent_giver", told.given_by, field="given_by")
    if minor is Answer.YES and told.given_by != "person_and_guardian":
        raise DomainError(
            _("Es menor de 18 años: consienten quien la representa y también ella."),
            field="given_by",
        )
    if not told.means:
        raise DomainError(_("Diga cómo consintió."), field="means")
    code("consent_means", told.means, field="means")
    if told.means == "verbal_with_witness" and not told.witness.strip():
        raise DomainError(_("Escriba quién fue testigo."), field="witness")
