"""Asking, supporting, and what chair, clerk and city do with a question."""

from datetime import date, datetime

from moderation.premoderation import hold
from participation.core import clock
from participation.core.audit import record
from participation.core.db import UnitOfWork, execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.core.kinds import HELD, Tombstone
from participation.forums.agenda.actions import CLOSING
from participation.forums.log.actions import append
from participation.forums.questions.letters import tell_answered, tell_owed
from participation.forums.questions.queries import locked
from participation.forums.questions.rules import QuestionState, due, may_be_owed, may_become
from participation.forums.reading import waits_here

sentence("questions-closed", N_("Dieses Bürgerforum ist vorbei. Neue Fragen nimmt es nicht mehr an."))
sentence("question-state", N_("Das geht bei dieser Frage nicht mehr. Bitte laden Sie die Seite neu."))

_ASK = """
INSERT INTO question (forum, author, card, name_shown, body, created_at, changed_at, author_role, hidden_at,
                      hidden_rule_slug, caller)
SELECT id, $2, $3, $4, $5, $6, $6, $7, CASE WHEN $8::text IS NOT NULL THEN $6::timestamptz END, $8, $9 FROM forum WHERE id = $1 AND closed_at IS NULL RETURNING id
"""
_SUPPORT = """
WITH added AS (INSERT INTO question_support (question, person)
    SELECT id, $3 FROM question WHERE id = $1 AND forum = $2 AND hidden_at IS NULL ON CONFLICT DO NOTHING RETURNING 1)
UPDATE question SET supports = supports + 1 WHERE id = $1 AND EXISTS (SELECT 1 FROM added)
"""
_WITHDRAW = """
WITH gone AS (DELETE FROM question_support s USING question q
    WHERE s.question = $1 AND s.person = $3 AND q.id = $1 AND q.forum = $2 RETURNING 1)
UPDATE question SET supports = supports - 1 WHERE id = $1 AND EXISTS (SELECT 1 FROM gone)
"""
_OFF_STAGE = "UPDATE question SET state = 'shortlisted', changed_at = $2 WHERE forum = $1 AND state = 'stage'"
_SET = """
UPDATE question SET state = $2, changed_at = $3,
    answered_at = CASE WHEN $2 = 'answered' THEN $3::timestamptz END,
    answered_by = CASE WHEN $2 = 'answered' THEN $4::bigint END
WHERE id = $1
"""
_OWE = """
UPDATE question SET state = 'owed', office = $2, due_on = $3, owed_at = COALESCE(owed_at, $4), changed_at = $4
WHERE id = $1
"""
_OWE_ALL = """
UPDATE question SET state = 'owed', due_on = $2, owed_at = $3, changed_at = $3
WHERE forum = $1 AND state IN ('submitted', 'shortlisted', 'stage') RETURNING id
"""
_ANSWER = """
UPDATE question SET state = 'answered', answer = $2, answered_at = $3, answered_by = $4, changed_at = $3 WHERE id = $1
"""
_HIDE = """
UPDATE question SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4
WHERE id = $1 AND hidden_at IS NULL RETURNING forum
"""
_RESTORE = """
UPDATE question SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL
RETURNING forum, EXISTS (SELECT 1 FROM forum_event e WHERE e.forum = question.forum AND e.kind = 'question'
                         AND e.subject_id = question.id AND e.verb = 'asked') AS was_public
"""


async def ask(
    forum_id: int,
    author: int | None,
    body: str,
    now: datetime,
    *,
    name_shown: bool,
    card: int | None = None,
    caller: str = "",
    role: str | None = None,
    may_wait: bool = False,
) -> int:
    """The id of the question. Refused `questions-closed` (409) once the forum is over.

    `card` in the hall and `caller` on the telephone have no account. `role` is the office in which somebody asks; with `may_wait` it is held where the forum reads first.
    """
    async with unit_of_work() as work:
        slug = HELD if may_wait and await waits_here(forum_id) else None
        question_id: int | None = await fetch_value(
            _ASK, forum_id, author, card, name_shown, body, now, role, slug, caller
        )
        if question_id is None:
            raise Refused("questions-closed", status=409)
        if slug is not None:  # its entry in the log comes when others may read it
            await hold("question", question_id)
            return question_id
        await append(work, forum_id, "question", question_id, "asked", now)
    return question_id


async def support(forum_id: int, question_id: int, person_id: int) -> None:
    """Counts once. No event: a thousand people who support must not wake a thousand others each time."""
    async with unit_of_work():
        await execute(_SUPPORT, question_id, forum_id, person_id)


async def withdraw(forum_id: int, question_id: int, person_id: int) -> None:
    async with unit_of_work():
        await execute(_WITHDRAW, question_id, forum_id, person_id)


async def set_state(forum_id: int, question_id: int, state: QuestionState, by: int, now: datetime) -> None:
    """Refused `question-state` (409) where the way does not lead there. On stage is one: it replaces the other."""
    async with unit_of_work() as work:
        row = await locked(forum_id, question_id)
        if row is None or not may_become(QuestionState(row["state"]), state):
            raise Refused("question-state", status=409)
        if state is QuestionState.STAGE:
            await execute(_OFF_STAGE, forum_id, now)
        await execute(_SET, question_id, state.value, now, by)
        await _tell(work, forum_id, question_id, state.value, by, now)


async def owe(forum_id: int, question_id: int, office: str, due_on: date, by: int, now: datetime) -> None:
    """The answer follows in writing; the asker is told. Refused `question-state` (409) once it is answered."""
    async with unit_of_work() as work:
        row = await locked(forum_id, question_id)
        if row is None or not may_be_owed(QuestionState(row["state"])):
            raise Refused("question-state", status=409)
        await execute(_OWE, question_id, office, due_on, now)
        await tell_owed(question_id)
        await _tell(work, forum_id, question_id, "owed", by, now)


async def answer(forum_id: int, question_id: int, text: str, by: int, now: datetime) -> None:
    """In writing; the asker gets it by mail."""
    async with unit_of_work() as work:
        if await locked(forum_id, question_id) is None:
            raise Refused("question-state", status=409)
        await execute(_ANSWER, question_id, text, now, by)
        await tell_answered(question_id)
        await _tell(work, forum_id, question_id, "answered", by, now)


async def owe_what_is_open(forum_id: int, now: datetime) -> None:
    """When the forum closes; within the caller's unit of work, which tells it."""
    for row in await fetch(_OWE_ALL, forum_id, due(clock.today()), now):
        await tell_owed(row["id"])


CLOSING.append(owe_what_is_open)


async def hide(question_id: int, tombstone: Tombstone) -> None:
    """Within the caller's unit of work, for everybody at once."""
    async with unit_of_work() as work:
        forum_id = await fetch_value(_HIDE, question_id, tombstone.since, tombstone.rule, tombstone.rule_slug)
        if forum_id is not None:
            await append(work, forum_id, "question", question_id, "hidden", clock.now(), urgent=True)


async def restore(question_id: int) -> None:
    """One that had waited from the start counts as asked now."""
    async with unit_of_work() as work:
        row = await fetch_one(_RESTORE, question_id)
        if row is not None:
            verb = "restored" if row["was_public"] else "asked"
            await append(work, row["forum"], "question", question_id, verb, clock.now(), urgent=True)


async def _tell(work: UnitOfWork, forum_id: int, question_id: int, verb: str, by: int, now: datetime) -> None:
    await record(by, f"question.{verb}", "question", question_id)
    await append(work, forum_id, "question", question_id, verb, now, urgent=True)
