from django.db import migrations

from contratrata.ground.base.rls import Sql

TABLES = ("referrals_referralmove", "referrals_part", "referrals_message", "referrals_deadline")


class Migration(migrations.Migration):
    """What belongs to a referral has the very two sides of it: nobody names herself a side of another's."""

    dependencies = [("referrals", "0004_unsent_and_ended")]
    operations = [
        Sql(
            "ALTER TABLE referrals_referral ADD CONSTRAINT referrals_sides UNIQUE (id, organisation_id, receiver_id);",
            "ALTER TABLE referrals_referral DROP CONSTRAINT referrals_sides;",
        ),
        *(
            Sql(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_sides "
                "FOREIGN KEY (referral_id, organisation_id, receiver_id) "
                "REFERENCES referrals_referral (id, organisation_id, receiver_id) DEFERRABLE INITIALLY DEFERRED;",
                f"ALTER TABLE {table} DROP CONSTRAINT {table}_sides;",
            )
            for table in TABLES
        ),
    ]
