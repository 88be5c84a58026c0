"""Writes. Voters share a lock on their poll, closing takes it alone: a ballot is counted or its voter is told.

The lock is advisory because PostgreSQL queues it fairly; under a stream of voters a row lock could wait for ever.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg
import structlog
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered
from polls import double_entry, networks, opening, receipts, sealing
from polls.ballots.registry import KINDS
from polls.ballots.shape import Ballot, to_text
from polls.life import (
    Needed,
    Receipts,
    Results,
    Secrecy,
    State,
    Voters,
    default_receipts,
    results_allowed,
    state,
)
from polls.locks import alone, shared
from polls.queries import Option, Poll, poll, question_of
from polls.questionnaire.counting import apart, write
from polls.questionnaire.queries import parts_of, questions_of
from polls.questionnaire.rules import Part
from polls.refusals import (
    ALREADY,
    CODE_UNKNOWN,
    CODE_USED,
    KEY_MISSING,
    ON_PAPER,
    REFUSAL_BY_STATE,
    REFUSAL_BY_VOTERS,
)
from polls.roll.standing import stand_on_roll

KIND = "poll"

log = structlog.get_logger("polls")

_STANDING = "SELECT published_at, opens_at, closes_at, closed_at, counted_at FROM poll WHERE id = $1"
_CREATE = """
INSERT INTO poll (consultation, district, title, lead, body, body_html, renderer, kind, settings, secrecy,
                  results, binding, quorum, eligible, opens_at, closes_at, published_at, outcome,
                  voters, needed, changeable, paper, remind_days, home, receipts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
        $19, $20, $21, $22, $23, $24, $25) RETURNING id
"""
_MARK = "UPDATE poll SET key_mark = $2 WHERE id = $1"
_OPTIONS = """
INSERT INTO poll_option (poll, position, key, title, text)
SELECT $1, place, key, title, text
FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS o (key, title, text, place)
"""
_PUT = """
INSERT INTO poll_vote (poll, person, roll, sealed, ballot, receipt)
SELECT $1, p.id, r.id, $3, $4, $5 FROM person p
LEFT JOIN poll_roll r ON r.poll = $1 AND r.person = p.id
WHERE p.id = $2 AND p.confirmed_at IS NOT NULL AND p.deleted_at IS NULL
  AND CASE $6::text WHEN 'confirmed' THEN TRUE WHEN 'roll' THEN r.id IS NOT NULL
      WHEN 'verified' THEN EXISTS (SELECT 1 FROM verification v WHERE v.person = p.id AND v.withdrawn_at IS NULL)
      ELSE FALSE END FOR SHARE OF p
ON CONFLICT (poll, person) DO UPDATE
SET sealed = excluded.sealed, ballot = excluded.ballot, receipt = excluded.receipt
WHERE $7 AND NOT poll_vote.paper
"""
_PUT_BY_CODE = """
INSERT INTO poll_vote (poll, code, sealed, ballot, receipt) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
"""
_MINE = "SELECT paper FROM poll_vote WHERE poll = $1 AND person = $2"
_CLOSE = """
UPDATE poll SET closed_at = $2, closed_by = $3, held_at = CASE WHEN $4 THEN $2::timestamptz END
WHERE id = $1 OR part_of = $1
"""
_VOTES = """
SELECT v.person, v.code, v.paper, v.sealed, v.ballot, v.receipt,
    COALESCE(p.created_at >= q.opens_at, FALSE) AS fresh,
    v.code IS NULL AND NOT EXISTS (
        SELECT 1 FROM verification w WHERE w.person = v.person AND w.withdrawn_at IS NULL) AS unverified
FROM poll_vote v JOIN poll q ON q.id = v.poll LEFT JOIN person p ON p.id = v.person WHERE v.poll = $1
"""
_SWEEP_VOTES = "DELETE FROM poll_vote WHERE poll = $1"
_SWEEP_ROLL = "DELETE FROM poll_roll WHERE poll = $1"
_SWEEP_DRAFTS = "DELETE FROM poll_draft WHERE poll = $1"
_SWEEP_REMINDERS = "DELETE FROM poll_reminder WHERE poll = $1"
_BALLOTS = """
INSERT INTO poll_ballot (poll, ballot, origin, receipt)
SELECT $1, ballot, origin, receipt
FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS b (ballot, origin, receipt, place) ORDER BY place
"""
_RECEIPTS = """
INSERT INTO poll_receipt (poll, receipt)
SELECT $1, receipt FROM unnest($2::text[]) WITH ORDINALITY AS r (receipt, place) ORDER BY place
"""
_COUNTED = "UPDATE poll SET counted_at = $2, ballots = $3, broken = $4, digest = $5 WHERE id = $1"
_REPORT = "INSERT INTO poll_report (poll, content) VALUES ($1, $2)"
_DUE = """
SELECT id FROM poll
WHERE published_at <= $1 AND counted_at IS NULL AND part_of IS NULL AND held_at IS NULL
  AND CASE WHEN closed_at IS NULL THEN closes_at <= $1 ELSE NOT paper OR paper_done_at IS NOT NULL END
ORDER BY id
"""
_COUNTABLE = """
SELECT 1 FROM poll WHERE id = $1 AND closed_at IS NOT NULL AND counted_at IS NULL AND held_at IS NULL
"""


# --- making a poll ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """`numbers` are those of a `Question`, as in {"most": 3}."""

    title: str
    kind: str
    options: Sequence[Option]
    opens_at: datetime
    closes_at: datetime
    lead: str = ""
    body: str = ""
    outcome: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)
    secrecy: Secrecy = Secrecy.SECRET
    results: Results = Results.AT_END
    binding: bool = False
    quorum: int | None = None
    eligible: int | None = None
    consultation_id: int | None = None
    district_id: int | None = None
    voters: Voters = Voters.CONFIRMED
    needed: Needed = Needed.NOTHING
    changeable: bool = True
    paper: bool = False
    remind_days: int = 0
    home: str = ""
    receipts: Receipts | None = None
    """None: as it fits the secrecy."""


async def create(actor_id: int | None, draft: Draft, text: Rendered, *, published_at: datetime | None) -> int:
    """Its id. ValueError or KeyError for a poll that makes no sense: whoever calls has a form that checks."""
    keys = [option.key for option in draft.options]
    question_of(draft.numbers, keys)
    if draft.kind not in KINDS or not results_allowed(draft.secrecy, draft.results):
        raise ValueError("no such kind of ballot, or a secret poll with a public standing")
    if bool(keys) == (draft.kind == "open"):
        raise ValueError("an open question has no options, and every other one has some")
    async with unit_of_work():
        number: int = await fetch_value(
            _CREATE,
            draft.consultation_id,
            draft.district_id,
            draft.title,
            draft.lead,
            draft.body,
            text.html,
            text.version,
            draft.kind,
            json.dumps(dict(draft.numbers)),
            draft.secrecy.value,
            draft.results.value,
            draft.binding,
            draft.quorum,
            draft.eligible,
            draft.opens_at,
            draft.closes_at,
            published_at,
            draft.outcome,
            draft.voters.value,
            draft.needed.value,
            draft.changeable,
            draft.paper,
            draft.remind_days,
            draft.home,
            (draft.receipts or default_receipts(draft.secrecy)).value,
        )
        titles, texts = [o.title for o in draft.options], [o.text for o in draft.options]
        await execute(_OPTIONS, number, keys, titles, texts)
        await record(actor_id, "poll.created", KIND, number, {"secrecy": draft.secrecy.value})
        if draft.secrecy is Secrecy.SECRET:
            await execute(_MARK, number, sealing.make_key(number))
    return number


# --- voting -------------------------------------------------------------------------------------------------


async def cast(actor: Actor, found: Poll, ballot: Ballot, network: str = "") -> str:
    """The receipt. `ballot` has been validated; it replaces what the person cast before.

    `network`: from where, as `polls.networks.prefix_of` says it; it becomes a mark inside the seal.
    """
    return await put(actor.id, found, to_text(ballot), network)


async def put(person_id: int, found: Poll, text: str, network: str = "", *, room: int | None = None) -> str:
    """As `cast`, with the text that is sealed and counted; `room` where it is no ballot of the poll's own question."""
    receipt = receipts.draw()
    row = _row(found, person_id, receipt, text, network, room)
    line = found.line
    try:
        async with unit_of_work():
            await shared(line.id)
            require_open(await _standing(line.id))
            if line.voters is Voters.ROLL:
                await stand_on_roll(line.id, person_id)
            if not await execute(_PUT, line.id, person_id, *row, line.voters.value, line.changeable):
                raise await _why_not(line.id, person_id, line.voters)
    except asyncpg.UniqueViolationError as error:  # their line of the roll has voted on paper
        raise Refused(ON_PAPER) from error
    return receipt


async def _why_not(poll_id: int, person_id: int, voters: Voters) -> Refused:
    mine = await fetch_one(_MINE, poll_id, person_id)
    if mine is None:
        return Refused(REFUSAL_BY_VOTERS[voters], status=403)
    return Refused(ON_PAPER if mine["paper"] else ALREADY)


async def cast_by_code(code_id: int, found: Poll, ballot: Ballot, network: str = "") -> str:
    """The receipt. A code is good for one ballot, which nobody can change: whoever finds the sheet finds it used."""
    receipt = receipts.draw()
    row = _row(found, -code_id, receipt, to_text(ballot), network)
    try:
        async with unit_of_work():
            await shared(found.line.id)
            require_open(await _standing(found.line.id))
            if not await execute(_PUT_BY_CODE, found.line.id, code_id, *row):
                raise Refused(CODE_USED)
    except asyncpg.ForeignKeyViolationError as error:  # its sheet was declared void in this moment
        raise Refused(CODE_UNKNOWN) from error
    return receipt


def _row(
    found: Poll, voter: int, receipt: str, text: str, network: str, room: int | None = None
) -> tuple[bytes | None, str | None, str | None]:
    """Sealed, ballot, receipt: the first for a secret poll, else the other two. `voter`: see `opening.voter_of`."""
    if not found.line.secret:
        mark = networks.mark(networks.key_of_mood(found.line.id), network, now())
        return None, text, receipts.marked(receipt, mark)
    try:
        key = sealing.read_key(found.line.id, found.line.key_mark)
    except sealing.KeyMissingError as error:
        raise Refused(KEY_MISSING, status=409) from error
    content = receipts.together(receipt, text, networks.mark(key, network, now()))
    return sealing.seal(key, found.line.id, voter, content, room or sealing.room(found.question)), None, None


def require_open(standing: State) -> None:
    """404 for a draft, 409 with the reason where nobody can vote now."""
    if standing is State.DRAFT:
        raise NotFoundException
    if standing is not State.OPEN:
        raise Refused(REFUSAL_BY_STATE[standing], status=409)


async def _standing(poll_id: int) -> State:
    """Asked under the lock, in a statement of its own: it sees what the closing before it has written."""
    row = await fetch_one(_STANDING, poll_id)
    if row is None:
        raise NotFoundException
    return state(now(), **dict(row))


# --- the end ------------------------------------------------------------------------------------------------


async def close(poll_id: int, actor_id: int | None, *, held: bool = False) -> bool:
    """Ends the voting, by an editor or by the clock (None); False where it has ended before.

    `held`: nobody counts it before `polls.holding.release`, and until then it can be opened again.
    """
    async with unit_of_work():
        await alone(poll_id)
        row = await fetch_one(_STANDING, poll_id)
        standing = await _standing(poll_id)
        if standing in {State.DRAFT, State.COMING}:
            raise Refused(REFUSAL_BY_STATE[State.COMING], status=409)
        if row is None or row["closed_at"] is not None:
            return False
        await execute(_CLOSE, poll_id, now(), actor_id, held)
        await record(actor_id, "poll.closed", KIND, poll_id)
    return True


async def count(poll_id: int) -> bool:
    """Opens the ballots of a closed poll, once; False where that is done already.

    Raises `sealing.KeyMissingError` where they cannot be opened: then nothing is changed.
    """
    found = await poll(poll_id, None)
    if found is None or not await fetch_value(_COUNTABLE, poll_id):
        return False
    if found.line.paper and found.line.paper_done_at is None:
        return False
    votes = await fetch(_VOTES, poll_id)
    cast_online = [vote for vote in votes if not vote["paper"]]
    parts = parts_of(await questions_of(found))
    opened, report = await asyncio.to_thread(opening.open_and_report, found, cast_online, parts)
    broken = len(cast_online) - len(opened)
    typed = [slot.content for slot in await double_entry.slots(poll_id, "sheet") if slot.content]
    if not await settle(
        found, opened, broken=broken, votes=len(votes), paper=typed, parts=parts, report=report
    ):
        return False
    sealing.destroy_key(poll_id)
    return True


async def settle(
    found: Poll,
    opened: Sequence[tuple[str, str]],
    *,
    broken: int = 0,
    votes: int = 0,
    paper: Sequence[str] = (),
    parts: Sequence[Part] = (),
    report: str = "",
) -> bool:
    """Writes (receipt, ballot) apart from each other, both sorted, and drops the votes, in one transaction.

    Only a poll that has said so beforehand keeps a receipt beside its ballot. `paper`: ballots without a receipt,
    that two people have typed. `parts`: of a questionnaire, whose answers are taken apart and written question by
    question. `report`: that of `polls.integrity`.
    """
    poll_id = found.line.id
    full = found.line.full
    online = [(ballot, "online", receipt if full else "") for receipt, ballot in opened]
    counted = sorted([*online, *((ballot, "paper", "") for ballot in paper)])
    ballots, number = [ballot for ballot, _, _ in counted], len(counted)
    questions = apart(parts, ballots) if parts else {}
    digest = hashlib.sha256("\n".join(ballots).encode()).hexdigest()
    async with unit_of_work():
        await alone(poll_id)
        if not await fetch_value(_COUNTABLE, poll_id):
            return False
        if await execute(_SWEEP_VOTES, poll_id) != votes:
            raise RuntimeError(
                "somebody's account was erased while the ballots were opened; the next try counts"
            )
        for sweep in (_SWEEP_ROLL, _SWEEP_DRAFTS, _SWEEP_REMINDERS):
            await execute(sweep, poll_id)
        if parts:
            digest = await write(questions, now())
        else:
            origins, beside = (
                [origin for _, origin, _ in counted],
                [receipt or None for *_, receipt in counted],
            )
            await execute(_BALLOTS, poll_id, ballots, origins, beside)
        if report:
            await execute(_REPORT, poll_id, report)
        await execute(_RECEIPTS, poll_id, sorted(receipt for receipt, _ in opened))
        await execute(_COUNTED, poll_id, now(), number, broken, digest)
        await record(None, "poll.counted", KIND, poll_id, {"ballots": number, "broken": broken})
    return True


async def try_count(poll_id: int) -> bool:
    """As `count`; without its key a poll waits, so that a key brought back still counts it."""
    try:
        return await count(poll_id)
    except sealing.KeyMissingError:
        log.error("ballot_key_missing", poll=poll_id)  # noqa: TRY400  # the trace says no more
        return False


async def close_due() -> None:
    """What time has ended, and what a killed worker has left half done."""
    for row in await fetch(_DUE, now()):
        await finish(row["id"])


async def finish(poll_id: int) -> None:
    """For a poll whose hour has come."""
    await close(poll_id, None)
    await try_count(poll_id)
