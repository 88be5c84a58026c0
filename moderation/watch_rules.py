"""The list of words and links, as moderators change it."""

from datetime import timedelta

from moderation.rules import PROFILE
from moderation.watching import Watch, matches
from participation.core import audit, clock, kinds
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.kinds import Card

TRIED = 10_000
"""Texts of a month that a new rule is tried on, the newest; and as many new names."""
PIECE = 500
_ADD = "INSERT INTO watch_rule (pattern, is_link, reason, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5) RETURNING id"
_DROP = "DELETE FROM watch_rule WHERE id = $1"
_LATELY = """
(SELECT kind, content_id, written_at AS at FROM fingerprint WHERE written_at > $1 ORDER BY written_at DESC LIMIT $2)
UNION ALL
(SELECT $3, id, created_at FROM person WHERE created_at > $1 AND deleted_at IS NULL ORDER BY created_at DESC LIMIT $2)
ORDER BY at DESC, content_id DESC
"""


async def save_watch(watch: Watch, *, person: int) -> None:
    async with unit_of_work():
        number: int = await fetch_value(_ADD, watch.pattern, watch.is_link, watch.reason, person, clock.now())
        await audit.record(person, "watch.added", "watch", number, digest_of=watch.pattern)


async def drop_watch(number: int, *, person: int) -> None:
    async with unit_of_work():
        if await execute(_DROP, number):
            await audit.record(person, "watch.dropped", "watch", number)


async def caught_lately(watch: Watch) -> list[Card]:
    """What it would have put before people in the last month, newest first: texts and new names.

    Piece by piece, so that a month of a busy city holds up nobody else.
    """
    rows = await fetch(_LATELY, clock.now() - timedelta(days=30), TRIED, PROFILE)
    pairs = [(row["kind"], row["content_id"]) for row in rows]
    found: list[Card] = []
    for first in range(0, len(pairs), PIECE):
        piece = pairs[first : first + PIECE]
        cards = await kinds.cards(piece)
        found += [
            card
            for pair in piece
            if (card := cards.get(pair)) is not None and matches(watch, f"{card.title}\n{card.text}")
        ]
    return found
