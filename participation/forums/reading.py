"""Forums that read first: lines, questions and topics wait there until the moderation has seen them."""

from moderation.premoderation import Others, Standing, holds_in, nobody_switches, reads_first_in
from participation.core import clock
from participation.core.db import fetch, unit_of_work
from participation.forums.log.actions import append

FORUM = "forum"
READS_FIRST = "EXISTS (SELECT 1 FROM premoderation w WHERE w.kind = 'forum' AND w.number = f.id)"
"""For queries over `forum f`."""

_STANDING = """
SELECT f.id, f.title, f.slug, f.starts_at,
       (SELECT count(*) FROM message m WHERE m.forum = f.id AND m.hidden_rule_slug = 'held')
       + (SELECT count(*) FROM question q WHERE q.forum = f.id AND q.hidden_rule_slug = 'held')
       + (SELECT count(*) FROM topic t WHERE t.forum = f.id AND t.hidden_rule_slug = 'held') AS waiting
FROM forum f WHERE f.published_at IS NOT NULL AND f.closed_at IS NULL AND f.ends_at > $1::timestamptz - interval '1 day'
ORDER BY f.starts_at, f.id
"""


async def holds_here(forum_id: int) -> bool:
    """Whether new texts wait there."""
    return await holds_in(FORUM, forum_id)


async def waits_here(forum_id: int) -> bool:
    """The same within a unit of work that has locked no row yet; nobody switches it before the end."""
    await nobody_switches()
    return await holds_here(forum_id)


async def _standing() -> list[Standing]:
    return [
        Standing(row["id"], row["title"], f"/forums/{row['slug']}", row["starts_at"], row["waiting"])
        for row in await fetch(_STANDING, clock.now())
    ]


async def _changed(forum_id: int) -> None:
    async with unit_of_work() as work:
        await append(work, forum_id, "chat", forum_id, "reads-first", clock.now(), urgent=True)


reads_first_in(FORUM, Others(_standing, _changed))
