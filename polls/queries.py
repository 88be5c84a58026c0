"""Reads: polls with their options, and the count of what was cast."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from polls import sql
from polls.ballots.registry import KINDS
from polls.ballots.shape import Ballot, Kind, Question, Result, from_text
from polls.life import Needed, Receipts, Results, Secrecy, State, Voters, state

LIST_LENGTH = 200
KEPT_RESULTS = 64

_PLAIN = (
    "changeable",
    "paper",
    "paper_done_at",
    "remind_days",
    "part_of",
    "position",
    "required",
    "only_if",
    "only_option",
    "key_mark",
)
_NUMBERS = {field.name for field in fields(Question)} - {"options", "key"}


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A poll in a list. `votes`: how many people have voted, `voted`: whether the reader has."""

    id: int
    title: str
    lead: str
    kind: str
    secrecy: Secrecy
    results: Results
    binding: bool
    quorum: int | None
    eligible: int | None
    opens_at: datetime
    closes_at: datetime
    published_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None
    outcome: str
    broken: int
    digest: str
    consultation: tuple[str, str] | None
    """Address and title, where it is public."""
    district: str
    votes: int
    voted: bool
    voted_on_paper: bool
    voters: Voters
    needed: Needed
    changeable: bool
    paper: bool
    paper_done_at: datetime | None
    remind_days: int
    part_of: int | None
    """The questionnaire to which it belongs as a question: `position`, whether it is `required`, and on which
    answer to which earlier question (`only_if`, `only_option`) it depends."""
    position: int
    required: bool
    only_if: int | None
    only_option: str
    receipts: Receipts
    key_mark: str
    home: str = ""

    @property
    def url(self) -> str:
        return f"/polls/{self.id}"

    @property
    def place(self) -> str:
        """Where people vote and read the result: a budget and a forum ask on pages of their own."""
        return self.home if self.home and not self.binding else self.url

    @property
    def full(self) -> bool:
        """Ballots are published with their receipts."""
        return self.receipts is Receipts.FULL

    @property
    def secret(self) -> bool:
        return self.secrecy is Secrecy.SECRET

    @property
    def state(self) -> State:
        return state(
            clock.now(),
            published_at=self.published_at,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            closed_at=self.closed_at,
            counted_at=self.counted_at,
        )

    @property
    def ended_at(self) -> datetime:
        return self.closed_at or self.closes_at


@dataclass(frozen=True, slots=True)
class Poll:
    line: Line
    body_html: str
    question: Question
    options: tuple[Option, ...]

    @property
    def kind(self) -> Kind[Any, Any]:
        return KINDS[self.line.kind]

    def title_of(self, key: str) -> str:
        return next((option.title for option in self.options if option.key == key), key)


def question_of(numbers: Mapping[str, Any], options: Sequence[str]) -> Question:
    """KeyError for a number that no question has."""
    unknown = set(numbers) - _NUMBERS
    if unknown:
        raise KeyError(*sorted(unknown))
    return Question(options=tuple(options), **numbers)


async def poll(poll_id: int, person_id: int | None) -> Poll | None:
    """Drafts too: the page decides who may see them."""
    row = await fetch_one(sql.POLL, poll_id, person_id, clock.now())
    return poll_of(row) if row else None


def poll_of(row: Any) -> Poll:
    """From a row of `sql.POLL`."""
    options = tuple(Option(*one) for one in row["options"])
    return Poll(
        _line(row),
        row["body_html"],
        question_of(json.loads(row["settings"]), [option.key for option in options]),
        options,
    )


async def polls(person_id: int | None, consultation_id: int | None = None) -> list[Line]:
    """Published ones, what ends last first."""
    rows = await fetch(sql.POLLS, person_id, clock.now(), consultation_id, LIST_LENGTH)
    return [_line(row) for row in rows]


def _line(row: Any) -> Line:
    return Line(
        id=row["id"],
        title=row["title"],
        lead=row["lead"],
        kind=row["kind"],
        secrecy=Secrecy(row["secrecy"]),
        results=Results(row["results"]),
        binding=row["binding"],
        quorum=row["quorum"],
        eligible=row["eligible"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        published_at=row["published_at"],
        closed_at=row["closed_at"],
        counted_at=row["counted_at"],
        outcome=row["outcome"],
        broken=row["broken"],
        digest=row["digest"],
        consultation=(f"/consultations/{row['slug']}", row["consultation_title"]) if row["slug"] else None,
        district=row["district_name"] or "",
        votes=row["votes"] if row["ballots"] is None else row["ballots"],
        voted=row["voted"],
        voted_on_paper=row["voted_on_paper"],
        voters=Voters(row["voters"]),
        needed=Needed(row["needed"]),
        receipts=Receipts(row["receipts"]),
        **{name: row[name] for name in _PLAIN},
        home=row["home"],
    )


async def counts(ids: Sequence[int]) -> dict[int, int]:
    """Published polls by consultation."""
    rows = await fetch(sql.COUNTS, list(ids), clock.now())
    return {row["consultation"]: row["number"] for row in rows}


# --- results ------------------------------------------------------------------------------------------------

_results: OrderedDict[tuple[int, str, datetime | None], Result] = OrderedDict()
"""Of counted polls: they never change again, and a result of long rankings takes a second to find."""


async def result(found: Poll) -> Result | None:
    """Of a counted poll, or of an open one whose standing everybody may see; None otherwise, as for questionnaires."""
    line = found.line
    if line.kind not in KINDS:
        return None
    if line.state is State.CLOSED:
        key = (line.id, line.digest, line.counted_at)
        if key not in _results:
            _keep(key, await _count(found, sql.BALLOTS))
        return _results[key]
    if line.results is Results.LIVE and not line.secret and line.state is not State.COMING:
        return await _count(found, sql.VOTES)
    return None


def _keep(key: tuple[int, str, datetime | None], known: Result) -> None:
    _results[key] = known
    while len(_results) > KEPT_RESULTS:
        _results.popitem(last=False)


async def _count(found: Poll, statement: str) -> Result:
    rows = await fetch(statement, found.line.id)
    return await asyncio.to_thread(_counted, found, [(row["ballot"], row["number"]) for row in rows])


def _counted(found: Poll, rows: list[tuple[str, int]]) -> Result:
    each: dict[Ballot, int] = {from_text(text): number for text, number in rows}
    counted: Result = found.kind.count(each, found.question)
    return counted


async def receipts(poll_id: int) -> list[str]:
    """Of counted ballots, sorted."""
    return [row["receipt"] for row in await fetch(sql.RECEIPTS, poll_id)]


async def has_receipt(poll_id: int, receipt: str) -> bool:
    return await fetch_one(sql.RECEIPT, poll_id, receipt) is not None
