from django.db import migrations, models


class Migration(migrations.Migration):
    """The list of events begins with the latest day."""

    dependencies = [("events", "0002_spend_slots")]
    operations = [
        migrations.RemoveIndex(model_name="event", name="events_by_day"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["realm", "-starts_on", "id"], name="events_by_day"),
        ),
    ]
