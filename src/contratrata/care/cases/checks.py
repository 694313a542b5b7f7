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

from . import inputs

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


def assertion(values: inputs.NewAssertion) -> inputs.NewAssertion:
    """A status with its author; the date not in the future."""
    if not values.status or not values.decided_by_kind:
        raise DomainError(
            _("Diga qué condición se determinó y quién la determinó."),
            field="decided_by_kind" if values.status else "status",
        )
    on = partial_date(values.decided_on, field="decided_on")
    return inputs.NewAssertion(
        status=code("trafficking_status", values.status, field="status"),
        decided_by_kind=code("decision_making_org", values.decided_by_kind, field="decided_by_kind"),
        decided_by=clean(values.decided_by, field="decided_by", most=LINE),
        decided_on=str(on) if on else "",
        basis=clean(values.basis, field="basis", most=LONG, lines=True),
    )


def need(values: inputs.NewNeed) -> inputs.NewNeed:
    """A need of the list."""
    if not values.kind:
        raise DomainError(_("Elija qué necesita."), field="kind")
    return inputs.NewNeed(
        kind=code("service_kind", values.kind, field="kind"),
        urgency=code("urgency", values.urgency, field="urgency"),
    )


def step(values: inputs.NewStep) -> inputs.NewStep:
    """A next step that says what."""
    what = required(values.what, field="what", message=_("Escriba qué hay que hacer."), most=LINE)
    return dataclasses.replace(values, what=" ".join(what.split()))


def note(text: str) -> str:
    """A note that says something."""
    return required(text, field="text", message=_("Escriba la nota."), most=STORY)


def consent(values: inputs.NewConsent, *, minor: Answer) -> inputs.NewConsent:
    """A permission whose sentence is whole (domain: consent). `minor`: whether she is under 18 today.

    A child: guardian and her own assent. A legal duty stands without consent, with a written reason.
    """
    if not values.purpose:
        raise DomainError(_("Diga para qué consiente."), field="purpose")
    code("consent_purpose", values.purpose, field="purpose")
    if values.purpose == "referral":
        _referral(values)
    if values.legal_duty:
        why = _("Escriba en una frase qué deber legal o peligro lo exige.")
        reason = required(values.reason, field="reason", message=why, least=LEAST_REASON)
    else:
        reason = clean(values.reason, field="reason", most=LONG, lines=True)
        _check_giver(values, minor)
    if values.given_at and values.given_at > clock.now() + dt.timedelta(minutes=5):
        raise DomainError(_("La fecha no puede ser futura."), field="given_at")
    if values.until and values.until < clock.today():
        raise DomainError(_("Esta fecha ya pasó: el consentimiento nacería vencido."), field="until")
    yes = codes("consent_question", values.told_yes, field="told")
    no = codes("consent_question", values.told_no, field="told")
    if set(yes) & set(no):
        raise DomainError(_("Una pregunta no puede tener dos respuestas."), field="told")
    return dataclasses.replace(
        values,
        aims=codes("service_kind", values.aims, field="aims"),
        parts=codes("file_part", values.parts, field="parts"),
        witness=clean(values.witness, field="witness", most=LINE),
        told_yes=yes,
        told_no=no,
        reason=reason,
    )


def _referral(values: inputs.NewConsent) -> None:
    if values.recipient_id is None:
        raise DomainError(_("Diga con qué organización se comparte."), field="recipient_id")
    if not values.parts:
        raise DomainError(_("Elija al menos una parte del expediente."), field="parts")
    if not values.aims:
        raise DomainError(_("Diga para qué servicio se comparte."), field="aims")


def _check_giver(values: inputs.NewConsent, minor: Answer) -> None:
    if not values.given_by:
        raise DomainError(_("Elija quién consiente."), field="given_by")
    code("consent_giver", values.given_by, field="given_by")
    if minor is Answer.YES and values.given_by != "person_and_guardian":
        raise DomainError(
            _("Es menor de 18 años: consienten quien la representa y también ella."),
            field="given_by",
        )
    if not values.means:
        raise DomainError(_("Elija cómo consintió."), field="means")
    code("consent_means", values.means, field="means")
    if values.means == "verbal_with_witness" and not values.witness.strip():
        raise DomainError(_("Escriba quién fue testigo."), field="witness")
