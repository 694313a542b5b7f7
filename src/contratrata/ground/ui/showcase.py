"""Invented people and organisations for the living component page. Nothing here is, or was, anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base import clock
from contratrata.ground.base.translated import Translated
from contratrata.ground.base.translated_fields import TranslatedFormField

from .forms import at_most
from .frame import Frame
from .parts import Column, Event, Hinted, Line, NavItem, Row, Seen, Table

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

Context = dict[str, Any]
#: Pages of components that other packages add: by slug, (title, template, context).
PAGES: dict[str, tuple[StrOrPromise, str, Callable[[], Context]]] = {}


def register_page(slug: str, title: StrOrPromise, template: str, context: Callable[[], Context]) -> None:
    """Show a package's own components on a page beside the living component page (from its `AppConfig.ready`)."""
    PAGES[slug] = (title, template, context)


ANSWERS = (("yes", _("Sí")), ("no", _("No")), ("unknown", _("No se sabe")))


class PartsOfDate(forms.MultiWidget):
    """Day, month and year, each of which may be empty: the shape that the partial date's own widget has."""

    template_name = "ui/widgets/partial_date.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__({"day": forms.TextInput(), "month": forms.TextInput(), "year": forms.TextInput()})

    def decompress(self, value: object) -> list[object]:
        """The three parts of a value; the component page starts from none."""
        return list(value) if isinstance(value, list | tuple) else [None, None, None]


class PartsField(forms.MultiValueField):
    """The field of that widget: it keeps the three parts as they were typed."""

    def __init__(self, **options: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(fields=parts, require_all_fields=False, widget=PartsOfDate(), **options)

    def compress(self, data_list: list[str]) -> list[str]:
        """The parts, unchanged."""
        return data_list


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Cómo quiere que le llamen"),
        help_text=_("Puede ser distinto del que está en sus documentos."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    age = forms.IntegerField(
        label=_("Edad aproximada"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    birth = PartsField(
        label=_("Fecha de nacimiento"),
        help_text=_("Deje vacío lo que no se sepa. Por ejemplo, solo el año."),
        required=False,
    )
    passport = forms.ChoiceField(
        label=_("¿Le retuvieron los documentos?"),
        choices=ANSWERS,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    means = forms.MultipleChoiceField(
        label=_("Medios"),
        help_text=_("Marque todos los que haya contado."),
        choices=(
            ("deceit", Hinted("Engaño", "Promesas falsas sobre el trabajo, el lugar o el pago.")),
            ("force", Hinted("Amenaza o uso de la fuerza")),
            ("abuse", Hinted("Abuso de una situación de vulnerabilidad", "Por ejemplo, no tener papeles.")),
        ),
        widget=forms.CheckboxSelectMultiple(),
    )
    country = forms.ChoiceField(
        label=_("País"),
        choices=(("", _("Elija un país")), ("CRI", "Costa Rica"), ("GTM", "Guatemala"), ("HND", "Honduras")),
    )
    story = forms.CharField(
        label=_("Qué pasó"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )
    advice = TranslatedFormField(label=_("Ruta de atención"), required=False, lines=True, most=500)
    file = forms.FileField(
        label=_("Documento"),
        required=False,
        widget=forms.FileInput(attrs=at_most(1 << 20, _("El archivo pesa más de 1 MB."))),
    )
    password = forms.CharField(
        label=_("Contraseña"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    agrees = forms.BooleanField(label=_("Leí a la persona lo que se va a compartir."))


class FilterForm(forms.Form):
    """Filters of a list."""

    hide_optional = True
    status = forms.ChoiceField(
        label=_("Situación"), required=False, choices=(("", _("Todas")), ("open", _("Abiertos")))
    )
    code = forms.CharField(label=_("Código"), required=False)


class LanguageForm(forms.Form):
    """One of several in a formset."""

    language = forms.CharField(label=_("Idioma"))
    level = forms.ChoiceField(label=_("Lo habla"), choices=(("well", _("Bien")), ("little", _("Poco"))))


def wrong_form() -> ExampleForm:
    """The example sent in with something wrong in each field."""
    form = ExampleForm(
        {
            "name": "",
            "age": "300",
            "birth_day": "31",
            "birth_month": "2",
            "story": "x" * 320,
            "country": "ZZZ",
        }
    )
    form.add_error("birth", _("El 31 de febrero no existe. Deje vacío el día si no se sabe."))
    form.add_error(None, _("Alguien guardó este caso mientras usted escribía. Revise y guarde de nuevo."))
    return form


def example_text() -> Translated:
    """A text whose English was not looked at since the Spanish changed."""
    text = Translated.of({"es": "Llame a la línea 110.", "en": "Call the line 110."})
    return text.edited({"es": "Llame a la línea 110 o a la 1510, a toda hora."})


def navigation(*, long: bool = False) -> list[NavItem]:
    """What a caseworker sees, or with `long` what somebody with several roles does."""
    words = [_("Hoy"), _("Casos"), _("Derivaciones"), _("Quién puede ayudar"), _("Aprender")]
    more = [_("Equipo"), _("Reportería"), _("Personal")] if long else []
    return [
        NavItem(str(label), "#", current=n == 0, count=3 if n == 2 else 0)
        for n, label in enumerate(words + more)
    ]


def example_frame() -> Frame:
    """The surroundings of an invented caseworker in training mode."""
    return Frame(
        organisation="Casa Refugio (ficticia)",
        role=str(_("gestora de caso")),
        person="Ana Morales Quispe (ficticia)",
        training=True,
        navigation=navigation(),
        account=[NavItem(str(_("Su cuenta")), "#"), NavItem(str(_("Cambiar de organización")), "#")],
        help_url="#",
        sign_out_url="#",
    )


def example_context() -> dict[str, Any]:
    """Everything the component page shows."""
    now = clock.now()
    hour = dt.timedelta(hours=1)
    noon = timezone.localtime(now).replace(hour=10, minute=0, second=0, microsecond=0)
    formset = forms.formset_factory(LanguageForm, extra=2)
    return {
        "frame": example_frame(),
        "pages": [(slug, title) for slug, (title, _template, _context) in sorted(PAGES.items())],
        "long_navigation": navigation(long=True),
        "good": ExampleForm(prefix="a", initial={"advice": example_text()}),
        "advice": example_text(),
        "form": wrong_form(),
        "filters": FilterForm(prefix="f"),
        "languages": formset(prefix="l"),
        "late": now - 5 * hour - hour / 60,
        "minutes": now + hour / 2,
        "hours": now + 3 * hour + hour / 60,
        "tomorrow": noon + dt.timedelta(days=1),
        "week": noon + dt.timedelta(days=4),
        "far": noon + dt.timedelta(days=120),
        "day": noon.date(),
        "rows": [
            Row(str(_("Acto")), str(_("Captación y traslado")), "#", str(_("Por qué"))),
            Row(str(_("Medio")), str(_("Engaño; retención de documentos")), "#", str(_("Por qué"))),
            Row(str(_("Fin")), str(_("Trabajo forzoso (servicio doméstico)")), "#", str(_("Por qué"))),
            Row(str(_("Teléfono seguro")), "", "#"),
            Row(str(_("Código")), "GT-2MX9-08"),
        ],
        "events": [
            Event(str(_("mañana 10:00")), str(_("Vence el plazo para responder.")), state="next"),
            Event(now - hour, str(_("Aceptó hablar con la clínica legal.")), "Ana Morales", "now"),
            Event(now - 24 * hour, str(_("Nadie abrió la derivación a tiempo.")), state="late"),
            Event(noon.date() - dt.timedelta(days=20), str(_("Entrevista inicial; consentimiento verbal."))),
        ],
        "seen": [
            Seen(str(_("Nombre")), "Persona B"),
            Seen(str(_("Edad")), str(_("24 años"))),
            Seen(str(_("Contacto seguro")), str(_("Por mensaje, de 14 a 16 h"))),
            Seen(str(_("Relato"))),
            Seen(str(_("Salud"))),
        ],
        "tabs": [
            NavItem(str(word), "#", current=n == 0, count=2 if n == 4 else 0)
            for n, word in enumerate(
                [_("Resumen"), _("Relato"), _("Plan"), _("Personas"), _("Documentos"), _("Historia")]
            )
        ],
        "table": Table(
            str(_("Servicios de alojamiento")),
            (Column(str(_("Organización"))), Column(str(_("País"))), Column(str(_("Plazas")), number=True)),
            (
                Line(("Albergue Horizonte (ficticio)", "Costa Rica", 4), "#"),
                Line(("Casa Refugio (ficticia)", "Guatemala", 0), "#"),
                Line(("Hogar Ceiba (ficticio)", "Honduras", 12), "#"),
            ),
        ),
    }


def _week() -> list[tuple[Any, ...]]:
    return [
        ("Lunes", "23 nov", "", [("09:00", "Persona A", "Llamada semanal", "is-call")]),
        ("Martes", "24 nov", "", []),
        (
            "Miércoles",
            "25 nov, hoy",
            "is-today",
            [("10:00", "Persona B", "Pasaporte: venció el 22", "is-late")],
        ),
        (
            "Jueves",
            "26 nov",
            "",
            [("09:30", "Persona B", "Audiencia · Juzgado 3 (ficticio)", "is-hearing")],
        ),
        ("Viernes", "27 nov", "", [("10:00", "Persona C", "Seguimiento del tercer mes", "")]),
    ]


def pieces_context() -> Context:
    """Invented content for the components of lists, plans, calendars and public pages."""
    return {
        "items": [
            (
                "Mesa de 24 horas (ficticia)",
                "Cinco instituciones deciden juntas, en un día.",
                "Costa Rica",
                3,
                "Validada",
            ),
            (
                "Cuento propio (ficticio)",
                "Niñas y niños dibujan lo que pasó antes de hablarlo.",
                "Nicaragua",
                2,
                "Prometedora",
            ),
        ],
        "chips": ["Protección", "Niñas, niños y adolescentes"],
        "facets": [
            ("Prevención", 11, False),
            ("Protección", 17, True),
            ("Niñas, niños y adolescentes", 14, False),
        ],
        "tasks": [
            ("Salir de la casa con escolta", "8 nov", ""),
            ("Pedir copia al consulado", "era para el 22 nov", "late"),
        ],
        "stages": [
            ("Denuncia", "20 nov", "is-done"),
            ("Investigación", "2 diligencias", "is-done"),
            ("Imputación", "audiencia el jueves", "is-now"),
            ("Juicio", "sin fecha", ""),
            ("Reparación", "pedida: US$ 6,400", ""),
        ],
        "week": _week(),
        "tree": [("Tegucigalpa, agosto", "31 personas", ["La Ceiba, octubre", "Choluteca, octubre"])],
        "ranked": [
            ("Nicaragua → Costa Rica", "frontera terrestre", 45),
            ("Honduras → Guatemala", "por Aguas Calientes", 40),
        ],
        "countries": [
            "Guatemala",
            "El Salvador",
            "Honduras",
            "Nicaragua",
            "Costa Rica",
            "Panamá",
            "Rep. Dominicana",
        ],
    }
