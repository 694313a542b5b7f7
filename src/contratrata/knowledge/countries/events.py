"""The named events of country pages."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.audit import public as audit

for _name, _words in (
    ("country.written", _l("escribió una entrada de las páginas de países")),
    ("country.edited", _l("cambió una entrada de las páginas de países")),
    ("country.published", _l("publicó una entrada de las páginas de países")),
    ("country.taken_back", _l("retiró una entrada publicada de las páginas de países")),
):
    audit.declare(_name, _words)
audit.declare("country.exported", _l("exportó entradas de las páginas de países ({rows})"),
              "rows", "filters", "form", "identities", "reason")  # fmt: skip
