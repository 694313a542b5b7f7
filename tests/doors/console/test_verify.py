"""`contratrata verify` says what it proved, and ends with 1 naming where a chain does not hold."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import house
from cast import Cast
from contratrata.ground.audit.sealing import seal_waiting
from keeping import signed_as


@pytest.fixture(autouse=True)
def own_anchors(settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS_FOLDER = tmp_path / "anchors"


def test_whole_then_tampered(real_cast: Cast, capsys: Any) -> None:
    call_command("verify")
    assert f"Sin sellar todavía: 6 de {real_cast.refugio.id}" in capsys.readouterr().out
    with signed_as("worker"):
        seal_waiting()
    call_command("verify")
    assert "El rastro está entero: 15 registros en 5 cadenas." in capsys.readouterr().out
    with house.connect("keeper") as keeper:
        keeper.execute(
            "UPDATE audit_entry SET event = 'member.removed' WHERE id = (SELECT entry_id FROM audit_seal "
            "WHERE organisation_id = %s AND sequence = 3)",
            [real_cast.refugio.id],
        )
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    assert f"organización {real_cast.refugio.id}: el registro 3 fue cambiado" in capsys.readouterr().err
