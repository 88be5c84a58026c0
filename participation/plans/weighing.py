"""Writes of the weighing: points of a statement, and telling everybody the result."""

from typing import Any

from litestar.exceptions import NotFoundException

from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.plans.rules.statements import label
from participation.plans.rules.weighing import Weighed
from participation.plans.wording import NOTHING_TO_WEIGH, SAVED_ELSEWHERE, TOLD, UNWEIGHED
from participation.settings import settings

_LOCK_STATEMENT = """
SELECT s.text, EXISTS (SELECT 1 FROM plan_weighing w WHERE w.text = s.text) AS told
FROM plan_statement s JOIN plan_text t ON t.id = s.text WHERE s.id = $1 FOR NO KEY UPDATE OF t
"""
_ADD = """
INSERT INTO plan_point (statement, point, topic, office, view, answer, change, outcome, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""
_POINT = "SELECT p.statement, p.changed_at FROM plan_point p WHERE p.id = $1"
_CHANGE = """
UPDATE plan_point SET point = $2, topic = $3, office = $4, view = $5, answer = $6, change = $7, outcome = $8,
    changed_at = $9
WHERE id = $1
"""
_LOCK_TEXT = """
SELECT t.title, EXISTS (SELECT 1 FROM plan_weighing w WHERE w.text = t.id) AS told
FROM plan_text t WHERE t.id = $1 FOR NO KEY UPDATE OF t
"""
_PROGRESS = """
SELECT count(DISTINCT s.id) AS statements, count(DISTINCT s.id) FILTER (WHERE p.id IS NULL) AS unsplit,
       count(p.id) FILTER (WHERE p.outcome IS NULL) AS unweighed
FROM plan_statement s LEFT JOIN plan_point p ON p.statement = s.id WHERE s.text = $1
"""
_PUBLISH = "INSERT INTO plan_weighing (text, published_at, published_by) VALUES ($1, $2, $3)"
_READERS = (
    "SELECT s.number, s.email FROM plan_statement s WHERE s.text = $1 AND s.email <> '' ORDER BY s.number"
)
_LETTER = N_(
    """Guten Tag,

die Stadt hat alle Stellungnahmen zu „%(title)s“ abgewogen. Was aus Ihrer Stellungnahme %(number)s geworden ist, Punkt für Punkt und mit den Gründen, steht hier:
%(link)s

Dort steht nirgends, von wem eine Stellungnahme ist.
"""
)


async def add(actor_id: int, statement: int, sent: Weighed) -> int:
    async with unit_of_work():
        await _open(statement)
        number: int = await fetch_value(_ADD, statement, *_values(sent))
        await record(actor_id, "point.added", "point", number, {"statement": statement})
    return number


async def change(actor_id: int, point: int, sent: Weighed, known: str) -> None:
    """`known` is when it was last changed, as the form had it: whoever was faster is not overwritten."""
    async with unit_of_work():
        await _open(await _statement_of(point))
        row: Any = await fetch_one(_POINT, point)
        if row["changed_at"].isoformat() != known:
            raise Refused(SAVED_ELSEWHERE, status=409)
        await execute(_CHANGE, point, *_values(sent))
        await record(actor_id, "point.changed", "point", point, {"outcome": sent.outcome})


async def remove(actor_id: int, point: int) -> int:
    """The statement it was a point of."""
    async with unit_of_work():
        statement = await _statement_of(point)
        await _open(statement)
        await execute("DELETE FROM plan_point WHERE id = $1", point)
        await record(actor_id, "point.removed", "point", point, {"statement": statement})
    return statement


def _values(sent: Weighed) -> tuple[object, ...]:
    said = (sent.point, sent.topic, sent.office, sent.view, sent.answer, sent.change)
    return (*said, sent.outcome.value if sent.outcome else None, now())


async def _statement_of(point: int) -> int:
    row = await fetch_one(_POINT, point)
    if row is None:
        raise NotFoundException
    found: int = row["statement"]
    return found


async def _open(statement: int) -> None:
    """Locks the text, so that nothing is added while its weighing is being published."""
    row = await fetch_one(_LOCK_STATEMENT, statement)
    if row is None:
        raise NotFoundException
    if row["told"]:
        raise Refused(TOLD, status=409)


async def publish(actor_id: int, text_id: int, locale: str) -> None:
    """For good, once every statement is in points and every point weighed; who gave an address is written to."""
    async with unit_of_work():
        text = await fetch_one(_LOCK_TEXT, text_id)
        if text is None:
            raise NotFoundException
        if text["told"]:
            raise Refused(TOLD, status=409)
        lacking: Any = await fetch_one(_PROGRESS, text_id)
        if not lacking["statements"]:
            raise Refused(NOTHING_TO_WEIGH, status=409)
        if lacking["unsplit"] or lacking["unweighed"]:
            raise Refused(UNWEIGHED, status=409, unsplit=lacking["unsplit"], unweighed=lacking["unweighed"])
        await execute(_PUBLISH, text_id, now(), actor_id)
        await record(actor_id, "weighing.published", "text", text_id, {"statements": lacking["statements"]})
        for row in await fetch(_READERS, text_id):
            number = label(text_id, row["number"])
            values = {
                "title": text["title"],
                "number": number,
                "link": settings().link(f"/texts/{text_id}/weighing#statement-{number}"),
            }
            words = translate(locale, _LETTER, **values)
            await send_mail(
                row["email"], translate(locale, N_("Was aus Ihrer Stellungnahme geworden ist")), words
            )
