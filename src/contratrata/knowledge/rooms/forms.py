"""The forms of rooms."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import choice_field, choose
from contratrata.ground.ui.parts import Hinted

from .entering import NAME
from .models import Server
from .operations import Place, ServerWords
from .states import SERVED, Kind

_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class _ServerForm(forms.Form):
    """What is said of a meeting server."""

    kind = choice_field(
        _l("¿Qué es?"), list(SERVED), widget=forms.RadioSelect, required=True,
        error_messages={"required": _l("Elija qué servidor es.")},
    )  # fmt: skip
    name = TextField(
        label=_l("Cómo lo llaman"), max_length=120,
        error_messages={"required": _l("Escriba cómo lo llaman.")},
    )  # fmt: skip
    address = TextField(
        label=_l("Dirección"), max_length=300,
        help_text=_l(
            "Con https://. De Jitsi, donde empiezan sus salas; de BigBlueButton, la que da «bbb-conf --secret»."
        ),
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "url"}),
        error_messages={"required": _l("Escriba la dirección del servidor.")},
    )  # fmt: skip
    secret = TextField(
        label=_l("Secreto compartido"), max_length=300, required=False,
        help_text=_l("Se guarda sellado y no se vuelve a mostrar."),
        widget=forms.PasswordInput(attrs={**_PLAIN, "autocomplete": "new-password"}),
    )  # fmt: skip
    app_id = TextField(
        label=_l("Identificador con que firma (solo Jitsi)"), max_length=120, required=False,
        help_text=_l("El «app_id» de su servidor."), widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip
    audience = TextField(
        label=_l("Para quién firma (solo Jitsi)"), max_length=120, required=False,
        help_text=_l("Vacío si su servidor no pide otra cosa."), widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip

    @property
    def words(self) -> ServerWords:
        """What was said."""
        names = ("name", "kind", "address", "app_id", "audience", "secret")
        return ServerWords(**{name: self.cleaned_data[name] for name in names})


class NewServerForm(acts.OnceForm, _ServerForm):
    """A new server; it has a secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].required = True
        self.fields["secret"].error_messages["required"] = _l("Escriba el secreto.")


class ServerForm(acts.VersionForm, _ServerForm):
    """A server that two users may have open; without a secret the one there is stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secret"].help_text = _l("Vacío para dejar el que hay. No se vuelve a mostrar.")


class RoomForm(acts.VersionForm):
    """Where a session is held at a distance."""

    where = forms.ChoiceField(
        label=_l("¿Dónde se reúnen?"), widget=forms.RadioSelect,
        error_messages={"required": _l("Elija dónde se reúnen.")},
    )  # fmt: skip
    link = TextField(
        label=_l("Enlace de la sala"), max_length=1000, required=False,
        help_text=_l("De Zoom, Teams, Meet u otra. Con la contraseña dentro, si la lleva."),
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "url"}),
    )  # fmt: skip
    host_link = TextField(
        label=_l("Enlace de quien modera"), max_length=1000, required=False,
        help_text=_l("Si la plataforma da otro."),
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "url"}),
    )  # fmt: skip
    everywhere = forms.BooleanField(
        label=_l("También las demás sesiones de este evento que no tienen sala en línea"), required=False
    )

    def __init__(self, *args: Any, servers: Sequence[Server], others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.id), Hinted(one.name, str(Kind(one.kind).label))) for one in servers]
        pasted = Hinted(
            str(_l("En otra plataforma")), str(_l("Zoom, Teams, Meet u otra: se pega su enlace."))
        )
        choose(self, "where", [*offered, (Kind.LINK, pasted)])
        if not others:
            del self.fields["everywhere"]

    @property
    def place(self) -> Place:
        """Where it is."""
        where = self.cleaned_data["where"]
        if where != Kind.LINK:
            return Place(server_id=uuid.UUID(where))
        return Place(link=self.cleaned_data["link"], host_link=self.cleaned_data["host_link"])


class NameForm(forms.Form):
    """By which name she enters: what the other side is told of her, and nothing else."""

    name = TextField(
        label=_l("Con qué nombre entra"), max_length=NAME,
        help_text=_l("Es lo único que se le dice de usted al servidor de la reunión. Lo ven quienes están en la sala."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _l("Escriba con qué nombre quiere entrar.")},
    )  # fmt: skip
