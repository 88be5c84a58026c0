"""The draft with the clerk's changes, and the versions that were made of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from participation.core.db import fetch, fetch_one
from participation.forums.minutes.document import Document, as_text, document
from participation.forums.minutes.draft import Draft, Line, draft, with_changes
from participation.forums.minutes.facts import Facts
from participation.forums.minutes.reading import facts_of
from participation.forums.minutes.rules import Signing, Stage
from participation.forums.minutes.saying import quote
from participation.forums.minutes.wording import words
from participation.forums.queries import Forum

_EDITS = "SELECT key, body, was, left_out FROM minutes_edit WHERE forum = $1"
_VERSION = """
SELECT v.id, v.forum, v.number, v.locale, v.content, v.text, v.sha256, v.summary, v.made_at, v.chair_at, v.chair_by,
       v.clerk_at, v.clerk_by, v.returned_at, v.reason, v.published_at,
       COALESCE(c.display_name, '') AS chair, COALESCE(k.display_name, '') AS clerk
FROM minutes_version v LEFT JOIN person c ON c.id = v.chair_by LEFT JOIN person k ON k.id = v.clerk_by
"""
_PUBLISHED = _VERSION + " WHERE v.forum = $1 AND v.published_at IS NOT NULL ORDER BY v.number DESC"
_LATEST = _PUBLISHED + " LIMIT 1"
_ALL = _VERSION + " WHERE v.forum = $1 ORDER BY v.id DESC"
_ONE = _VERSION + " WHERE v.forum = $1 AND v.number = $2 AND v.returned_at IS NULL"
_LOCKED = _VERSION + " WHERE v.forum = $1 AND v.number = $2 AND v.returned_at IS NULL FOR UPDATE OF v"


@dataclass(frozen=True, slots=True)
class Edit:
    key: str
    body: str
    was: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class Version:
    """`chair` and `clerk` are the names of those who signed."""

    id: int
    forum: int
    number: int
    locale: str
    content: Document
    text: str
    sha256: str
    summary: str
    made_at: datetime
    chair_at: datetime | None
    chair_by: int | None
    clerk_at: datetime | None
    clerk_by: int | None
    returned_at: datetime | None
    reason: str
    published_at: datetime | None
    chair: str
    clerk: str

    @property
    def signing(self) -> Signing:
        return Signing(self.chair_by, self.clerk_by, self.published_at, self.returned_at)

    @property
    def stage(self) -> Stage:
        return self.signing.stage

    @property
    def signed_at(self) -> datetime | None:
        return max(self.chair_at, self.clerk_at) if self.chair_at and self.clerk_at else None

    @property
    def hash_parts(self) -> list[str]:
        """In fours, so that people can compare it."""
        return [self.sha256[place : place + 4] for place in range(0, 64, 4)]


@dataclass(frozen=True, slots=True)
class Working:
    """The draft as the clerk has it: `made` is what the log says, `kept` what will be handed in."""

    facts: Facts
    made: Draft
    kept: Draft
    edits: Mapping[str, Edit]
    document: Document

    @property
    def left_out(self) -> list[Line]:
        return [
            line for line in self.made.lines() if line.key in self.edits and self.edits[line.key].left_out
        ]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.made.lines() if line.key == key), None)

    def stale(self, key: str, locale: str) -> str:
        """What the log says by now, where the clerk's words were for another sentence."""
        edit, line = self.edits.get(key), self.line(key)
        if edit is None or line is None or edit.left_out:
            return ""
        now = words(locale, line.said)
        return now if now != edit.was else ""


async def working(forum: Forum, locale: str) -> Working:
    facts = await facts_of(forum.id, locale)
    made = draft(facts)
    edits = {row["key"]: Edit(**dict(row)) for row in await fetch(_EDITS, forum.id)}

    def change(line: Line) -> Line | None:
        edit = edits.get(line.key)
        if edit is None:
            return line
        return None if edit.left_out else replace(line, said=quote(edit.body), own=True)

    kept = with_changes(made, change)
    return Working(facts, made, kept, edits, document(forum, facts, kept, locale))


def text_of(made: Document, locale: str) -> str:
    return as_text(made, locale)


def _version(row: Any) -> Version:
    return Version(**{**dict(row), "content": json.loads(row["content"])})


async def published(forum_id: int) -> list[Version]:
    """Newest first."""
    return [_version(row) for row in await fetch(_PUBLISHED, forum_id)]


async def latest(forum_id: int) -> Version | None:
    row = await fetch_one(_LATEST, forum_id)
    return _version(row) if row else None


async def versions(forum_id: int) -> list[Version]:
    """All that were handed in, newest first; for those at work."""
    return [_version(row) for row in await fetch(_ALL, forum_id)]


async def version(forum_id: int, number: int) -> Version | None:
    row = await fetch_one(_ONE, forum_id, number)
    return _version(row) if row else None


async def locked(forum_id: int, number: int) -> Version | None:
    row = await fetch_one(_LOCKED, forum_id, number)
    return _version(row) if row else None
