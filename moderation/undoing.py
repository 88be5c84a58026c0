"""To take a decision back: everything is as it was, and all who were told are told again."""

from typing import Any

from litestar.exceptions import NotFoundException

from moderation import letters, links
from moderation.effects import hold_again, impose_again, put_back
from moderation.letters import Reader, authors_of, subject_of
from moderation.rules import Action, State, UndoObstacle, before_decision, restricts, undo_obstacle
from participation.core import audit, clock, kinds
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused

_LOCK = """
SELECT id, number, kind, content_id, state, author, title, titled, place, written_at, held
FROM moderation_case WHERE id = $1 FOR UPDATE
"""
_LAST = """
SELECT id, instance, action, decided_by, decided_at FROM decision WHERE case_id = $1 ORDER BY instance DESC LIMIT 1
"""
_NEWER = """
SELECT 1 FROM moderation_case
WHERE kind = $1 AND content_id = $2 AND id <> $3 AND (state = 'open' OR opened_at >= $4)
"""
_LOCK_CONTENT = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7364))"
_UNLINK = "UPDATE appeal SET outcome = NULL, answer = NULL WHERE answer = $1"
_PUT_ASIDE = """
WITH gone AS (DELETE FROM decision WHERE id = $1
              RETURNING case_id, instance, action, rule, reason, decided_by, decided_at, token_hash, until, detail, law)
INSERT INTO undone_decision (case_id, instance, action, rule, reason, decided_by, decided_at, token_hash, until,
                             detail, law, undone_at)
SELECT case_id, instance, action, rule, reason, decided_by, decided_at, token_hash, until, detail, law, $2 FROM gone
"""
_REOPEN = "UPDATE moderation_case SET state = $2, claimed_by = $3, claimed_at = $4 WHERE id = $1"


async def undo(case_id: int, *, person: int) -> None:
    """The case waits again, with this person. Refused 409 or 403 (UndoObstacle); NotFoundException."""
    async with unit_of_work():
        case = await fetch_one(_LOCK, case_id)
        if case is None:
            raise NotFoundException
        last = await fetch_one(_LAST, case_id)
        state, moment = State(case["state"]), clock.now()
        await _refuse(case, last, state, person)
        assert last is not None
        await execute(_UNLINK, last["id"])
        await execute(_PUT_ASIDE, last["id"], moment)
        await execute(_REOPEN, case_id, before_decision(state).value, person, moment)
        await audit.record(person, "decision.undone", "case", case_id, {"action": last["action"]})
        await _tell(case, Action(last["action"]), again=state is State.CLOSED)
        # Last: in a forum it locks the row that everybody in the hall writes through.
        await _put_back(case, Action(last["action"]), again=state is State.CLOSED)


async def _refuse(case: Any, last: Any, state: State, person: int) -> None:
    if last is None:
        raise Refused(UndoObstacle.NOTHING, status=409)
    found = undo_obstacle(state, last["decided_by"], last["decided_at"], person, clock.now())
    if found is not None:
        raise Refused(found, status=403 if found is UndoObstacle.ANOTHERS else 409)
    await execute(_LOCK_CONTENT, f"{case['kind']}:{case['content_id']}")
    if await fetch_value(_NEWER, case["kind"], case["content_id"], case["id"], last["decided_at"]):
        raise Refused(UndoObstacle.NEWER, status=409)


async def _put_back(case: Any, action: Action, *, again: bool) -> None:
    """What was restricted is as before; what an appeal had brought back is restricted as it was."""
    if not again and case["held"]:
        await hold_again(case, action)
    elif not again:
        await put_back(case, action)
    elif not restricts(action):
        await impose_again(case)


_REPORTERS = """
SELECT r.id, COALESCE(p.email, r.reporter_email) AS email, COALESCE(p.locale, r.locale) AS locale
FROM report r LEFT JOIN person p ON p.id = r.reporter AND p.deleted_at IS NULL
WHERE r.case_id = $1 AND r.source <> 'system' ORDER BY r.id
"""


async def _tell(case: Any, action: Action, *, again: bool) -> None:
    subject = subject_of(case)
    visible = not again and not case["held"]
    told_before = again or case["held"] or action is not Action.KEEP
    for author in await authors_of(case) if told_before else []:
        card = await kinds.card(case["kind"], case["content_id"]) if visible else None
        path = card.url if card and card.url else "/account/decisions"
        await letters.tell_undone(author, subject, visible=visible, again=again, author=True, path=path)
    if again and restricts(action):
        return
    for row in await fetch(_REPORTERS, case["id"]):
        if row["email"]:
            reader, path = Reader(row["email"], "", row["locale"]), links.receipt_path(row["id"])
            await letters.tell_undone(reader, subject, visible=visible, again=again, author=False, path=path)
