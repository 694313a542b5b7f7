"""The named events of kept searches. What was looked for stands in none of them."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("search.saved", _("guardó una búsqueda de prácticas"))
declare("search.removed", _("quitó una búsqueda de prácticas"))
