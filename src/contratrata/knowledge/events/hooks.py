"""What other packages bring to events, told from above; the events themselves know none of them.

Who registers, who attended, what was concluded: each shows its piece on the pages of an event and follows its acts.
"""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contratrata.ground.nouns.public import Piece
from contratrata.ground.ui.parts import NavItem, State

if TYPE_CHECKING:
    from contratrata.ground.base.request import Request

    from .changes import Change
    from .models import Event, Published


@dataclasses.dataclass(frozen=True, slots=True)
class SessionNote:
    """What a package says of a session in the plan: short words, and a tag with its state and where it leads."""

    words: tuple[str, ...] = ()
    tag: str = ""
    state: State = "plain"
    url: str = ""


_for_anybody: "list[Callable[[Published, str], Iterable[Piece]]]" = []
_for_members: "list[Callable[[Request, Event], Piece | None]]" = []
_tabs: "list[tuple[int, Callable[[Request, Event], NavItem | None]]]" = []
_notes: "list[Callable[[Request, Event], Mapping[uuid.UUID, SessionNote]]]" = []
_on_change: "list[Callable[[Event, Sequence[Change]], None]]" = []
_on_cancel: "list[Callable[[Event], None]]" = []
_on_resume: "list[Callable[[Event], None]]" = []
_on_remove: "list[Callable[[uuid.UUID], None]]" = []


def show_anybody(pieces: "Callable[[Published, str], Iterable[Piece]]") -> None:
    """Show something on the public page of an event, in a language: `main` below the programme, `side` beside it.

    A constant number of queries; no piece where there is nothing to do (no button that does nothing).
    """
    _for_anybody.append(pieces)


def show_members(piece: "Callable[[Request, Event], Piece | None]") -> None:
    """Show something on the page of an event for members; a constant number of queries, None: nothing."""
    _for_members.append(piece)


def add_tab(order: int, tab: "Callable[[Request, Event], NavItem | None]") -> None:
    """Put a page beside the programme, among the tabs of an event for members; None: not for this reader."""
    _tabs.append((order, tab))


def note_sessions(notes: "Callable[[Request, Event], Mapping[uuid.UUID, SessionNote]]") -> None:
    """Say something of the sessions of an event, by their ids, to members; a constant number of queries."""
    _notes.append(notes)


def on_change(act: "Callable[[Event, Sequence[Change]], None]") -> None:
    """Do something, in its transaction, when a programme that was published before is published with changes.

    `changes.sentence(change, zone)` says one to a reader; `changes.session_ids` which sessions they are of.
    """
    _on_change.append(act)


def on_cancel(act: "Callable[[Event], None]") -> None:
    """Do something, in its transaction, when an event is cancelled."""
    _on_cancel.append(act)


def on_resume(act: "Callable[[Event], None]") -> None:
    """Do something when a cancelled event is held after all, in its transaction."""
    _on_resume.append(act)


def on_remove(act: "Callable[[uuid.UUID], None]") -> None:
    """Do something, in its transaction, before an event is removed; raise `DomainError` to refuse."""
    _on_remove.append(act)


def open_pieces(row: "Published", language: str) -> list[Piece]:
    """What stands on the public page of this event."""
    return [piece for make in _for_anybody for piece in make(row, language)]


def pieces_for(request: "Request", row: "Event") -> list[Piece]:
    """What stands on the page of an event for whoever acts."""
    return [piece for make in _for_members if (piece := make(request, row))]


def tabs_for(request: "Request", row: "Event") -> list[NavItem]:
    """The tabs that other packages bring to an event for whoever acts, in their order (`plan.tabs_of` has all)."""
    ordered: list[Any] = sorted(_tabs, key=lambda pair: pair[0])
    return [item for _order, make in ordered if (item := make(request, row))]


def notes_for(request: "Request", row: "Event") -> dict[uuid.UUID, list[SessionNote]]:
    """What is said of each session of an event for whoever acts."""
    result: dict[uuid.UUID, list[SessionNote]] = {}
    for make in _notes:
        for session_id, note in make(request, row).items():
            result.setdefault(session_id, []).append(note)
    return result


def changed(row: "Event", changes: "Sequence[Change]") -> None:
    """Tell everybody who asked that the published programme changed."""
    for act in _on_change:
        act(row, changes)


def cancelled(row: "Event") -> None:
    """Tell everybody who asked that it will not be held."""
    for act in _on_cancel:
        act(row)


def resumed(row: "Event") -> None:
    """Tell everybody who asked that it will be held after all."""
    for act in _on_resume:
        act(row)


def removed(event_id: uuid.UUID) -> None:
    """Tell everybody who asked that it is going."""
    for act in _on_remove:
        act(event_id)
