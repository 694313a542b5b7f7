from django.db import migrations, models

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """The coordination sees what became of the invitations it sent to first administrators.

    An invitation that was made together with its organisation was one of them: nobody else could send it yet.
    """

    dependencies = [("network", "0004_protect_changes")]
    operations = [
        migrations.AddField(
            model_name="invitation",
            name="first",
            field=models.BooleanField(default=False),
        ),
        Sql(
            "UPDATE network_invitation i SET first = true FROM network_organisation o "
            "WHERE o.id = i.organisation_id AND i.roles = ARRAY['org_admin']::varchar[] "
            "AND i.at BETWEEN o.joined_at AND o.joined_at + interval '10 seconds';",
            "",
        ),
    ]
