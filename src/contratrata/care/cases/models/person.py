"""The person, her identity kept apart and sealed, and what she is found by."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow


class Person(Confidential):
    """Who the case is about, without anything that names her. `subject_id` is her key in the vault.

    `age_years` is the age on `age_on`, estimated or counted from the (sealed) birth date; None when not known.
    Codes: `sex`, `gender` (HTCDS prs_Gender), `language` vocabularies; `citizenships` ISO 3166-1 alpha-3
    (HTCDS prs_Citizenship; several are possible).
    """

    subject_id = models.UUIDField(unique=True)
    sex = models.CharField(max_length=20, blank=True)
    gender = models.CharField(max_length=30, blank=True)
    citizenships = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    age_on = models.DateField(null=True, blank=True)
    age_estimated = models.BooleanField(default=False)
    marital_status = models.CharField(max_length=30, blank=True)
    education = models.CharField(max_length=40, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    identity: "Identity"

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "id"], name="cases_person_org")]


class Identity(Confidential, SealedRow):
    """Direct identifiers and the safe contact, every one sealed. Only a scope with identities sees the row.

    `birth_date` holds a partial date as text (`2001`, `2001-05`, `2001-05-17`); `documents` and `alias` hold one a
    line (documents as `kind|country|number`); `contact_channel` a code of `contact_channel`.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    given_names = SealedField()
    first_surname = SealedField()
    second_surname = SealedField()
    chosen_name = SealedField()
    alias = SealedField()
    birth_date = SealedField()
    documents = SealedField()
    contact_channel = SealedField()
    contact_detail = SealedField()
    contact_when = SealedField()
    contact_word = SealedField()
    contact_avoid = SealedField()
    address = SealedField()

    person_id: uuid.UUID

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "person"], name="cases_identity_org")]


class NameEntry(Confidential):
    """What a person is found by, as one sealed text (`names_index`), opened in memory only (`names_memory`).

    `written` is the number of the transaction that wrote it; empty `tokens` mean that nobody finds the person.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="name_entry")
    tokens = models.BinaryField()
    written = models.BigIntegerField()

    person_id: uuid.UUID

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "written"], name="cases_nameentry_since")
        ]


class SealedVersion(Confidential, SealedRow):
    """What an answer said before it was changed (`column`: the question, `row`: the case), under the person's key.

    Older rows are of edits of `cases_identity`: there `row` is the identity's.
    """

    subject_id = models.UUIDField()
    table = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    row = models.UUIDField()
    text = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "row", "-at"], name="cases_version_org")]
