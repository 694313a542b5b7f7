"""The master keyset: made once, never twice, and turned without losing what it sealed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cast import Cast
from contratrata.ground.base import ids
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import master
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.models import OrganisationKey


def test_keys_init_makes_the_keysets_once(commits: None, own_keys: Path, capsys: Any) -> None:
    for name in master.FILES:
        (own_keys / name).unlink()
    call_command("keys_init")
    created = (own_keys / master.MASTER).read_text()
    assert (own_keys / master.MASTER).stat().st_mode & 0o777 == 0o600
    call_command("keys_init")
    assert (own_keys / master.MASTER).read_text() == created
    assert "no se cambia nada" in capsys.readouterr().out


def test_keys_init_refuses_a_second_master_where_organisations_have_keys(
    real_cast: Cast, own_keys: Path
) -> None:
    (own_keys / master.MASTER).unlink()
    with pytest.raises(CommandError, match="llaves de 5 organizaciones"):
        call_command("keys_init")
    assert not (own_keys / master.MASTER).exists()


def test_after_a_rotation_what_was_sealed_opens_and_the_old_master_alone_opens_nothing_new(
    real_cast: Cast, own_keys: Path, settings: Any, tmp_path: Path
) -> None:
    row = ids.new_id()
    with acting(real_cast.ana.scope):
        sealer = vault.create_subject()
        sealed = sealer.seal("Marisol", table="t", column="name", row=row)
        before = bytes(OrganisationKey.objects.get().wrapped)
    old = tmp_path / "old"
    old.mkdir()
    for name in master.FILES:
        (old / name).write_bytes((own_keys / name).read_bytes())

    call_command("keys_rotate")

    with acting(real_cast.ana.scope):
        assert bytes(OrganisationKey.objects.get().wrapped) != before
        opened = vault.open_subject(sealer.subject_id).open(sealed, table="t", column="name", row=row)
        assert opened == "Marisol"
    settings.KEYS_FOLDER = old
    with acting(real_cast.ana.scope), pytest.raises(Exception, match=r"[Dd]ecryption failed"):
        vault.ring()
