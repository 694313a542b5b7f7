"""The notices that cases leave: content-free, with the code at most."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.notices import public as notices

LEGAL_DUTY = "case.legal_duty"
HANDED_OVER = "case.handed_over"
SHARED = "case.shared"
NOBODYS = "case.nobodys"
REVOKED = "case.revoked"
REMOVED = "case.copy_removed"

notices.declare(
    LEGAL_DUTY,
    _("Se registró un deber legal sin consentimiento en el caso {code}"),
    "cases:detail",
    urgent=True,
)
notices.declare(HANDED_OVER, _("Ahora usted responde por el caso {code}"), "cases:detail")
notices.declare(
    REVOKED,
    _("Se retiró o venció un consentimiento del caso {code}"),
    "cases:detail",
    urgent=True,
)
notices.declare(REMOVED, _("Se quitó lo que llegó con la derivación en el caso {code}"), "cases:detail")
notices.declare(SHARED, _("Compartieron con usted el caso {code}"), "cases:detail")
notices.declare(NOBODYS, _("Hay casos sin responsable: repártalos"), "cases:list")
