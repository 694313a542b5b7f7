"""Bringing files of cases: read, shown, applied, brought again, reversed."""

from bringing import bring, csv_of, staged

from cast import Cast
from contratrata.care.cases.imports import queries
from contratrata.care.cases.imports.moving import locked
from contratrata.care.cases.models import Answered, Case, Identity, ImportRow
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault

HEAD = "prs_FirstName;prs_SecondName;x_Sex;prs_Citizenship;prs_Birthdate;vic_TypeOfExploitation;x_RegisteredOn;case_id"


def test_a_row_becomes_a_whole_case(cast: Cast) -> None:
    one = bring(cast.ana, csv_of(HEAD, "Xiomara;Zeledón Pop;Female;NICARAGUENSE;17/05/2001;SexualExploitation,ForcedLabour;03/02/2025;A-1"))
    with acting(cast.ana.scope):
        case = Case.objects.select_related("person").get()
        assert (case.state, case.responsible_id, case.source) == ("active", cast.ana.user.id, "htcds")
        assert case.registered_at.date().isoformat() == "2025-02-03"
        assert (case.person.sex, case.person.citizenships) == ("female", ["NIC"])
        told = Identity.objects.get().open(vault.open_subject(case.person.subject_id))
        assert (told["given_names"], told["first_surname"], told["second_surname"]) == ("Xiomara", "Zeledón", "Pop")
        assert told["birth_date"] == "2001-05-17"
        assert set(Answered.objects.values_list("code", "yes")) == {("sexual_exploitation", True), ("forced_labour", True)}
        assert ImportRow.objects.get().case_id == case.id
        assert bytes(ImportRow.objects.get().raw) == b""
        assert queries.counts(locked(one.id))["cases"] == 1


def test_the_same_file_twice_creates_nothing(cast: Cast) -> None:
    text = csv_of(HEAD, "Xiomara;Zeledón;F;NIC;2001;;2025;A-1", "Ana;Pop;F;GTM;1999;;2025;", "Rosa;Tun;F;GTM;1998;;2025;")
    bring(cast.ana, text)
    again = staged(cast.carla, text)
    with acting(cast.carla.scope):
        assert queries.counts(again)["duplicate"] == 3
        assert Case.objects.count() == 3
