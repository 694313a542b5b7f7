"""Opening cases: the one door for one person at a screen, for an import and for the demonstration."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.partial import Age, age_range
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.texts import STORY, clean
from contratrata.ground.base.together import together
from contratrata.ground.codes.public import country
from contratrata.ground.facts import public as facts
from contratrata.ground.kinds.public import check_values
from contratrata.ground.network.public import Membership, Organisation, Role
from contratrata.ground.things.public import to_row
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring, Sealer, SubjectKey

from .. import checks, counting, names_index, rules
from ..file.questions import CASE as CASE_FACTS
from ..file.questions import FILE, IDENTITY, PERSON
from ..file.rules import counted_age, dates_agree
from ..file.values import rows_of
from ..inputs import NewCase
from ..models import (
    Case,
    CaseAnswer,
    CaseMove,
    Consent,
    Identity,
    Need,
    NextStep,
    Note,
    Person,
    StatusAssertion,
    Unmapped,
    new_code,
)
from ..states import CASE, CaseState
from .consenting import check_recipients, new_consent, tell_of_legal_duty

_BIRTHS = {
    CaseState.ACTIVE: "open",
    CaseState.FOLLOW_UP: "open_in_follow_up",
    CaseState.CLOSED: "open_closed",
    CaseState.CLOSED_REFERRED: "open_closed_referred",
}
#: The plain facts of a person; her age is counted apart.
_PLAIN = tuple(fact for fact in PERSON if not fact.name.startswith("age_"))
#: A batch that meets a code already taken is made again with new codes; twice running does not happen.
_TRIES = 3


def register_case(new: NewCase, *, once: uuid.UUID | None = None) -> Case:
    """Open one case: a batch of one."""
    return register_cases([new], once=once)[0]


def register_cases(batch: Sequence[NewCase], *, once: uuid.UUID | None = None) -> list[Case]:
    """Open cases: sealed, findable, traced and counted, with one statement a table for the whole batch.

    `once` names the act: the same act again (a double click, a job that resumes) gives the first's cases.
    Raises `NotAllowed`, `DomainError` (with the field; nothing is written), `Conflict` (a row of the source
    has a case already).
    """
    acting = scope.required()
    rules.require("register", acting)
    checked = [_checked(new, acting) for new in batch]
    if not checked:
        return []
    keys_of_act = _once_each(once, len(checked))
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                if once is not None:
                    one_at_a_time(str(once))
                    if created := _created_before(keys_of_act):
                        return created
                return _write(checked, keys_of_act, acting)
        except IntegrityError as error:
            broken = _constraint(error)
            if broken == "cases_source":
                raise Conflict(_("Una de las filas ya tiene un caso en su organización.")) from error
            if broken != "cases_code" or not left:
                raise
    raise AssertionError("unreachable")


def check_case(new: NewCase) -> None:
    """Whether a case may begin with this, nothing written. Raises `DomainError` (with the field)."""
    _checked(new, scope.required())


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _once_each(once: uuid.UUID | None, number: int) -> list[uuid.UUID | None]:
    if once is None:
        return [None] * number
    return [once, *(uuid.uuid5(once, str(i)) for i in range(1, number))]


def _created_before(keys: list[uuid.UUID | None]) -> list[Case]:
    order = {key: i for i, key in enumerate(keys)}
    rows = Case.objects.filter(organisation_id=scope.organisation_id(), once__in=list(order)).select_related(
        "person"
    )
    return sorted(rows, key=lambda case: order[case.once])


@dataclasses.dataclass(frozen=True, slots=True)
class _Checked:
    """What was told, every part checked, with what follows from it."""

    new: NewCase
    registered_at: dt.datetime
    age: tuple[int | None, dt.date | None, bool]


def _checked(new: NewCase, acting: Scope) -> _Checked:
    at = new.registered_at or clock.now()
    if at > clock.now() + dt.timedelta(minutes=5):
        raise DomainError(_("La fecha no puede ser futura."), field="registered_at")
    if new.state not in _BIRTHS:
        raise DomainError(_("Elija una opción de la lista."), field="state")
    values = check_values(FILE.facts, new.values, (dates_agree(clock.day_of(at)),))
    age = counted_age(values, clock.day_of(at), known_on=new.age_on)
    born = values.get("birth_date")
    now = age_range(born, clock.today()) if born else None
    if now is None and age[0] is not None:
        now = Age(age[0], age[0], age[2]).at(age[1] or clock.today(), clock.today())
    minor = now.is_minor if now else Answer.UNKNOWN
    data = dataclasses.replace(
        new,
        values={fact.name: values.get(fact.name, fact.kind.empty) for fact in FILE.facts},
        assertion=checks.assertion(new.assertion) if new.assertion else None,
        consents=tuple(checks.consent(one, minor=minor) for one in new.consents),
        needs=tuple({one.kind: checks.need(one) for one in new.needs}.values()),
        note=checks.note(new.note) if new.note.strip() else "",
        unmapped=clean(new.unmapped, field="note", most=STORY, lines=True),
        next_step=checks.step(new.next_step) if new.next_step else None,
        responsible_id=new.responsible_id or _default_responsible(acting),
        closure_reason=checks.code("closure_reason", new.closure_reason, field="closure_reason"),
        source_id=new.source_id[:64],
    )
    return _Checked(data, at, age)


def _default_responsible(acting: Scope) -> uuid.UUID | None:
    return acting.user_id if acting.has(Role.CASEWORKER, Role.SUPERVISOR) else None


def check_responsible(user_ids: set[uuid.UUID], acting: Scope, *, field: str = "responsible_id") -> None:
    """Whoever answers for a case works on cases here. Raises `DomainError` on `field`."""
    others = user_ids - ({acting.user_id} if acting.has(Role.CASEWORKER, Role.SUPERVISOR) else set())
    if not others:
        return
    rows = Membership.objects.filter(
        organisation_id=scope.organisation_id(), user_id__in=others, ended_at__isnull=True
    ).values_list("user_id", "roles")
    able = {user for user, roles in rows if {Role.CASEWORKER, Role.SUPERVISOR} & set(roles)}
    if others - able:
        raise DomainError(_("Elija a alguien de su organización que gestione casos."), field=field)


class _Rows:
    """The unsaved rows of a batch by table, in the order of the tables."""

    TABLES: tuple[type[models.Model], ...] = (
        SubjectKey,
        Person,
        Identity,
        Case,
        CaseMove,
        CaseAnswer,
        StatusAssertion,
        Consent,
        Need,
        NextStep,
        Note,
        Unmapped,
    )

    def __init__(self, keys: Ring) -> None:
        self.by_table: dict[type[models.Model], list[models.Model]] = {table: [] for table in self.TABLES}
        self.keys = keys
        self.tokens: dict[uuid.UUID, tuple[set[bytes], int | None]] = {}

    def add(self, *rows: models.Model) -> None:
        """Keep rows for their tables."""
        for row in rows:
            self.by_table[type(row)].append(row)

    def insert(self) -> None:
        """One statement a table (tables without rows none)."""
        for table, rows in self.by_table.items():
            if rows:
                table._default_manager.bulk_create(rows)
        names_index.save(self.keys, self.tokens)


def _write(batch: list[_Checked], once: list[uuid.UUID | None], acting: Scope) -> list[Case]:
    keys = vault.ring()
    rows = _Rows(keys)
    home = Organisation.objects.only("country").get(id=scope.organisation_id())
    check_responsible({one.new.responsible_id for one in batch if one.new.responsible_id}, acting)
    check_recipients({c.recipient_id for one in batch for c in one.new.consents if c.recipient_id})
    prefix = country(home.country).alpha2
    cases, counted, traces = [], [], []
    for one, key in zip(batch, once, strict=True):
        case = _rows_of(one, rows, keys, new_code(prefix), key)
        cases.append(case)
        data = one.new
        status = data.assertion.status if data.assertion else ""
        counted.append(
            counting.fact(keys, case, case.person, values=data.values, home=home.country, status=status)
        )
        traces.append(
            audit.entry("case.registered", kind="case", subject=case.id, code=case.code, source=data.source)
        )
    with together():
        rows.insert()
        facts.write(counted)
        audit.record_many(traces)
    for case, one in zip(cases, batch, strict=True):
        if any(consent.legal_duty for consent in one.new.consents):
            tell_of_legal_duty(case)
    return cases


def _rows_of(one: _Checked, rows: _Rows, keys: Ring, code: str, once: uuid.UUID | None) -> Case:
    """Add the rows of one case; returns it with its person."""
    data, at = one.new, one.registered_at
    key_row, sealer = keys.new_subject()
    years, known_on, estimated = one.age
    person = Person(subject_id=key_row.id, age_years=years, age_on=known_on, age_estimated=estimated)
    to_row(_PLAIN, person, data.values)
    texts = {fact.name: fact.kind.to_text(data.values[fact.name]) for fact in IDENTITY}
    identity = Identity(person=person).seal(sealer, **texts)
    closed = data.state in (CaseState.CLOSED, CaseState.CLOSED_REFERRED)
    step = data.next_step if not closed else None
    case = Case(
        code=code,
        person=person,
        state=data.state,
        responsible_id=data.responsible_id,
        registered_at=at,
        touched_at=at,
        next_due=step.due_at if step else None,
        has_open_step=step is not None,
        closed_at=(data.closed_at or at) if closed else None,
        closure_reason=data.closure_reason if closed else "",
        source=data.source,
        source_id=data.source_id,
        once=once,
        copied=list(data.copied),
    )
    to_row(CASE_FACTS, case, data.values)
    verb = _BIRTHS[data.state]
    rows.add(key_row, person, identity, case)
    rows.tokens[person.id] = names_index.tokens_of(keys.token_key, texts), sealer.slot
    rows.add(
        CaseMove(
            case=case,
            verb=verb,
            to_state=CASE.target(verb, ""),
            at=at,
            by_organisation_id=scope.organisation_id(),
        )
    )
    _rows_of_modules(data, case, rows, sealer, at)
    if step:
        due = {"due_at": step.due_at, "assigned_to_id": step.assigned_to_id or data.responsible_id}
        rows.add(NextStep(case=case, **due).seal(sealer, what=step.what))
    return case


def _rows_of_modules(new_case: NewCase, case: Case, rows: _Rows, sealer: Sealer, at: dt.datetime) -> None:
    rows.add(*rows_of(case, new_case.values, sealer, at=at))
    if new_case.assertion:
        plain = dataclasses.asdict(new_case.assertion)
        basis, authority = plain.pop("basis"), plain.pop("decided_by")
        rows.add(StatusAssertion(case=case, at=at, **plain).seal(sealer, basis=basis, authority=authority))
    rows.add(*(new_consent(case, one, sealer) for one in new_case.consents))
    rows.add(*(Need(case=case, kind=one.kind, urgency=one.urgency, at=at) for one in new_case.needs))
    if new_case.note:
        kind = Note.CAME if Case.STORY in new_case.copied else "note"
        rows.add(Note(case=case, at=at, kind=kind).seal(sealer, text=new_case.note))
    if new_case.unmapped:
        rows.add(Unmapped(case=case, at=at).seal(sealer, text=new_case.unmapped))
