"""The guards of the tests bite: without these a fault would pass in silence everywhere else."""

import socket

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.db import connection
from django.template import Context, Engine, Origin, Template

import guards
from cast import Cast
from contratrata.care.cases.models import Case
from contratrata.ground.accounts.models import User
from contratrata.ground.base.errors import NoScope
from contratrata.ground.base.readonly import WriteOnRead, read_only
from contratrata.ground.base.scope import acting
from contratrata.ground.network.models import Organisation


def shown(source: str, *, ours: bool = True) -> str:
    """A template as it would stand in our folder, or in a library's."""
    origin = Origin(f"{guards.OURS}/ground/ui/templates/x.html" if ours else "elsewhere/x.html")
    return Template(source, origin=origin, engine=Engine.get_default()).render(Context({"known": {"a": 1}}))


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ known.b }}", "{{ nothing|upper }}"])
def test_a_variable_nobody_gave_is_loud(source: str) -> None:
    with pytest.raises(guards.UnknownVariable, match=r"x\.html"):
        shown(source)
    assert shown(source, ours=False) == ""


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% if nothing %}a{% else %}b{% endif %}", "b"),
        ("{{ nothing|default:'—' }}", "—"),
        ("{{ known.a }}", "1"),
        ("{% for x in nothing %}{{ x }}{% empty %}-{% endfor %}", "-"),
    ],
)
def test_asking_whether_something_is_there_is_fine(source: str, text: str) -> None:
    assert shown(source) == text


def test_a_list_without_an_order_is_loud(cast: Cast) -> None:
    with pytest.raises(guards.UnorderedSlice):
        list(User.objects.all()[:5])
    assert len(User.objects.order_by("email")[:5]) == 5
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Organisation.objects.all(), 2).page(1)


def test_nothing_leaves_this_machine() -> None:
    with socket.socket() as other, pytest.raises(guards.NetworkInTest):
        other.connect(("192.0.2.1", 80))
    with pytest.raises(guards.NetworkInTest):
        socket.create_connection(("contratrata.example", 443), timeout=1)
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        here.listen()
        socket.create_connection(here.getsockname(), timeout=1).close()


def test_a_read_that_writes_is_loud(cast: Cast) -> None:
    with read_only(), pytest.raises(WriteOnRead, match="network_organisation"):
        Organisation.objects.filter(pk=cast.refugio.pk).update(name="Otra")


def test_a_confidential_question_without_a_scope_is_loud(cast: Cast) -> None:
    with pytest.raises(NoScope):
        Case.objects.count()
    with acting(cast.ana.scope):
        assert Case.objects.count() == 0


def test_no_test_is_a_superuser(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,)
