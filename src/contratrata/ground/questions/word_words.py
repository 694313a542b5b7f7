"""Why a Word form is not read, and what is to be known of one that was, in words."""

from django.utils.translation import gettext_lazy as _

OTHER = _(
    "No es nuestro formulario de Word (.docx). Descárguelo de esta página, escríbalo y tráigalo de nuevo."
)
#: The words for each code the reading process refuses with (`word_child.Refused`).
REFUSALS = {
    "empty": _("El archivo está vacío."),
    "heavy": _("El archivo pesa más de 10 MB. Quite las imágenes: se agregan en la página."),
    "macros": _(
        "El archivo tiene macros y no se abre por seguridad. Guárdelo como «Documento de Word (.docx)»."
    ),
    "old": _("Es un documento de Word antiguo (.doc). Guárdelo como «Documento de Word (.docx)»."),
    "password": _("El archivo tiene contraseña. Guárdelo sin contraseña y tráigalo de nuevo."),
    "bomb": _("El archivo se comprime de una forma que no es normal y no se abre."),
    "much": _("El archivo ocupa demasiado al abrirse y no se leyó."),
    "damaged": _("El archivo está dañado o incompleto: no se puede abrir."),
    "other": OTHER,
}
NOTES = {
    "tracked": _("Tenía cambios marcados: se tomó el texto como queda si se aceptan todos."),
    "pictures": _("Tenía imágenes o dibujos, que no se traen: agréguelos en la página con su descripción."),
    "comments": _("Tenía comentarios, que no se traen."),
    "footnotes": _("Tenía notas al pie, que no se traen: escríbalas en el texto."),
    "tables": _("Tenía tablas que no son del formulario: su texto está abajo."),
    "twice": _("Un campo estaba dos veces con textos distintos: el segundo está abajo."),
}
