"""What the doors themselves bring: the first page, Hoy, Red, and the addresses of the libraries."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

_WORKING = (Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT)
_NATIONAL = (Role.NATIONAL_FOCAL_POINT,)
_LEARNING = (Role.FACILITATOR, Role.PARTICIPANT)

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.doors.web.home_urls"), Mount("idioma/", "django.conf.urls.i18n")),
    menu=(
        Entry(_l("Hoy"), "web:today", area="cases", order=10, roles=_WORKING),
        Entry(_l("Equipo"), "web:team", area="cases", order=15, roles=(Role.SUPERVISOR,)),
        Entry(_l("País"), "web:country", area="network", order=11, roles=_NATIONAL, home=_NATIONAL),
        Entry(_l("Inicio"), "web:start", area="network", order=12, roles=_LEARNING, home=_LEARNING),
        Entry(
            _l("Red"),
            "web:network",
            area="network",
            order=15,
            roles=(Role.COORDINATION,),
            home=(Role.COORDINATION,),
            also=("mail:held",),
        ),
    ),
)
