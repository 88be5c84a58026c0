"""Changing a rule of the house, and what has changed: each version stays, for the decisions that rest on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from moderation.house_news import tell_everybody
from moderation.queries import Rule
from participation.accounts.acceptance import announce_change, call_off
from participation.core import audit, clock
from participation.core.db import fetch, fetch_one, unit_of_work
from participation.core.differences import Row, differences
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_

STALE = sentence(
    "rule-changed",
    N_(
        "Diese Regel hat inzwischen jemand anderes geändert. Bitte vergleichen Sie, bevor Sie noch einmal speichern."
    ),
)

_NEWEST = "SELECT * FROM house_rule WHERE slug = $1 ORDER BY version DESC LIMIT 1"
_ADD = """
INSERT INTO house_rule (slug, number, version, title, body, title_en, body_en, valid_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (slug, version) DO NOTHING RETURNING id
"""
# What was to come and was overtaken by newer words never held.
_ALL = """
SELECT slug, number, version, title, body, title_en, body_en, valid_from FROM house_rule h
WHERE NOT EXISTS (SELECT 1 FROM house_rule n WHERE n.slug = h.slug AND n.version > h.version
                  AND n.valid_from <= h.valid_from)
ORDER BY slug, version
"""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """`slip`: only a slip of the pen is mended, so nobody needs to accept anything anew.

    `valid_on` is the day from which it holds; None means at once.
    """

    title: str
    body: str
    title_en: str
    body_en: str
    slip: bool
    valid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """`title` and `body` word by word; empty where they stayed."""

    slug: str
    number: int
    name: str
    at: datetime
    title: list[Row]
    body: list[Row]
    coming: bool


async def change_rule(slug: str, draft: RuleDraft, *, seen: int | None, person: int) -> None:
    """`seen` is the id of the version that was on the form: whoever was faster is not overwritten.

    What says nothing new leaves no version. What holds later is told to everybody by mail before it does.
    """
    async with unit_of_work():
        row: Any = await fetch_one(_NEWEST, slug)
        if row is None or row["id"] != seen:
            raise Refused(STALE, status=409)
        moment = clock.now()
        since = _first_moment(draft.valid_on) if draft.valid_on else moment
        if _same(row, draft) and row["valid_from"] in {since, min(row["valid_from"], moment)}:
            return
        made: Any = await fetch_one(
            _ADD,
            slug,
            row["number"],
            row["version"] + 1,
            draft.title,
            draft.body,
            draft.title_en,
            draft.body_en,
            since,
        )
        if made is None:
            raise Refused(STALE, status=409)
        await call_off(slug, moment)
        if not draft.slip:
            await announce_change(slug, since)
            if since > moment:
                await tell_everybody(made["id"])
        await audit.record(person, "rule.mended" if draft.slip else "rule.changed", "rule", made["id"])


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)


def _same(row: Mapping[str, Any], draft: RuleDraft) -> bool:
    return all(row[name] == getattr(draft, name) for name in ("title", "body", "title_en", "body_en"))


async def changes(locale: str) -> list[Changed]:
    """The newest first, in the language of the reader where the rule speaks it."""
    found: list[Changed] = []
    before: Any = None
    for row in await fetch(_ALL):
        if before is not None and before["slug"] == row["slug"]:
            found.append(_changed(_said(before, locale), _said(row, locale), row))
        before = row
    return sorted(found, key=lambda one: one.at, reverse=True)


def _said(row: Mapping[str, Any], locale: str) -> tuple[str, str]:
    if locale == "en" and row["title_en"]:
        return row["title_en"], row["body_en"]
    return row["title"], row["body"]


def _changed(old: tuple[str, str], new: tuple[str, str], row: Mapping[str, Any]) -> Changed:
    title = differences(old[0], new[0]) if old[0] != new[0] else []
    body = differences(old[1], new[1]) if old[1] != new[1] else []
    coming = row["valid_from"] > clock.now()
    return Changed(row["slug"], row["number"], new[0], row["valid_from"], title, body, coming)


async def newest(slug: str) -> tuple[Rule, date | None] | None:
    """What the administration goes on from: the newest words, and the day from which they hold if that is to come."""
    row = await fetch_one(_NEWEST, slug)
    if row is None:
        return None
    rule = Rule(*(row[name] for name in Rule.__slots__))
    coming = row["valid_from"] > clock.now()
    return rule, row["valid_from"].astimezone(clock.ZONE).date() if coming else None


def start_of(rule: Rule, valid_on: date | None) -> dict[str, list[str]]:
    """What stands in the form."""
    names = ("title", "body", "title_en", "body_en")
    words = {name: [getattr(rule, name)] for name in names}
    return {**words, "seen": [str(rule.id)], "valid_on": [valid_on.isoformat() if valid_on else ""]}
