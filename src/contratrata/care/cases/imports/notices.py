"""What tells whoever brought a file that its work is done; nothing of the file is said."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.notices import public as board

STAGED, FAILED = "import.staged", "import.failed"
APPLIED, REVERSED, KEPT = "import.applied", "import.reversed", "import.kept"

board.declare(STAGED, _("Ya se leyó el archivo que trajo: revise y decida"), "imports:detail")
board.declare(FAILED, _("El archivo que trajo no se pudo leer"), "imports:detail")
board.declare(APPLIED, _("Los casos del archivo ya están"), "imports:detail")
board.declare(REVERSED, _("La importación quedó deshecha"), "imports:detail")
board.declare(KEPT, _("La importación no se pudo deshacer"), "imports:detail")
