"""The named events of files. Details hold kinds and sizes, never a name."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit import public as audit

audit.declare("file.kept", _("guardó un archivo ({file_kind})"), "file_kind", "bytes")
audit.declare("file.downloaded", _("descargó un archivo ({file_kind})"), "file_kind")
audit.declare("file.seen", _("vio la imagen de un archivo ({file_kind})"), "file_kind")
audit.declare("file.removed", _("quitó un archivo ({file_kind})"), "file_kind")
