"""Brings in a budget that was voted on elsewhere: a Pabulib file (`.pb`), with all its projects and ballots.

Afterwards it has the pages of our own ones: the result by both rules, and for each project why.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from participation.budgeting import actions, queries, tallying
from participation.budgeting.actions import BudgetDraft
from participation.budgeting.content import VOTING
from participation.budgeting.rules.life import Method, Rule
from participation.consultations.actions import PhaseDraft, add_phases
from participation.consultations.queries import consultation_by_slug
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, execute_many, fetch_value, unit_of_work
from participation.core.html import RENDERER, Rendered, clean_text, render_markdown
from participation.tools.importing import ImportFailed
from polls import actions as polls
from polls.ballots.shape import Choices, Marks, to_text
from polls.formats import pabulib
from polls.formats.pabulib import Points
from polls.formats.reading import FormatError, lines
from polls.life import Secrecy
from polls.queries import Option
from polls.queries import poll as poll_of
from proposals.rules import TITLE_MAX, cut_at_word

TICKS = ("approval", "choose-1")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

_PROPOSAL = """
INSERT INTO proposal (consultation, author_name, title, body, body_html, renderer, teaser, created_at, published_at)
VALUES ($1, '', $2, $3, $4, $5, '', $6, $6) RETURNING id
"""
_PROJECT = """
INSERT INTO budget_project (budget, proposal, key, state, cost, checked_at) VALUES ($1, $2, $3, 'accepted', $4, $5)
"""
_SET_POLL = "UPDATE budget SET poll = $2 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Imported:
    budget_id: int
    projects: int
    ballots: int


@dataclass(frozen=True, slots=True)
class Content:
    """Amounts are cents; ballots as `polls` stores them, each with its number."""

    amount: int
    method: Method
    points: int
    names: dict[str, str]
    costs: dict[str, int]
    ballots: Counter[str]


async def import_budget(
    path: Path, slug: str, title: str, rule: Rule, progress: Callable[[str], object]
) -> Imported:
    """Raises ImportFailed. Everything but the count is written in one transaction."""
    content = await asyncio.to_thread(read, path)
    progress(f"{len(content.costs)} projects, {content.ballots.total()} ballots read")
    consultation = await consultation_by_slug(slug)
    if consultation is None:
        raise ImportFailed(f"There is no consultation {slug}.")
    texts = await asyncio.to_thread(
        lambda: {key: render_markdown(name) for key, name in content.names.items()}
    )
    async with unit_of_work():
        number = await _write(consultation.id, title or path.stem, rule, content, texts)
        if all(phase.kind != VOTING.name for phase in consultation.head.phases):
            await add_phases(
                consultation.id, [PhaseDraft(VOTING.name, "Abstimmen", now() - timedelta(days=1), now())]
            )
        await record(None, "budget.imported", actions.KIND, number, {"ballots": content.ballots.total()})
    progress("counting")
    await tallying.tally(number)
    return Imported(number, len(content.costs), content.ballots.total())


def read(path: Path) -> Content:
    """ImportFailed with the line and what is wrong there."""
    try:
        found = pabulib.read(lines(path))
    except FormatError as error:
        raise ImportFailed(f"{path}: {error}") from error
    keys = dict(zip(found.costs, _keys(found.costs), strict=True))
    ticks = found.vote_type in TICKS
    ballots: Counter[str] = Counter()
    for ballot, number in found.ballots.items():
        ballots[to_text(_ballot(path, ballot, keys, ticks=ticks))] += number
    most = max((sum(int(given) for _, given in ballot) for ballot in found.ballots), default=1)
    return Content(
        _cents(path, found.budget),
        Method.APPROVAL if ticks else Method.POINTS,
        max(1, most),
        {keys[key]: clean_text(name).strip() or key for key, name in found.names.items()},
        {keys[key]: _cents(path, cost) for key, cost in found.costs.items()},
        ballots,
    )


def _keys(ids: dict[str, int | Fraction]) -> Iterator[str]:
    """Ids as they are where they can stand on a ballot, else numbers; never two alike."""
    known = {one for one in ids if KEY.fullmatch(one)}
    number = 0
    for one in ids:
        if one in known:
            yield one
            continue
        number += 1
        while f"p{number}" in known:
            number += 1
        yield f"p{number}"


def _cents(path: Path, amount: int | Fraction) -> int:
    cents = Fraction(amount) * 100
    if cents.denominator != 1:
        raise ImportFailed(f"{path}: the amount {float(amount)} has parts of a cent.")
    return int(cents)


def _ballot(path: Path, ballot: Points, keys: dict[str, str], *, ticks: bool) -> Choices | Marks:
    if ticks:
        return Choices(tuple(sorted(keys[key] for key, _ in ballot)))
    if any(given != int(given) for _, given in ballot):
        raise ImportFailed(f"{path}: only whole points can be brought in.")
    return Marks(tuple(sorted((keys[key], int(given)) for key, given in ballot)))


async def _write(
    consultation_id: int, title: str, rule: Rule, content: Content, texts: dict[str, str]
) -> int:
    draft = BudgetDraft(title, content.amount, content.method, rule, points=content.points)
    number = await actions.create(None, consultation_id, draft)
    rows = []
    for key, name in content.names.items():
        values = (cut_at_word(name, TITLE_MAX), name, texts[key], RENDERER, now())
        proposal = await fetch_value(_PROPOSAL, consultation_id, *values)
        rows.append((number, proposal, key, content.costs[key], now()))
    await execute_many(_PROJECT, rows)
    await execute(_SET_POLL, number, await _vote(consultation_id, number, draft, content))
    return number


async def _vote(consultation_id: int, number: int, draft: BudgetDraft, content: Content) -> int:
    """A poll that is over. Nobody has a receipt of it, so the list says where the ballots are from."""
    found = await queries.budget(number)
    assert found is not None
    poll = polls.Draft(
        draft.title,
        actions.kind_of(draft.method, draft.most),
        [Option(key, cut_at_word(name, TITLE_MAX)) for key, name in content.names.items()],
        now() - timedelta(days=1),
        now(),
        numbers=actions.numbers_of(found, content.costs),
        secrecy=Secrecy.OPEN,
        consultation_id=consultation_id,
        home=found.url,
    )
    poll_id = await polls.create(None, poll, Rendered("", RENDERER), published_at=now() - timedelta(days=1))
    await polls.close(poll_id, None)
    counted = await poll_of(poll_id, None)
    assert counted is not None
    texts = content.ballots.elements()
    await polls.settle(counted, [(f"import-{place:07}", text) for place, text in enumerate(texts, 1)])
    return poll_id
