from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0006_keys_are_turned"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpentSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
    ]
