"""The forms of the pages of imports."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contratrata.ground.acts.public import OnceForm
from contratrata.ground.lists.public import Offer
from contratrata.ground.sheets.public import MOST_BYTES
from contratrata.ground.ui.forms import at_most

from .importer import Words

_TOO_BIG = _("El archivo pesa más de 100 MB. Divídalo en varios y tráigalos uno por uno.")


class BringForm(OnceForm):
    """A file, and who will answer for what it brings (those who oversee choose; others answer for their own)."""

    file = forms.FileField(
        label=_("Archivo"),
        help_text=_(
            "Hoja de cálculo (.xlsx, .xls u .ods), texto separado (.csv) o respuestas del formulario (.xml). "
            "Hasta 100 MB y 100 000 filas."
        ),
        error_messages={
            "required": _("Elija el archivo que quiere traer."),
            "empty": _("El archivo está vacío."),
            "missing": _("Elija el archivo que quiere traer."),
        },
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv,.xml"} | at_most(MOST_BYTES, _TOO_BIG)
        ),
    )
    responsible_id = forms.TypedChoiceField(coerce=uuid.UUID, required=True)

    def __init__(
        self,
        *args: Any,
        colleagues: Offer | None,
        responsible: Words,
        too_big: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if too_big:  # the upload was not read to its end: no file is there
            self.fields["file"].error_messages["required"] = _TOO_BIG
        if colleagues:
            colleagues.into(self, "responsible_id", _("Elija a alguien del equipo"))
            self.fields["responsible_id"].label = str(responsible)
        else:
            del self.fields["responsible_id"]

    def clean_file(self) -> Any:
        """Not more than is taken (the upload handler stops earlier and leaves the file out)."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_TOO_BIG)
        return file


class DecideForm(forms.Form):
    """Whether rows with questions come in too, without what is asked about."""

    with_asked = forms.BooleanField(
        label=_("Traer también las filas por aclarar, sin los datos dudosos"),
        help_text=_("Si las corrige en el informe, no lo marque: tráigalas después."),
        required=False,
    )
    hide_optional = True
