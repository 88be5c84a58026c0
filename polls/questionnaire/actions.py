"""The draft of somebody's answers, and handing it in."""

from collections.abc import Sequence

from participation.accounts.actor import Actor
from participation.core.db import execute, fetch_one, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from polls import actions, sealing
from polls.ballots.shape import Ballot
from polls.queries import Poll
from polls.questionnaire.counting import room
from polls.questionnaire.rules import Answers, Part, from_text, kept, lacking, says_something, to_text
from polls.refusals import KEY_MISSING, REFUSAL_BY_VOTERS
from polls.voters import may_vote

LACKING = sentence(
    "questionnaire-lacking",
    N_("Es fehlen noch Antworten auf Fragen, die nötig sind. Es wurde noch nichts abgegeben."),
)
EMPTY = sentence("questionnaire-empty", N_("Ihr Fragebogen ist noch leer. Es wurde nichts abgegeben."))
BUSY = sentence(
    "questionnaire-busy",
    N_("Ihr Entwurf wurde gerade in einem anderen Fenster geändert. Bitte senden Sie noch einmal."),
)
TRIES = 5

_DRAFT = "SELECT sealed, content FROM poll_draft WHERE poll = $1 AND person = $2"
_NEW = "INSERT INTO poll_draft (poll, person, sealed, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
_CHANGE = """
UPDATE poll_draft SET sealed = $3, content = $4
WHERE poll = $1 AND person = $2 AND sealed IS NOT DISTINCT FROM $5 AND content IS NOT DISTINCT FROM $6
"""
_FORGET = "DELETE FROM poll_draft WHERE poll = $1 AND person = $2"

Stored = tuple[bytes | None, str | None]


async def draft(found: Poll, person_id: int) -> dict[int, Ballot]:
    """What a person has answered so far and not handed in."""
    return _opened(found, person_id, await _stored(found.line.id, person_id))


async def _stored(poll_id: int, person_id: int) -> Stored | None:
    row = await fetch_one(_DRAFT, poll_id, person_id)
    return (row["sealed"], row["content"]) if row else None


def _opened(found: Poll, person_id: int, stored: Stored | None) -> dict[int, Ballot]:
    """A draft that does not open is none: its writer begins anew."""
    if stored is None:
        return {}
    sealed, content = stored
    try:
        if sealed is not None:
            content = sealing.unseal(_key(found), -found.line.id, person_id, sealed)
        return from_text(content or "")
    except (sealing.BrokenSealError, ValueError):
        return {}


def _key(found: Poll) -> bytes:
    try:
        return sealing.read_key(found.line.id, found.line.key_mark)
    except sealing.KeyMissingError as error:
        raise Refused(KEY_MISSING) from error


def _closed(found: Poll, person_id: int, parts: Sequence[Part], answers: Answers) -> Stored:
    """Bound to the poll as a negative number, so that nobody can put a draft in the place of a ballot."""
    text = to_text(answers)
    if not found.line.secret:
        return None, text
    return sealing.seal(_key(found), -found.line.id, person_id, text, room(parts)), None


async def require_may_answer(actor: Actor, found: Poll) -> None:
    """404 for a draft, 409 where it has ended, 403 for whoever may not vote."""
    actions.require_open(found.line.state)
    if not await may_vote(found, actor.id):
        raise Refused(REFUSAL_BY_VOTERS[found.line.voters], status=403)


async def answer(person_id: int, found: Poll, parts: Sequence[Part], part_id: int, ballot: Ballot) -> Answers:
    """Keeps one answer, and drops those that it makes void. Two windows lose nothing of each other."""
    for _ in range(TRIES):
        stored = await _stored(found.line.id, person_id)
        answers = {**_opened(found, person_id, stored), part_id: ballot}
        if not says_something(ballot):
            del answers[part_id]
        answers = kept(parts, answers)
        fresh = _closed(found, person_id, parts, answers)
        if stored is None:
            done = await execute(_NEW, found.line.id, person_id, *fresh)
        else:
            done = await execute(_CHANGE, found.line.id, person_id, *fresh, *stored)
        if done:
            return answers
    raise Refused(BUSY)


async def hand_in(actor: Actor, found: Poll, parts: Sequence[Part], network: str = "") -> str:
    """The receipt. The draft goes; what was handed in before is replaced."""
    answers = kept(parts, await draft(found, actor.id))
    if lacking(parts, answers):
        raise Refused(LACKING, status=422)
    if not answers:
        raise Refused(EMPTY, status=422)
    receipt = await actions.put(actor.id, found, to_text(answers), network, room=room(parts))
    async with unit_of_work():
        await execute(_FORGET, found.line.id, actor.id)
    return receipt
