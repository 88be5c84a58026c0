"""Numbers and ballots that staff type in: they stand when two people, each alone, have typed the same.

For paper ballots a slot is a sheet (`sheet-17`), for hands raised in a hall it is `hands`. Whoever calls says what
the content means and has checked it; here it is text that is equal or not. Nobody is shown what another has typed.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.core.audit import record
from participation.core.db import execute, fetch, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from polls.locks import ENTRIES, alone

STANDS = sentence(
    "entry-stands",
    N_("Diese Eingabe steht schon fest: Zwei Personen haben dasselbe eingegeben. Es wurde nichts geändert."),
)

_OF_SLOT = "SELECT slot, person, content FROM poll_entry WHERE poll = $1 AND slot = $2"
_ALL = "SELECT slot, person, content FROM poll_entry WHERE poll = $1 AND (slot = $2 OR slot LIKE $2 || '-%') ORDER BY id"
_PUT = """
INSERT INTO poll_entry (poll, slot, person, content) VALUES ($1, $2, $3, $4)
ON CONFLICT (poll, slot, person) DO UPDATE SET content = excluded.content
"""


class Standing(StrEnum):
    EMPTY = "empty"
    WAITING = "waiting"
    """One person has typed it; a second one is needed."""
    DIFFERENT = "different"
    """The alarm: two people have typed different things."""
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Slot:
    """`content` only where it is agreed; `people` who have typed it."""

    name: str
    standing: Standing
    content: str
    people: frozenset[int]

    @property
    def number(self) -> int:
        return int(self.name.rpartition("-")[2]) if "-" in self.name else 0


def judge(name: str, entries: Mapping[int, str]) -> Slot:
    """`entries` by person. Two equal ones stand, unless two others are equal among themselves."""
    often = [content for content, number in Counter(entries.values()).items() if number > 1]
    people = frozenset(entries)
    if len(often) == 1:
        return Slot(name, Standing.AGREED, often[0], people)
    if len(entries) > 1:
        return Slot(name, Standing.DIFFERENT, "", people)
    return Slot(name, Standing.WAITING if entries else Standing.EMPTY, "", people)


async def enter(
    poll_id: int,
    slot: str,
    person_id: int,
    content: str,
    *,
    allowed: Callable[[], Awaitable[None]] | None = None,
) -> Slot:
    """What one person has typed, and how the slot stands now. Own entries can be corrected until they stand.

    `allowed` is asked under the lock, and raises where the time for entries is over.
    """
    async with unit_of_work():
        await alone(poll_id, ENTRIES)
        if allowed:
            await allowed()
        entries = await _entries(poll_id, slot)
        if judge(slot, entries).standing is Standing.AGREED:
            raise Refused(STANDS)
        await execute(_PUT, poll_id, slot, person_id, content)
        await record(person_id, "poll.entered", "poll", poll_id, {"slot": slot})
    return judge(slot, {**entries, person_id: content})


async def one(poll_id: int, slot: str) -> Slot:
    return judge(slot, await _entries(poll_id, slot))


async def slots(poll_id: int, family: str) -> list[Slot]:
    """All of a family, as in "sheet" for `sheet-1` and `sheet-2`, by their number."""
    found: dict[str, dict[int, str]] = {}
    for row in await fetch(_ALL, poll_id, family):
        found.setdefault(row["slot"], {})[row["person"]] = row["content"]
    return sorted((judge(name, entries) for name, entries in found.items()), key=lambda slot: slot.number)


async def _entries(poll_id: int, slot: str) -> dict[int, str]:
    return {row["person"]: row["content"] for row in await fetch(_OF_SLOT, poll_id, slot)}
