"""Reminders: asked for by the person, sent once before the end to all who asked, whether they have voted or not.

So the mail tells nobody who has voted, and no list of those who have not is ever made.
"""

import asyncpg
from litestar.exceptions import NotFoundException

from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, unit_of_work
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.wording import datetime_text
from participation.settings import settings

_WANT = """
INSERT INTO poll_reminder (poll, person) SELECT p.id, $2 FROM poll p
WHERE p.id = $1 AND p.remind_days > 0 AND p.reminded_at IS NULL AND p.published_at <= $3 AND p.closes_at > $3
ON CONFLICT DO NOTHING
"""
_LEAVE = "DELETE FROM poll_reminder WHERE poll = $1 AND person = $2"
_DUE = """
SELECT id, title, closes_at, remind_days FROM poll
WHERE published_at <= $1 AND reminded_at IS NULL AND remind_days > 0 AND closed_at IS NULL AND closes_at > $1
  AND opens_at <= $1 AND closes_at - remind_days * interval '1 day' <= $1
ORDER BY id
"""
_TAKE = "UPDATE poll SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL"
_TO = """
SELECT p.email, p.display_name, p.locale FROM poll_reminder r JOIN person p ON p.id = r.person
WHERE r.poll = $1 AND p.email IS NOT NULL AND p.deleted_at IS NULL ORDER BY p.id
"""
_SWEEP = "DELETE FROM poll_reminder WHERE poll = $1"

_SUBJECT = N_("Erinnerung: %(title)s")
_TEXT = N_(
    """Guten Tag %(name)s,

Sie haben um diese Erinnerung gebeten. Am %(end)s endet die Abstimmung „%(title)s“:

%(link)s

Haben Sie schon abgestimmt? Dann ist nichts zu tun. Ob Sie abgestimmt haben, wissen wir beim Versand dieser E-Mail nicht.
"""
)


async def want(person_id: int, poll_id: int) -> None:
    if not await execute(_WANT, poll_id, person_id, now()) and not await _wanted(poll_id, person_id):
        raise NotFoundException


async def _wanted(poll_id: int, person_id: int) -> bool:
    return (
        await fetch_one("SELECT 1 FROM poll_reminder WHERE poll = $1 AND person = $2", poll_id, person_id)
        is not None
    )


async def leave(person_id: int, poll_id: int) -> None:
    await execute(_LEAVE, poll_id, person_id)


async def send_due() -> int:
    """How many mails went to the outbox. Two workers send once: the poll is marked in the same transaction."""
    sent = 0
    for row in await fetch(_DUE, now()):
        async with unit_of_work():
            if not await execute(_TAKE, row["id"], now()):
                continue
            for person in await fetch(_TO, row["id"]):
                await _remind(person["email"], person["display_name"], person["locale"], row)
                sent += 1
            await execute(_SWEEP, row["id"])
    return sent


async def _remind(address: str, name: str, locale: str, row: asyncpg.Record) -> None:
    title = " ".join(row["title"].split())
    text = translate(
        locale,
        _TEXT,
        name=name,
        title=title,
        end=datetime_text(locale, row["closes_at"]),
        link=settings().link(f"/polls/{row['id']}"),
    )
    await send_mail(address, translate(locale, _SUBJECT, title=title), text)
