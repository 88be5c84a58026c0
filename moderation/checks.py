"""What programs look for in new texts. They raise a case and decide nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from moderation.reports import raise_case
from moderation.rules import PROFILE, Finding, Reason
from moderation.similar import alike, keys
from moderation.watching import PATTERN_MAX, Watch, first_match, hosts
from participation.core import clock, kinds
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.kinds import Card, Kind
from participation.settings import settings

BATCH = 200
SETTLED = timedelta(seconds=3)
"""Younger texts wait for the next round: one with a smaller number may not be committed yet."""
LOOK_BACK = timedelta(days=30)
NEW_ACCOUNT = timedelta(days=7)
REPEATED = 3
MANY_IN = timedelta(days=1)

_MARK = "SELECT last_id FROM examined WHERE kind = $1"
_MOVE = """
INSERT INTO examined (kind, last_id) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET last_id = EXCLUDED.last_id
"""
_NEAR = """
SELECT kind, content_id, author, written_at FROM fingerprint
WHERE keys && $1::bigint[] AND written_at > $2 AND NOT (kind = $3 AND content_id = $4)
ORDER BY written_at DESC, id DESC LIMIT 10
"""
_ADD = """
INSERT INTO fingerprint (kind, content_id, author, written_at, keys) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, content_id) DO NOTHING
"""
_NEWCOMER = """
SELECT p.created_at > $2 AND NOT EXISTS (SELECT 1 FROM fingerprint f WHERE f.author = p.id)
FROM person p WHERE p.id = $1
"""
_PLACE = """
SELECT 1 + (SELECT count(*) FROM fingerprint f WHERE f.author = p.id) FROM person p
WHERE p.id = $1 AND p.created_at > $2
"""
_WATCHES = "SELECT id, pattern, is_link, reason FROM watch_rule ORDER BY id"
_FORGET = "DELETE FROM fingerprint WHERE written_at < $1"


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a text is put before people."""

    reason: Reason
    text: str
    finding: Finding


async def all_watches() -> list[Watch]:
    return [Watch(*row) for row in await fetch(_WATCHES)]


async def examine_new() -> int:
    """All kinds that can name what is new; the number of texts looked at."""
    watches, count = await all_watches(), 0
    for kind in kinds.every():
        if kind.recent is not None:
            count += await _examine_kind(kind, watches)
    return count


async def _examine_kind(kind: Kind, watches: list[Watch]) -> int:
    """What was there before the first look is not examined: a city brings its past along."""
    assert kind.recent is not None
    mark = await fetch_value(_MARK, kind.name)
    if mark is None:
        await execute(_MOVE, kind.name, await _newest(kind))
        return 0
    ids = await kind.recent(mark, BATCH)
    cards, count = await kind.cards(ids), 0
    for number in ids:
        card = cards.get(number)
        if card is not None and card.created_at > clock.now() - SETTLED:
            break
        async with unit_of_work():
            if card is not None:
                await examine(card, watches)
            await execute(_MOVE, kind.name, number)
        count += 1
    return count


async def _newest(kind: Kind) -> int:
    assert kind.recent is not None
    last = 0
    while ids := await kind.recent(last, 10_000):
        last = ids[-1]
    return last


async def examine(card: Card, watches: list[Watch]) -> Notice | None:
    """Remembers the text by its keys alone, and raises at most one case about it."""
    if card.kind == PROFILE:
        return await _examine_name(card, watches)
    text = f"{card.title}\n{card.text}" if card.title and not card.text.startswith(card.title) else card.text
    found = keys(text)
    notice = None
    if not card.hidden:
        notice = (
            _watched(watches, text)
            or await _newcomer(card, text)
            or await _near(card, text, found)
            or await _first(card)
        )
    await execute(_ADD, card.kind, card.id, card.author_id, card.created_at, sorted(found))
    if notice is not None:
        await raise_case(card, notice.reason, notice.text, notice.finding)
    return notice


async def _examine_name(card: Card, watches: list[Watch]) -> Notice | None:
    """By the list of words alone: many people bear the same name, and a name is nobody's first post."""
    notice = None if card.hidden else _watched(watches, card.text)
    if notice is not None:
        await raise_case(card, notice.reason, notice.text, notice.finding)
    return notice


def _watched(watches: list[Watch], text: str) -> Notice | None:
    hit = first_match(watches, text)
    return Notice(Reason(hit.reason), hit.pattern, Finding.WATCH) if hit else None


async def _newcomer(card: Card, text: str) -> Notice | None:
    """The first text of a new account is looked at where it leads away from here."""
    found = hosts(text)
    if card.author_id is None or not found:
        return None
    new = await fetch_value(_NEWCOMER, card.author_id, clock.now() - NEW_ACCOUNT)
    return Notice(Reason.SPAM, found[0][:PATTERN_MAX], Finding.LINK) if new else None


async def _first(card: Card) -> Notice | None:
    """Where the city wants it, the first texts of every new account are looked at."""
    most = settings().first_posts
    if not most or card.author_id is None:
        return None
    place = await fetch_value(_PLACE, card.author_id, clock.now() - NEW_ACCOUNT)
    return Notice(Reason.OTHER, str(place), Finding.FIRST) if place is not None and place <= most else None


async def _near(card: Card, text: str, found: frozenset[int]) -> Notice | None:
    if not found:
        return None
    rows = await fetch(_NEAR, sorted(found), card.created_at - LOOK_BACK, card.kind, card.id)
    others = await kinds.cards([(row["kind"], row["content_id"]) for row in rows])
    near = [
        (row, other)
        for row in rows
        if (other := others.get((row["kind"], row["content_id"]))) is not None
        and not other.hidden
        and (alike(card.text, other.text) or alike(text, f"{other.title}\n{other.text}"))
    ]
    if not near:
        return None
    if _repeated(card, [row["written_at"] for row, _ in near if row["author"] == card.author_id]):
        return Notice(Reason.SPAM, str(len(near) + 1), Finding.REPEATED)
    first = near[-1][1]
    return Notice(Reason.DUPLICATE, first.url, Finding.SIMILAR)


def _repeated(card: Card, earlier: list[datetime]) -> bool:
    fresh = [moment for moment in earlier if moment > card.created_at - MANY_IN]
    return card.author_id is not None and len(fresh) + 1 >= REPEATED


async def forget_fingerprints() -> None:
    await execute(_FORGET, clock.now() - LOOK_BACK)
