"""The named events of imports. Details hold counts and codes, never the name of a file.

`cases` is how many things were made, whatever they are: so it is called in the entries of former years.
"""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit import public as audit

for _name, _sentence, *_details in (
    ("import.received", _("trajo un archivo para revisar"), "bytes"),
    ("import.staged", _("revisó un archivo de {rows} filas"), "rows", "file_kind"),
    ("import.failed", _("trajo un archivo que no se pudo leer")),
    ("import.cancelled", _("canceló una importación")),
    ("import.viewed", _("vio las filas de una importación"), "rows"),
    ("import.reported", _("descargó el informe de una importación ({rows} filas)"), "rows"),
    ("import.began", _("mandó hacer entrar las filas de un archivo"), "with_asked"),
    ("import.resumed", _("mandó seguir con una importación que se detuvo")),
    ("import.applied", _("trajo {cases} registros de un archivo"), "cases"),
    ("import.undoing", _("mandó deshacer una importación")),
    ("import.reversed", _("deshizo una importación de {cases} registros"), "cases"),
    ("import.kept", _("no pudo deshacer una importación: ya se trabajó en {cases} registros"), "cases"),
    ("import.refused", _("intentó algo que no le corresponde en una importación"), "verb"),
):
    audit.declare(_name, _sentence, *_details)
