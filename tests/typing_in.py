"""What a browser would send of a page: its forms, their fields as they stand, and each control with another value."""

import dataclasses
from html.parser import HTMLParser

from django.test import Client

Fields = list[tuple[str, str]]


@dataclasses.dataclass
class Control:
    """One thing a user may change: its name, its kind, what it shows, and what else it could hold."""

    name: str
    kind: str
    shown: list[str] = dataclasses.field(default_factory=list)
    options: list[str] = dataclasses.field(default_factory=list)
    numeric: bool = False
    email: bool = False

    def invented(self) -> list[str]:
        """A text that the control could hold."""
        return ["nadie@gtm.example" if self.email else "3" if self.numeric else "primeratinta"]

    def others(self) -> list[list[str]]:
        """Two other values that the control could hold (one where there is no other)."""
        if self.kind == "text":
            now = self.shown[0] if self.shown else ""
            if self.numeric or now.isdigit():
                return [["3"], ["4"]] if now not in ("3", "4") else [["5"], ["6"]]
            return [[f"{now} primeratinta".strip()], [f"{now} segundatinta".strip()]]
        free = [one for one in self.options if one and [one] != self.shown]
        if self.kind == "checkbox":
            return [sorted({*self.shown, one} - ({one} & {*self.shown})) for one in self.options[:2]]
        return [[one] for one in free[:2]]


@dataclasses.dataclass
class Form:
    """A POST form of a page: where it goes, its hidden fields and its controls."""

    action: str = ""
    hidden: Fields = dataclasses.field(default_factory=list)
    controls: dict[str, Control] = dataclasses.field(default_factory=dict)
    pressed: Fields = dataclasses.field(default_factory=list)
    files: list[str] = dataclasses.field(default_factory=list)

    def sent(self, *, chosen: bool = False, **changed: list[str]) -> dict[str, list[str]]:
        """What is sent when its first button is pressed, with some controls changed.

        `chosen`: where nothing is chosen yet something is, too (a reason that must be given).
        """
        if chosen:
            changed = {
                one.name: others[0]
                for one in self.controls.values()
                if one.kind in ("select", "radio") and not any(one.shown) and (others := one.others())
            } | changed
        fields: dict[str, list[str]] = {}
        for name, value in (*self.hidden, *self.pressed):
            if name:
                fields.setdefault(name, []).append(value)
        for control in self.controls.values():
            fields[control.name] = changed.get(control.name, control.shown)
        return fields


def mended(form: Form, fields: dict[str, list[str]], links: list[str]) -> dict[str, list[str]] | None:
    """The fields once more with what the page complains of given (or left out); None when it says nothing new."""
    wrong = {
        name for link in links if link.startswith("#id_") for name in form.controls
        if link.removeprefix("#id_") in (name, f"{name}_0")
    }  # fmt: skip
    changed = {}
    for name in wrong:
        control = form.controls[name]
        if any(fields.get(name, [])):
            changed[name] = [""]
        elif control.kind == "text":
            changed[name] = control.invented()
        elif options := [one for one in control.options if one]:
            changed[name] = options[:1]
    return {**fields, **changed} if changed else None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select: Control | None = None
        self._area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        initial = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in initial:
            self.links.append(initial["href"])
        elif tag == "form":
            self._form = Form(initial.get("action", "")) if initial.get("method", "") == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is not None and "disabled" not in initial:
            self._field(self._form, tag, initial)

    def _field(self, form: Form, tag: str, data: dict[str, str]) -> None:
        name, kind, value = data.get("name", ""), data.get("type", "text"), data.get("value", "")
        if tag == "option" and self._select is not None:
            self._select.options.append(value)
            if "selected" in data:
                self._select.shown = [value]
        elif tag == "button" and kind != "button" and not form.pressed:
            form.pressed = [(name, value)]
        elif not name:
            return
        elif tag == "textarea":
            self._area = form.controls.setdefault(name, Control(name, "text", [""]))
        elif tag == "select":
            self._select = form.controls.setdefault(name, Control(name, "select"))
        elif tag == "input":
            self._input(form, name, kind, value, data)

    def _input(self, form: Form, name: str, kind: str, value: str, data: dict[str, str]) -> None:
        if kind == "hidden":
            form.hidden.append((name, value))
        elif kind in ("checkbox", "radio"):
            control = form.controls.setdefault(name, Control(name, kind))
            control.options.append(value or "on")
            if "checked" in data:
                control.shown.append(value or "on")
        elif kind == "file":
            form.files.append(name)
        elif kind not in ("submit", "button"):
            numeric = data.get("inputmode") == "numeric" or kind == "number"
            form.controls[name] = Control(name, "text", [value], numeric=numeric, email=kind == "email")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.shown = [self._area.shown[0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            self._area.shown = [self._area.shown[0].removeprefix("\n")]
            self._area = None
        elif tag == "select":
            if self._select is not None and not self._select.shown:
                self._select.shown = self._select.options[:1]
            self._select = None


def read(page: str) -> tuple[list[Form], list[str]]:
    """The POST forms of a page and where its links lead."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms, reader.links


def opened(client: Client, path: str) -> tuple[list[Form], list[str]]:
    """A page as it stands now; nothing when it is no page."""
    answer = client.get(path)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return [], []
    return read(answer.content.decode())


def seen(client: Client, path: str) -> dict[str, str]:
    """The hidden field that says what stood on the page when it was opened."""
    fields = [field for form in opened(client, path)[0] for field in form.hidden if field[0] == "seen"]
    return dict(fields)
