"""One user, two organisations, two tabs: what a page of the one sends is never done in the other.

Ana works in Casa Refugio and in Clínica Legal. She typed in a page of the first and chose the second elsewhere.
"""

import html
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse
from offers import offer

from cast import Cast, Player
from contratrata.care.cases.models import FirstContact, Registration
from contratrata.care.directory.models import Service
from contratrata.care.referrals.models import Referral
from contratrata.doors.web.access import THIRD_PARTY
from contratrata.doors.web.elsewhere import ANYWHERE_NAMES, ANYWHERE_SPACES
from contratrata.ground.accounts import lock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from contratrata.ground.vault import drafts
from contratrata.ground.vault.models import TypedDraft
from referred import build
from signin import sign_in
from tally import rows_of
from test_matrix import ANONYMOUS, TABLE, TRACES, Walk, address, addresses, walk, written  # noqa: F401
from test_two_editors import own_forms
from typing_in import Form, opened, read

WORD = "palabraquenadiemasescribe"
#: What keeping a draft, choosing and being asked may leave behind.
QUIET = {*TRACES, "vault_typeddraft"}


@pytest.fixture
def second(cast: Cast) -> Player:
    """Ana in her other organisation."""
    return Player(
        cast.ana.user,
        add_member(organisation=cast.clinica, user=cast.ana.user, roles=[Role.CASEWORKER, Role.FOCAL_POINT]),
    )


def rows(player: Player) -> Counter[str]:
    """How many rows of each table her organisation has, but for what is quiet."""
    return rows_of(player.scope, but=QUIET)


def choose(client: Client, player: Player) -> None:
    """In another tab of the same browser."""
    client.post(reverse("network:choose"), {"membership": str(player.membership.id)})


def filled(form: Form, **typed: str) -> dict[str, list[str]]:
    """The form as a browser sends it, every question answered and, unless said which, every text typed."""
    texts = {name: [value] for name, value in typed.items()} or {
        one.name: [WORD]
        for one in form.controls.values()
        if one.kind == "text" and not one.numeric and not one.shown[0]
    }
    return form.sent(chosen=not typed, **texts)


def offered(client: Client, where: str) -> Form:
    """The form of the page that offers to change back."""
    assert where.startswith(reverse("network:other") + "?"), where
    page = client.get(where)
    assert page.status_code == 200
    [form] = [one for one in read(page.content.decode())[0] if one.action == reverse("network:choose")]
    return form


def attack(client: Client, mine: Player, other: Player, path: str, form: Form, **typed: str) -> str:
    """Send `form`, opened for `mine`, after `other` was chosen: nothing is stored. Returns the page after one press."""
    choose(client, other)
    before = rows(mine), rows(other)
    fields = filled(form, **typed)
    files = {name: ContentFile(b"prs_FirstName\nFicticia\n", name="x.csv") for name in form.files}
    answer = client.post(
        form.action or path, {**fields, **files}, headers={"referer": f"http://testserver{path}"}
    )
    assert (rows(mine), rows(other)) == before
    with acting(other.scope):
        assert not TypedDraft.objects.exists()
    back = offered(client, answer.headers["Location"])
    changed = client.post(back.action, back.sent())
    assert client.session["membership"] == str(mine.membership.id)
    page = client.get(changed.headers["Location"])
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def the_form(client: Client, path: str, control: str) -> Form:
    """The form of a page that has this control."""
    [form] = [one for one in opened(client, path)[0] if control in {*one.controls, *one.files}]
    return form


def test_a_first_contact_typed_for_one_is_not_stored_in_the_other(
    cast: Cast, client: Client, second: Player
) -> None:
    sign_in(client, cast.ana)
    path = reverse("cases:contact_new")
    form = the_form(client, path, "said")
    page = attack(client, cast.ana, second, path, form, said=WORD)
    assert WORD in page
    assert "estaba escribiendo la última vez" in page
    with acting(second.scope):
        assert not FirstContact.objects.exists()
    again = the_form(client, path, "said")
    client.post(path, again.sent(chosen=True))
    with acting(cast.ana.scope):
        assert FirstContact.objects.count() == 1


def test_a_registration_goes_on_where_it_was_begun(cast: Cast, client: Client, second: Player) -> None:
    sign_in(client, cast.ana)
    begun = client.post(reverse("cases:register_start"), {"once": str(uuid.uuid4())})["Location"]
    [form] = own_forms(client, begun)
    assert WORD in attack(client, cast.ana, second, begun, form)
    start = next(
        one for one in opened(client, reverse("cases:register"))[0]
        if one.action == reverse("cases:register_start")
    )  # fmt: skip
    attack(client, cast.ana, second, reverse("cases:register"), start)
    with acting(second.scope):
        assert not Registration.objects.exists()


def test_a_workbook_for_one_is_not_imported_into_the_other(
    cast: Cast, client: Client, second: Player
) -> None:
    sign_in(client, cast.ana)
    path = reverse("imports:list")
    form = next(one for one in opened(client, path)[0] if one.files)
    attack(client, cast.ana, second, path, form)
    choose(client, second)
    file = {form.files[0]: ContentFile(b"prs_FirstName\nFicticia\n", name="x.csv")}
    answer = client.post(form.action or path, {**form.sent(), **file})
    offer = html.unescape(client.get(answer.headers["Location"]).content.decode())
    assert "El archivo no se conserva" in offer


def test_an_edit_of_a_service_does_not_reach_the_other(cast: Cast, client: Client) -> None:
    service = offer(cast.diana)
    other = joined(cast, cast.diana)
    sign_in(client, cast.diana)
    path = reverse("directory:change", args=[service.pk, "que"])
    form = the_form(client, path, "name")
    page = attack(client, cast.diana, other, path, form, name=WORD)
    assert WORD in page
    with acting(cast.diana.scope):
        assert Service.objects.get(pk=service.pk).name == service.name


def test_an_acceptance_is_not_given_for_the_other(cast: Cast, client: Client) -> None:
    referral = build(cast).sent()
    other = joined(cast, cast.diana)
    sign_in(client, cast.diana)
    path = reverse("referrals:accept", args=[referral.id])
    form = the_form(client, path, "words")
    page = attack(client, cast.diana, other, path, form)
    assert WORD in page
    with acting(cast.diana.scope):
        assert Referral.objects.get(id=referral.id).state == "sent"


def joined(cast: Cast, player: Player) -> Player:
    """`player` in Clínica Legal too."""
    roles = [Role.CASEWORKER, Role.FOCAL_POINT, Role.ORG_ADMIN]
    return Player(player.user, add_member(organisation=cast.clinica, user=player.user, roles=roles))


def test_what_scripts_send_is_stopped_too(cast: Cast, client: Client, second: Player) -> None:
    """A search as one types, and the draft of a page: the one is led away, the other is kept where it belongs."""
    sign_in(client, cast.ana)
    page = client.get(reverse("cases:contact_new")).content.decode()
    assert f'hx-headers="{{&quot;X-Made-For&quot;: &quot;{cast.refugio.id}&quot;}}"' in page
    draft_url = re.search(r'data-draft-url="([^"]+)"', page)
    assert draft_url is not None
    choose(client, second)
    htmx = {"HX-Request": "true", "X-Made-For": str(cast.refugio.id)}
    answer = client.post(reverse("lists:choices", args=["colleagues"]), {"x__typed": "An"}, headers=htmx)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"].startswith(reverse("network:other"))
    assert client.post(draft_url[1], {"draft": "page:/x/", "said": WORD}).status_code == 204
    with acting(second.scope):
        assert drafts.restore("page:/x/") is None
    with acting(cast.ana.scope):
        assert drafts.restore("page:/x/") == {"said": [WORD]}
    theirs = f"{reverse('vault:draft')}?de={cast.irma.membership.id}"
    assert client.post(theirs, {"draft": "page:/x/", "said": "x"}).status_code == 400


def test_what_is_sent_as_the_lock_falls_is_kept_where_it_was_typed(
    cast: Cast, client: Client, second: Player
) -> None:
    sign_in(client, cast.ana)
    path = reverse("cases:contact_new")
    fields = filled(the_form(client, path, "said"))
    choose(client, second)
    session = client.session
    session[lock.SEEN] = lock.since() - 3600
    session.save()
    answer = client.post(path, fields)
    assert client.get(answer.headers["Location"]).headers["Location"].startswith(reverse("account:locked"))
    with acting(cast.ana.scope):
        assert [row.key for row in TypedDraft.objects.all()] == [f"page:{path}"]
    with acting(second.scope):
        assert not TypedDraft.objects.exists()
    # At the locked screen nobody plants a draft for her.
    with acting(cast.ana.scope):
        TypedDraft.objects.all().delete()
    client.post(path, fields)
    with acting(cast.ana.scope):
        assert not TypedDraft.objects.exists()


def test_a_draft_of_one_is_never_offered_in_the_other(cast: Cast, client: Client, second: Player) -> None:
    sign_in(client, cast.ana)
    path = reverse("cases:contact_new")
    with acting(cast.ana.scope):
        drafts.keep(f"page:{path}", {"said": [WORD]})
    assert WORD in client.get(path).content.decode()
    choose(client, second)
    assert WORD not in client.get(path).content.decode()


def test_a_page_of_an_organisation_she_left_keeps_nothing(cast: Cast, client: Client, second: Player) -> None:
    """Nor one whose organisation was never hers: the words say no name."""
    sign_in(client, second)
    path = reverse("cases:contact_new")
    fields = filled(the_form(client, path, "said"))
    fields["made_for"] = [str(cast.horizonte.id)]
    before = rows(second)
    answer = client.post(path, fields)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "ya no tiene funciones" in page
    assert "Horizonte" not in page
    assert rows(second) == before


def test_a_link_to_the_other_organisation_offers_to_change(
    cast: Cast, client: Client, second: Player
) -> None:
    """Where she may see it there; no trace says that she saw it, and no message of hers is lost."""
    line = build(cast)
    sign_in(client, second)
    path = reverse("cases:detail", args=[line.case_id])
    with acting(cast.ana.scope):
        before = trail()
    answer = client.get(path)
    with acting(cast.ana.scope):
        assert trail() == before
    back = offered(client, answer.headers["Location"])
    changed = client.post(back.action, back.sent())
    assert changed.headers["Location"] == path
    assert client.get(path).status_code == 200


def trail() -> int:
    """How many lines the trail of the acting organisation has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        return int(cursor.fetchone()[0])


def test_what_she_may_not_see_there_does_not_exist(cast: Cast, client: Client) -> None:
    """A colleague's case in her other organisation, a stranger's, nobody's: byte for byte the same page."""
    line = build(cast)
    carla = Player(
        cast.carla.user, add_member(organisation=cast.clinica, user=cast.carla.user, roles=[Role.CASEWORKER])
    )
    flor = Player(
        cast.flor.user, add_member(organisation=cast.clinica, user=cast.flor.user, roles=[Role.CASEWORKER])
    )
    for player in (carla, flor, cast.irma):
        browser = sign_in(Client(), player)
        nobodys = browser.get(reverse("cases:detail", args=[uuid.uuid4()]))
        assert nobodys.status_code == 404
        for name in ("cases:detail", "cases:story", "cases:close", "cases:print"):
            result = browser.get(reverse(name, args=[line.case_id]))
            assert (result.status_code, result.content) == (404, nobodys.content)


def forms_of(walk: Walk) -> Iterator[tuple[str, str, Form]]:  # noqa: F811
    """Every POST form of every page: who opened it, on which page, the form."""
    seen = set()
    for name, parts in addresses().items():
        who = next(iter(TABLE.get(name, "").split()), ANONYMOUS)
        if who == ANONYMOUS or ANONYMOUS in TABLE[name].split():
            continue
        path = address(name, parts, walk.world)
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(walk.cookies[who])
        with transaction.atomic():
            forms = opened(client, path)[0]
            transaction.set_rollback(True)
        for form in forms:
            key = (form.action or path, tuple(sorted(form.controls)))
            if key not in seen:
                seen.add(key)
                yield who, path, form


def test_every_form_carries_its_organisation_and_is_stopped_in_another(walk: Walk) -> None:  # noqa: F811
    """Found by opening every page: each form says what it was made for; made for another, it writes nothing."""
    wrong, stopped = [], 0
    for who, path, form in forms_of(walk):
        to = form.action or path
        own = str(getattr(walk.world.cast, who).membership.organisation_id)
        if ("made_for", own) not in form.hidden:
            wrong.append(f"{path} → {to}: does not say what it was made for")
            continue
        match = resolve(to.partition("?")[0])
        if match.view_name in ANYWHERE_NAMES | set(THIRD_PARTY) or match.namespace in ANYWHERE_SPACES:
            continue
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(walk.cookies[who])
        with transaction.atomic():
            before = written()
            answer = client.post(to, form.sent(chosen=True) | {"made_for": [str(uuid.uuid4())]})
            after = written()
            transaction.set_rollback(True)
        changed = [table for table, count in after.items() if count != before.get(table, 0)]
        where = answer.headers.get("Location", "")
        if changed or not where.startswith(reverse("network:other")):
            wrong.append(f"{path} → {to}: {answer.status_code} {where} {changed}")
        stopped += 1
    assert wrong == []
    assert stopped >= 60
