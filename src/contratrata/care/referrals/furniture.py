"""What the referrals bring to the house: their boxes, what waits in Hoy, the clock of unanswered ones."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Counted, Entry, Furniture, Mount, Periodic, Task, Wait
from contratrata.ground.base.package import Waiting as Waits
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.scope import Scope

from .jobs import expire_and_escalate_all
from .rules import REFERRING
from .states import ReferralState
from .story import state_words
from .work import Waiting, counts, lines, times_for_me, times_on_others

#: What is to be done with a referral, as a text and as a verb, by the code of its next act.
_ACTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "go_on": (_l("Derivación a %(other)s sin enviar."), _l("Continuar")),
    "receive": (_l("Derivación de %(other)s: nadie la ha abierto."), _l("Abrir")),
    "answer": (_l("Derivación de %(other)s: espera respuesta."), _l("Responder")),
    "begin": (_l("Derivación de %(other)s aceptada: falta empezar la atención."), _l("Empezar")),
    "attend": (_l("Derivación de %(other)s en atención: falta decir qué se hizo."), _l("Informar")),
    "close": (_l("Derivación de %(other)s atendida: falta la respuesta final."), _l("Responder")),
    "read": (_l("%(other)s respondió a su derivación."), _l("Leer respuesta")),
}
_OTHERS: dict[str, str | Promise] = {
    "receive": _l("%(other)s: enviada, nadie la ha abierto."),
    "answer": _l("%(other)s: recibida, aún sin respuesta."),
    "begin": _l("%(other)s: aceptada."),
    "attend": _l("%(other)s: en atención."),
    "close": _l("%(other)s: atendida, falta su respuesta final."),
}


def _find(scope: Scope, most: int) -> list[Wait]:
    """What she can do now, of today whatever time is left (somebody waits behind it); what she waits for."""
    mine = [Wait("mine", key, due, today=True) for key, due in times_for_me(scope, most=most)]
    return mine + [Wait("others", key, due, others=True) for key, due in times_on_others(scope, most=most)]


def _open(scope: Scope, shown: Collection[Wait]) -> dict[Wait, Task]:
    rows = {row.referral_id: row for row in lines(scope, {wait.id for wait in shown})}
    return {wait: _task(rows[wait.id], others=wait.others) for wait in shown if wait.id in rows}


def _task(row: Waiting, *, others: bool) -> Task:
    url = path_of("referrals:detail", row.referral_id)
    words = state_words(row.state) if row.due is None else ""
    if others:
        text, verb = _OTHERS.get(row.verb, "%(other)s"), _("Ver derivación")
        mark = "wait"
    else:
        text, verb = _ACTS[row.verb][0], str(_ACTS[row.verb][1])
        mark = "done" if row.state == ReferralState.CLOSED else "plain"
    sentence = str(text) % {"other": row.other}
    return Task(row.name, row.code, sentence, url, verb, row.due, waiting=others, words=words, mark=mark)


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.care.referrals.urls"),),
    menu=(
        Entry(
            _l("Derivaciones"),
            "referrals:inbox",
            area="cases",
            order=30,
            roles=REFERRING,
            also=("referrals:outbox",),
        ),
    ),
    counts=counts,
    waiting=Waits(_find, _open),
    periodic=(Periodic(20.0, expire_and_escalate_all),),
    counted=(
        Counted("referral", "SELECT id FROM referrals_referral WHERE organisation_id = %s"),
        Counted("referral_in", "SELECT id FROM referrals_referral WHERE receiver_id = %s"),
    ),
)
