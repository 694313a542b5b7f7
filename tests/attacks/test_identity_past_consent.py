"""Who she is goes past her consent: in a column nobody asked about, in a note, in a message.

A sheet with columns of nobody's knowing is brought in and its case referred without its identity; and texts that say
the name, the document, the telephone in whatever way they are written.
"""

import uuid

import pytest
from bringing import csv_of, staged
from django.test import Client
from django.urls import reverse

from cast import Cast, Player
from contratrata.care.cases import public as cases
from contratrata.care.cases.file.documents import Document
from contratrata.care.cases.htcds.public import Defaults, interpret
from contratrata.care.cases.models import Case, Note, Unmapped
from contratrata.care.cases.own_words import OwnWords
from contratrata.care.cases.sections import file_sections
from contratrata.care.referrals import operations, own_words
from contratrata.care.referrals.models import Message, Referral
from contratrata.ground.base import clock
from contratrata.ground.base.doubts import Doubt, meaning
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import operations as imports
from contratrata.ground.imports import working
from contratrata.ground.imports.public import Kind
from contratrata.ground.network.public import job_scope
from contratrata.ground.sheets.public import SourceRow
from referred import AIMS
from signin import proved_now

HEAD = (
    "case_id;prs_FirstName;x_Sex;prs_Citizenship;vic_TypeOfExploitation;"
    "NOMBRE COMPLETO;Teléfono de la madre;Cédula No.;Color de ficha"
)
ROW = "A-7;Remedios;Female;GTM;ForcedLabour;Remedios Ixcamparij Tzoc;+502 4417-9931;001-250590-0003A;verde"
UNKNOWN = ("NOMBRE COMPLETO", "Teléfono de la madre", "Cédula No.")
ODD = ("Ixcamparij", "4417", "250590", "verde")


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def at(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def test_columns_nobody_knows_are_asked_about_kept_apart_and_shared_by_no_part(cast: Cast) -> None:
    values = dict(zip(HEAD.split(";"), ROW.split(";"), strict=True))
    extra = {header: answer for header, answer in values.items() if "_" not in header}
    row = SourceRow(number=2, cells={"x_Alias": "Faro"}, extra=extra, flags={})
    remarks = {
        one.field: one.kind
        for one in interpret(row, Defaults(today=clock.today())).findings
        if one.field in extra
    }
    assert remarks == dict.fromkeys(UNKNOWN, Kind.ASKED) | {"Color de ficha": Kind.REPAIRED}
    one = staged(cast.ana, csv_of(HEAD, ROW))
    with acting(cast.ana.scope):
        assert one.rows.get().outcome == "asked"
        imports.apply(one.id, with_asked=True)
    working.bring(job_scope(cast.refugio, user_id=cast.ana.user.id), one.id)
    with acting(cast.ana.scope):
        case = Case.objects.select_related("person").get()
        sealer = cases.sealer_of(case)
        notes = " ".join(note.open(sealer)["text"] for note in Note.objects.filter(case=case))
        (query,) = [row.open(sealer)["text"] for row in Unmapped.objects.filter(case=case)]
        shared = " ".join(one.to_json() for one in file_sections(case, cases.AVAILABLE_PARTS, sealer))
    for odd in ODD:
        assert odd in query
        assert odd not in notes
        assert odd not in shared
    story = reverse("cases:story", args=[case.id])
    page = at(cast.ana).get(story).content.decode()
    assert "Otras columnas del archivo de origen" in page
    assert "Ixcamparij" in page
    assert at(cast.carla).get(story).status_code == 404
    for name in ("cases:detail", "cases:history", "cases:print"):
        assert "Ixcamparij" not in at(cast.ana).get(reverse(name, args=[case.id])).content.decode()


@pytest.fixture
def draft(cast: Cast) -> Referral:
    """A referral of what she told and needs, without who she is; nothing of it is sent."""
    with acting(cast.ana.scope):
        case = cases.register_case(
            cases.NewCase(
                values={
                    "sex": "female",
                    "given_names": "María José",
                    "first_surname": "Ñamandú",
                    "alias": "La Güera",
                    "documents": (Document("national_id", "NIC", "001-250590-0003A"),),
                    "contact_channel": ("text_message",),
                    "contact_detail": "Con su tía, +502 5555 0134",
                },
                note="Llegó de noche.",
            )
        )
        parts = ("narrative", "needs")
        consent = cases.give_consent(
            case.id,
            new=cases.NewConsent(
                purpose="referral",
                recipient_id=cast.horizonte.id,
                aims=AIMS,
                parts=parts,
                given_by="person",
                means="written",
            ),
        )
        created = operations.start(case_id=case.id, receiver_id=cast.horizonte.id, aims=AIMS, urgency="h24")
        operations.choose_parts(created.id, parts=parts, note="Viaja con una bebé de 3 meses.")
        operations.choose_consent(created.id, consent_id=consent.id)
    return created


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("JOSE llega a las seis", {"name"}),
        ("la señora ñamandu, de 24 años", {"name"}),
        ("le dicen la guera", {"name"}),
        ("cédula 001 250590 0003a", {"document"}),
        ("su número es 0012505900003A", {"document"}),
        ("llamar al 55550134 o al 2222-3333", {"telephone"}),
        ("(502) 5555.0134", {"telephone"}),
        ("Maria José, 5555-0134", {"name", "telephone"}),
        ("Viaja en la tarde del 25 de mayo con dos maletas; 0134 es su cuarto", set()),
        ("José­", {"name"}),
    ],
)
def test_a_text_that_says_who_she_is_is_asked_about(
    cast: Cast, draft: Referral, text: str, kinds: set[str]
) -> None:
    with acting(cast.ana.scope):
        case = cases.case_for(cast.ana.scope, draft.case_id)
        own = cases.own_words(case, cases.sealer_of(case))
        assert isinstance(own, OwnWords)
        assert set(own.found_in(text)) == kinds
        operations.choose_parts(draft.id, parts=draft_parts(draft), note=text)
        if not kinds:
            operations.send(draft.id)
            return
        with pytest.raises(Doubt) as asked:
            operations.send(draft.id)
        assert asked.value.key == own_words.MEANT
        with meaning([own_words.MEANT]):
            assert operations.send(draft.id).state == "sent"


def draft_parts(draft: Referral) -> list[str]:
    return list(Referral.objects.values_list("chosen_parts", flat=True).get(id=draft.id))


def test_the_preview_says_where_and_sends_only_what_is_meant(cast: Cast, draft: Referral) -> None:
    with acting(cast.ana.scope):
        cases.add_note(draft.case_id, text="Su madre la llama Maria Jose; pide 5555 0134")
    client, where = proved_now(at(cast.ana), cast.ana), reverse("referrals:preview", args=[draft.id])
    page = client.get(where).content.decode()
    assert "Lo que se comparte dice quién es" in page
    assert "está su nombre: «Maria»" in page
    assert "está su teléfono: «5555 0134»" in page
    refused = client.post(where)
    assert refused["Location"] == where
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "draft"
    assert client.post(where, {"seguro": own_words.MEANT}).status_code == 302
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "sent"


def test_nothing_is_asked_where_her_identity_is_what_is_shared(cast: Cast, draft: Referral) -> None:
    with acting(cast.ana.scope):
        case = cases.case_for(cast.ana.scope, draft.case_id)
        own = cases.own_words(case, cases.sealer_of(case), shared=("identity", "contact"))
    assert own.found_in("María José Ñamandú, 001-250590-0003A, 5555 0134") == {}


def test_a_message_before_it_is_taken_is_read_by_a_whole_house(cast: Cast, draft: Referral) -> None:
    with acting(cast.ana.scope):
        operations.send(draft.id)
    client, where = at(cast.ana), reverse("referrals:say", args=[draft.id])
    values = {"text": "Se llama María José", "once": str(uuid.uuid4())}
    page = client.post(where, values).content.decode()
    assert str(own_words.CONFIRM) in page
    assert "Se llama María José" in page
    with acting(cast.ana.scope):
        assert not Message.objects.exists()
    assert client.post(where, values | {"seguro": own_words.MEANT}).status_code == 302
    with acting(cast.ana.scope):
        assert Message.objects.count() == 1


def test_what_is_shared_anew_is_asked_about_too(cast: Cast, draft: Referral) -> None:
    with acting(cast.ana.scope):
        operations.send(draft.id)
        cases.add_note(draft.case_id, text="Llamó a la tía de Ñamandú")
        with pytest.raises(Doubt):
            operations.send_update(draft.id, parts=["narrative"])
        with meaning([own_words.MEANT]):
            assert len(operations.send_update(draft.id, parts=["narrative"])) == 1
