"""Which proposals of a consultation say much the same as a text that somebody is writing."""

from dataclasses import dataclass
from math import log
from typing import Any

from participation.core.db import execute, fetch, fetch_value, unit_of_work
from proposals.likeness import SHOWN, Candidate, ranked
from proposals.rules import BODY_MAX, TITLE_MAX, Status
from proposals.wording import STATUS, Look

MOST_WORDS = 32
MOST_ROWS = 1500
"""Proposals that the rare words of a text may stand in together: what bounds the time of a question."""
CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Similar:
    id: int
    title: str
    supports: int
    status: Look

    @property
    def url(self) -> str:
        return f"/proposals/{self.id}"


# A word that is in no proposal finds nothing; one that was new since the last count is taken for the rarest.
_WORDS = """
SELECT word.lexeme, GREATEST(COALESCE(known.documents, 0), 1) AS documents
FROM unnest(to_tsvector('german', $1)) word LEFT JOIN proposal_word known USING (lexeme)
ORDER BY documents, word.lexeme
"""
_PROPOSALS = "SELECT GREATEST(reltuples, 1)::bigint FROM pg_class WHERE oid = 'proposal'::regclass"
# OFFSET 0 keeps the conditions outside: the index is asked once for each word, and never the whole table.
_FIND = """
SELECT p.id, p.title, p.supports_count, p.status, best.shared, length(p.search) AS words
FROM (
    SELECT found.id, sum(rare.weight) AS shared
    FROM unnest($1::text[], $2::float8[]) AS rare (word, weight) CROSS JOIN LATERAL (
        SELECT x.id, x.consultation, x.hidden_at, x.withdrawn_at, x.merged_into
        FROM proposal x WHERE x.search @@ rare.word::tsquery OFFSET 0
    ) found
    WHERE found.consultation = $3 AND found.hidden_at IS NULL AND found.withdrawn_at IS NULL
      AND found.merged_into IS NULL AND found.id <> $4
    GROUP BY found.id ORDER BY shared DESC, found.id LIMIT $5
) best JOIN proposal p ON p.id = best.id
"""


async def similar(consultation_id: int, title: str, body: str, *, but: int = 0) -> list[Similar]:
    """At most five, the most alike first; `but` is the proposal that is being changed. Three statements."""
    words = await fetch(_WORDS, f"{title[:TITLE_MAX]} {body[:BODY_MAX]}")
    if not words:
        return []
    number = max(await fetch_value(_PROPOSALS), *(row["documents"] for row in words))
    weights = {row["lexeme"]: log((number + 1) / row["documents"]) for row in words}
    rare = _rare([(row["lexeme"], row["documents"]) for row in words])
    rows = await fetch(
        _FIND,
        [_literal(word) for word in rare],
        [weights[word] for word in rare],
        consultation_id,
        but,
        CANDIDATES,
    )
    found = {row["id"]: row for row in rows}
    order = ranked(
        title,
        sum(weights.values()),
        [Candidate(row["id"], row["title"], row["shared"], row["words"]) for row in rows],
    )
    return [_similar(found[number]) for number in order[:SHOWN]]


def _rare(words: list[tuple[str, int]]) -> list[str]:
    """The rarest, as many as the database answers quickly; at least one."""
    chosen: list[str] = []
    rows = 0
    for word, documents in words[:MOST_WORDS]:
        rows += documents
        if chosen and rows > MOST_ROWS:
            break
        chosen.append(word)
    return chosen


def _literal(lexeme: str) -> str:
    """As `tsquery` reads a word that is stemmed already."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _similar(row: Any) -> Similar:
    return Similar(row["id"], row["title"], row["supports_count"], STATUS[Status(row["status"])])


# --- how rare words are -------------------------------------------------------------------------------------

_FORGET = "DELETE FROM proposal_word"
_COUNT = """
INSERT INTO proposal_word (lexeme, documents)
SELECT word, ndoc FROM ts_stat('SELECT search FROM proposal WHERE hidden_at IS NULL AND withdrawn_at IS NULL')
"""


async def count_words() -> None:
    """Counted anew as a whole: 10,000 proposals take less than a second, and nobody waits for it."""
    async with unit_of_work():
        await execute(_FORGET)
        await execute(_COUNT)
