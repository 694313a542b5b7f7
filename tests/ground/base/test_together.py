"""Statements that go together: written as one by one, and an error takes them all."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.base.together import together
from contratrata.ground.vault.models import SubjectKey


def _row(number: int) -> SubjectKey:
    return SubjectKey(id=uuid.UUID(int=number), wrapped=b"x")


def _numbers() -> list[int]:
    return sorted(row.id.int for row in SubjectKey.objects.all())


def test_all_are_written(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        with together():
            for number in (3, 1, 2):
                SubjectKey.objects.bulk_create([_row(number)])
        assert _numbers() == [1, 2, 3]


def _write(numbers: list[int]) -> None:
    with transaction.atomic(), together():
        for number in numbers:
            SubjectKey.objects.bulk_create([_row(number)])


@pytest.mark.parametrize("numbers", [[9, 1, 2], [1, 9, 2], [1, 2, 9]], ids=["first", "middle", "last"])
def test_one_that_fails_takes_the_others_and_the_reason_is_djangos(
    real_cast: Cast, numbers: list[int]
) -> None:
    with acting(real_cast.ana.scope):
        _write([9])
        with pytest.raises(IntegrityError) as caught:
            _write(numbers)
        assert caught.value.__cause__.diag.constraint_name == "vault_subjectkey_pkey"  # type: ignore[union-attr]
        assert _numbers() == [9]


def test_a_fault_of_ours_inside_takes_them_too(real_cast: Cast) -> None:
    def fault() -> None:
        with transaction.atomic(), together():
            SubjectKey.objects.bulk_create([_row(1)])
            raise ZeroDivisionError

    with acting(real_cast.ana.scope):
        with pytest.raises(ZeroDivisionError):
            fault()
        assert _numbers() == []


def test_outside_a_transaction_it_is_refused(commits: None) -> None:
    connection.ensure_connection()
    with pytest.raises(RuntimeError), together():
        pass
