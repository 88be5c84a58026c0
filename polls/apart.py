"""The same count apart by where ballots came from: online, on paper, in the hall; and together.

A number under 5 could be a name. Where a part is so small, no part of that option is shown, and where it would be
the only gap, the next smallest goes too: the total stands beside it, and a single gap could be reckoned.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from participation.core.db import fetch
from participation.core.i18n import N_, translate
from participation.core.wording import number_text
from polls.ballots.shape import Ballot, Number, Result, from_text
from polls.life import SHARED_KINDS, too_few
from polls.queries import Poll
from polls.showing import HELD_BACK, decimal

ORIGINS = {"online": N_("Online"), "paper": N_("Auf Papier"), "hall": N_("Im Saal")}
_BALLOTS = (
    "SELECT ballot, origin, COUNT(*) AS number FROM poll_ballot WHERE poll = $1 GROUP BY ballot, origin"
)


@dataclass(frozen=True, slots=True)
class Apart:
    """`heads` are the ways of voting; `rows` an option with its numbers, `bars` of two ways where numbers are people."""

    heads: list[str]
    voters: list[str]
    rows: list[tuple[str, list[str], tuple[int, int] | None]]
    top: int


async def apart_of(locale: str, found: Poll) -> Apart | None:
    """None where all ballots came the same way, or where a way has too few."""
    each: dict[str, Counter[Ballot]] = {}
    for row in await fetch(_BALLOTS, found.line.id):
        each.setdefault(row["origin"], Counter())[from_text(row["ballot"])] += row["number"]
    ways = [way for way in ORIGINS if way in each]
    if len(ways) < 2 or found.line.kind == "open" or any(too_few(each[way].total()) for way in ways):
        return None
    results = {way: found.kind.count(each[way], found.question) for way in ways}
    values = {option.key: [_value(results[way], option.key) for way in ways] for option in found.options}
    people = found.line.kind in SHARED_KINDS
    hidden = held_back(values) if people else _few_raters(results, found)
    return Apart(
        [translate(locale, ORIGINS[way]) for way in ways],
        [number_text(locale, each[way].total()) for way in ways],
        [
            (option.title, *_row(locale, values[option.key], hidden=option.key in hidden, people=people))
            for option in found.options
        ],
        max(each[way].total() for way in ways) * len(ways),
    )


def _row(
    locale: str, values: list[Number], *, hidden: bool, people: bool
) -> tuple[list[str], tuple[int, int] | None]:
    if hidden:
        return [HELD_BACK for _ in values], None
    cells = [
        number_text(locale, value) if isinstance(value, int) else decimal(locale, value, 1)
        for value in values
    ]
    return cells, (int(values[0]), int(values[1])) if people and len(values) == 2 else None


def held_back(values: Mapping[str, list[Number]]) -> set[str]:
    """Options of which a part is too small, never a single one."""
    hidden = {option for option, parts in values.items() if any(part < 5 for part in parts)}
    if len(hidden) == 1 and len(values) > 1:
        rest = [option for option in values if option not in hidden]
        hidden.add(min(rest, key=lambda option: min(values[option])))
    return hidden


def _few_raters(results: Mapping[str, Result], found: Poll) -> set[str]:
    """For means, ranks and points: options that too few have marked on one of the ways."""
    return {
        row.option
        for result in results.values()
        for row in result.rows
        if too_few(int(row.numbers.get("raters", row.numbers.get("people", result.counted))))
        or (found.line.kind in {"run-off", "stv"} and row.value < 5)
    }


def _value(result: Result, option: str) -> Number:
    return next((row.value for row in result.rows if row.option == option), 0)
