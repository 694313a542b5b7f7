"""Threads that wait for one lock are served together, in their order, and each gets its own answer or refusal."""

import threading
from collections.abc import Sequence

import pytest

from contratrata.ground.base.at_once import AtOnce


class Refused(Exception):
    """Of one item."""


def ask(service: AtOnce[int, int], numbers: Sequence[int], key: str = "one") -> dict[int, int | str]:
    """All of these at once; what each was answered."""
    answers: dict[int, int | str] = {}

    def one(n: int) -> None:
        try:
            answers[n] = service.do(key, n)
        except Refused:
            answers[n] = "refused"

    threads = [threading.Thread(target=one, args=(n,)) for n in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return answers


def test_who_comes_while_another_acts_goes_together_and_never_more_than_so_many() -> None:
    calls: list[list[int]] = []
    first, gathered = threading.Event(), threading.Event()

    def act(items: Sequence[int]) -> list[int]:
        calls.append(list(items))
        if len(calls) == 1:
            first.set()
            gathered.wait(timeout=20)
        return [item * 10 for item in items]

    service = AtOnce(act, most=4)
    answers: dict[int, int | str] = {}
    leader = threading.Thread(target=lambda: answers.update(ask(service, [0])))
    leader.start()
    first.wait(timeout=20)
    others = threading.Thread(target=lambda: answers.update(ask(service, range(1, 7))))
    others.start()
    while len(service._queues["one"]) < 6:
        threading.Event().wait(0.001)
    gathered.set()
    for thread in (leader, others):
        thread.join(timeout=20)
    assert answers == {n: n * 10 for n in range(7)}
    assert [len(items) for items in calls] == [1, 4, 2]
    assert service._queues == {}


def test_one_that_is_refused_takes_nobody_with_it() -> None:
    calls: list[list[int]] = []

    def act(items: Sequence[int]) -> list[int]:
        calls.append(list(items))
        if 3 in items:
            raise Refused
        return list(items)

    service = AtOnce(act)
    answers = ask(service, range(6))
    assert answers == {n: "refused" if n == 3 else n for n in range(6)}
    with pytest.raises(Refused):
        service.do("two", 3)
    assert service.do("two", 4) == 4
