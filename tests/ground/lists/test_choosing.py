"""Choosing one of many: a list while they are few, searched when they are many; only what one may see is offered."""

import html
import re

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from cast import Cast
from contratrata.care.cases.queries import COLLEAGUES
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.lists.choosing import FEW, SHOWN, Offer, SearchField
from contratrata.ground.network.models import Organisation
from contratrata.ground.network.public import OTHERS, RECEIVERS
from signin import sign_in


class OneForm(forms.Form):
    """Asks for one organisation."""

    one = forms.ChoiceField(label="Una", error_messages={"required": "Elija una."})

    def __init__(self, data: dict[str, str] | None, offer: Offer) -> None:
        super().__init__(data)
        offer.into(self, "one", "Elija")


def many(number: int, realm: Realm = Realm.REAL) -> list[Organisation]:
    """So many more organisations."""
    return Organisation.objects.bulk_create(
        Organisation(name=f"Casa {number:03} (ficticia)", kind="cso", country="HND", realm=realm)
        for number in range(number)
    )


def values(form: forms.Form) -> list[str]:
    """What the page offers to choose."""
    return re.findall(r'type="radio" name="one" value="([^"]*)"', str(form["one"]))


def test_few_are_a_list_and_one_more_is_searched(cast: Cast) -> None:
    with acting(cast.ana.scope):
        offer = Offer(OTHERS, cast.ana.scope)
        here = len(offer.search("", 1000))
        many(FEW - here)
        assert not isinstance(OneForm(None, offer).fields["one"], SearchField)
        many_more = Organisation.objects.create(name="Zeta (ficticia)", kind="cso", country="HND")
        form = OneForm(None, offer)
        assert isinstance(form.fields["one"], SearchField)
        assert values(form) == []
        assert OneForm({"one": str(many_more.pk)}, offer).is_valid()
        assert OneForm({}, offer).errors["one"] == ["Elija una."]


def test_the_button_looks_and_sends_nothing_on(cast: Cast) -> None:
    with acting(cast.ana.scope):
        created = many(FEW + 10)
        offer = Offer(OTHERS, cast.ana.scope, frozenset({str(created[1].pk)}))
        form = OneForm({"one": str(created[3].pk), "one-texto": "casa 00", "one-buscar": "1"}, offer)
        assert form.errors["one"] == ["Elija una de las que se encontraron."]
        shown = values(form)
        assert shown[0] == str(created[3].pk)
        assert set(shown) == {str(one.pk) for one in created[:10]} - {str(created[1].pk)}
        assert len(values(OneForm({"one-texto": "casa", "one-buscar": "1"}, offer))) == SHOWN
        assert "Ninguna con esas letras" in html.unescape(
            str(OneForm({"one-texto": "zzz", "one-buscar": "1"}, offer)["one"])
        )
        assert not OneForm({"one": str(created[1].pk)}, offer).is_valid()
        assert not OneForm({"one": "no-es-un-id"}, offer).is_valid()


def test_only_what_one_may_see_can_be_chosen(cast: Cast) -> None:
    with acting(cast.ana.scope):
        many(FEW + 1)
        training = many(1, Realm.TRAINING)
        offer = Offer(RECEIVERS, cast.ana.scope)
        assert not OneForm({"one": str(training[0].pk)}, offer).is_valid()
        assert not OneForm({"one": str(cast.refugio.pk)}, offer).is_valid()
        assert OneForm({"one": str(cast.horizonte.pk)}, offer).is_valid()
        (result,) = offer.search("casa 000")
        assert result[1] == "Casa 000 (ficticia) (no recibe derivaciones)"
        assert [name for _id, name in offer.search("horizonte")] == ["Albergue Horizonte (ficticio)"]
    with acting(cast.flor.scope):
        assert Offer(COLLEAGUES, cast.flor.scope).search("") == []
    with acting(cast.ana.scope):
        names = [name for _id, name in Offer(COLLEAGUES, cast.ana.scope).search("")]
        assert names == ["Ana Ejemplo (ficticia)", "Beatriz Ejemplo (ficticia)", "Carla Ejemplo (ficticia)"]


@pytest.mark.parametrize(("who", "names"), [("ana", 1), ("julia", 0)])
def test_what_is_typed_is_looked_for_at_once(cast: Cast, who: str, names: int) -> None:
    client = sign_in(Client(), getattr(cast, who))
    url = reverse("lists:choices", args=["organisations"])
    page = client.post(url, {"receiver-texto": "horizonte"}).content.decode()
    assert page.count('name="receiver"') == names
    assert client.post(url, {}).content.decode().count("radio") <= 1
    assert client.post(reverse("lists:choices", args=["nada"]), {"x-texto": "a"}).status_code == 404


def test_referring_carries_no_long_control(cast: Cast) -> None:
    many(300)
    client = sign_in(Client(), cast.ana)
    page = client.get("/derivaciones/nueva/").content.decode()
    assert page.count("Casa 0") == 0
    for select in re.findall(r"<select.*?</select>", page, re.DOTALL):
        assert select.count("<option") <= 200
