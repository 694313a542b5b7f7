from django.db import migrations

from contratrata.ground.base.rls import DROP_FUNCTIONS, FUNCTIONS, Sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [Sql(FUNCTIONS, DROP_FUNCTIONS)]
