"""Reads of the weighing: the points of a text without persons, and one statement at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.db import fetch, fetch_one
from participation.core.spreadsheets import no_formula
from participation.plans.rules.statements import label
from participation.plans.rules.weighing import Outcome, Stage, Weighed


@dataclass(frozen=True, slots=True)
class Point:
    """`statement` is the number on the receipt; nothing says whose it is."""

    id: int
    statement_id: int
    statement: str
    changed: str
    said: Weighed


_POINTS = """
SELECT p.id, p.statement, s.text, s.number, p.changed_at, p.point, p.topic, p.office, p.view, p.answer, p.change,
       p.outcome
FROM plan_point p JOIN plan_statement s ON s.id = p.statement
"""
_OF_TEXT = _POINTS + "WHERE s.text = $1 ORDER BY p.topic, s.number, p.id"
_OF_STATEMENT = _POINTS + "WHERE s.id = $1 ORDER BY p.id"


async def points(text_id: int) -> list[Point]:
    return [_point(row) for row in await fetch(_OF_TEXT, text_id)]


async def points_of(statement: int) -> list[Point]:
    return [_point(row) for row in await fetch(_OF_STATEMENT, statement)]


def _point(row: Any) -> Point:
    key, statement, text, number, changed, point, topic, office, view, answer, change, outcome = row
    result = Outcome(outcome) if outcome else None
    weighed = Weighed(point, topic, office, view, answer, change, result)
    return Point(key, statement, label(text, number), changed.isoformat(), weighed)


def by_topic(found: Sequence[Point]) -> dict[str, list[Point]]:
    groups: dict[str, list[Point]] = {}
    for one in found:
        groups.setdefault(one.said.topic, []).append(one)
    return groups


@dataclass(frozen=True, slots=True)
class Progress:
    """`unsplit` are (id, number) of statements that nobody has taken into points yet."""

    published_at: datetime | None
    statements: int
    unsplit: list[tuple[int, str]]


_PROGRESS = """
SELECT (SELECT w.published_at FROM plan_weighing w WHERE w.text = $1) AS published_at,
       (SELECT count(*) FROM plan_statement s WHERE s.text = $1) AS statements,
       ARRAY(SELECT (s.id, s.number) FROM plan_statement s WHERE s.text = $1
             AND NOT EXISTS (SELECT 1 FROM plan_point p WHERE p.statement = s.id) ORDER BY s.number) AS unsplit
"""


async def progress(text_id: int) -> Progress:
    row: Any = await fetch_one(_PROGRESS, text_id)
    unsplit = [(key, label(text_id, number)) for key, number in row["unsplit"]]
    return Progress(row["published_at"], row["statements"], unsplit)


def stages(found: Sequence[Point]) -> dict[Stage, int]:
    return {stage: sum(one.said.stage is stage for one in found) for stage in Stage}


@dataclass(frozen=True, slots=True)
class Stated:
    """For the desk: with the data of the person, so that they are kept out of what is published."""

    id: int
    text_id: int
    label: str
    name: str
    address: str
    body: str


_STATED = "SELECT s.id, s.text, s.number, s.name, s.address, s.body FROM plan_statement s WHERE s.id = $1"


async def stated(statement: int) -> Stated | None:
    row = await fetch_one(_STATED, statement)
    if row is None:
        return None
    key, text, number, *rest = row
    return Stated(key, text, label(text, number), *rest)


async def statement_of(point: int) -> int | None:
    row = await fetch_one("SELECT p.statement FROM plan_point p WHERE p.id = $1", point)
    return row["statement"] if row else None


HEADS = ["topic", "statement", "point", "expert_view", "answer", "change", "outcome"]


def table(found: Sequence[Point]) -> list[list[str]]:
    rows = [HEADS]
    for one in found:
        said = one.said
        words = (said.topic, one.statement, said.point, said.view, said.answer, said.change)
        rows.append([*(no_formula(word) for word in words), said.outcome or ""])
    return rows
