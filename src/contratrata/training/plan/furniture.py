"""What the plan brings to the house: the entry of the training in the network's menu."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

from . import events, offering_page  # noqa: F401  (traces; what may be tied to)
from .demo import demonstrate

FURNITURE = Furniture(
    urls=tuple(
        Mount("", f"contratrata.training.plan.{name}")
        for name in ("urls", "plans_urls", "offerings_urls", "facilitations_urls", "contributions_urls")
    ),
    menu=(
        Entry(
            _l("Formación"), "plan:home", area="network", order=8,
            # An administration has its six entries already; it reads the plan by the links that lead there.
            roles=tuple(
                role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR, Role.ORG_ADMIN)
            ),
            also=(
                "plans:list", "offerings:list", "facilitations:list", "contributions:list", "curriculum:matrix",
                "courses:list", "themes:list", "competences:list", "units:list",
            ),
        ),
    ),
    demonstration=(demonstrate,),
)  # fmt: skip
