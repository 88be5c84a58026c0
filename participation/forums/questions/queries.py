"""Questions as pages show them. A hidden one has no text here: it goes nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.forums.questions.rules import QuestionState, days_over
from participation.forums.stage import part

_SHOWN = """
SELECT q.id, q.card, q.caller, q.name_shown, CASE WHEN q.name_shown THEN COALESCE(p.display_name, '') ELSE '' END AS name,
       COALESCE(q.author_role, '') AS role,
       CASE WHEN q.hidden_at IS NULL THEN q.body ELSE '' END AS body, q.supports, q.state, q.created_at, q.office,
       q.due_on, CASE WHEN q.hidden_at IS NULL THEN q.answer ELSE '' END AS answer, q.answered_at,
       COALESCE(q.hidden_rule, '') AS rule"""
_SEEN = " AND q.hidden_rule_slug IS DISTINCT FROM 'held'"
_WALL = (
    """
SELECT json_build_object(
  'stage', (SELECT row_to_json(s) FROM ("""  # noqa: S608  # constants of our own
    + _SHOWN
    + """ FROM question q LEFT JOIN person p ON p.id = q.author
      WHERE q.forum = f.id AND q.state = 'stage'"""
    + _SEEN
    + """) s),
  'next', (SELECT COALESCE(json_agg(n), '[]') FROM ("""
    + _SHOWN
    + """ FROM question q LEFT JOIN person p ON p.id = q.author
      WHERE q.forum = f.id AND q.hidden_at IS NULL AND q.state IN ('submitted', 'shortlisted')
      ORDER BY q.state, q.supports DESC, q.id LIMIT 3) n),
  'waiting', (SELECT count(*) FROM question q WHERE q.forum = f.id AND q.hidden_at IS NULL
              AND q.state IN ('submitted', 'shortlisted')),
  'all', (SELECT count(*) FROM question q WHERE q.forum = f.id"""
    + _SEEN
    + """),
  'owed', (SELECT count(*) FROM question q WHERE q.forum = f.id AND q.state = 'owed' AND q.hidden_at IS NULL)
)"""
)
_LIST = (
    _SHOWN  # noqa: S608  # constants of our own
    + """, EXISTS (SELECT 1 FROM question_support s WHERE s.question = q.id AND s.person = $2) AS mine
FROM question q LEFT JOIN person p ON p.id = q.author WHERE q.forum = $1"""
    + _SEEN
    + """
ORDER BY array_position(ARRAY['stage', 'shortlisted', 'submitted', 'owed', 'answered'], q.state), q.supports DESC, q.id
LIMIT 500
"""
)
_OWED = (
    _SHOWN
    + """, false AS mine, f.slug, f.title FROM question q JOIN forum f ON f.id = q.forum
LEFT JOIN person p ON p.id = q.author
WHERE q.state = 'owed' AND q.hidden_at IS NULL ORDER BY q.due_on, q.id LIMIT $1
"""
)
_WAITING = (
    "SELECT id, body FROM question WHERE forum = $1 AND author = $2 AND hidden_rule_slug = 'held' ORDER BY id"
)
_LOCKED = """
SELECT id, forum, state, body, author, answered_at FROM question
WHERE id = $1 AND forum = $2 AND hidden_rule_slug IS DISTINCT FROM 'held' FOR UPDATE
"""
_READER = """
SELECT p.email, p.locale, p.display_name AS name, f.title, f.slug, q.body, q.office, q.due_on, q.answer
FROM question q JOIN forum f ON f.id = q.forum JOIN person p ON p.id = q.author
WHERE q.id = $1 AND p.email IS NOT NULL AND p.deleted_at IS NULL AND q.hidden_at IS NULL
"""
_CARDS = """
SELECT q.id, q.body, q.created_at, q.hidden_at, q.author, q.name_shown, COALESCE(p.display_name, '') AS name,
       f.slug, f.title, f.district, f.opened_at IS NOT NULL AND f.closed_at IS NULL AS live
FROM question q JOIN forum f ON f.id = q.forum LEFT JOIN person p ON p.id = q.author
WHERE q.id = ANY($1::bigint[])
"""
_BY_PERSON = "SELECT id FROM question WHERE author = $1 ORDER BY id"


@dataclass(frozen=True, slots=True)
class Question:
    """`body` is empty where moderation has hidden it; `rule` then says why."""

    id: int
    card: int | None
    caller: str
    name_shown: bool
    name: str
    role: str
    """Whose word it is beyond the person's own; only where the name is shown."""
    body: str
    supports: int
    state: QuestionState
    created_at: datetime
    office: str
    due_on: date | None
    answer: str
    answered_at: datetime | None
    rule: str
    mine: bool = False
    """The reader supports it."""

    @property
    def hidden(self) -> bool:
        return not self.body

    @property
    def days_over(self) -> int:
        owed = self.state is QuestionState.OWED and self.due_on is not None
        return days_over(self.due_on, clock.today()) if owed and self.due_on else 0


@dataclass(frozen=True, slots=True)
class Owed:
    question: Question
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands on stage, and what would come."""

    stage: Question | None
    next: tuple[Question, ...]
    waiting: int
    all: int
    owed: int


def _question(row: Mapping[str, Any]) -> Question:
    values = {name: row[name] for name in Question.__slots__ if name in row}
    return Question(**{**values, "state": QuestionState(row["state"])})


def _from_json(row: Mapping[str, Any]) -> Question:
    return _question(
        {
            **row,
            "created_at": datetime.fromisoformat(row["created_at"]),
            "answered_at": datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
            "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        }
    )


def _wall(data: Mapping[str, Any]) -> Wall:
    return Wall(
        stage=_from_json(data["stage"]) if data["stage"] else None,
        next=tuple(_from_json(row) for row in data["next"]),
        waiting=data["waiting"],
        all=data["all"],
        owed=data["owed"],
    )


part("wall", _WALL, _wall)


async def questions_of(forum_id: int, person_id: int | None) -> list[Question]:
    """On stage, shortlisted, submitted, owed, answered; in each the most supported first."""
    return [_question(dict(row)) for row in await fetch(_LIST, forum_id, person_id)]


async def waiting_of(forum_id: int, person_id: int) -> list[Any]:
    """Somebody's own questions that nobody else sees yet: id and body."""
    return await fetch(_WAITING, forum_id, person_id)


async def owed(limit: int) -> list[Owed]:
    """Of all forums, the longest overdue first."""
    return [Owed(_question(dict(row)), row["slug"], row["title"]) for row in await fetch(_OWED, limit)]


async def locked(forum_id: int, question_id: int) -> Any | None:
    """None also for one that waits for the moderation."""
    return await fetch_one(_LOCKED, question_id, forum_id)


async def reader_of(question_id: int) -> Any | None:
    """Whom to write to; None where nobody can be reached."""
    return await fetch_one(_READER, question_id)


async def card_rows(ids: Sequence[int]) -> list[Any]:
    return await fetch(_CARDS, list(ids))


async def ids_of(person_id: int) -> list[int]:
    return [row["id"] for row in await fetch(_BY_PERSON, person_id)]


_RECENT = "SELECT id FROM question WHERE id > $1 ORDER BY id LIMIT $2"


async def recent_ids(after: int, limit: int) -> list[int]:
    """For the checks of moderation, which look at every new text once."""
    return [row["id"] for row in await fetch(_RECENT, after, limit)]


_BEFORE = """
SELECT b.id FROM question c JOIN question b ON b.forum = c.forum AND b.id < c.id WHERE c.id = $1 ORDER BY b.id DESC LIMIT $2
"""


async def before(question_id: int, most: int) -> list[int]:
    """Those that came in just before it for the same forum, oldest first."""
    return [row["id"] for row in reversed(await fetch(_BEFORE, question_id, most))]
