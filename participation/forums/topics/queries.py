"""Topics as pages show them. A hidden one has no text here: it goes nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from participation.core.clock import ZONE
from participation.core.db import fetch, fetch_one, fetch_value
from participation.core.kinds import Search
from participation.forums.setup.rules import Point
from participation.forums.stage import part
from participation.forums.topics.rules import (
    Channel,
    Count,
    Limits,
    Refusal,
    TopicState,
    default_until,
    words_of,
)

_COLUMNS = """
SELECT t.id, t.forum, f.slug, f.title AS forum_title, f.opened_at, t.author, t.author_role,
       COALESCE(p.display_name, t.name) AS name, t.name_shown, t.contact, t.association, t.channel,
       CASE WHEN t.hidden_at IS NULL THEN t.title ELSE '' END AS title,
       CASE WHEN t.hidden_at IS NULL THEN t.body_html ELSE '' END AS html, t.place,
       CASE WHEN t.hidden_at IS NULL THEN t.new_facts ELSE '' END AS new_facts, t.received_at, t.state, t.state_at,
       COALESCE(i.number, '') AS number, t.merged_into, t.root, t.refusal, t.body_in_charge,
       COALESCE(b.name, '') AS body_name, COALESCE(b.url, '') AS body_url, COALESCE(b.phone, '') AS body_phone,
       t.explanation, t.statement_html, t.statement, t.office, t.statement_at, COALESCE(t.wish, '') AS wish,
       t.carried_from, (SELECT n.id FROM topic n WHERE n.carried_from = t.id) AS carried_to,
       t.state = 'accepted' AND i.started_at IS NULL AND f.closed_at IS NOT NULL AS missed,
       COALESCE(t.hidden_rule, '') AS rule, COALESCE(t.hidden_rule_slug = 'held', false) AS held
FROM topic t JOIN forum f ON f.id = t.forum LEFT JOIN person p ON p.id = t.author
LEFT JOIN competent_body b ON b.id = t.body_in_charge LEFT JOIN agenda_item i ON i.id = t.item
"""
_ONE = _COLUMNS + " WHERE t.id = $1 AND f.published_at IS NOT NULL"
_OF_FORUM = (
    _COLUMNS
    + """ WHERE t.forum = $1 AND t.hidden_rule_slug IS DISTINCT FROM 'held'
ORDER BY array_position(ARRAY['accepted', 'submitted', 'settled', 'refused', 'merged', 'withdrawn'], t.state),
         t.position, t.id
LIMIT 500"""
)
_SIMILAR = (
    _COLUMNS
    + """ JOIN to_tsquery('german', $1) query ON to_tsvector('german', t.title || ' ' || t.body) @@ query
WHERE t.id <> $2 AND t.hidden_at IS NULL AND t.state <> 'withdrawn'
ORDER BY ts_rank(to_tsvector('german', t.title || ' ' || t.body), query) DESC, t.id DESC LIMIT 5"""
)
_LOCKED = """
SELECT id, forum, author, state, title, new_facts, root, statement <> '' AS answered, hidden_at IS NOT NULL AS hidden,
       COALESCE(hidden_rule_slug = 'held', false) AS held, item
FROM topic WHERE id = $1 FOR UPDATE
"""
_LIMITS = "SELECT until, most, per_person, per_association, treated_most FROM topic_rules WHERE forum = $1"
_COUNT = """
SELECT count(*) AS all, count(*) FILTER (WHERE CASE WHEN $3 = '' THEN person_key = $2 AND association_key = ''
                                               ELSE association_key = $3 END) AS own
FROM topic WHERE forum = $1 AND state IN ('submitted', 'accepted', 'settled')
"""
_TREATED = """
SELECT count(*) FROM topic x LEFT JOIN agenda_item i ON i.id = x.item
WHERE x.id <> $1 AND (x.id = $2 OR x.root = $2) AND x.statement <> '' AND (i.ended_at IS NOT NULL OR x.state = 'settled')
"""
_POINTS = """
SELECT id, CASE WHEN hidden_at IS NULL THEN title ELSE '' END AS title, place FROM topic
WHERE forum = $1 AND state = 'accepted' ORDER BY position, id
"""
_SUMMARY = """
SELECT CASE WHEN f.opened_at IS NULL AND f.closed_at IS NULL THEN (SELECT json_build_object(
  'until', (SELECT until FROM topic_rules r WHERE r.forum = f.id), 'starts_at', f.starts_at,
  'most', COALESCE((SELECT most FROM topic_rules r WHERE r.forum = f.id), 15),
  'all', count(*) FILTER (WHERE state IN ('submitted', 'accepted', 'settled')),
  'shown', count(*) FILTER (WHERE state <> 'withdrawn' AND hidden_rule_slug IS DISTINCT FROM 'held')) FROM topic t WHERE t.forum = f.id)
ELSE json_build_object('shown', (SELECT count(*) FROM topic t WHERE t.forum = f.id AND state <> 'withdrawn'
                                        AND hidden_rule_slug IS DISTINCT FROM 'held')) END
"""
_SEARCH = """
SELECT t.id, ts_rank(to_tsvector('german', t.title || ' ' || t.body), query) AS rank, t.title, t.body AS teaser,
       '/topics/' || t.id AS url, f.title AS place, t.created_at,
       NULL::text AS about_kind, NULL::bigint AS about_id, NULL::bigint AS looked_at
FROM topic t JOIN forum f ON f.id = t.forum, to_tsquery('german', $1) query
WHERE to_tsvector('german', t.title || ' ' || t.body) @@ query AND t.hidden_at IS NULL AND t.state <> 'withdrawn'
  AND f.published_at IS NOT NULL
ORDER BY rank DESC, t.id DESC LIMIT $2
"""
SEARCH = Search(_SEARCH)
_CARDS = """
SELECT t.id, t.title, t.body, t.body_html, t.new_facts, t.author, t.created_at, t.hidden_at, t.state, t.name_shown,
       COALESCE(p.display_name, t.name) AS name, f.title AS place, f.district
FROM topic t JOIN forum f ON f.id = t.forum LEFT JOIN person p ON p.id = t.author WHERE t.id = ANY($1::bigint[])
"""
_READER = """
SELECT p.email, p.locale, p.display_name AS name, f.title AS forum, f.starts_at, t.title
FROM topic t JOIN forum f ON f.id = t.forum JOIN person p ON p.id = t.author
WHERE t.id = $1 AND p.email IS NOT NULL AND p.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Topic:
    """`title` is empty where moderation has hidden it; `rule` then says why. `number` is that of its item."""

    id: int
    forum: int
    slug: str
    forum_title: str
    opened_at: datetime | None
    author: int | None
    author_role: str | None
    name: str
    name_shown: bool
    contact: str
    association: str
    channel: Channel
    title: str
    html: Markup
    place: str
    new_facts: str
    received_at: datetime
    state: TopicState
    state_at: datetime
    number: str
    merged_into: int | None
    root: int | None
    refusal: Refusal | None
    body_in_charge: int | None
    body_name: str
    body_url: str
    body_phone: str
    explanation: str
    statement_html: Markup
    statement: str
    office: str
    statement_at: datetime | None
    wish: str
    carried_from: int | None
    carried_to: int | None
    missed: bool
    """The evening is over, and had no time left for it."""
    rule: str
    held: bool
    """It waits for the moderation; to others it is not there."""

    @property
    def hidden(self) -> bool:
        return not self.title

    @property
    def url(self) -> str:
        return f"/topics/{self.id}"

    @property
    def forum_url(self) -> str:
        return f"/forums/{self.slug}"


@dataclass(frozen=True, slots=True)
class Summary:
    """Of a forum that comes, for its page: until when, and how many so far."""

    until: datetime | None
    most: int
    all: int
    shown: int

    def open(self, now: datetime) -> bool:
        return self.until is not None and now <= self.until and self.all < self.most


def _topic(row: Mapping[str, Any]) -> Topic:
    values = dict(row)
    return Topic(
        **{
            **values,
            "channel": Channel(values["channel"]),
            "state": TopicState(values["state"]),
            "refusal": Refusal(values["refusal"]) if values["refusal"] else None,
            "html": Markup(values["html"]),  # noqa: S704  # the stored, sanitised column
            "statement_html": Markup(values["statement_html"]),  # noqa: S704  # the stored, sanitised column
        }
    )


def _summary(data: Mapping[str, Any]) -> Summary:
    until = None
    if "starts_at" in data:
        starts_at = datetime.fromisoformat(data["starts_at"])
        until = datetime.fromisoformat(data["until"]) if data["until"] else default_until(starts_at, ZONE)
    return Summary(until, data.get("most", 0), data.get("all", 0), data["shown"])


part("topics", _SUMMARY, _summary)


async def topic_by_id(topic_id: int) -> Topic | None:
    row = await fetch_one(_ONE, topic_id)
    return _topic(row) if row else None


async def topics_of(forum_id: int) -> list[Topic]:
    """In the order of the agenda, then what waits, then the rest."""
    return [_topic(row) for row in await fetch(_OF_FORUM, forum_id)]


async def similar_to(topic: Topic) -> list[Topic]:
    """By the words of its title, of all forums."""
    query = " | ".join(f"{word}:*" for word in words_of(topic.title))
    return [_topic(row) for row in await fetch(_SIMILAR, query, topic.id)] if query else []


async def locked(topic_id: int) -> Any | None:
    return await fetch_one(_LOCKED, topic_id)


async def limits_of(forum_id: int, starts_at: datetime) -> Limits:
    row = await fetch_one(_LIMITS, forum_id)
    return Limits(**dict(row)) if row else Limits(default_until(starts_at, ZONE))


async def count(forum_id: int, person_key: str, association_key: str) -> Count:
    row = await fetch_one(_COUNT, forum_id, person_key, association_key)
    assert row is not None
    return Count(row["all"], row["own"])


async def times_treated(topic_id: int, root: int | None) -> int:
    """How often the same matter was on an agenda, or answered in writing, with a final statement."""
    return await fetch_value(_TREATED, topic_id, root) if root else 0


async def points_of(forum_id: int, hidden: str) -> list[Point]:
    """For the agenda. `hidden` stands for the title of one that moderation has taken away."""
    return [Point(row["id"], row["title"] or hidden, row["place"]) for row in await fetch(_POINTS, forum_id)]


async def card_rows(ids: Sequence[int]) -> list[Any]:
    return await fetch(_CARDS, list(ids))


async def ids_of(person_id: int) -> list[int]:
    return [row["id"] for row in await fetch("SELECT id FROM topic WHERE author = $1 ORDER BY id", person_id)]


async def recent_ids(after: int, limit: int) -> list[int]:
    rows = await fetch("SELECT id FROM topic WHERE id > $1 ORDER BY id LIMIT $2", after, limit)
    return [row["id"] for row in rows]


async def reader_of(topic_id: int) -> Any | None:
    """Whom to write to; None where the city has to ring instead."""
    return await fetch_one(_READER, topic_id)


_BEFORE = """
SELECT b.id FROM topic c JOIN topic b ON b.forum = c.forum AND b.id < c.id WHERE c.id = $1 ORDER BY b.id DESC LIMIT $2
"""


async def before(topic_id: int, most: int) -> list[int]:
    """Those that came in just before it for the same forum, oldest first."""
    return [row["id"] for row in reversed(await fetch(_BEFORE, topic_id, most))]
