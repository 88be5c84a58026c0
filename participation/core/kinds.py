"""The one registry of kinds of content.

Moderation, discussion, search, notifications and open data work on anything that people write and know no
kind by name: each package registers what it has. Upward references are `(kind, id)` pairs.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of content as strangers to its package need it. `text` is plain, `html` sanitised."""

    kind: str
    id: int
    title: str
    text: str
    html: str
    url: str
    author_id: int | None
    author_name: str
    created_at: datetime
    place: str
    """Where it stands, in words: the title of its consultation or forum."""
    hidden: bool = False
    live: bool = False
    """True in a running forum: it is judged in the lane that counts seconds."""
    parent: tuple[str, int] | None = None
    consultation_id: int | None = None
    district_id: int | None = None
    """Where in the city it lies, also where its consultation is about the whole of it."""
    picture: str = ""
    """Address of a small picture, where it is one; moderators may see it while it is hidden."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of a search, best rank first; `headline` is plain text."""

    kind: str
    id: int
    title: str
    teaser: str
    url: str
    rank: float
    place: str
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """How content of a kind is found: `core/searching.py` asks all kinds in one statement."""

    statement: str
    """SELECT of `id, rank, title, teaser, url, place, created_at, about_kind, about_id, looked_at`, best first; of
    what everybody may read. $1 is the query, $2 the most rows, $3 the moment.

    Where title and place are those of another thing, `about_…` says which; else NULL. `looked_at`: how many were
    compared, for a word that too many texts share only some are; NULL where it was all.
    """
    escaped: bool = False
    """The teaser was cut out of HTML."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands in place of hidden content: the rule it broke and the day it went."""

    rule: str
    rule_slug: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Support:
    """One support as the watch for coordinated behaviour needs it; it holds nothing that names a person."""

    content_id: int
    person: int
    at: datetime
    account_since: datetime
    network: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a text read from a moment on, until the next one. `withheld`: nobody but moderators may read it."""

    title: str
    text: str
    since: datetime
    withheld: bool = False


HELD = "held"
"""The slug in place of a rule while a text waits for approval: it was never public, and is no tombstone to others."""


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    label: str
    """msgid, singular."""
    cards: Callable[[Sequence[int]], Awaitable[dict[int, Card]]]
    """By ids, also hidden ones; unknown ids are left out."""
    hide: Callable[[int, Tombstone], Awaitable[None]] | None = None
    """Within the caller's unit of work; idempotent; takes what hangs on it out of counts."""
    restore: Callable[[int], Awaitable[None]] | None = None
    mask: Callable[[int, Sequence[str]], Awaitable[str]] | None = None
    """Makes these passages of the text illegible everywhere, within the caller's unit of work.

    Returns what `unmask` needs to bring them back; an empty string where a passage was not found whole.
    """
    unmask: Callable[[int, str], Awaitable[None]] | None = None
    lock: Callable[[int, Tombstone, int], Awaitable[None]] | None = None
    """Ends the discussion about it or around it, for the cause named last; within the caller's unit of work."""
    unlock: Callable[[int, int], Awaitable[None]] | None = None
    before: Callable[[int, int], Awaitable[list[int]]] | None = None
    """Ids of what people had said just before it in the same place, oldest first, at most so many."""
    wordings: Callable[[int], Awaitable[list[Wording]]] | None = None
    """All that it said, oldest first, what it says now last. One statement; for moderators, who judge all of it."""
    supports: Callable[[datetime, int], Awaitable[list[Support]]] | None = None
    """Who has supported anything of this kind since then, oldest first, at most so many: for watching, never shown."""
    search: Search | None = None
    by_person: Callable[[int], Awaitable[list[int]]] | None = None
    """Ids of what a person wrote, hidden things too: for the copy of their data that everybody may have."""
    co_authors: Callable[[int], Awaitable[list[int]]] | None = None
    """Who wrote it together with the author of its card: whatever the author is told, they are told as well."""
    recent: Callable[[int, int], Awaitable[list[int]]] | None = None
    """Ids above the first argument, ascending, at most as many as the second: for what looks at new texts."""
    weighs: Callable[[Sequence[int]], Awaitable[Mapping[str, int]]] | None = None
    """What would no longer count if these were hidden: numbers of `supports` and `comments`, together. One statement."""
    label_plural: str = ""
    reportable: bool = True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if kind.name in _kinds and _kinds[kind.name] is not kind:
        raise ValueError(f"kind {kind.name} is registered twice")
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> Kind | None:
    return _kinds.get(name)


def every() -> list[Kind]:
    return list(_kinds.values())


async def card(name: str, number: int) -> Card | None:
    kind = _kinds.get(name)
    return (await kind.cards([number])).get(number) if kind else None


async def cards(pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Card]:
    """One statement for each kind among the pairs, however many pairs there are."""
    found: dict[tuple[str, int], Card] = {}
    for name in sorted({name for name, _ in pairs}):
        kind = _kinds.get(name)
        if kind is None:
            continue
        for number, one in (await kind.cards([n for k, n in pairs if k == name])).items():
            found[name, number] = one
    return found
