"""Every act leaves its own trace, and the law that says so bites for each call that records."""

from functools import lru_cache
from importlib import import_module

import traces
from contratrata.ground.audit.public import declared
from nouns import every_noun

#: Events left in more than one place, and in how many.
SEVERAL = {
    "case.listed": 3,
    "case.searched": 3,
    "mail.dropped": 2,
    "attendance.read": 2,
    "attendance.brought": 2,
    "case.viewed": 2,
    "file.kept": 2,
    "file.removed": 2,
    "referral.discarded": 2,
    "referral.read": 2,
    "service.changed": 2,
    # declared for what was recorded before `.coeditor_invited` and `.coeditor_ended` were of every noun
    "practice.coeditor_invited": 0,
    "practice.coeditor_ended": 0,
    "systematisation.editor_invited": 0,
    "systematisation.editor_ended": 0,
}
#: Where the `event` of something declared is recorded, and in how many places.
SHOWN = {
    "contratrata.care.cases.operations.editing": 1,
    "contratrata.ground.lists.exporting": 1,
    "contratrata.ground.lists.pages": 1,
}
#: What writes or stands among operations and leaves no line of its own, by the end of its name, and why.
UNTRACED = {
    "directory.operations.figures_of": "reads",
    "imports.operations.digest": "reads",
    "imports.operations.passing": "reads",
    "file.values.keep_history": "part of registering and of editing, which are traced",
    "file.values.write_identity": "the same",
    "file.values.write_plain": "the same",
    "file.values.write_rows": "the same",
    "operations._common.touch": "the same",
    "consenting.check_recipients": "a check of several acts",
    "consenting.new_consent": "a row not yet saved; its act traces it",
    "consenting.tell_of_legal_duty": "part of giving consent, which is traced",
    "contacting.registration_answers": "reads what is being typed back to who types it",
    "contacting.save_registration": "typing step by step; traced when it becomes a case",
    "cases.operations.moving.hands_over_many": "reads",
    "cases.operations.moving.move": "one move of a case; the act that makes it is traced",
    "operations.closing.open_of": "reads",
    "operations.revoking.lapsed": "reads",
    "operations.revoking.overdue": "reads",
    "planning.end_open_step": "part of closing and of follow-up, which are traced",
    "registering.add": "part of registering, which is traced",
    "registering.insert": "the same",
    "registering.check_case": "a check of several acts",
    "registering.check_responsible": "the same",
    "workflow.machine.move": "one move of a thing; the act that makes it is traced",
    "nouns.moving.make": "the same",
    "practices.calling.remind": "the echo of an act that was traced: a notice, and that it was left",
    "practices.lasting.opened": "part of publishing, which is traced",
    "practices.lasting.ended": "part of taking back, which is traced",
    "practices.sent.store": "part of sending to be judged, which is traced",
    "systematisations.published.copied": "part of publishing, which is traced",
    "systematisations.published.ended": "part of taking back, which is traced",
    "systematisations.validating.begin": "part of sending it to its readers, which is traced",
    "systematisations.validating.link_for": "the same",
    "systematisations.validating.validate": "a move of the noun, which traces it",
    "systematisations.word.word": "a document in memory",
    "paper.drawings.qr": "a drawing in memory",
    "nouns.operations.put_words": "part of writing, changing and publishing, which are traced",
    "attendance.operations.bringing.questions_of": "reads",
    "attendance.operations.forgetting.erased": "part of erasing who registered, which is traced",
    "attendance.operations.signing.listed": "reads",
    "attendance.operations.writing.missed": "reads",
    "events.parts.touch": "part of changing a part, which is traced",
    "events.publishing.resume_copy": "part of taking up again, which is traced",
    "events.publishing.ended": "part of taking back, which is traced",
    "events.publishing.take_out": "part of noting that a consent was withdrawn, which is traced",
    "registrations.operations.deciding.check_organiser": "a check of several acts",
    "registrations.operations.inviting.invitation_path": "reads",
    "registrations.operations.signing.check_open": "a check of several acts",
    "registrations.operations.signing.first_verb": "reads",
    "registrations.operations.signing.fitting_verb": "reads",
    "rooms.operations.forget_rooms": "part of removing an event, which is traced",
    "searches.operations.mine": "reads",
    "searches.operations.queries_of": "reads",
    "searches.operations.tell": "a notice of what was published, which is traced",
    "files.content.write": "content of a file; the act that keeps it is traced",
    "files.operations.whole": "reads",
    "files.shared.open_to_anybody": "part of publishing and of taking back, which are traced",
    "files.sweeping.sweep_files": "takes away content that no row names any more",
    "live.agreeing.new": "part of noting an agreement and of noting a wish, which are traced",
    "adoption.asking.new_request": "part of asking and of saying an interest, which are traced",
    "adoption.projecting.after_move": "open copies follow an act that is traced",
    "accounts.demo.enrol_demo": "fictitious people only",
    "cases.demo.sealing.seal_invented": "the same",
    "accounts.factors.remove_all": "part of freeing from a lost factor, which is traced",
    "accounts.forms.save": "part of joining, which is traced",
    "accounts.listeners.digest_of_key": "the library's row, as it should have been written",
    "accounts.models.create_user": "part of accepting an invitation, which is traced",
    "accounts.sessions.new_key": "part of choosing an organisation, which is traced",
    "outbox.sending.put": "mails of an act that is traced",
    "outbox.delivery.move": "one move of a mail; the act that makes it is traced",
    "audit.checking.check_house": "it proves the traces",
    "audit.operations.collect_refusals": "it is the trace",
    "audit.operations.entry": "it is the trace",
    "audit.operations.nobodys_attempt": "a question of the house; what would be left by it is not",
    "audit.operations.record_refused": "it is the trace",
    "audit.operations.write_refusals": "it is the trace",
    "facts.public.remove": "figures follow an act that is traced",
    "facts.public.write": "the same",
    "notices.operations.notify": "the echo of an act that was traced; it holds nothing",
    "notices.operations.seen": "the same",
    "notices.operations.settle": "the same",
    "questions.word.word_form": "reads",
    "nouns.coediting.heard": "who is typing, for two minutes",
    "vault.drafts.clean_up": "typing, sealed and short-lived",
    "vault.drafts.forget": "the same",
    "vault.drafts.forget_under": "the same",
    "vault.drafts.keep": "the same",
    "vault.keys.close_share": "keys follow an act that is traced",
    "vault.keys.create_organisation_keys": "the same",
    "vault.keys.create_subject": "the same",
    "vault.keys.share": "the same",
    "vault.keys.shred": "the same",
}


@lru_cache(maxsize=1)
def house() -> traces.House:
    """The product as it is."""
    return traces.House(traces.parsed(traces.sources()), traces.named_in_data(), every_noun())


@lru_cache(maxsize=1)
def events() -> frozenset[str]:
    """Every declared event."""
    for module in traces.sources():
        if module.endswith(".events"):
            import_module(module)
    return frozenset(name for name in declared() if not name.startswith("test."))


def wrong(of: traces.House) -> list[str]:
    """Events that nobody leaves, or in another number of places than is said; acts without a trace."""
    left = of.left(events())
    miscounted = [name for name in sorted(events()) if left[name] != SEVERAL.get(name, 1)]
    silent = [name for name in sorted(of.silent()) if not name.endswith(tuple(f".{end}" for end in UNTRACED))]
    machinery = sorted({*dict(of.shown().items() ^ SHOWN.items())})
    return miscounted + silent + machinery


def test_every_act_leaves_its_own_trace() -> None:
    assert wrong(house()) == []


def test_what_needs_no_trace_is_still_there() -> None:
    silent = house().silent()
    assert [end for end in UNTRACED if not any(name.endswith(f".{end}") for name in silent)] == []


def test_taking_out_any_one_trace_is_reported() -> None:
    calls = house().traces()
    assert len(calls) >= 100
    unseen = [traces.ast.unparse(call) for call in calls if wrong(house().without(call)) == []]
    assert unseen == []
