"""The mail about what is new: written in one transaction with the note that it was, so it leaves exactly once."""

import structlog

from participation.core.clock import now, today
from participation.core.db import execute, fetch_one, unit_of_work
from participation.core.i18n import N_, translate, translate_plural
from participation.core.mail import send_mail
from participation.core.security import sign
from participation.notifications.queries import Line, due, new_for
from participation.notifications.rules import SETTLE, may_leave
from participation.notifications.wording import SAYS
from participation.settings import settings

log = structlog.get_logger("notifications")

BATCH = 500
_TAKE = "INSERT INTO digest (person) VALUES ($1) ON CONFLICT (person) DO NOTHING"
_LOCK = """
SELECT d.last_news, d.sent_on, p.email, p.locale, p.display_name FROM digest d JOIN person p ON p.id = d.person
WHERE d.person = $1 AND p.email IS NOT NULL AND p.deleted_at IS NULL FOR UPDATE OF d
"""
_TOLD = "UPDATE digest SET last_news = $2, sent_on = COALESCE($3, sent_on) WHERE person = $1"
_TEXT = N_(
    """Guten Tag %(name)s,

das ist neu bei dem, was Sie verfolgen:

%(lines)s%(stops)sWas Sie verfolgen, ändern Sie hier:
%(follows)s

Gar keine Mails mehr davon? Ein Klick genügt, ohne Anmeldung:
%(stop)s
"""
)
_STOP = N_("Nur von „%(title)s“ nichts mehr hören:")


async def send_due() -> None:
    """At most one mail a day for each person; nobody waits for another, whatever goes wrong with theirs."""
    last, before = 0, now() - SETTLE
    while people := await due(before, today(), BATCH, after=last):
        for person in people:
            try:
                await send_one(person)
            except Exception as error:  # one that fails again and again must not keep the others from theirs
                log.exception("digest failed", person=person, error=type(error).__name__)
        last = people[-1]


async def send_one(person_id: int) -> None:
    async with unit_of_work():
        await execute(_TAKE, person_id)
        row = await fetch_one(_LOCK, person_id)
        if row is None or not may_leave(row["sent_on"], today()):
            return
        lines, last = await new_for(person_id, row["last_news"], now() - SETTLE)
        await execute(_TOLD, person_id, last, today() if lines else None)
        if lines:
            await _send(person_id, row["email"], row["display_name"], row["locale"], lines)


async def _send(person_id: int, email: str, name: str, locale: str, lines: list[Line]) -> None:
    link = settings().link
    told = "".join(
        f"{translate(locale, SAYS[one.what])}: „{one.title}“\n{link(one.url)}\n\n" for one in lines
    )
    places = dict.fromkeys((one.place_title, one.place) for one in lines)
    stops = "".join(
        translate(locale, _STOP, title=title) + f"\n{link(stop_one_path(person_id, *place))}\n\n"
        for title, place in places
    )
    subject = translate_plural(
        locale, "%(count)s Neuigkeit für Sie", "%(count)s Neuigkeiten für Sie", len(lines), count=len(lines)
    )
    text = translate(
        locale,
        _TEXT,
        name=name,
        lines=told,
        stops=stops,
        follows=link("/account/follows"),
        stop=link(stop_path(person_id)),
    )
    await send_mail(email, subject, text)


def stop_one_path(person_id: int, kind: str, number: int) -> str:
    """The same for one thing alone."""
    return f"/follows/{person_id}/{kind}/{number}/{sign('follows', f'{person_id}|{kind}|{number}')}"


def stop_path(person_id: int) -> str:
    """Signed, not stored: whoever has the mail may stop the mails, and nothing else."""
    return f"/follows/{person_id}/{sign('follows', str(person_id))}"
