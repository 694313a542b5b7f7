"""Every address × every person of the cast × what she is to the thing: what is not allowed does not exist.

The addresses come from the URL table, the things behind them from a whole world (`scenario.py`); one without
a row in the table below fails. Whoever is not named gets the page of what does not exist, byte for byte the
same, or is sent to sign in, as for an id that nobody has; and nothing is written for her.
"""

import logging
import time
import uuid
from http.cookies import SimpleCookie
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

import scenario
from brought import brought
from cast import Cast
from contratrata.ground.base.readonly import ALLOWED_TABLES
from contratrata.ground.base.scope import acting
from contratrata.ground.network import house
from signin import sign_in
from test_consistency import urls

EVERYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia"
ANONYMOUS = "anonymous"
#: Who works on cases, each in her own organisation.
WORKERS = "ana beatriz carla elena irma julia"
#: Who may see Ana's case, and who may not though she works beside her.
CASE = "ana beatriz"
#: Both sides of the referral to Horizonte; what only one of them does.
SIDES, SENDER, RECEIVER = "ana beatriz diana elena", "ana beatriz", "diana elena"
REFERRING = f"{WORKERS} diana"
KEEPERS = "flor diana"
ASKING = "ana beatriz carla flor diana elena irma gloria julia"

TABLE: dict[str, str] = {
    # Before signing in.
    **dict.fromkeys(
        (
            "account_login", "mfa_authenticate", "mfa_login_webauthn", "account_inactive",
            "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
            "account_reset_password_from_key_done", "account_logout", "set_language", "entry:invitation",
            "entry:ask_help", "web:components", "web:component_page", "web:home",
            # The public face: anybody, signed in or not.
            "public:home", "public:join", "public:robots", "public:sitemap",
        ),
        f"{EVERYBODY} {ANONYMOUS}",
    ),
    # One's own: session, account, second factor.
    **dict.fromkeys(
        (
            "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
            "account_change_password", "account:home", "account:details", "account:sessions",
            "account:end_session", "account:factors", "account:enrol", "account:totp", "account:passkey",
            "account:new_codes", "account:locked", "account:lock",
            "account:resume", "account:conduct", "vault:draft", "network:choose", "network:other",
            "web:start", "web:help", "noticeboard:list", "noticeboard:seen", "lists:choices",
        ),
        EVERYBODY,
    ),
    "account:remove_factor": "ana",
    # Recovery codes are shown once, to who has made them a moment ago.
    **dict.fromkeys(("account:codes", "account:codes_file"), ""),
    # The network and one's own organisation.
    "network:organisations": EVERYBODY,
    "network:invite_organisation": "gloria",
    "network:invite_again": "gloria",
    "network:invite_elsewhere": "gloria",
    "network:staff": KEEPERS,
    "network:agreements": KEEPERS,
    "network:invite_person": "flor",
    "network:change_roles": "flor",
    "network:end_membership": "flor",
    "network:revoke_invitation": "flor",
    "network:settings": "flor",
    "entry:helps": "beatriz flor gloria",
    "entry:answer_help": "beatriz flor",
    # The directory.
    **dict.fromkeys(("directory:who_can_help", "directory:area_field"), ASKING),
    **dict.fromkeys(("directory:services", "directory:new", "directory:places"), KEEPERS),
    "directory:service": "ana beatriz carla flor hilda diana elena irma gloria",
    **dict.fromkeys(("directory:change", "directory:assure", "directory:move"), "flor"),
    # The doors.
    "web:today": f"{WORKERS} diana",
    "web:network": "gloria",
    "web:team": "beatriz",
    # Of roles that nobody of the cast holds: tests/doors/web/test_homes.py, tests/doors/platform.
    **dict.fromkeys(
        ("web:country", "platform:state", "platform:jobs", "platform:retry", "platform:keeping"), ""
    ),
    "trail:list": "beatriz hilda",
    **dict.fromkeys(("trail:verification", "trail:verify"), "beatriz hilda"),
    # A file is given out to whom the package of its thing names; nobody has named anybody for this one.
    **dict.fromkeys(("files:download", "files:small"), ""),
    # Cases.
    **dict.fromkeys(
        ("cases:list", "cases:find", "cases:register", "cases:blank", "cases:register_start", "cases:contact_new",
         "cases:contacts"),
        WORKERS,
    ),
    **dict.fromkeys(("cases:register_page", "cases:register_summary", "cases:register_discard"), "ana"),
    **dict.fromkeys(("cases:contact", "cases:contact_to_case"), CASE),
    **dict.fromkeys(
        (
            "cases:detail", "cases:story", "cases:plan", "cases:team", "cases:history", "cases:print",
            "cases:print_pdf",
            "cases:edit", "cases:elements", "cases:assert_status", "cases:consents", "cases:consent_new",
            "cases:consent_withdraw", "cases:note_new", "cases:note_amend", "cases:needs_new", "cases:need_end",
            "cases:need_reopen", "cases:step", "cases:step_done", "cases:share", "cases:unshare", "cases:hand_over",
            "cases:follow_up", "cases:resume", "cases:close", "cases:reopen", "cases:remove_copied",
        ),
        CASE,
    ),
    "cases:erase": "beatriz",
    # Imports: by who works on cases, each her own; supervision sees all.
    "imports:list": WORKERS,
    **dict.fromkeys(
        (
            "imports:detail", "imports:progress", "imports:report", "imports:bring", "imports:cancel",
            "imports:reverse", "imports:go_on",
        ),
        CASE,
    ),
    # Referrals: that one was sent is known to colleagues who refer; a draft only to whom began it and supervision.
    **dict.fromkeys(("referrals:inbox", "referrals:outbox"), REFERRING),
    "referrals:start": WORKERS,
    **dict.fromkeys(("referrals:detail", "referrals:pdf"), f"{SIDES} carla"),
    "referrals:say": SIDES,
    **dict.fromkeys(
        (
            "referrals:parts", "referrals:consent", "referrals:preview", "referrals:discard",
            "referrals:feedback_seen", "referrals:withdraw", "referrals:send_update",
        ),
        SENDER,
    ),
    **dict.fromkeys(
        (
            "referrals:receive", "referrals:begin_care", "referrals:accept", "referrals:decline",
            "referrals:attend", "referrals:close", "referrals:assign",
        ),
        RECEIVER,
    ),
    **dict.fromkeys(("referrals:open_own_case", "referrals:look"), "elena"),
}  # fmt: skip

#: What stands in an address: a word, or the name of another thing of the world than the part is called.
SAMPLES: dict[str, dict[str, str]] = {
    "network:invite_again": {"invitation_id": "first_invitation_id"},
    "network:invite_elsewhere": {"invitation_id": "first_invitation_id"},
    "cases:edit": {"what": "nombre"},
    "web:component_page": {"page": "dibujos"},
    **{
        f"referrals:{verb}": {"referral_id": "draft_id"}
        for verb in ("parts", "consent", "preview", "discard")
    },
    "referrals:feedback_seen": {"referral_id": "closed_referral_id"},
    **{
        f"referrals:{verb}": {"referral_id": "taken_referral_id"}
        for verb in ("assign", "begin_care", "attend", "close", "open_own_case")
    },
    "cases:reopen": {"case_id": "closed_case_id"},
    "cases:unshare": {"case_id": "closed_case_id"},
    "cases:consent_new": {"kind": "compartir"},
    "cases:register_page": {"slug": "llegada"},
    "directory:change": {"section": "que"},
    "directory:move": {"verb": "pausar"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
}
for _brought in brought("matrix"):
    TABLE |= _brought.TABLE
    SAMPLES |= getattr(_brought, "SAMPLES", {})

GET_OR_POST = ("GET", "POST")
FINE = {200, 204, 302, 400, 405, 410, 422}
#: What looking and being refused may leave behind.
TRACES = sorted(ALLOWED_TABLES | {"audit_unsealed"})


class Walk:
    """One browser for each person, and the answers they get; nothing that is done stays."""

    def __init__(self, world: scenario.World) -> None:
        self.world = world
        self.cookies: dict[str, str] = {ANONYMOUS: ""}
        # What is sent says nothing but where she acts, for the one form that asks it.
        self.sent: dict[str, str] = {ANONYMOUS: ""}
        for name in EVERYBODY.split():
            player = getattr(world.cast, name)
            self.sent[name] = f"membership={player.membership.id}"
            client = sign_in(Client(), player)
            session = client.session
            # A grave act asks a fresh second factor first; here it was proved a moment ago.
            session["account_authentication_methods_user"] = session["_auth_user_id"]
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
            session.save()
            self.cookies[name] = client.cookies.output(header="", sep=";")
        self.missing = {method: self._plain(method) for method in GET_OR_POST}

    def _plain(self, method: str) -> bytes:
        return bytes(self.ask("ana", method, f"/{uuid.uuid4()}/")[0].content)  # type: ignore[attr-defined]

    def ask(self, who: str, method: str, path: str) -> tuple[HttpResponseBase, list[str]]:
        """Her answer, and the tables that were written meanwhile (traces left out)."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[who])
        with transaction.atomic():
            before = written()
            response = client.generic(method, path, self.sent[who], "application/x-www-form-urlencoded")
            after = written()
            transaction.set_rollback(True)
        return response, sorted(table for table, count in after.items() if count != before.get(table, 0))


def written() -> dict[str, int]:
    """How many rows this transaction has added, changed and removed so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE NOT relname = ANY(%s)",
            [TRACES],
        )
        return dict(cursor.fetchall())


def address(name: str, parts: dict[str, Any], world: scenario.World, *, of_nobody: bool = False) -> str:
    """The address of the real thing, or of the same kind of thing that nobody has."""
    samples = {"language": "es", "job_id": "1"} | SAMPLES.get(name, {})
    found = {part: samples.get(part, world.ids.get(part)) for part in parts}
    found = {part: world.ids.get(value, value) for part, value in found.items()}
    assert None not in found.values(), f"{name}: the world has nothing for {found}"
    if of_nobody:
        found = {
            part: uuid.uuid4() if isinstance(value, uuid.UUID) else value for part, value in found.items()
        }
    return reverse(name, kwargs=found)


def addresses() -> dict[str, dict[str, Any]]:
    """Every address of the product by name, with the parts it is made of."""
    return {name: item.pattern.converters or dict(item.pattern.regex.groupindex) for name, item in urls()}


@pytest.fixture
def walk(cast: Cast, caplog: pytest.LogCaptureFixture) -> Walk:
    """The whole world, rolled back at the end, and everybody signed in to it."""
    caplog.set_level(logging.CRITICAL, logger="django.request")  # a thousand refusals need no line each
    world = scenario.build(cast, committed=False)
    world.ids |= {
        "pk": Authenticator.objects.get(user=cast.ana.user, type=Authenticator.Type.TOTP).pk,
        "user_id": cast.beatriz.user.pk,
        "source": "organisations",
        "first_invitation_id": _let_in(cast),
    }
    return Walk(world)


def _let_in(cast: Cast) -> uuid.UUID:
    """An organisation the coordination let in, where nobody has come yet: the id of its invitation."""
    with acting(cast.gloria.scope):
        sent = house.invite_organisation(
            name="Red de Abrigo (ficticia)", kind="civil_society", country="HND", area="",
            time_zone="America/Tegucigalpa", email="primera@hn.example",
        )  # fmt: skip
    return sent.id


def test_every_address_has_its_row() -> None:
    assert sorted(set(addresses()) ^ set(TABLE)) == []


def judge(walk: Walk, name: str, parts: dict[str, Any], who: str, method: str) -> str:
    """What is wrong with her answer, or nothing."""
    path = address(name, parts, walk.world)
    response, wrote = walk.ask(who, method, path)
    status = response.status_code
    where = response.headers.get("Location", "")
    said = f"{method} {name} {who}: {status} {where}"
    sent_away = status == 302 and where.startswith(reverse("account_login") + "?next=")
    if who in TABLE[name].split():
        return said if status not in FINE or sent_away else ""
    if wrote:
        return f"{said} wrote {wrote}"
    if who == ANONYMOUS:
        return "" if sent_away else said
    body = bytes(response.content)  # type: ignore[attr-defined]
    if status == 404:
        return "" if body == walk.missing[method] else f"{said} is not the page of what does not exist"
    nobody, _wrote = walk.ask(who, method, address(name, parts, walk.world, of_nobody=True))
    alike = status == 405 == nobody.status_code and body == bytes(nobody.content)  # type: ignore[attr-defined]
    return "" if alike else said


@pytest.mark.parametrize("method", GET_OR_POST)
def test_what_is_not_allowed_does_not_exist(walk: Walk, method: str) -> None:
    wrong = [
        judge(walk, name, parts, who, method)
        for name, parts in addresses().items()
        if name in TABLE
        for who in (*EVERYBODY.split(), ANONYMOUS)
    ]
    told = "\n".join(one for one in wrong if one)
    assert not told, told
