from django.db import migrations

from contratrata.ground.base.rls import MAIL_FUNCTION, Sql


class Migration(migrations.Migration):
    """The right to the mails of the platform, told to the database."""

    dependencies = [("base", "0003_open")]
    operations = [Sql(MAIL_FUNCTION, "DROP FUNCTION scope_mail();")]
