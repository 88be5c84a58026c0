"""Writes of the board. A date that people have in their calendars is cancelled, never taken away."""

from participation.consultations.actions import add_document as add_document_row
from participation.consultations.desk.actions import KIND
from participation.consultations.desk.board_forms import NewDate, NewDocument, NewNews
from participation.core.audit import Detail, record
from participation.core.clock import now
from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.html import Rendered
from participation.core.i18n import N_
from participation.notifications.actions import note
from participation.notifications.rules import What

GONE = sentence(
    "consultation-gone", N_("Das gibt es hier nicht mehr. Vielleicht hat es schon jemand entfernt.")
)

_NEWS = """
INSERT INTO news (consultation, title, body, body_html, renderer, published_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_DATE = """
INSERT INTO event (consultation, starts_at, title, place, text, changed_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_CANCEL = """
UPDATE event SET cancelled_at = $3, changed_at = $3, revision = revision + 1
WHERE id = $1 AND consultation = $2 AND cancelled_at IS NULL AND starts_at > $3
"""
_DROP_NEWS = "DELETE FROM news WHERE id = $1 AND consultation = $2"
_DROP_DOCUMENT = "DELETE FROM consultation_document WHERE id = $1 AND consultation = $2"


async def add_news(actor_id: int, number: int, new: NewNews, text: Rendered) -> None:
    async with unit_of_work():
        made = await fetch_value(_NEWS, number, new.title, new.body, text.html, text.version, now())
        await record(actor_id, "consultation.news-added", KIND, number, {"news": made}, digest_of=new.body)
        await note(KIND, number, What.NEWS)


async def drop_news(actor_id: int, number: int, news_id: int) -> None:
    await _change(_DROP_NEWS, (news_id, number), actor_id, "consultation.news-removed", {"news": news_id})


async def add_date(actor_id: int, number: int, new: NewDate) -> None:
    async with unit_of_work():
        made = await fetch_value(_DATE, number, new.starts_at, new.title, new.place, new.text, now())
        await record(actor_id, "consultation.date-added", KIND, number, {"date": made})


async def cancel_date(actor_id: int, number: int, date_id: int) -> None:
    """One that lies behind us took place, whatever is said later."""
    values = (date_id, number, now())
    await _change(_CANCEL, values, actor_id, "consultation.date-cancelled", {"date": date_id})


async def add_document(actor_id: int, number: int, new: NewDocument) -> None:
    async with unit_of_work():
        made = await add_document_row(number, new.title, new.url, new.note)
        await record(
            actor_id, "consultation.document-added", KIND, number, {"document": made}, digest_of=new.url
        )


async def drop_document(actor_id: int, number: int, document_id: int) -> None:
    values = (document_id, number)
    await _change(
        _DROP_DOCUMENT, values, actor_id, "consultation.document-removed", {"document": document_id}
    )


async def _change(
    statement: str,
    values: tuple[object, ...],
    actor_id: int,
    act: str,
    details: dict[str, Detail],
) -> None:
    """`values` begin with the thing and its consultation: what belongs to another is not there."""
    async with unit_of_work():
        if not await execute(statement, *values):
            raise Refused(GONE)
        await record(actor_id, act, KIND, int(str(values[1])), details)
