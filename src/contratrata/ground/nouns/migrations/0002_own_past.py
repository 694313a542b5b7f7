from django.db import migrations, models

from contratrata.ground.base.rls import OWN, REALM, Sql

_OWN = f'ALTER POLICY see ON "nouns_pastvalue" USING ({OWN});'
_REALM = f'ALTER POLICY see ON "nouns_pastvalue" USING ({REALM});'


class Migration(migrations.Migration):
    """What a fact said before is read by the organisation that wrote it alone, no longer by the realm."""

    dependencies = [("nouns", "0001_initial")]
    operations = [
        Sql(_OWN, _REALM),
        migrations.RemoveIndex(model_name="pastvalue", name="nouns_past"),
        migrations.AddIndex(
            model_name="pastvalue",
            index=models.Index(
                fields=["organisation_id", "noun", "row_id", "-until", "id"], name="nouns_past"
            ),
        ),
    ]
