"""The forms of credentials."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import choice_field

from . import capabilities
from .states import Part, Reason


class CodeForm(forms.Form):
    """The code of a certificate, however it is typed."""

    code = TextField(
        label=_("Código del certificado"),
        max_length=60,
        help_text=_("Está al pie del certificado, junto al cuadro QR. Empieza por CT."),
        error_messages={"required": _("Escriba el código del certificado.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """The code as it is printed. Whether it is one, only its page tells: all that are not shown answer alike."""
        return capabilities.typed_code(self.cleaned_data["code"])


class FileForm(forms.Form):
    """A file with a credential in it, and who it should be of."""

    file = forms.FileField(
        label=_("Archivo del certificado"),
        help_text=_("El PDF, la imagen (PNG o SVG) o la credencial (JSON). Hasta 64 kB. No lo guardamos."),
        error_messages={
            "required": _("Elija el archivo. Si pesa más de 64 kB, no es uno de los nuestros."),
            "empty": _("El archivo está vacío."),
            "missing": _("Elija el archivo."),
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.svg,.json"}),
    )
    name = TextField(
        label=_("¿A nombre de quién debe estar?"),
        max_length=200,
        required=False,
        help_text=_("Su nombre tal como está escrito, o su correo. Le diremos si coincide."),
    )


class ShowForm(forms.Form):
    """What the holder agrees to show."""

    parts = forms.MultipleChoiceField(
        label=_("¿Qué puede ver quien tenga el código?"),
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Sin marcar nada, el código responde como uno que no existe. Puede cambiarlo cuando quiera."
        ),
    )

    def clean_parts(self) -> list[str]:
        """Name and file are shown on the page of the certificate or nowhere."""
        parts: list[str] = self.cleaned_data["parts"]
        if parts and Part.PAGE not in parts:
            raise forms.ValidationError(_("Para mostrar su nombre o el archivo, marque también la primera."))
        return parts


class RevokeForm(forms.Form):
    """Why one is taken back."""

    reason = choice_field(
        _("¿Por qué se retira?"),
        Reason.choices,
        widget=forms.RadioSelect,
        required=True,
        error_messages={"required": _("Elija un motivo.")},
    )
    explained = TextField(
        label=_("Explicación"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La lee solo su organización."),
    )


class StolenForm(forms.Form):
    """Since when somebody else has had a key."""

    since = forms.DateField(
        label=_("¿Desde qué día pudo usarla otra persona?"),
        help_text=_(
            "Lo firmado con ella desde ese día deja de valer. Si no lo sabe, ponga el primero posible."
        ),
        error_messages={
            "required": _("Escriba el día."),
            "invalid": _("Escriba el día como 14/11/2026."),
        },
    )
