import uuid

from django.db import migrations, models

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """A fact's id tells no time: beside the ids of persons it told of whom the fact speaks."""

    dependencies = [("facts", "0002_protect")]
    operations = [
        migrations.AlterField(
            model_name="fact",
            name="id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
        ),
        Sql(
            "ALTER TABLE facts_fact NO FORCE ROW LEVEL SECURITY;"
            "UPDATE facts_fact SET id = gen_random_uuid();"
            "ALTER TABLE facts_fact FORCE ROW LEVEL SECURITY;",
            "",
        ),
    ]
