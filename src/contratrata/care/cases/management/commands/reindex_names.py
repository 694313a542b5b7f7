"""`contratrata reindex-names`: make the tokens anew by which persons are found, after a version that adds some."""

from typing import Any

from django.core.management.base import BaseCommand

from contratrata.care.cases import names_index
from contratrata.care.cases.models import Identity
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault

#: Persons in one transaction: killed half-way the command is simply run again.
BATCH = 200


class Command(BaseCommand):
    """Acts for one organisation after the other, with its keys and under row-level security, as a job does."""

    help = "Rehace las marcas con las que se encuentra a una persona (nombres, documentos, teléfonos)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        total = sum(self._reindexed(one) for one in Organisation.objects.order_by("id"))
        self.stdout.write(f"Personas: {total}.")

    def _reindexed(self, organisation: Organisation) -> int:
        number, last = 0, None
        while True:
            with acting(job_scope(organisation)):
                rows = Identity.objects.select_related("person").order_by("id")
                batch = list((rows.filter(id__gt=last) if last else rows)[:BATCH])
                if not batch:
                    return number
                keys = vault.ring()
                sealers = vault.open_subjects({row.person.subject_id for row in batch}, keys)
                for row in batch:
                    sealer = sealers.get(row.person.subject_id)
                    if sealer is not None:
                        names_index.replace(keys, row.person_id, row.open(sealer), sealer)
                        number += 1
                last = batch[-1].id
