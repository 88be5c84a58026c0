"""The recording of an evening: where it lies, and where in it an item, a question or a poll begins.

The log says when something happened; the recording says at which of its seconds the forum was opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from participation.core.db import fetch
from participation.forums.log.queries import LASTING
from participation.forums.queries import Forum
from participation.forums.streams import at, clock, may_embed
from participation.settings import settings

_MOMENTS = """
SELECT r.url, r.opening, e.kind, e.subject_id, e.created_at,
       (SELECT min(o.created_at) FROM forum_event o WHERE o.forum = r.forum AND o.kind = 'forum' AND o.verb = 'opened')
           AS opened_at
FROM recording r JOIN forum_event e ON e.forum = r.forum
WHERE r.forum = $1 AND ((e.kind, e.verb) IN (('agenda', 'moved'), ('question', 'stage'), ('poll', 'opened'))
                        OR (e.kind, e.verb) = ('question', 'answered'))
  AND <lasting>
ORDER BY e.seq
""".replace("<lasting>", LASTING)


@dataclass(frozen=True, slots=True)
class Moment:
    href: str
    text: str
    """1:02:03"""


@dataclass(frozen=True, slots=True)
class Moments:
    """By kind and id; empty without a recording."""

    found: Mapping[tuple[str, int], Moment] = field(default_factory=dict)

    def of(self, kind: str, number: int | None) -> Moment | None:
        return self.found.get((kind, number)) if number is not None else None


def second_of(moment: datetime, opened_at: datetime, opening: int) -> int:
    return round((moment - opened_at).total_seconds()) + opening


async def moments_of(forum: Forum) -> Moments:
    """The first time that each was called; what lies before the recording begins has no moment in it."""
    found: dict[tuple[str, int], Moment] = {}
    for row in await fetch(_MOMENTS, forum.id):
        key = (row["kind"], row["subject_id"])
        if row["opened_at"] is None or key in found or not row["subject_id"]:
            continue
        seconds = second_of(row["created_at"], row["opened_at"], row["opening"])
        if seconds >= 0:
            embedded = may_embed(row["url"], settings().stream_hosts)
            href = f"{forum.url}?video=1&t={seconds}#video" if embedded else at(row["url"], seconds)
            found[key] = Moment(href, clock(seconds))
    return Moments(found)
