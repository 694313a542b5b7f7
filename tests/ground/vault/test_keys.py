"""Envelope encryption: who can open what, and what destroying a key means."""

import pytest
import tink

from cast import Cast
from contratrata.ground.base import ids
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.models import SharedKey, SubjectKey


def test_a_sealed_field_opens_only_in_its_own_place(cast: Cast) -> None:
    row, other = ids.new_id(), ids.new_id()
    with acting(cast.ana.scope):
        sealer = vault.create_subject()
        sealed = sealer.seal("Marisol", table="t", column="name", row=row)
        again = vault.open_subject(sealer.subject_id)
        assert again.open(sealed, table="t", column="name", row=row) == "Marisol"
        for place in ({"column": "alias", "row": row}, {"column": "name", "row": other}):
            with pytest.raises(tink.TinkError):
                again.open(sealed, table="t", **place)  # type: ignore[arg-type]


def test_a_share_is_opened_by_its_two_sides_and_closed_for_the_receiver(real_cast: Cast) -> None:
    row = ids.new_id()
    with acting(real_cast.ana.scope):
        subject = vault.create_subject()
        key, sealer = vault.share(subject, receiver_id=real_cast.horizonte.id)
        sealed = sealer.seal("necesita albergue", table="p", column="body", row=row)
    with acting(real_cast.diana.scope):
        assert vault.open_share(key.id).open(sealed, table="p", column="body", row=row) == "necesita albergue"
    with acting(real_cast.irma.scope), pytest.raises(SharedKey.DoesNotExist):
        vault.open_share(key.id)
    with acting(real_cast.ana.scope):
        vault.close_share(key.id)
        assert vault.open_share(key.id).open(sealed, table="p", column="body", row=row) == "necesita albergue"
    with acting(real_cast.diana.scope), pytest.raises(Shredded):
        vault.open_share(key.id)


def test_shredding_a_person_ends_her_file_and_what_was_shared_of_it(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        subject = vault.create_subject()
        key, _ = vault.share(subject, receiver_id=real_cast.horizonte.id)
        vault.shred(subject.subject_id, reason="requested")
        with pytest.raises(Shredded):
            vault.open_subject(subject.subject_id)
        assert vault.open_subjects([subject.subject_id]) == {}
    with acting(real_cast.diana.scope), pytest.raises(Shredded):
        vault.open_share(key.id)


def test_the_receiver_cannot_open_the_file_behind_a_share(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        subject = vault.create_subject()
        vault.share(subject, receiver_id=real_cast.horizonte.id)
    with acting(real_cast.diana.scope), pytest.raises(SubjectKey.DoesNotExist):
        vault.open_subject(subject.subject_id)
