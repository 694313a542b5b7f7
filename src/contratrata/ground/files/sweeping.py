"""What the worker does again and again for files: what nobody can read or nobody knows of goes."""

import datetime as dt

from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault.public import SubjectKey

from . import store
from .models import OpenFile, SharedFile, StoredFile

#: Content is written before its row: what has none after a day was left over by a crash.
LEFT_OVER = dt.timedelta(days=1)


def sweep_files() -> int:
    """Remove the files of erased persons, and content without a row. Returns how many went."""
    known: set[tuple[str, str]] = set()
    unreadable: set[tuple[str, str]] = set()
    for organisation in Organisation.objects.order_by("id"):
        with acting(job_scope(organisation)):
            erased = SubjectKey.objects.filter(wrapped__isnull=True).values("id")
            gone = list(StoredFile.objects.filter(subject_id__in=erased).values_list("id", flat=True))
            StoredFile.objects.filter(id__in=gone).delete()
            unreadable |= {(str(organisation.id), str(one)) for one in gone}
            ids = StoredFile.objects.values_list("id", flat=True).iterator(chunk_size=2_000)
            known |= {(str(organisation.id), str(one)) for one in ids}
            shared = SharedFile.objects.filter(organisation_id=organisation.id).values_list("id", flat=True)
            known |= {(store.OPEN, str(one)) for one in shared}
    known |= {(store.OPEN, str(one)) for one in OpenFile.objects.values_list("file_id", flat=True)}
    before = clock.now() - LEFT_OVER
    for folder, name, written in list(store.lying()):
        place = (folder, name.partition(".")[0])
        if place in unreadable or (place not in known and written < before):
            store.drop(f"{folder}/{name}")
    return len(unreadable)
