from django.db import migrations

from contratrata.ground.base.rls import OWN, BelongsToNetwork, Protect

#: Identities are asked for only where the file is a person's.
SEEN = f"{OWN} AND (subject_id IS NULL OR (SELECT scope_identities()))"


class Migration(migrations.Migration):
    """A file is the organisation's."""

    dependencies = [("files", "0001_stored_file"), ("network", "0002_protect")]
    operations = [
        Protect("files_storedfile", read=SEEN, write=SEEN),
        BelongsToNetwork("files_storedfile"),
    ]
