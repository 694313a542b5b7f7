from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    """The words of costs and days stand in the questions of a service (`service.yaml`); no column changes."""

    dependencies = [("directory", "0003_two_editors")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("service", "cost", models.CharField(max_length=10, default="free")),
                migrations.AlterField("servicehours", "days", ArrayField(models.CharField(max_length=2))),
            ]
        )
    ]
