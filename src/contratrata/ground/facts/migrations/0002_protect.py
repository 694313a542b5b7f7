from django.db import migrations

from contratrata.ground.base.rls import Protect


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial"), ("base", "0001_scope")]
    operations = [Protect("facts_fact")]
