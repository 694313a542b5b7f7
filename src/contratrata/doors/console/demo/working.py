"""What the demonstration's people did with their cases: brought them in, planned, asked each other for help.

All of it by the operations of the product, each as the person whose part it is.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Sequence

from contratrata.care.cases import public as cases
from contratrata.care.cases.demo import public as workbook
from contratrata.care.cases.imports.public import CASES
from contratrata.care.referrals import public as referring
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting, organisation_id
from contratrata.ground.imports import public as imports

from .cast import MEMBERS, Member
from .network import organisation_of, scope_for

#: Cases of each member that are planned, with needs, a next step and now and then a note.
PLANNED = 8
_STEPS = (
    "Llamar a la persona al número seguro",
    "Preparar la audiencia con la abogada",
    "Confirmar la plaza en el albergue",
    "Acompañar a la cita médica",
    "Pedir copia del acta de nacimiento",
    "Reunirse con la escuela",
)
_NOTES = (
    "Llegó tranquila a la cita. Pide que la llamen por la tarde.",
    "Prefiere que la atienda una mujer.",
    "Ya habló con su hermana. No quiere volver por ahora.",
)
_NEEDS = ("psychosocial", "legal", "shelter", "health", "documents", "education", "food_and_clothing")
#: When the next step is due, in hours from now: late, today, these days.
_DUE = (-52, -5, 3, 6, 26, 50, 98, 170)
PARTS = ("identity", "profile", "contact", "needs")
WORDS = {
    "accepted": "La esperamos. Avísennos cuando salga.",
    "declined": "Hoy no queda ninguna plaza.",
    "attended": "Se alojó y empezó la atención.",
    "closed": "Terminó el plan y vive con una tía.",
    "said": "Dijo que se sintió escuchada.",
}


def bring_cases(member: Member, number: int) -> int:
    """Read a generated register by the very importer, as its caseworker. Returns how many cases are new."""
    caseworker = scope_for(member, "gestora")
    rows = workbook.rows(member.country, number, seed=member.handle, today=clock.today())
    with acting(caseworker):
        one = imports.operations.receive(
            CASES,
            name=f"registro-{member.handle}.xlsx",
            content=[workbook.write(rows)],
            responsible_id=caseworker.user_id,
            once=uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{member.handle}"),
        )
    imports.working.stage(caseworker, one.id)
    with acting(caseworker):
        one.refresh_from_db()
        if one.state == "staged":
            imports.operations.apply(one.id)
    return imports.working.bring(caseworker, one.id)


def plan(member: Member) -> int:
    """Needs, next steps and notes for some of its open cases, once. Returns how many."""
    chance = random.Random(member.handle)  # noqa: S311 - invented persons, no secret
    with acting(scope_for(member, "gestora")) as caseworker:
        if cases.NextStep.objects.filter(organisation_id=organisation_id()).exists():
            return 0
        result = _open_cases(member, PLANNED)
        for case, hours in zip(result, _DUE, strict=False):
            for kind in chance.sample(_NEEDS, 2):
                cases.add_need(
                    case.id, need=cases.NewNeed(kind=kind, urgency=chance.choice(("h24", "h72", "d7")))
                )
            due = clock.now() + dt.timedelta(hours=hours)
            step = cases.NewStep(what=chance.choice(_STEPS), due_at=due, assigned_to_id=caseworker.user_id)
            cases.set_next_step(case.id, step=step)
            if chance.random() < 0.5:
                cases.add_note(case.id, text=chance.choice(_NOTES))
    return len(result)


def _open_cases(member: Member, number: int, skip: int = 0) -> list[cases.Case]:
    caseworker = scope_for(member, "gestora")
    rows = cases.visible_to(caseworker).filter(state="active").select_related("person")
    return list(rows.order_by("-registered_at", "id")[skip : skip + number])


Act = Callable[[uuid.UUID], object]


def _accept(referral_id: uuid.UUID) -> object:
    """Taken: one of those who work on cases there answers for her."""
    able = referring.able_to_answer(scope.required()).order_by("since", "id")
    responsible_id = able.values_list("user_id", flat=True).first()
    return referring.accept(referral_id, responsible_id=responsible_id, words=WORDS["accepted"])


def _attend(referral_id: uuid.UUID) -> object:
    aims = referring.Referral.objects.values_list("aims", flat=True).get(id=referral_id)
    return referring.attend(referral_id, outcomes=dict.fromkeys(aims, "provided"), words=WORDS["attended"])


#: How far each referral goes, by the acts of its receiver (or sender) after it was sent.
PATHS: dict[str, tuple[tuple[str, Act], ...]] = {
    "draft": (),
    "sent": (),
    "received": (("enlace", referring.receive),),
    "accepted": (("enlace", _accept),),
    "declined": (
        ("enlace", lambda one: referring.decline(one, reason="no_capacity", words=WORDS["declined"])),
    ),
    "withdrawn": (("sender", lambda one: referring.withdraw(one, reason="solved")),),
    "in_care": (
        ("enlace", _accept),
        ("gestora", referring.begin_care),
    ),
    "attended": (
        ("enlace", _accept),
        ("gestora", referring.begin_care),
        ("gestora", _attend),
    ),
    "closed": (
        ("enlace", _accept),
        ("gestora", referring.begin_care),
        ("gestora", _attend),
        ("gestora", lambda one: referring.close(one, words=WORDS["closed"], said=WORDS["said"])),
    ),
}


def refer_all() -> int:
    """Each member asks the next ones for help, in every state in turn, once. Returns how many."""
    created = 0
    states = list(PATHS)
    for at, member in enumerate(MEMBERS):
        with acting(scope_for(member, "gestora")):
            if referring.Referral.objects.filter(organisation_id=organisation_id()).exists():
                continue
        for turn, case in enumerate(_cases_to_refer(member)):
            receiver = MEMBERS[(at + 1 + turn * 4) % len(MEMBERS)]
            created += _refer(member, receiver, case, states[(at * 2 + turn) % len(states)])
    return created


def _cases_to_refer(member: Member) -> Sequence[cases.Case]:
    with acting(scope_for(member, "gestora")):
        return _open_cases(member, 2, skip=1)


def _refer(sender: Member, receiver: Member, case: cases.Case, state: str) -> int:
    """One referral, as far as `state`. A person it cannot be for is left out (a child of unknown age)."""
    aims = receiver.services[0].kinds[:2]
    to = organisation_of(receiver)
    if to is None:
        return 0
    try:
        with acting(scope_for(sender, "gestora")):
            consent = cases.give_consent(case.id, new=_permission(case, to.id, aims))
            urgency = "h24" if state in ("sent", "received") else "h72"
            created = referring.start(case_id=case.id, receiver_id=to.id, aims=aims, urgency=urgency)
            referring.choose_parts(created.id, parts=PARTS, note="Necesita llegar esta semana.")
            referring.choose_consent(created.id, consent_id=consent.id)
            if state != "draft":
                referring.send(created.id)
    except DomainError:
        return 0
    for post, act in PATHS[state]:
        with acting(scope_for(sender, "gestora") if post == "sender" else scope_for(receiver, post)):
            act(created.id)
    return 1


def _permission(case: cases.Case, receiver_id: uuid.UUID, aims: Sequence[str]) -> cases.NewConsent:
    years = case.person.age_years
    child = years is not None and years < 18
    return cases.NewConsent(
        purpose="referral",
        recipient_id=receiver_id,
        aims=tuple(aims),
        parts=PARTS,
        given_by="person_and_guardian" if child else "person",
        means="written",
        told_yes=("interview", "purpose", "use", "right_to_ask", "storage", "withdrawal"),
        until=clock.today() + dt.timedelta(days=180),
    )
