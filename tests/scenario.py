"""One world where everything has happened once: what the proofs that go across walk over.

Ana's file has something in every table and has been edited, shared, referred and answered; another person was
erased. All persons are invented, with words so odd that finding one anywhere is a leak.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import connection

from brought import brought
from cast import PASSWORD, Cast, Player, another
from contratrata.care.cases import operations as cases
from contratrata.care.cases.file.documents import Document
from contratrata.care.cases.imports.public import CASES
from contratrata.care.cases.models import Case
from contratrata.care.cases.public import (
    NewAssertion,
    NewCase,
    NewConsent,
    NewNeed,
    NewStep,
)
from contratrata.care.directory import operations as directory
from contratrata.care.referrals import operations as referrals
from contratrata.ground.accounts.models import FactorHelp, User
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.files import public as files
from contratrata.ground.files.kinds import Checked
from contratrata.ground.files.models import OpenFile
from contratrata.ground.files.public import Attached
from contratrata.ground.imports import operations as imports
from contratrata.ground.imports.models import Import
from contratrata.ground.imports.working import stage
from contratrata.ground.kinds.public import Where
from contratrata.ground.network import lost_factor, staffing
from contratrata.ground.network.asked import Why
from contratrata.ground.network.invitations import invite
from contratrata.ground.network.models import ChangeReason
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from contratrata.ground.network.scopes import job_scope
from contratrata.ground.nouns import operations as nouns
from contratrata.ground.vault import drafts
from contratrata.knowledge.countries.models import ENTRIES
from keeping import signed_as
from signin import enrol

#: What names, reaches or tells of a person of this world. Nothing of it may stand in clear outside the vault.
SECRETS = (
    "Xochimílpatl",
    "Zurrapálvarez",
    "Ñandutífero",
    "La Quetzaluna",
    "1999-02-27",
    "ZQX7719KRT4",
    "+502 4417-9931",
    "farmacia del violonchelo",
    "nunca los viernes de niebla",
    "callejón de los Ombúes 88",
    "la encerraron en una marmolería",
    "desmienta lo del trapiche",
    "basado en el relato de la marmolera",
    "testigo Hermenegildísima",
    "acompañarla al puente Esfinge",
    "ya vive con su madrina Teodolinda",
    "llamada de Escolastiquísima",
    "preguntó por un refugio con jacaranda",
    "se le explicó el camino del obelisco",
    "Bonifacianda",
    "borrador del acordeón",
    "viaja con un clavicordio",
    "Pompeyánica Teresísima",
    "la espera el sacristán Policarpio",
    "duerme en la litera del armonio",
    "dijo que volvió a bordar caléndulas",
    "¿trae su caja de organdí?",
    "lista de Nepomucena",
    "fila de Estanislaa",
    "carta de Ponciana",
    "firmó al pie del helecho",
    "quizá es la ahijada de Wenceslaína",
    "Torcuatinda Peñaranduela",
    "juzgado de la glorieta Anfisbena",
    "la mandó con el boticario Crisólogo",
    "cuida ahora a su suegra Rigobertísima",
    "su voz al teléfono de la calle Basilisco",
    "la entrega por el trombón de Gumersinda",
    "invitada por recomendación de Heliodorísima",
    "expone sobre redes la doctora Casimiranda",
    "se inscribió Nicanora Peribáñez",
    "le gustaría hablar con Eustaquiana Bermellón",
    "lo que dijo en la mesa Eulampia Casiopea",
    "ondulatrizFragosa",
)
AIMS = ("shelter", "psychosocial")
PARTS = ("identity", "profile", "contact", "needs")
#: In an address where the id of another thing of the same world must not serve either.
NOWHERE = uuid.UUID(int=7)


@dataclasses.dataclass
class World:
    """The cast, and by name what was made: `ids["case_id"]` stands where an address has `<uuid:case_id>`."""

    cast: Cast
    ids: dict[str, Any] = dataclasses.field(default_factory=dict)
    totp: list[str] = dataclasses.field(default_factory=list)


def case_of_ana(**changed: Any) -> NewCase:
    """A case with something in every part."""
    data: dict[str, Any] = {
        "values": {
            "sex": "female",
            "gender": "feminine",
            "citizenships": ("NIC",),
            "languages": ("spanish",),
            "given_names": SECRETS[0],
            "first_surname": SECRETS[1],
            "second_surname": SECRETS[2],
            "alias": SECRETS[3],
            "birth_date": SECRETS[4],
            "documents": (Document("passport", "NIC", SECRETS[5]),),
            "contact_channel": ("whatsapp",),
            "contact_detail": SECRETS[6],
            "contact_word": SECRETS[7],
            "contact_avoid": SECRETS[8],
            "address": SECRETS[9],
            "arrival_channel": "hotline",
            "met_in": Where("GTM", "GT-01"),
            "act": {"recruitment": True},
            "means": {"deception": True},
            "purpose": {"servitude": False},
            "recruitment": Where("NIC"),
            "exploitation": Where("GTM"),
        },
        "assertion": NewAssertion(
            status="possible_victim", decided_by_kind="ngo", basis=SECRETS[12], decided_by=SECRETS[32]
        ),
        "needs": (NewNeed(kind="shelter", urgency="h24"), NewNeed(kind="legal")),
        "note": f"Dice que {SECRETS[10]}.",
        "unmapped": f"NOMBRE COMPLETO: {SECRETS[31]}",
        "next_step": NewStep(what=SECRETS[14], due_at=clock.now() + dt.timedelta(hours=20)),
    }
    return NewCase(**{**data, **changed})


def permission(receiver_id: uuid.UUID) -> NewConsent:
    """She lets Refugio share her file with Horizonte, before a witness."""
    return NewConsent(
        purpose="referral",
        recipient_id=receiver_id,
        aims=AIMS,
        parts=PARTS,
        given_by="person",
        means="verbal_with_witness",
        witness=SECRETS[13],
    )


def build(cast: Cast, *, committed: bool) -> World:
    """The whole world, through the operations of the product. `committed`: the worker seals the trail too."""
    world = World(cast)
    for player in (cast.ana, cast.flor, cast.diana):
        enrol(player)
        factor = Authenticator.objects.get(user=player.user, type=Authenticator.Type.TOTP)
        world.totp.append(decrypt(factor.data["secret"]))
    with acting(cast.ana.scope):
        _case(world)
        _contacts(world)
        _file(world)
    _import(world)
    _service(world)
    _referrals(world)
    with acting(cast.beatriz.scope):
        gone = cases.register_case(case_of_ana(values={"given_names": SECRETS[19]}))
        world.ids["erased_case_id"] = gone.id
        cases.erase_person(gone.id, reason=next(iter(cases.REASONS)))
    _staff(world)
    for package in brought("world"):
        package.build(world)
    if committed:
        with signed_as("worker"):
            seal_waiting()
        connection.close()
    return world


def _case(world: World) -> None:
    cast, ids = world.cast, world.ids
    case = cases.register_case(case_of_ana())
    consent = cases.give_consent(case.id, new=permission(cast.horizonte.id))
    note = case.notes.get()
    cases.amend_note(note.id, text=f"Por favor {SECRETS[11]}")
    step = case.next_steps.get()
    case = Case.objects.select_related("person").get(id=case.id)
    cases.edit_file(case.id, section="nombre", values={"alias": "La Otra"}, expected_version=case.version)
    case.refresh_from_db()
    cases.edit_file(
        case.id,
        section="hechos",
        values={"recruitment": Where("NIC"), "exploitation": Where("MEX")},
        expected_version=case.version,
    )
    other = cases.register_case(NewCase(values={"given_names": "Segunda"}))
    _there_and_back(cast, other.id)
    cases.share_with(other.id, user_id=cast.beatriz.user.id)
    cases.close(other.id, reason="plan_completed", words=SECRETS[15])
    ids |= {
        "case_id": case.id,
        "consent_id": consent.id,
        "note_id": note.id,
        "step_id": step.id,
        "need_id": case.needs.filter(kind="legal").get().id,
        "closed_case_id": other.id,
        "code": case.code,
    }


def _there_and_back(cast: Cast, case_id: uuid.UUID) -> None:
    """Handed to a colleague for an hour, with a reason in words, and back."""
    for former, taker, words in ((cast.ana, cast.beatriz, SECRETS[36]), (cast.beatriz, cast.ana, "")):
        with acting(former.scope):
            cases.hand_over(
                case_id,
                to_user_id=taker.user.pk,
                expected_responsible_id=former.user.pk,
                reason="other" if words else "load",
                words=words,
            )


def _contacts(world: World) -> None:
    contact = cases.record_first_contact(
        contact={
            "who": SECRETS[16],
            "said": SECRETS[17],
            "answered": SECRETS[18],
            "sent_to": SECRETS[33],
            "channel": "hotline",
        }
    )
    started = cases.save_registration(step="who", answers={"who": {"given_names": SECRETS[19]}})
    drafts.keep("case:new", {"story": [SECRETS[20]]})
    world.ids |= {"contact_id": contact.id, "registration_id": started.id}


def _file(world: World) -> None:
    """A file of the case's person; no package gives files of cases out, so that nobody reads it by its address."""
    case = Case.objects.select_related("person").get(id=world.ids["case_id"])
    created = files.keep(
        name=f"{SECRETS[28]}.txt",
        content=[SECRETS[29].encode()],
        about=("case", case.id),
        subject_id=case.person.subject_id,
    )
    world.ids["file_id"] = created.id


def _import(world: World) -> None:
    """A file that was read and is not applied yet; a job reads it, in the organisation's own scope."""
    head = "prs_FirstName;prs_SecondName;x_Sex;prs_Citizenship;prs_Birthdate;case_id"
    content = f"{head}\n{SECRETS[27]};Ficticia;Female;NIC;17/05/2001;A-1\n"
    with acting(world.cast.ana.scope):
        created = imports.receive(CASES, name=f"{SECRETS[26]}.csv", content=[content.encode()])
    stage(job_scope(world.cast.refugio, user_id=world.cast.ana.user.id), created.id)
    with acting(world.cast.ana.scope):
        assert Import.objects.get(id=created.id).state == "staged"
    world.ids["import_id"] = created.id


def _service(world: World) -> None:
    with acting(world.cast.flor.scope):
        created = directory.open_service(
            name="Orientación (ficticia)", kinds=["legal"], areas=[("GTM", "")], place_country="GTM",
            languages=["spanish"],
        )  # fmt: skip
        directory.change_service(
            service_id=created.id,
            expected_version=1,
            section="contact",
            hours=[(["MO"], dt.time(8), dt.time(16))],
            phones=[("+502 2200-0000", "Recepción", False)],
        )
        directory.tell_places(places={created.id: (5, 2)})
        poster = Checked("png", b"no picture (ficticia)", thumbnail=b"a small one")
        values: dict[str, Any] = {
            "kind": "hotline", "country": "GTM", "name": Translated.of({"es": "Línea (ficticia)"}),
            "document": Attached("afiche.png", "png", len(poster.content), small=True, pending=poster),
        }  # fmt: skip
        entry = nouns.write(ENTRIES, values=values)
        nouns.change(ENTRIES, entry.id, values={"kind": "contact"}, expected_version=1)
    with acting(world.cast.gloria.scope):
        nouns.publish(ENTRIES, entry.id, expected_version=2)
    published = OpenFile.objects.get()
    world.ids |= {
        "service_id": created.id, "row_id": entry.id, "open_id": published.id, "shared_file_id": published.file_id,
    }  # fmt: skip


def _draft(world: World) -> uuid.UUID:
    created = referrals.start(
        case_id=world.ids["case_id"], receiver_id=world.cast.horizonte.id, aims=AIMS, urgency="h24"
    )
    referrals.choose_parts(created.id, parts=PARTS, note=f"Ella {SECRETS[21]}")
    referrals.choose_consent(created.id, consent_id=world.ids["consent_id"])
    return created.id


def _referrals(world: World) -> None:
    cast, ids = world.cast, world.ids

    def by(player: Player, act: Callable[..., Any], referral_id: uuid.UUID, **values: Any) -> Any:
        with acting(player.scope):
            return act(referral_id, **values)

    with acting(cast.ana.scope):
        ids["draft_id"] = _draft(world)
        sent, closed, taken = _draft(world), _draft(world), _draft(world)
        referrals.send(sent)
        referrals.send(taken)
        referrals.send(closed)
    by(cast.diana, referrals.receive, sent)
    by(cast.diana, referrals.say, sent, text=SECRETS[25])
    by(cast.elena, referrals.look, sent, reason="other", words=SECRETS[30])
    by(cast.diana, referrals.accept, closed, responsible_id=cast.elena.user.id, words=SECRETS[22])
    ids["receiver_case_id"] = by(
        cast.elena,
        referrals.open_own_case,
        closed,
        consent=NewConsent(purpose="assistance", given_by="person", means="written"),
    ).id
    by(cast.diana, referrals.begin_care, closed)
    done = dict.fromkeys(AIMS, "provided")
    by(cast.diana, referrals.attend, closed, outcomes=done, words=SECRETS[23])
    by(cast.diana, referrals.close, closed, words="Queda bien", said=SECRETS[24])
    with acting(cast.diana.scope):
        rosa = another(cast.horizonte, "Rosa", Role.CASEWORKER).user.id
    by(cast.diana, referrals.accept, taken, responsible_id=cast.elena.user.id, substitute_id=rosa)
    ids |= {"referral_id": sent, "closed_referral_id": closed, "taken_referral_id": taken}


def _staff(world: World) -> None:
    cast, ids = world.cast, world.ids
    user = User.objects.create_user("nora@gtm.example", PASSWORD, name="Nora Ejemplo (ficticia)")
    member = add_member(organisation=cast.refugio, user=user, roles=[Role.FACILITATOR])
    lost_factor.ask_help(user=user)
    with acting(cast.flor.scope):
        ids["help_id"] = FactorHelp.objects.get(user=user).id
        staffing.change_roles(
            membership_id=member.id,
            seen=[Role.FACILITATOR],
            roles=[Role.PARTICIPANT],
            reason=ChangeReason.NEW_DUTIES,
            words=SECRETS[34],
        )
        other = User.objects.create_user("vilma@gtm.example", PASSWORD, name="Vilma Ejemplo (ficticia)")
        add_member(organisation=cast.refugio, user=other, roles=[Role.FACILITATOR])
    lost_factor.ask_help(user=other)
    with acting(cast.flor.scope):
        lost_factor.refuse(help_id=FactorHelp.objects.get(user=other).id, reason=SECRETS[35])
        why = Why(ChangeReason.OTHER, SECRETS[37])
        created, token = invite(
            organisation=cast.refugio, email="olga@gtm.example", roles=[Role.AUDITOR], why=why
        )
    ids |= {"membership_id": member.id, "invitation_id": created.id, "token": token}
