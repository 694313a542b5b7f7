"""Acts of many threads that wait for one lock, done by one of them in one transaction: one commit for all of them."""

import dataclasses
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclasses.dataclass(eq=False, slots=True)
class _Waiting(Generic[T, R]):
    item: T
    ready: threading.Event = dataclasses.field(default_factory=threading.Event)
    leads: bool = False
    result: R | None = None
    error: BaseException | None = None


class AtOnce(Generic[T, R]):
    """Calls of `act(items)` with what the threads of this process bring at once, at most `most` in a call.

    The first that comes acts for all who came until then, while it acts the next ones gather; when it is done the first
    of them goes on. `act` opens its own transaction, gives a result for each item in their order, and is
    called for each item alone when it raised for several.
    """

    def __init__(self, act: Callable[[Sequence[T]], Sequence[R]], *, most: int = 50) -> None:
        self._act, self._most = act, most
        self._mutex = threading.Lock()
        self._queues: dict[Hashable, deque[_Waiting[T, R]]] = {}

    def do(self, key: Hashable, item: T) -> R:
        """Act on `item` with the others of the same key. Raises what `act` raises for it."""
        mine: _Waiting[T, R] = _Waiting(item)
        with self._mutex:
            queue = self._queues.get(key)
            if queue is None:
                self._queues[key] = deque()
                mine.leads = True
            else:
                queue.append(mine)
        if not mine.leads:
            mine.ready.wait()
        if mine.leads:
            self._lead(key, mine)
        if mine.error is not None:
            raise mine.error
        return mine.result  # type: ignore[return-value]  # there is one wherever nothing was raised

    def _lead(self, key: Hashable, mine: _Waiting[T, R]) -> None:
        with self._mutex:
            queue = self._queues[key]
            batch = [mine, *(queue.popleft() for _n in range(min(len(queue), self._most - 1)))]
        try:
            self._run(batch)
        finally:
            with self._mutex:
                following = queue.popleft() if queue else None
                if following is None:
                    del self._queues[key]
                else:
                    following.leads = True
            for one in (*batch[1:], *([following] if following else [])):
                one.ready.set()

    def _run(self, batch: Sequence[_Waiting[T, R]]) -> None:
        try:
            results = self._act([one.item for one in batch])
        except BaseException as error:  # noqa: BLE001  (raised where it belongs, in each thread)
            if len(batch) == 1 or not isinstance(error, Exception):
                for one in batch:
                    one.error = error
                return
            for one in batch:
                self._run([one])
            return
        for one, result in zip(batch, results, strict=True):
            one.result = result
