"""Writes around plans on display: confirming the days, and taking statements.

Names and addresses stay in their one row: no log, no mail, no audit entry holds them.
"""

import re
from datetime import date
from typing import Any

from litestar.exceptions import NotFoundException

from moderation.links import hash_of, new_token
from participation.accounts.actor import Actor
from participation.core.audit import record
from participation.core.clock import now, today
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.throttle import may_write_to
from participation.core.wording import datetime_text
from participation.plans import attachments
from participation.plans.rules.display import Period, Standing, last_day, wrong
from participation.plans.rules.statements import Channel, label
from participation.plans.statement_forms import Days, NewStatement
from participation.plans.wording import DAYS, NO_DISPLAY, NOT_YET, OVER
from participation.settings import settings

_TOKEN = re.compile(r"[0-9a-f]{32}")
_LOCK = """
SELECT t.id, t.title, c.published_at <= $2 AS public FROM plan_text t JOIN consultation c ON c.id = t.consultation
WHERE t.id = $1 FOR NO KEY UPDATE OF t
"""
_VERSION = """
SELECT v.id, d.announced_on, d.starts_on, d.ends_on FROM plan_version v LEFT JOIN plan_display d ON d.version = v.id
WHERE v.text = $1 AND v.published_at IS NOT NULL ORDER BY v.number DESC LIMIT 1
"""
_CONFIRM = """
INSERT INTO plan_display (text, version, announced_on, starts_on, ends_on, computed_on, confirmed_at, confirmed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (version) DO UPDATE SET announced_on = excluded.announced_on, starts_on = excluded.starts_on,
    ends_on = excluded.ends_on, computed_on = excluded.computed_on, confirmed_at = excluded.confirmed_at,
    confirmed_by = excluded.confirmed_by
"""
_DISPLAY = """
SELECT d.id, d.starts_on, d.ends_on FROM plan_display d WHERE d.text = $1 ORDER BY d.starts_on DESC, d.id DESC LIMIT 1
"""
_ADD = """
INSERT INTO plan_statement (text, display, number, channel, late, received_on, created_at, body, name, address, email,
                            person, entered_by, token_hash)
VALUES ($1, $2, (SELECT COALESCE(max(s.number), 0) + 1 FROM plan_statement s WHERE s.text = $1),
        $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (token_hash) DO NOTHING RETURNING id, number
"""
_SAME = """
SELECT 1 FROM plan_statement s
WHERE token_hash = $1 AND text = $2 AND name = $3 AND address = $4 AND email = $5 AND body = $6
  AND ARRAY(SELECT a.sha256 FROM plan_attachment a WHERE a.statement = s.id ORDER BY a.position) = $7::bytea[]
"""
_RECEIPT = N_(
    """Guten Tag,

Ihre Stellungnahme zu „%(title)s“ ist am %(moment)s bei der Stadt angekommen. Sie hat die Nummer %(number)s.

Hier steht Ihre Eingangsbestätigung zum Ausdrucken:
%(link)s

Bitte geben Sie diesen Link nicht weiter: Wer ihn hat, kann Ihre Stellungnahme lesen.
"""
)


async def confirm(actor_id: int, text_id: int, days: Days) -> None:
    """The display of the newest version. Refused with the reason where the days do not work."""
    period = days.period
    async with unit_of_work():
        await _locked(text_id)
        row: Any = await fetch_one(_VERSION, text_id)
        if row is None:
            raise NotFoundException
        former = Period(row["starts_on"], row["ends_on"]) if row["starts_on"] else None
        found = wrong(period, days.announced_on, today(), former)
        if found is not None:
            raise Refused(DAYS[found], status=409, least=last_day(period.starts_on).strftime("%d.%m.%Y"))
        begun = former is not None and former.standing(today()) is not Standing.COMING
        announced: date = row["announced_on"] if begun else days.announced_on
        await execute(
            _CONFIRM,
            text_id,
            row["id"],
            announced,
            period.starts_on,
            period.ends_on,
            last_day(period.starts_on),
            now(),
            actor_id,
        )
        details = (period.starts_on.isoformat(), period.ends_on.isoformat())
        await record(
            actor_id, "display.confirmed", "text", text_id, {"starts": details[0], "ends": details[1]}
        )


async def _locked(text_id: int) -> Any:
    row = await fetch_one(_LOCK, text_id, now())
    if row is None:
        raise NotFoundException
    return row


async def state(actor: Actor, text_id: int, sent: NewStatement, once: str, locale: str) -> str:
    """The token of the receipt. `once` came with the form: sent twice, the same statement is taken once."""
    moment = now()
    async with unit_of_work():
        text, display = await _displayed(text_id)
        period = Period(display["starts_on"], display["ends_on"])
        standing = period.standing(today())
        if standing is not Standing.RUNNING:
            key = NOT_YET if standing is Standing.COMING else OVER
            raise Refused(key, status=409, first=_figures(period.starts_on), last=_figures(period.ends_on))
        token, number = await _add(actor.person_id, None, text_id, display["id"], sent, once, late=False)
        if number and sent.email and may_write_to(sent.email):
            values = {
                "title": text["title"],
                "moment": datetime_text(locale, moment),
                "number": label(text_id, number),
                "link": settings().link(f"/statements/{token}"),
            }
            words = translate(locale, _RECEIPT, **values)
            await send_mail(sent.email, translate(locale, N_("Ihre Stellungnahme ist angekommen")), words)
    return token


async def enter(clerk: int, text_id: int, sent: NewStatement, once: str) -> str:
    """What came on paper, at the counter or by telephone; after the last day it is marked as late, not refused."""
    async with unit_of_work():
        _, display = await _displayed(text_id)
        received = sent.received_on or today()
        late = received > display["ends_on"]
        token, number = await _add(None, clerk, text_id, display["id"], sent, once, late=late)
        if number:
            details = {"number": number, "channel": sent.channel.value, "late": late}
            await record(clerk, "statement.entered", "text", text_id, details)
    return token


async def _displayed(text_id: int) -> tuple[Any, Any]:
    text = await _locked(text_id)
    display = await fetch_one(_DISPLAY, text_id)
    if not text["public"]:
        raise NotFoundException
    if display is None:
        raise Refused(NO_DISPLAY, status=409)
    return text, display


async def _add(
    person: int | None,
    clerk: int | None,
    text_id: int,
    display: int,
    sent: NewStatement,
    once: str,
    *,
    late: bool,
) -> tuple[str, int]:
    """The token and the number; 0 where this very statement, with the same files, is there already."""
    token = once if _TOKEN.fullmatch(once) else new_token()[0]
    while True:
        row = await fetch_one(
            _ADD,
            text_id,
            display,
            sent.channel.value,
            late,
            sent.received_on if sent.channel is not Channel.ONLINE else today(),
            now(),
            sent.body,
            sent.name,
            sent.address,
            sent.email,
            person,
            clerk,
            hash_of(token),
        )
        if row is not None:
            await attachments.keep(row["id"], sent.files)
            return token, row["number"]
        digests = [one.sha256 for one in sent.files]
        same = (text_id, sent.name, sent.address, sent.email, sent.body, digests)
        if await fetch_value(_SAME, hash_of(token), *same):
            return token, 0
        token = new_token()[0]


def _figures(day: date) -> str:
    return day.strftime("%d.%m.%Y")


# --- the data of persons ------------------------------------------------------------------------------------

_ERASED = "SET name = '', address = '', email = '', person = NULL, erased_at = $2"
_ERASE_OF = (
    f"UPDATE plan_statement {_ERASED} WHERE person = $1 AND erased_at IS NULL RETURNING id"  # constants
)
_ERASE = f"UPDATE plan_statement {_ERASED} WHERE id = $1 AND erased_at IS NULL RETURNING text"  # constants
_OF_PERSON = """
SELECT t.title AS text, s.number, s.created_at, s.name, s.address, s.email, s.body,
       ARRAY(SELECT a.name FROM plan_attachment a WHERE a.statement = s.id ORDER BY a.position) AS files
FROM plan_statement s JOIN plan_text t ON t.id = s.text WHERE s.person = $1 ORDER BY s.id
"""


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_OF_PERSON, person_id)]


async def erase_of(person_id: int) -> None:
    """The words stay with the file of the plan, the person does not."""
    async with unit_of_work():
        await attachments.drop([row["id"] for row in await fetch(_ERASE_OF, person_id, now())])


async def erase(actor_id: int, statement: int) -> int:
    """For people without an account who ask for it. The text it belongs to."""
    async with unit_of_work():
        text_id: int | None = await fetch_value(_ERASE, statement, now())
        if text_id is None:
            raise NotFoundException
        await attachments.drop([statement])
        await record(actor_id, "statement.erased", "statement", statement)
    return text_id
