from django.db import migrations

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """What moved to the questions goes; so do the histories that a trigger wrote and nothing ever read."""

    dependencies = [("cases", "0007_questions")]
    operations = [
        Sql(
            "DROP TABLE IF EXISTS cases_caseevent, cases_traffickingevent CASCADE;"
            "DROP TRIGGER IF EXISTS pgtrigger_update_update_f5146 ON cases_case;"
            "DROP TRIGGER IF EXISTS pgtrigger_update_update_c0226 ON cases_trafficking;"
            "DROP FUNCTION IF EXISTS pgtrigger_update_update_f5146(), pgtrigger_update_update_c0226(), "
            "_pgh_attach_context() CASCADE;"
            "DROP TABLE IF EXISTS pghistory_middlewareevents, pghistory_context CASCADE;",
            "",
        ),
        migrations.DeleteModel(name="Answered"),
        migrations.DeleteModel(name="Trafficking"),
    ]
