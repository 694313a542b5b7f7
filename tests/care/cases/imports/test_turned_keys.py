"""Rows that were brought before the keys were turned are recognised when they come again. All persons are invented."""

from pathlib import Path

import pytest
from bringing import bring, csv_of, staged
from django.core.management import call_command

from cast import Cast
from contratrata.care.cases.models import Case
from contratrata.ground.base.scope import acting
from contratrata.ground.imports.models import ImportRow

pytestmark = [pytest.mark.real_commits]
HEAD = "prs_FirstName;prs_SecondName;x_Sex;prs_Citizenship;x_RegisteredOn;case_id"
SHEET = csv_of(HEAD, "Reina;Pineda Sol;Female;GTM;2025-03-01;A-1", "Marina;Tzul Luna;Female;GTM;2025-03-02;")


def test_a_sheet_that_comes_again_makes_nobody_twice(real_cast: Cast, own_keys: Path) -> None:
    ana = real_cast.ana
    bring(ana, SHEET)
    with acting(ana.scope):
        assert Case.objects.count() == 2
    call_command("keys_rotate", compromised=True)
    one = staged(ana, SHEET)
    with acting(ana.scope):
        assert set(ImportRow.objects.filter(of=one).values_list("outcome", flat=True)) == {"duplicate"}
