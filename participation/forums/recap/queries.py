"""The acts of an evening, without its lines of chat; a small index of their own finds them among thousands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from participation.forums.log.queries import LASTING
from participation.forums.recap.rules import Happened, Line, recap
from participation.forums.stage import part

# A question counts for what it is today: hidden ones have no words here, and of those that are gone nothing is said.
_ACTS = """
SELECT COALESCE(json_agg(acts ORDER BY acts.seq), '[]') FROM (
    SELECT e.seq, e.kind, e.verb, e.created_at AS at, COALESCE(a.number, '') AS number,
           COALESCE(a.title, CASE WHEN q.hidden_at IS NULL THEN q.body END, '') AS text
    FROM forum_event e
    LEFT JOIN agenda_item a ON e.kind = 'agenda' AND a.id = e.subject_id AND a.forum = e.forum
    LEFT JOIN question q ON e.kind = 'question' AND q.id = e.subject_id AND q.forum = e.forum
    LEFT JOIN speech s ON e.kind = 'speakers' AND s.request = e.subject_id AND s.forum = e.forum
    WHERE e.forum = f.id AND e.kind <> 'message'
      AND <lasting>
      AND (e.kind IN ('forum', 'agenda')
           OR (e.kind = 'question' AND e.verb IN ('answered', 'owed') AND q.id IS NOT NULL)
           OR (e.kind = 'speakers' AND e.verb IN ('called', 'uncalled') AND s.id IS NOT NULL))
) acts
""".replace("<lasting>", LASTING)


def _lines(rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return recap(
        Happened(row["kind"], row["verb"], datetime.fromisoformat(row["at"]), row["text"], row["number"])
        for row in rows
    )


part("recap", _ACTS, _lines)
