"""A questionnaire, one question a page: it works with the back button, with breaks, and without any script."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.sanctions import require_may_act
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.pages import AnyRequest, page, redirect
from participation.core.throttle import throttle
from polls import forms
from polls.ballots.shape import Ballot, Choices, Text
from polls.life import State
from polls.networks import prefix_of
from polls.one_poll import find_poll, is_questionnaire
from polls.queries import Poll
from polls.questionnaire import actions
from polls.questionnaire.queries import parts_of, questions_of
from polls.questionnaire.rules import Answers, Part, after, asked, before, kept, lacking
from polls.receipt_pages import hand_over
from polls.wording import ENDS, LOOKS, STANCES


async def _whole(poll_id: int, actor: Actor) -> tuple[Poll, list[Poll], list[Part]]:
    found = await find_poll(poll_id, actor)
    if not is_questionnaire(found):
        raise NotFoundException
    questions = await questions_of(found)
    return found, questions, parts_of(questions)


async def _answers(actor: Actor, found: Poll) -> Answers:
    """In the preview of a draft nothing is answered and nothing stored."""
    if found.line.state is State.DRAFT:
        return {}
    await actions.require_may_answer(actor, found)
    return await actions.draft(found, actor.id)


@get("/polls/{poll_id:int}/questions/{number:int}")
async def question(request: AnyRequest, actor: Actor, poll_id: int, number: int) -> Response[Any]:
    """`number` counts all questions from 1; one that is not asked leads on to the next."""
    require(actor)
    if not is_questionnaire(await find_poll(poll_id, actor)):
        return redirect(f"/polls/{poll_id}")
    found, questions, parts = await _whole(poll_id, actor)
    if not 1 <= number <= len(parts):
        raise NotFoundException
    answers = await _answers(actor, found)
    part = parts[number - 1]
    if found.line.state is not State.DRAFT and part not in asked(parts, answers):
        return redirect(_way(found, parts, after(parts, answers, part.id)))
    given = answers.get(part.id)
    values = _filled(given) if given else EMPTY
    return await _question(request, found, questions, parts, number, answers, values)


async def _question(  # a page has these parts
    request: AnyRequest,
    found: Poll,
    questions: list[Poll],
    parts: list[Part],
    number: int,
    answers: Answers,
    values: Form,
    errors: Errors | None = None,
) -> Response[Any]:
    one, part = questions[number - 1], parts[number - 1]
    now_asked = asked(parts, answers)
    earlier = before(parts, answers, part.id)
    return await page(
        request,
        "polls/questionnaire/question.html",
        status=422 if errors else 200,
        poll=found.line,
        one=one.line,
        body_html=one.body_html,
        question=one.question,
        options=one.options,
        look=LOOKS[one.line.kind],
        ends=ENDS.get(one.line.kind, ("", "")),
        stances=STANCES,
        number=number,
        place=now_asked.index(part) + 1 if part in now_asked else number,
        total=len(now_asked),
        back=_way(found, parts, earlier) if earlier else found.line.url,
        preview_next=number + 1 if number < len(parts) else None,
        values=values,
        errors=errors or Errors(),
    )


def _way(found: Poll, parts: list[Part], part: Part | None) -> str:
    return f"{found.line.url}/questions/{parts.index(part) + 1}" if part else f"{found.line.url}/review"


def _filled(ballot: Ballot) -> Form:
    """The answer as the fields that gave it."""
    if isinstance(ballot, Choices):
        return Form({"answer": list(ballot.options)})
    if isinstance(ballot, Text):
        return Form({"answer": [ballot.text]})
    return Form({f"answer-{option}": [str(value)] for option, value in ballot.values})


@post("/polls/{poll_id:int}/questions/{number:int}", status_code=303)
async def answer(request: AnyRequest, actor: Actor, form: Form, poll_id: int, number: int) -> Response[Any]:
    person = require(actor)
    require_may_act(actor)
    found, questions, parts = await _whole(poll_id, actor)
    await actions.require_may_answer(actor, found)
    if not 1 <= number <= len(parts):
        raise NotFoundException
    throttle(request, person, "ballots")
    part, one = parts[number - 1], questions[number - 1]
    ballot, errors = forms.read(form, one)
    if not part.required and not _touched(form):
        errors = Errors()
    if errors:
        kept_so_far = await actions.draft(found, person)
        return await _question(request, found, questions, parts, number, kept_so_far, form, errors)
    answers = await actions.answer(person, found, parts, part.id, ballot)
    return redirect(_way(found, parts, after(parts, answers, part.id)))


def _touched(form: Form) -> bool:
    return any(value.strip() for name, value in form.items() if name.startswith("answer"))


@get("/polls/{poll_id:int}/review")
async def review(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    require(actor)
    if not is_questionnaire(await find_poll(poll_id, actor)):
        return redirect(f"/polls/{poll_id}")
    found, questions, parts = await _whole(poll_id, actor)
    if found.line.state is State.DRAFT:
        return redirect(found.line.url)
    await actions.require_may_answer(actor, found)
    return await _review(request, actor, found, questions, parts, Errors(), 200)


async def _review(  # a page has these parts
    request: AnyRequest,
    actor: Actor,
    found: Poll,
    questions: list[Poll],
    parts: list[Part],
    errors: Errors,
    status: int,
) -> Response[Any]:
    answers = kept(parts, await actions.draft(found, actor.id))
    missing = {part.id for part in lacking(parts, answers)}
    lines = [
        (
            parts.index(part) + 1,
            questions[parts.index(part)],
            _told(questions[parts.index(part)], answers.get(part.id)),
        )
        for part in asked(parts, answers)
    ]
    return await page(
        request,
        "polls/questionnaire/review.html",
        status=status,
        poll=found.line,
        lines=lines,
        missing=missing,
        stances=dict(STANCES),
        errors=errors,
    )


def _told(one: Poll, ballot: Ballot | None) -> list[tuple[str, str]]:
    """(option, value) of an answer; the value is a number, a word's key, or nothing for what is ticked."""
    if ballot is None:
        return []
    if isinstance(ballot, Text):
        return [(ballot.text, "")]
    if isinstance(ballot, Choices):
        return [(one.title_of(option), "") for option in ballot.options]
    return [(one.title_of(option), str(value)) for option, value in ballot.values]


@post("/polls/{poll_id:int}/answers", status_code=303)
async def hand_in(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    require(actor)
    require_may_act(actor)
    found, questions, parts = await _whole(poll_id, actor)
    await actions.require_may_answer(actor, found)
    errors = Errors()
    try:
        throttle(request, actor.id, "ballots")
        receipt = await actions.hand_in(actor, found, parts, prefix_of(request))
    except Refused as refused:
        if refused.status not in {422, 429}:
            raise
        errors.add("", msgid_of(refused.key))
        return await _review(request, actor, found, questions, parts, errors, refused.status)
    return hand_over(found, receipt)


ROUTES = [question, answer, review, hand_in]
