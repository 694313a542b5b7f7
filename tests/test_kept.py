"""What is drawn once and kept: the same as drawn each time, and each request's own token in it."""

import uuid

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from cast import Cast
from contratrata.ground.base.areas import Area
from contratrata.ground.base.scope import acting
from contratrata.ground.ui.frame import Frame
from contratrata.ground.ui.parts import NavItem

ACCOUNT = Template(
    "{% kept frame.itself %}{% include 'ui/parts/account.html' %}"
    "{% include 'ui/parts/navigation.html' with navigation=frame.navigation %}{% endkept %}"
)
BARE = Template(
    "{% include 'ui/parts/account.html' %}{% include 'ui/parts/navigation.html' with navigation=frame.navigation %}"
)


def frame(person: str = "Ana", waiting: int = 0) -> Frame:
    items = [NavItem("Casos", "/casos/", count=waiting)]
    return Frame(
        area=Area.CASES, organisation="Casa", person=person, navigation=items, sign_out_url="/salir/"
    )


def drawn(template: Template, one: Frame, token: str) -> str:
    return template.render(Context({"frame": one, "csrf_token": token}))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("one", [frame(), frame("Berta"), frame(waiting=3)])
def test_the_same_as_drawn_each_time_and_each_request_has_its_own_token(one: Frame, language: str) -> None:
    with translation.override(language):
        for token in ("aaa", "b&b", "ccc"):
            assert drawn(ACCOUNT, one, token) == drawn(BARE, one, token)


def test_it_is_drawn_once() -> None:
    asked = []

    class Counted:
        @property
        def words(self) -> str:
            asked.append(1)
            return "palabras"

    template = Template("{% kept key %}{{ counted.words }}{% endkept %}")
    for _ in range(3):
        assert template.render(Context({"key": "one", "counted": Counted()})) == "palabras"
    assert len(asked) == 1
    template.render(Context({"key": "two", "counted": Counted()}))
    assert len(asked) == 2


def test_another_organisation_acting_is_drawn_anew(cast: Cast) -> None:
    template = Template("{% kept %}{% csrf_token %}{% endkept %}")
    for player in (cast.ana, cast.diana, cast.ana):
        with acting(player.scope):
            page = template.render(Context({"csrf_token": "x"}))
        assert str(player.scope.organisation_id) in page


def test_a_page_without_a_token_has_none() -> None:
    assert "csrfmiddlewaretoken" not in ACCOUNT.render(Context({"frame": frame()}))


def test_a_frame_can_be_a_key_whatever_it_was_made_of() -> None:
    assert hash(frame()) == hash(frame())
    assert frame() == frame()
    assert frame().navigation == (NavItem("Casos", "/casos/"),)


def test_an_address_is_that_of_django() -> None:
    one = uuid.uuid4()
    context = Context({"id": one, "text": str(one), "page": "cases:detail"})
    for words in ('"cases:detail" id', '"cases:detail" text', "page id", '"cases:detail" case_id=id'):
        assert Template(f"{{% url {words} %}}").render(context) == reverse("cases:detail", args=[one])
    edit = Template('{% url "cases:edit" id "hechos" %}')
    assert edit.render(context) == reverse("cases:edit", args=[one, "hechos"])
    other = uuid.uuid4()
    assert edit.render(Context({"id": other})) == reverse("cases:edit", args=[other, "hechos"])
    kept = Template('{% url "cases:detail" id as address %}{{ address }}')
    assert kept.render(context) == reverse("cases:detail", args=[one])
    with pytest.raises(NoReverseMatch):
        Template('{% url "cases:nothing" id %}').render(context)
    with pytest.raises(TemplateSyntaxError):
        Template("{% kept %}")
