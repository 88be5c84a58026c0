"""Reads of statements: the receipt for its owner, the list for the office."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from moderation.links import hash_of
from participation.core.db import fetch, fetch_one, fetch_value
from participation.core.spreadsheets import no_formula
from participation.plans.attachments import Attachment
from participation.plans.rules.display import Period
from participation.plans.rules.statements import PAGE_SIZE, Channel, label


@dataclass(frozen=True, slots=True)
class Display:
    """Of the version it was confirmed for."""

    id: int
    version: int
    announced_on: date
    period: Period
    computed_on: date
    confirmed_at: datetime


_DISPLAY = """
SELECT d.id, v.number, d.announced_on, d.starts_on, d.ends_on, d.computed_on, d.confirmed_at
FROM plan_display d JOIN plan_version v ON v.id = d.version WHERE d.text = $1 ORDER BY d.starts_on DESC, d.id DESC LIMIT 1
"""


async def display(text_id: int) -> Display | None:
    row = await fetch_one(_DISPLAY, text_id)
    if row is None:
        return None
    number, version, announced, starts, ends, computed, confirmed = row
    return Display(number, version, announced, Period(starts, ends), computed, confirmed)


@dataclass(frozen=True, slots=True)
class Receipt:
    id: int
    label: str
    text_id: int
    title: str
    version: int
    channel: Channel
    late: bool
    received_on: date
    created_at: datetime
    name: str
    body: str
    weighed: bool


_RECEIPT = """
SELECT s.id, s.text, s.number, t.title, v.number AS version, s.channel, s.late, s.received_on, s.created_at, s.name, s.body,
       EXISTS (SELECT 1 FROM plan_weighing w WHERE w.text = s.text)
FROM plan_statement s JOIN plan_text t ON t.id = s.text JOIN plan_display d ON d.id = s.display
JOIN plan_version v ON v.id = d.version WHERE s.token_hash = $1
"""


async def receipt(token: str) -> Receipt | None:
    row = await fetch_one(_RECEIPT, hash_of(token))
    if row is None:
        return None
    key, text, number, title, version, channel, *rest = row
    return Receipt(key, label(text, number), text, title, version, Channel(channel), *rest)


@dataclass(frozen=True, slots=True)
class Statement:
    """With the data of the person: for the office alone."""

    id: int
    label: str
    version: int
    channel: Channel
    late: bool
    received_on: date
    created_at: datetime
    name: str
    address: str
    email: str
    body: str
    erased: bool


_FOUND = """
FROM plan_statement s JOIN plan_display d ON d.id = s.display JOIN plan_version v ON v.id = d.version
WHERE s.text = $1 AND ($2 = '' OR strpos(lower(concat_ws(' ', s.text || '-' || lpad(s.number::text, 4, '0'),
                                                        s.name, s.address, s.email, s.body)), lower($2)) > 0)
"""
_LIST = (
    """SELECT s.id, s.text, s.number, v.number AS version, s.channel, s.late, s.received_on, s.created_at, s.name,
              s.address, s.email, s.body, s.erased_at IS NOT NULL """
    + _FOUND
    + "ORDER BY s.number DESC LIMIT $3 OFFSET $4"
)
_COUNT = "SELECT count(*) " + _FOUND
ALL = 1_000_000


async def count(text_id: int, words: str) -> int:
    found: int = await fetch_value(_COUNT, text_id, words)
    return found


async def statements(text_id: int, words: str, *, offset: int = 0, most: int = PAGE_SIZE) -> list[Statement]:
    """Newest first."""
    return [_statement(row) for row in await fetch(_LIST, text_id, words, most, offset)]


def _statement(row: Any) -> Statement:
    key, text, number, version, channel, *rest = row
    return Statement(key, label(text, number), version, Channel(channel), *rest)


HEADS = [
    "number",
    "version",
    "channel",
    "late",
    "received_on",
    "entered_at",
    "name",
    "address",
    "email",
    "text",
    "files",
]


def table(found: list[Statement], files: dict[int, list[Attachment]]) -> list[list[str]]:
    """For a table program, which must not run what somebody wrote as a formula."""
    rows = [HEADS]
    for one in found:
        moments = [one.received_on.isoformat(), one.created_at.isoformat(timespec="seconds")]
        about = [one.label, str(one.version), one.channel.value, str(int(one.late)), *moments]
        names = ", ".join(each.name for each in files.get(one.id, []))
        said = (one.name, one.address, one.email, one.body, names)
        rows.append([*about, *(no_formula(each) for each in said)])
    return rows
