"""Numbers of people by group, so that none says of fewer than five who they are.

The words are read by who wants to know: «menos de 5» says 1 to 4, «protegida» anything that is not that. Cells are
hidden until every small number may still be any of 1 to 4, whatever is reckoned from the total and the others.
"""

from collections.abc import Mapping, Sequence

from contratrata.ground.charts.public import Few, Protected, Value

LIMIT = 5


def protected(counts: Mapping[str, int], *, limit: int = LIMIT) -> tuple[dict[str, Value], Value]:
    """The cells of a table of one dimension and its total, as they may be shown.

    The total is taken to be known from elsewhere: where it gives a small cell away whatever else is hidden, no cell
    says anything, not even that it is small.
    """
    few = [key for key, count in counts.items() if 0 < count < limit]
    others = sorted((count, key) for key, count in counts.items() if count >= limit)
    hidden: list[int] = []
    while few and others and not _safe([counts[key] for key in few], hidden, limit):
        hidden.append(others.pop(0)[0])
    total = sum(counts.values())
    if few and not _safe([counts[key] for key in few], hidden, limit):
        return dict.fromkeys(counts, Protected()), total if total >= limit or not total else Few(limit)
    shown = {key for _count, key in others} | {key for key, count in counts.items() if not count}
    return {
        key: count if key in shown else Few(limit) if key in few else Protected()
        for key, count in counts.items()
    }, total


def _safe(few: Sequence[int], hidden: Sequence[int], limit: int) -> bool:
    """Whether each small cell may be anything from 1 to `limit` - 1, when the sum of all hidden ones is known.

    The strongest reader knows that a cell hidden beside them is `limit` at least, and how many there are.
    """
    most, total = limit - 1, sum(few) + sum(hidden)
    others = len(few) - 1
    if hidden:  # these may be as large as is left
        return total - most - others >= limit * len(hidden)
    return others > 0 and others <= total - most and total - 1 <= most * others


def grouped(
    rows: Mapping[str, Sequence[int]], *, limit: int = LIMIT
) -> tuple[dict[str, Sequence[int]], int, Sequence[int]]:
    """Rows whose every number is zero or `limit` at least, largest first; how many were put together, and their sums.

    Those put together are two at least, and their sums are zero or `limit` at least: the smallest row that could stand
    alone joins them until that holds. Where nothing may be told, all are together and the sums are empty.
    """
    width = len(next(iter(rows.values()), ()))

    def fine(numbers: Sequence[int]) -> bool:
        return all(number == 0 or number >= limit for number in numbers)

    alone = sorted((key for key in rows if fine(rows[key])), key=lambda key: (rows[key][0], key))
    rest = [key for key in rows if key not in alone]
    while True:
        sums = [sum(rows[key][n] for key in rest) for n in range(width)]
        if not rest or (len(rest) > 1 and fine(sums)):
            break
        if not alone:
            return {}, len(rest), ()
        rest.append(alone.pop(0))
    return {key: rows[key] for key in reversed(alone)}, len(rest), sums if rest else ()
