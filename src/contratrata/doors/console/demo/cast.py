"""The fourteen invented organisations of eight countries, and who works in them."""

import dataclasses

from contratrata.ground.network.public import Role


@dataclasses.dataclass(frozen=True, slots=True)
class Offered:
    """One service of an organisation. `places`: total and free, where it counts places."""

    name: str
    kinds: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    places: tuple[int, int] | None = None
    sexes: tuple[str, ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    languages: tuple[str, ...] = ("spanish",)
    always_open: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """One organisation; `handle` stands in the addresses of its people, `share` of a hundred cases is its."""

    handle: str
    name: str
    kind: str
    country: str
    area: str
    time_zone: str
    share: int
    services: tuple[Offered, ...] = ()


_GT, _SV, _HN, _NI = "America/Guatemala", "America/El_Salvador", "America/Tegucigalpa", "America/Managua"
_CR, _PA, _DO, _MX = "America/Costa_Rica", "America/Panama", "America/Santo_Domingo", "America/Mexico_City"
_WOMEN = ("female",)

MEMBERS: tuple[Member, ...] = (
    Member(
        "maiz",
        "Casa Luna de Maíz (ficticia)",
        "civil_society",
        "GTM",
        "GT-01",
        _GT,
        14,
        (
            Offered(
                "Casa de acogida para mujeres",
                ("shelter", "psychosocial"),
                (("GTM", ""),),
                (18, 4),
                _WOMEN,
                (18, None),
                ("spanish", "kiche", "mam"),
                always_open=True,
            ),
            Offered(
                "Atención psicosocial",
                ("psychosocial", "mental_health"),
                (("GTM", "GT-01"), ("GTM", "GT-03")),
                languages=("spanish", "kiche", "qeqchi"),
            ),
        ),
    ),
    Member(
        "altos",
        "Clínica Legal Los Altos (ficticia)",
        "legal_service",
        "GTM",
        "GT-09",
        _GT,
        10,
        (
            Offered(
                "Asesoría y querella",
                ("legal", "justice_accompaniment"),
                (("GTM", ""),),
                languages=("spanish", "kiche", "mam"),
            ),
        ),
    ),
    Member(
        "izote",
        "Asociación Flor de Izote (ficticia)",
        "civil_society",
        "SLV",
        "SV-SS",
        _SV,
        7,
        (
            Offered("Acompañamiento integral", ("psychosocial", "legal", "health"), (("SLV", ""),)),
            Offered("Retorno y reintegración", ("reintegration_follow_up", "livelihood"), (("SLV", ""),)),
        ),
    ),
    Member(
        "guacamaya",
        "Refugio Guacamaya (ficticio)",
        "civil_society",
        "HND",
        "HN-FM",
        _HN,
        7,
        (
            Offered(
                "Refugio para adolescentes",
                ("shelter", "child_protection"),
                (("HND", ""),),
                (12, 0),
                _WOMEN,
                (12, 17),
                always_open=True,
            ),
        ),
    ),
    Member(
        "camino",
        "Pastoral del Camino (ficticia)",
        "faith_based",
        "HND",
        "HN-CR",
        _HN,
        5,
        (
            Offered(
                "Comida, ropa y transporte",
                ("food_and_clothing", "transport"),
                (("HND", "HN-CR"), ("HND", "HN-CP")),
            ),
        ),
    ),
    Member(
        "madrono",
        "Colectivo Madroño (ficticio)",
        "civil_society",
        "NIC",
        "NI-MN",
        _NI,
        4,
        (
            Offered(
                "Búsqueda de familia y retorno",
                ("family_tracing", "voluntary_return"),
                (("NIC", ""),),
                languages=("spanish", "miskito"),
            ),
        ),
    ),
    Member(
        "horizonte",
        "Albergue Horizonte Verde (ficticio)",
        "civil_society",
        "CRI",
        "CR-SJ",
        _CR,
        5,
        (
            Offered(
                "Albergue para mujeres y sus hijas e hijos",
                ("shelter", "food_and_clothing"),
                (("CRI", ""),),
                (24, 6),
                _WOMEN,
                (18, None),
                ("spanish", "english"),
                always_open=True,
            ),
            Offered("Atención psicológica", ("psychosocial", "mental_health"), (("CRI", ""),)),
        ),
    ),
    Member(
        "inmediata",
        "Equipo de Atención Inmediata (ficticio)",
        "state_commission",
        "CRI",
        "CR-SJ",
        _CR,
        3,
        (Offered("Documentos y permanencia", ("documents", "migration_regularisation"), (("CRI", ""),)),),
    ),
    Member(
        "istmo",
        "Fundación Istmo Seguro (ficticia)",
        "civil_society",
        "PAN",
        "PA-8",
        _PA,
        4,
        (
            Offered(
                "Atención a personas en tránsito",
                ("food_and_clothing", "health", "interpretation"),
                (("PAN", ""),),
                languages=("spanish", "english", "haitian_creole"),
            ),
        ),
    ),
    Member(
        "caoba",
        "Casa Caoba (ficticia)",
        "civil_society",
        "DOM",
        "DO-01",
        _DO,
        8,
        (
            Offered(
                "Casa de acogida",
                ("shelter", "psychosocial"),
                (("DOM", ""),),
                (16, 3),
                _WOMEN,
                (18, None),
                ("spanish", "haitian_creole"),
                always_open=True,
            ),
        ),
    ),
    Member(
        "ambar",
        "Red Jurídica Ámbar (ficticia)",
        "legal_service",
        "DOM",
        "DO-25",
        _DO,
        5,
        (
            Offered(
                "Representación legal",
                ("legal", "labour_claims"),
                (("DOM", ""),),
                languages=("spanish", "haitian_creole"),
            ),
        ),
    ),
    Member(
        "puente",
        "Puente del Sur (ficticia)",
        "civil_society",
        "MEX",
        "MX-CHP",
        _MX,
        14,
        (
            Offered(
                "Albergue de frontera",
                ("shelter", "food_and_clothing"),
                (("MEX", "MX-CHP"), ("MEX", "MX-TAB")),
                (30, 9),
                always_open=True,
                languages=("spanish", "mam", "haitian_creole"),
            ),
            Offered(
                "Asilo y regularización",
                ("international_protection", "migration_regularisation"),
                (("MEX", ""),),
            ),
        ),
    ),
    Member(
        "ceiba",
        "Casa Ceiba (ficticia)",
        "civil_society",
        "MEX",
        "MX-CMX",
        _MX,
        14,
        (
            Offered(
                "Formación y empleo",
                ("vocational_training", "employment"),
                (("MEX", "MX-CMX"), ("MEX", "MX-MEX")),
            ),
            Offered("Salud y apoyo emocional", ("health", "psychosocial"), (("MEX", "MX-CMX"),)),
        ),
    ),
)

#: Made last: that it stands says that the demonstration is whole.
COORDINATION = Member(
    "coordinacion", "Coordinación Regional (ficticia)", "international_body", "GTM", "GT-01", _GT, 0
)

#: Who works in each member: the word in the address, the given name, the roles.
STAFF: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("gestora", "Lucía Gestora", (Role.CASEWORKER,)),
    ("supervisora", "Marta Supervisora", (Role.SUPERVISOR,)),
    ("enlace", "Pablo Enlace", (Role.FOCAL_POINT,)),
    ("admin", "Inés Administradora", (Role.ORG_ADMIN,)),
    ("auditora", "Olga Auditora", (Role.AUDITOR,)),
)
COORDINATORS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("coordinadora", "Ada Coordinadora", (Role.COORDINATION,)),
    ("nacional", "Elsa Enlace Nacional", (Role.NATIONAL_FOCAL_POINT,)),
    ("facilitador", "Raúl Facilitador", (Role.FACILITATOR,)),
    ("participante", "Nora Participante", (Role.PARTICIPANT,)),
    ("plataforma", "Iván Plataforma", (Role.PLATFORM_ADMIN,)),
)


def address_of(post: str, handle: str) -> str:
    """The address a person signs in with; `.example` reaches nobody (RFC 2606)."""
    return f"{post}@{handle}.example"
