import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
import contratrata.ground.base.translated
import contratrata.ground.vault.sealed
from contratrata.ground.base.rls import BelongsToNetwork, Protect, ProtectOpen

CONFIDENTIAL = ("credentials_signingkey", "credentials_award", "credentials_credential")
OPEN = ("credentials_publickey", "credentials_statuslist", "credentials_issued", "credentials_door")


class Migration(migrations.Migration):
    """What was certified to whom, the keys that sign, and what anybody may read to check one."""

    initial = True

    dependencies = [("network", "0005_first_invitation"), ("base", "0003_open")]

    operations = [
        migrations.CreateModel(
            name="Door",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("content", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Issued",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("digest", models.BinaryField(unique=True)),
                ("public", models.CharField(max_length=80)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublicKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("issuer_id", models.UUIDField(db_index=True)),
                ("public", models.CharField(max_length=80, unique=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("stolen_since", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("issuer_id", models.UUIDField(db_index=True)),
                ("document", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
                ),
                (
                    "realm",
                    models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("attendance", "Asistencia"), ("course", "Curso aprobado")],
                        default="attendance",
                        max_length=20,
                    ),
                ),
                (
                    "name",
                    contratrata.ground.base.translated.TranslatedField(
                        blank=True, default=contratrata.ground.base.translated.Translated
                    ),
                ),
                (
                    "detail",
                    contratrata.ground.base.translated.TranslatedField(
                        blank=True, default=contratrata.ground.base.translated.Translated
                    ),
                ),
                (
                    "topics",
                    contratrata.ground.base.translated.TranslatedField(
                        blank=True, default=contratrata.ground.base.translated.Translated
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(null=True)),
                ("programme", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("accredited_by", models.CharField(blank=True, max_length=200)),
                ("credits", models.CharField(blank=True, max_length=120)),
                ("signers", models.JSONField(default=list)),
                ("on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("about_kind", models.CharField(blank=True, max_length=40)),
                ("about_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "-at", "id"], name="credentials_newest"),
                    models.Index(fields=["organisation_id", "once"], name="credentials_once"),
                    models.Index(
                        fields=["organisation_id", "about_kind", "about_id"], name="credentials_about"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
                ),
                (
                    "realm",
                    models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False),
                ),
                ("public", models.CharField(max_length=80)),
                ("secret", models.BinaryField()),
                ("created_at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("organisation_id",),
                        name="credentials_one_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
                ),
                (
                    "realm",
                    models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False),
                ),
                ("subject_id", models.UUIDField()),
                ("name", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("email", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("evidence", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("code", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("document", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("explained", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("language", models.CharField(default="es", max_length=5)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("signed_at", models.DateTimeField(null=True)),
                ("public", models.CharField(blank=True, max_length=80)),
                ("list_id", models.UUIDField(null=True)),
                ("place", models.PositiveIntegerField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by_id", models.UUIDField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mistake", "Se emitió por error"),
                            ("wrong", "Tiene datos equivocados"),
                            ("fraud", "Se obtuvo con engaño"),
                            ("asked", "Lo pidió su titular"),
                            ("other", "Otro motivo"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                (
                                    "page",
                                    "Que el certificado existe y es válido: qué, cuánto, quién lo emitió y cuándo",
                                ),
                                ("name", "Mi nombre"),
                                (
                                    "file",
                                    "La credencial firmada, para descargarla y comprobarla con otra herramienta",
                                ),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True)),
                ("door_id", models.UUIDField(null=True)),
                ("link_id", models.UUIDField(null=True)),
                (
                    "award",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="credentials.award",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "-at", "id"], name="credentials_list"),
                    models.Index(fields=["organisation_id", "award", "id"], name="credentials_of_award"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "list_id", "place"), name="credentials_place"
                    )
                ],
            },
        ),
        *(operation(table) for table in CONFIDENTIAL for operation in (Protect, BelongsToNetwork)),
        *(ProtectOpen(table) for table in OPEN),
    ]
