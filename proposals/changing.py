"""Writes of those who wrote a proposal: another wording, and taking it back."""

from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from moderation.asking import was_questioned
from moderation.premoderation import nobody_switches
from moderation.rechecks import look_again
from participation.accounts.actor import Actor
from participation.accounts.sanctions import require_may_write
from participation.consultations.actions import require_open
from participation.consultations.geography import latitude_longitude
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered, plain, teaser
from participation.discussion import actions as discussion
from proposals.actions import KIND, is_held
from proposals.forms import NewProposal
from proposals.images import actions as images
from proposals.images.forms import NOTHING, Sent
from proposals.merging.wording import HOLDS_OTHERS, MERGED
from proposals.rules import CREATE, TEASER_MAX, Status, leaves_a_version, may_be_changed
from proposals.wording import CHANGED_ELSEWHERE, HIDDEN, NOT_YOURS, READ_FIRST, TAKEN_UP, WITHDRAWN

_LOCK = """
SELECT p.id, p.consultation, p.author, p.title, p.body, p.status, p.version, p.published_at, p.changed_at, p.hidden_at,
       p.withdrawn_at, p.merged_into, EXISTS (SELECT 1 FROM official_answer o WHERE o.proposal = p.id) AS answered
FROM proposal p WHERE p.id = $1 FOR NO KEY UPDATE OF p
"""
_KEEP = """
INSERT INTO proposal_version (proposal, number, title, body, withheld, written_at, replaced_at)
VALUES ($1, (SELECT count(*) + 1 FROM proposal_version WHERE proposal = $1), $2, $3, $4, $5, $6)
"""
_CHANGE = """
UPDATE proposal SET title = $2, body = $3, body_html = $4, renderer = $5, teaser = $6, category = $7, district = $8,
    place = $9, version = version + 1, changed_at = $10, latitude = $11, longitude = $12
WHERE id = $1 RETURNING version
"""
# After the lock, as a statement of its own: only so does it see a merge that it has waited for.
_HOLDS_OTHERS = "SELECT EXISTS (SELECT 1 FROM proposal WHERE merged_into = $1)"
_ALONG = "SELECT 1 FROM proposal_pen WHERE proposal = $1 AND person = $2"
_WITHDRAW = "UPDATE proposal SET withdrawn_at = $2 WHERE id = $1"


async def change(
    actor: Actor,
    proposal_id: int,
    sent: NewProposal,
    text: Rendered,
    version: int | None,
    pictures: Sent = NOTHING,
) -> int:
    """The new version. `version` is the one that was on the form: whoever was faster is not overwritten."""
    require_may_write(actor)
    moment = now()
    async with unit_of_work():
        await nobody_switches()
        row = await _own(actor, proposal_id, together=True)
        if row["merged_into"] is not None:
            raise Refused(MERGED, status=409)
        await require_open(row["consultation"], CREATE)
        if not may_be_changed(Status(row["status"]), answered=row["answered"]):
            raise Refused(TAKEN_UP, status=409)
        if await is_held(actor, row["consultation"]):
            raise Refused(READ_FIRST, status=409)
        if row["version"] != version:
            raise Refused(CHANGED_ELSEWHERE, status=409)
        await _keep(row, sent, moment)
        number: int = await fetch_value(
            _CHANGE,
            proposal_id,
            sent.title,
            sent.body,
            text.html,
            text.version,
            teaser(plain(text.html), TEASER_MAX),
            sent.category_id,
            sent.district_id,
            sent.place,
            moment,
            *latitude_longitude(sent.point),
        )
        await images.change(actor, pictures, proposal=proposal_id)
        await look_again(KIND, proposal_id)
    return number


async def _keep(row: Any, sent: NewProposal, moment: datetime) -> None:
    if not leaves_a_version(row["published_at"], moment) or (sent.title, sent.body) == (
        row["title"],
        row["body"],
    ):
        return
    withheld = await was_questioned(KIND, row["id"])
    written = row["changed_at"] or row["published_at"]
    await execute(_KEEP, row["id"], row["title"], row["body"], withheld, written, moment)


async def withdraw(actor: Actor, proposal_id: int) -> None:
    """For good. Its comments are no longer found either; a second time changes nothing."""
    moment = now()
    async with unit_of_work():
        row = await _own(actor, proposal_id)
        if row["answered"]:
            raise Refused(TAKEN_UP, status=409)
        if await fetch_value(_HOLDS_OTHERS, proposal_id):
            raise Refused(HOLDS_OTHERS, status=409)
        await execute(_WITHDRAW, proposal_id, moment)
        await discussion.subject_hidden(KIND, proposal_id, moment)


async def _own(actor: Actor, proposal_id: int, *, together: bool = False) -> Any:
    """The locked row; `together`: also for whoever writes along."""
    row = await fetch_one(_LOCK, proposal_id)
    if row is None:
        raise NotFoundException
    if row["author"] != actor.id and not (together and await fetch_one(_ALONG, proposal_id, actor.id)):
        raise Refused(NOT_YOURS, status=403)
    if row["hidden_at"] is not None:
        raise Refused(HIDDEN, status=409)
    if row["withdrawn_at"] is not None:
        raise Refused(WITHDRAWN, status=409)
    return row
