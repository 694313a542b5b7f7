from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect, ProtectShared, Sql
from contratrata.ground.workflow.machine import GuardMoves

#: Frozen copy of `states.SERVICE.triples()`; a test compares it with the machine.
TRIPLES = [
    ("close", "active", "closed"),
    ("close", "paused", "closed"),
    ("open", "", "active"),
    ("pause", "active", "paused"),
    ("resume", "closed", "active"),
    ("resume", "paused", "active"),
]
SEEN = (
    "directory_service",
    "directory_servicearea",
    "directory_servicehours",
    "directory_servicephone",
    "directory_servicecapacity",
)


def with_its_service(table: str) -> Sql:
    """A row of another organisation cannot hang on this service: owner and realm are those of the service."""
    name = f"{table}_whole"
    return Sql(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (service_id, organisation_id, realm) "
        "REFERENCES directory_service (id, organisation_id, realm) ON DELETE CASCADE;",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


class Migration(migrations.Migration):
    """The directory is seen by the whole realm and written by its owner; why a service paused is the owner's."""

    dependencies = [("directory", "0001_services"), ("network", "0004_protect_changes")]
    operations = [
        *(ProtectShared(table) for table in SEEN),
        Protect("directory_servicemove"),
        *(BelongsToNetwork(table) for table in (*SEEN, "directory_servicemove")),
        *(with_its_service(table) for table in (*SEEN[1:], "directory_servicemove")),
        GuardMoves("directory_service", "directory_servicemove", TRIPLES),
    ]
