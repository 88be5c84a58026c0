"""The list of words and links, as moderators change it."""

from datetime import timedelta

from moderation.watching import Watch, matches
from participation.core import audit, clock, kinds
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.kinds import Card

TRIED = 1_000
_ADD = "INSERT INTO watch_rule (pattern, is_link, reason, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5) RETURNING id"
_DROP = "DELETE FROM watch_rule WHERE id = $1"
_LATELY = "SELECT kind, content_id FROM fingerprint WHERE written_at > $1 ORDER BY written_at DESC, id DESC LIMIT $2"


async def save_watch(watch: Watch, *, person: int) -> None:
    async with unit_of_work():
        number: int = await fetch_value(_ADD, watch.pattern, watch.is_link, watch.reason, person, clock.now())
        await audit.record(person, "watch.added", "watch", number, digest_of=watch.pattern)


async def drop_watch(number: int, *, person: int) -> None:
    async with unit_of_work():
        if await execute(_DROP, number):
            await audit.record(person, "watch.dropped", "watch", number)


async def caught_lately(watch: Watch) -> list[Card]:
    """What it would have put before people in the last month, newest first, of at most TRIED texts."""
    rows = await fetch(_LATELY, clock.now() - timedelta(days=30), TRIED)
    pairs = [(row["kind"], row["content_id"]) for row in rows]
    cards = await kinds.cards(pairs)
    found = [cards[pair] for pair in pairs if pair in cards]
    return [card for card in found if matches(watch, f"{card.title}\n{card.text}")]
