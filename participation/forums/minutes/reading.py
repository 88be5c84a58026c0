"""Reads what the draft is made of: the log, and what its entries speak of as it is today."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from participation.core import kinds
from participation.core.db import fetch, fetch_one
from participation.core.html import plain
from participation.core.i18n import translate
from participation.forums.agenda.rules import REPORTING
from participation.forums.live_polls.queries import LivePoll, polls_of
from participation.forums.minutes.facts import (
    Back,
    Count,
    Facts,
    Head,
    Incident,
    Item,
    Note,
    Poll,
    Promised,
    Question,
    Speech,
)
from participation.forums.minutes.rules import Part
from participation.forums.minutes.story import Entry
from participation.forums.promises.queries import COMING_BACK

_LOG = """
SELECT seq, kind, verb, subject_id, created_at FROM forum_event WHERE forum = $1 AND kind NOT IN ('message', 'caption') ORDER BY seq
"""
_HEAD = """
SELECT f.place, COALESCE(c.display_name, '') AS chair, COALESCE(m.lead, '') AS lead, COALESCE(m.city, '') AS city,
       COALESCE(m.council, '') AS council, COALESCE(m.names, false) AS names,
       COALESCE((SELECT p.display_name FROM person p WHERE p.id = m.changed_by), '') AS clerk
FROM forum f LEFT JOIN minutes m ON m.forum = f.id
LEFT JOIN person c ON c.id = COALESCE(f.chair, f.opened_by)
WHERE f.id = $1
"""
_ITEMS = "SELECT id, number, title, note, subject_kind, subject_id FROM agenda_item WHERE forum = $1"
_SPEECHES = """
SELECT r.id, r.person, r.card, COALESCE(p.display_name, r.name) AS name, r.channel, r.kind
FROM speech_request r LEFT JOIN person p ON p.id = r.person WHERE r.forum = $1 AND r.called_at IS NOT NULL
"""
_QUESTIONS = """
SELECT q.id, q.body, CASE WHEN q.name_shown THEN COALESCE(p.display_name, '') ELSE '' END AS name,
       q.hidden_at IS NOT NULL AS hidden, q.office, q.due_on, q.owed_at
FROM question q LEFT JOIN person p ON p.id = q.author WHERE q.forum = $1
"""
_PROMISES = """
SELECT id, number, body, office || CASE WHEN person = '' THEN '' ELSE ', ' || person END AS owner, due_on, item
FROM promise WHERE forum = $1 AND retracted_at IS NULL
"""
_INCIDENTS = "SELECT id, kind FROM incident WHERE forum = $1"
_COUNTS = "SELECT id, hall, online, phone FROM presence_count WHERE forum = $1 ORDER BY id"
_NOTES = "SELECT id, item, part, body FROM minutes_note WHERE forum = $1 AND removed_at IS NULL"
_BACK = (
    """
WITH told AS (
    SELECT p.id, p.due_on, (SELECT r.state FROM promise_report r
        WHERE r.promise = p.id AND r.made_at <= $2 ORDER BY r.id DESC LIMIT 1) AS state
    FROM forum f, promise p JOIN forum o ON o.id = p.forum
    WHERE f.id = $1 AND p.retracted_at IS NULL"""  # noqa: S608  # constants of our own
    + COMING_BACK
    + """
)
SELECT count(*) AS "all", count(*) FILTER (WHERE state = 'done') AS done,
       count(*) FILTER (WHERE COALESCE(state, 'open') NOT IN ('done', 'dropped')
                        AND due_on < ($2 AT TIME ZONE 'Europe/Berlin')::date) AS late
FROM told
"""
)
_ANSWERS = "SELECT proposal AS id, body_html AS html FROM official_answer WHERE proposal = ANY($1::bigint[])"

_TOPIC_STATEMENTS = """
SELECT id, statement AS text FROM topic WHERE id = ANY($1::bigint[]) AND statement <> '' AND hidden_at IS NULL
"""

Statements = Callable[[Sequence[int]], Awaitable[dict[int, str]]]


async def _of_proposals(ids: Sequence[int]) -> dict[int, str]:
    return {row["id"]: " ".join(plain(row["html"]).split()) for row in await fetch(_ANSWERS, list(ids))}


async def _of_topics(ids: Sequence[int]) -> dict[int, str]:
    return {row["id"]: " ".join(row["text"].split()) for row in await fetch(_TOPIC_STATEMENTS, list(ids))}


STATEMENTS: dict[str, Statements] = {"proposal": _of_proposals, "topic": _of_topics}
"""By the kind of what an item is about: what the administration has stated beforehand, as plain text."""


async def log_of(forum_id: int) -> list[Entry]:
    """Without the chat, which no minutes hold."""
    return [Entry(*row) for row in await fetch(_LOG, forum_id)]


async def facts_of(forum_id: int, locale: str) -> Facts:
    log = await log_of(forum_id)
    head = await fetch_one(_HEAD, forum_id)
    assert head is not None
    return Facts(
        log=log,
        head=Head(**dict(head)),
        items=await _items(forum_id, locale, names=head["names"]),
        speeches={row["id"]: _speech(row) for row in await fetch(_SPEECHES, forum_id)},
        questions={row["id"]: Question(**dict(row)) for row in await fetch(_QUESTIONS, forum_id)},
        promises={row["id"]: Promised(**dict(row)) for row in await fetch(_PROMISES, forum_id)},
        polls={one.id: _poll(one) for one in await polls_of(forum_id)},
        incidents={row["id"]: Incident(**dict(row)) for row in await fetch(_INCIDENTS, forum_id)},
        notes={row["id"]: _note(row) for row in await fetch(_NOTES, forum_id)},
        counts=[Count(**dict(row)) for row in await fetch(_COUNTS, forum_id)],
        back=await _back(forum_id, log),
    )


def _speech(row: Any) -> Speech:
    who = f"person:{row['person']}" if row["person"] is not None else f"card:{row['card']}:{row['name']}"
    return Speech(row["id"], who, row["channel"], row["kind"], row["name"] or "", row["card"])


def _poll(one: LivePoll) -> Poll:
    """The numbers only once they are final: counted, and the hall agreed on by two."""
    return Poll(
        id=one.id,
        title=one.title,
        binding=one.binding,
        hall=one.has_hall,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        rows=tuple((answer.title, answer.hall, answer.remote) for answer in one.answers) if one.final else (),
    )


def _note(row: Any) -> Note:
    return Note(row["id"], row["item"], Part(row["part"]), row["body"])


async def _items(forum_id: int, locale: str, *, names: bool) -> dict[int, Item]:
    rows = await fetch(_ITEMS, forum_id)
    pairs = [(row["subject_kind"], row["subject_id"]) for row in rows if row["subject_id"] is not None]
    cards = await kinds.cards(pairs)
    stated: dict[tuple[str, int], str] = {}
    for kind in {kind for kind, _ in pairs} & STATEMENTS.keys():
        found = await STATEMENTS[kind]([number for name, number in pairs if name == kind])
        stated.update({(kind, number): text for number, text in found.items()})
    return {row["id"]: _item(row, locale, cards, stated, names=names) for row in rows}


def _item(
    row: Any,
    locale: str,
    cards: dict[tuple[str, int], kinds.Card],
    stated: dict[tuple[str, int], str],
    *,
    names: bool,
) -> Item:
    pair = (row["subject_kind"], row["subject_id"])
    card, kind = cards.get(pair), kinds.get(row["subject_kind"] or "")
    about = f"{translate(locale, kind.label)} {card.id}" if card and kind else ""
    if card is not None and names and card.author_name:
        about += f", {card.author_name}"
    return Item(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        note=row["note"],
        about=about,
        url=card.url if card and not card.hidden else "",
        statement=stated.get(pair, ""),
        reports=row["subject_kind"] == REPORTING,
    )


async def _back(forum_id: int, log: Sequence[Entry]) -> Back | None:
    """As it stood when the evening ended; the reports of later days belong to the next one."""
    closed = [entry.at for entry in log if entry.kind == "forum" and entry.verb == "closed"]
    at: datetime | None = closed[-1] if closed else (log[-1].at if log else None)
    row = await fetch_one(_BACK, forum_id, at) if at is not None else None
    return Back(row["all"], row["done"], row["late"]) if row and row["all"] else None
