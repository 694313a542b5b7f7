import django.db.models.deletion
from django.db import migrations, models

import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect


class Migration(migrations.Migration):
    """What persons are found by leaves the readable database: one sealed text each instead of thirty tokens.

    The tokens of old rows are not carried over (this file has no key): who has no entry is found all the same, opened
    at the first search of a process, until `contratrata reindex-names` has written the entries.
    """

    dependencies = [("cases", "0009_imports_left")]
    operations = [
        migrations.CreateModel(
            name="NameEntry",
            fields=[
                ("id", models.UUIDField(default=contratrata.ground.base.ids.new_id, editable=False, primary_key=True,
                                        serialize=False)),
                ("organisation_id",
                 models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False)),
                ("tokens", models.BinaryField()),
                ("written", models.BigIntegerField()),
                ("person", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE,
                                                related_name="name_entry", to="cases.person")),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "written"], name="cases_nameentry_since")]
            },
        ),
        Protect("cases_nameentry", needs="identities"),
        BelongsToNetwork("cases_nameentry"),
        migrations.DeleteModel("NameToken"),
    ]  # fmt: skip
