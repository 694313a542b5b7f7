from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_sides"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="referral",
            name="referrals_outbox",
        ),
        migrations.RemoveIndex(
            model_name="referral",
            name="referrals_inbox",
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["received", "sent"])),
                fields=["organisation_id", "answer_due", "id"],
                name="referrals_out_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "attended", "in_care"])),
                fields=["organisation_id", "-moved_at", "id"],
                name="referrals_out_ongoing",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "declined", "expired", "withdrawn"])),
                fields=["organisation_id", "-moved_at", "id"],
                name="referrals_out_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["received", "sent"])),
                fields=["receiver_id", "answer_due", "id"],
                name="referrals_in_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "attended", "in_care"])),
                fields=["receiver_id", "-moved_at", "id"],
                name="referrals_in_ongoing",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "declined", "expired", "withdrawn"])),
                fields=["receiver_id", "-moved_at", "id"],
                name="referrals_in_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("feedback_seen_at__isnull", True), ("state__in", ["closed", "declined", "expired"])
                ),
                fields=["organisation_id", "case_id"],
                name="referrals_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state", "draft")),
                fields=["organisation_id", "-moved_at", "id"],
                name="referrals_drafts",
            ),
        ),
    ]
