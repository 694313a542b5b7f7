from django.db import migrations


class Migration(migrations.Migration):
    """When somebody was last written to is known by the outbox."""

    dependencies = [("notices", "0004_orders")]
    operations = [migrations.DeleteModel(name="Mailing")]
