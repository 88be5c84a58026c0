"""The write of a clerk: a proposal without an account behind it, and how it came."""

from participation.accounts.actor import Actor
from participation.accounts.sanctions import require_may_write
from participation.consultations.actions import require_open
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.html import Rendered, plain, teaser
from proposals.actions import KIND
from proposals.paper.forms import Entry
from proposals.rules import CREATE, TEASER_MAX

_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_THERE = "SELECT proposal FROM paper_entry WHERE form_key = $1"
_CREATE = """
INSERT INTO proposal (consultation, author_name, title, body, body_html, renderer, teaser, category, district, place,
                      created_at, published_at)
VALUES ($1, NULLIF($2, ''), $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) RETURNING id
"""
_ENTRY = """
INSERT INTO paper_entry (proposal, channel, received_on, entered_at, form_key) VALUES ($1, $2, $3, $4, $5)
"""


async def enter(actor: Actor, consultation_id: int, entry: Entry, text: Rendered) -> int:
    """The proposal's id; the same for a form that is sent twice. What arrived in time counts, whenever it is entered.

    Nobody reads the city's entries first: a clerk has just read it.
    """
    require_may_write(actor)
    moment, sent = now(), entry.sent
    async with unit_of_work():
        await execute(_ALONE, entry.key)
        there: int | None = await fetch_value(_THERE, entry.key)
        if there is not None:
            return there
        await require_open(consultation_id, CREATE, on=entry.received_on)
        number: int = await fetch_value(
            _CREATE,
            consultation_id,
            entry.name,
            sent.title,
            sent.body,
            text.html,
            text.version,
            teaser(plain(text.html), TEASER_MAX),
            sent.category_id,
            sent.district_id,
            sent.place,
            moment,
        )
        await execute(_ENTRY, number, entry.channel.value, entry.received_on, moment, entry.key)
        details = {"channel": entry.channel.value, "consultation": consultation_id}
        await record(actor.id, "proposal.entered", KIND, number, details, digest_of=sent.body)
    return number
