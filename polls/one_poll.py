"""One poll as a page: its ballot while it runs, its result afterwards. Shared by everything that answers with it."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.pages import AnyRequest, locale_of, page
from participation.core.refusing import retry
from polls import forms, queries
from polls.apart import apart_of
from polls.ballots.ranking import Rounds
from polls.ballots.shape import Result
from polls.editor.rules import QUESTIONNAIRE
from polls.editor.wording import NEEDED
from polls.life import State, Voters, too_few
from polls.queries import Poll
from polls.questionnaire.actions import draft
from polls.questionnaire.queries import parts_of, questions_of
from polls.questionnaire.rules import Answers, Part, asked
from polls.rounds import Picture, picture
from polls.showing import Shown
from polls.showing import show as shown_of
from polls.voters import may_vote, wants_reminder
from polls.wording import ENDS, LOOKS, RECEIPT_TEXTS, STANCES, STATES, WHO


async def find_poll(poll_id: int, actor: Actor) -> Poll:
    """Drafts are a secret: 404 for all but editors."""
    found = await queries.poll(poll_id, actor.person_id)
    if found is None or (found.line.state is State.DRAFT and not actor.has("editor")):
        raise NotFoundException
    return found


async def show_poll(
    request: AnyRequest,
    actor: Actor,
    found: Poll,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    line = found.line
    if is_questionnaire(found):
        return await _show_questionnaire(request, actor, found, status, values, errors or Errors())
    result = await queries.result(found)
    closed = line.state is State.CLOSED
    by_code = line.voters is Voters.CODES
    return await page(
        request,
        "polls/result.html" if closed else "polls/show.html",
        status=status,
        poll=line,
        state=STATES[line.state],
        body_html=found.body_html,
        question=found.question,
        options=forms.drawn_order(found, actor.person_id),
        look=LOOKS[line.kind],
        ends=ENDS.get(line.kind, ("", "")),
        stances=STANCES,
        who=WHO[line.voters],
        by_code=by_code,
        needed=NEEDED,
        may_vote=await may_vote(found, actor.person_id),
        reminded=await wants_reminder(found, actor.person_id),
        shown=shown_of(locale_of(request), found, result) if result else None,
        apart=await apart_of(locale_of(request), found) if closed and result else None,
        rounds=_rounds(locale_of(request), found, result) if closed else None,
        few_votes=too_few(line.votes),
        told=RECEIPT_TEXTS[line.receipts],
        values=values,
        errors=errors or Errors(),
    )


def _rounds(locale: str, found: Poll, result: Result | None) -> Picture | None:
    if not isinstance(result, Rounds) or too_few(result.counted):
        return None
    return picture(locale, found, result)


async def _show_questionnaire(  # a page has these parts
    request: AnyRequest, actor: Actor, found: Poll, status: int, values: Form, errors: Errors
) -> Response[Any]:
    line = found.line
    questions = await questions_of(found)
    closed = line.state is State.CLOSED
    begun = {}
    if line.state is State.OPEN and actor.person_id is not None:
        begun = await draft(found, actor.person_id)
    return await page(
        request,
        "polls/questionnaire/result.html" if closed else "polls/questionnaire/start.html",
        status=status,
        poll=line,
        state=STATES[line.state],
        body_html=found.body_html,
        questions=questions,
        minutes=max(1, -(-len(questions) // 2)),
        begun=begun,
        next=_first_open(found, parts_of(questions), begun),
        results=await _results(locale_of(request), questions) if closed else [],
        who=WHO[line.voters],
        by_code=False,
        needed=NEEDED,
        may_vote=await may_vote(found, actor.person_id),
        reminded=await wants_reminder(found, actor.person_id),
        few_votes=too_few(line.votes),
        told=RECEIPT_TEXTS[line.receipts],
        values=values,
        errors=errors,
    )


def _first_open(found: Poll, parts: list[Part], answers: Answers) -> str:
    """Where to go on: the first question asked and not answered, else the review."""
    waiting = next((part for part in asked(parts, answers) if part.id not in answers), None)
    return f"{found.line.url}/questions/{parts.index(waiting) + 1}" if waiting else f"{found.line.url}/review"


async def _results(locale: str, questions: list[Poll]) -> list[tuple[Poll, Shown]]:
    found = []
    for one in questions:
        result = await queries.result(one)
        if result is not None:
            found.append((one, shown_of(locale, one, result)))
    return found


async def again(
    request: AnyRequest, actor: Actor, found: Poll, form: Form, refused: Refused
) -> Response[Any]:
    """The form once more with what was typed, and why it was not taken."""
    errors = Errors()
    errors.add("", msgid_of(refused.key))
    answer = await show_poll(request, actor, found, status=refused.status, values=form, errors=errors)
    return retry(answer, refused)


def is_questionnaire(found: Poll) -> bool:
    return found.line.kind == QUESTIONNAIRE
