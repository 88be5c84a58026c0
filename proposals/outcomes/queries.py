"""Reads: the outcome of one proposal, what is under way in the whole city, and what a person said."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation.consultations.desk.notices import Notice
from participation.core.clock import now, today
from participation.core.db import execute, fetch, fetch_one, fetch_value
from participation.core.i18n import N_
from proposals.outcomes.rules import CLOSED, Progress, Verdict, overdue, protected
from proposals.outcomes.wording import OVERDUE, PROGRESS, VERDICTS
from proposals.wording import Look


@dataclass(frozen=True, slots=True)
class Decision:
    title: str
    made_by: str
    decided_on: date
    reason: str
    link: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What the city said about a milestone at some time."""

    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Milestone:
    id: int
    title: str
    owner: str
    due_on: date
    first_due_on: date
    progress: Progress
    share: int
    note: str
    done_on: date | None
    earlier: tuple[Report, ...]
    """What was said before, newest first."""

    @property
    def late(self) -> bool:
        return overdue(self.progress, self.due_on, today())

    @property
    def moved(self) -> bool:
        """A new date does not hide the first one."""
        return self.due_on != self.first_due_on

    @property
    def closed(self) -> bool:
        return self.progress in CLOSED

    @property
    def look(self) -> Look:
        return OVERDUE if self.late else PROGRESS[self.progress]


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody who wrote the proposal says at the end. Of others only counts are told."""

    id: int
    name: str
    verdict: Verdict
    word: str
    changed_at: datetime
    due_on: date | None
    reply: str
    office: str
    replied_at: datetime | None

    @property
    def look(self) -> Look:
        return VERDICTS[self.verdict]

    @property
    def owed(self) -> bool:
        return self.due_on is not None and self.replied_at is None

    @property
    def late(self) -> bool:
        return self.owed and self.due_on is not None and today() > self.due_on


@dataclass(frozen=True, slots=True)
class Outcome:
    decision: Decision | None
    milestones: tuple[Milestone, ...]
    done_at: datetime | None
    counts: dict[Verdict, int | None] | None
    """Of those who support it, as far as they may be shown."""
    answers: int
    """How many of them have answered: 0 or more, to tell none from few."""
    voices: tuple[Voice, ...]
    words: tuple[tuple[Verdict, str], ...]
    """What supporters added, without names: for the office alone."""
    mine: Verdict | None
    my_word: str
    asked: bool
    """Whether the reader proposed or supported it."""
    writes: bool

    @property
    def late(self) -> int:
        return sum(one.late for one in self.milestones)

    @property
    def accepted(self) -> bool:
        return self.decision is not None and self.decision.accepted


_ONE = """
SELECT (SELECT row_to_json(d) FROM proposal_decision d WHERE d.proposal = p.id) AS decision,
       (SELECT json_agg(m ORDER BY m.due_on, m.id) FROM (
            SELECT m.*, (SELECT json_agg(json_build_array(r.note, r.made_at) ORDER BY r.id DESC)
                         FROM milestone_report r WHERE r.milestone = m.id AND r.note <> '') AS reports
            FROM proposal_milestone m WHERE m.proposal = p.id) m) AS milestones,
       (SELECT c.done_at FROM proposal_completion c WHERE c.proposal = p.id) AS done_at,
       (SELECT json_object_agg(x.verdict, x.number) FROM (
            SELECT c.verdict, count(*) AS number FROM proposal_check c
            WHERE c.proposal = p.id AND NOT c.writer GROUP BY c.verdict) x) AS counts,
       (SELECT json_agg(x ORDER BY x.id) FROM (
            SELECT c.*, a.display_name AS name FROM proposal_check c JOIN person a ON a.id = c.person
            WHERE c.proposal = p.id AND c.writer) x) AS voices,
       CASE WHEN $3 THEN (SELECT json_agg(json_build_array(c.verdict, c.word) ORDER BY md5(c.id::text)) FROM proposal_check c
            WHERE c.proposal = p.id AND NOT c.writer AND c.word <> '') END AS words,
       (SELECT json_build_array(c.verdict, c.word) FROM proposal_check c WHERE c.proposal = p.id AND c.person = $2) AS mine,
       EXISTS (SELECT 1 FROM support s WHERE s.proposal = p.id AND s.person = $2) AS supports,
       p.author = $2 OR EXISTS (SELECT 1 FROM proposal_pen w WHERE w.proposal = p.id AND w.person = $2) AS writes
FROM proposal p WHERE p.id = $1
"""


async def outcome(proposal_id: int, person_id: int | None, *, office: bool = False) -> Outcome:
    """`office`: with what supporters have added in words."""
    row: Any = await fetch_one(_ONE, proposal_id, person_id, office)
    counts = {Verdict(name): number for name, number in _read(row["counts"], {}).items()}
    mine = _read(row["mine"], ["", ""])
    return Outcome(
        decision=_decision(_read(row["decision"], None)),
        milestones=tuple(_milestone(one) for one in _read(row["milestones"], [])),
        done_at=row["done_at"],
        counts=protected(counts),
        answers=sum(counts.values()),
        voices=tuple(_voice(one) for one in _read(row["voices"], [])),
        words=tuple((Verdict(verdict), word) for verdict, word in _read(row["words"], [])),
        mine=Verdict(mine[0]) if mine[0] else None,
        my_word=mine[1],
        asked=bool(row["supports"] or row["writes"]),
        writes=bool(row["writes"]),
    )


def _read(text: str | None, nothing: Any) -> Any:
    return json.loads(text) if text else nothing


def _decision(row: Mapping[str, Any] | None) -> Decision | None:
    if row is None:
        return None
    day = date.fromisoformat(row["decided_on"])
    return Decision(row["title"], row["made_by"], day, row["reason"], row["link"], row["accepted"])


def _milestone(row: Mapping[str, Any]) -> Milestone:
    reports = [Report(said, datetime.fromisoformat(at)) for said, at in row["reports"] or []]
    return Milestone(
        row["id"],
        row["title"],
        row["owner"],
        date.fromisoformat(row["due_on"]),
        date.fromisoformat(row["first_due_on"]),
        Progress(row["progress"]),
        row["share"],
        row["note"],
        _date(row["done_on"]),
        tuple(reports[1:] if row["note"] else reports),
    )


def _voice(row: Mapping[str, Any]) -> Voice:
    return Voice(
        row["id"],
        row["name"],
        Verdict(row["verdict"]),
        row["word"],
        datetime.fromisoformat(row["changed_at"]),
        _date(row["due_on"]),
        row["reply"],
        row["office"],
        datetime.fromisoformat(row["replied_at"]) if row["replied_at"] else None,
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- the whole city -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone, or (with `milestone` 0) a reply that the city owes to an author who said no.

    `share`: None where nobody says how much is done. `place`: where it stands, if not on the page of the proposal.
    """

    milestone: int
    proposal_id: int
    proposal: str
    consultation: str
    title: str
    owner: str
    due_on: date
    first_due_on: date
    progress: Progress
    share: int | None
    note: str
    done_on: date | None
    place: str = ""

    @property
    def late(self) -> bool:
        return overdue(self.progress, self.due_on, today())

    @property
    def late_days(self) -> int:
        return max(0, (today() - self.due_on).days)

    @property
    def moved(self) -> bool:
        return self.due_on != self.first_due_on

    @property
    def look(self) -> Look:
        return PROGRESS[self.progress]

    @property
    def closed(self) -> bool:
        return self.progress in CLOSED

    @property
    def url(self) -> str:
        place = self.place or f"/proposals/{self.proposal_id}"
        return f"{place}#{f'milestone-{self.milestone}' if self.milestone else 'check'}"


_PUBLIC = """
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $1
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND ($2 = '' OR c.slug = $2)
"""
_LINES = (
    """
SELECT m.id, p.id AS proposal_id, p.title AS proposal, c.title AS consultation, m.title, m.owner, m.due_on,
       m.first_due_on, m.progress, m.share, m.note, m.done_on
FROM proposal_milestone m JOIN proposal p ON p.id = m.proposal """
    + _PUBLIC
    + """
UNION ALL
SELECT 0, p.id, p.title, c.title, '', c.contact_office, k.due_on, k.due_on, 'planned', 0, '', NULL
FROM proposal_check k JOIN proposal p ON p.id = k.proposal """
    + _PUBLIC
    + """ AND k.due_on IS NOT NULL AND k.replied_at IS NULL
ORDER BY done_on DESC NULLS FIRST, due_on, proposal_id LIMIT $3
"""
)
_PLACES = """
SELECT DISTINCT c.slug, c.title FROM proposal_milestone m JOIN proposal p ON p.id = m.proposal
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $1
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL ORDER BY c.title, c.slug
"""


@dataclass(frozen=True, slots=True)
class Source:
    """Packages above have steps of their own: those of a consultation ("" for all), at most so many; and where there are some."""

    lines: Callable[[str, int], Awaitable[list[Line]]]
    places: Callable[[], Awaitable[list[tuple[str, str]]]]


_sources: list[Source] = []


def also(source: Source) -> Source:
    if source not in _sources:
        _sources.append(source)
    return source


async def lines(slug: str = "", most: int = 500) -> list[Line]:
    """What is open comes first, by its day; then what was done last."""
    found = [_line(row) for row in await fetch(_LINES, now(), slug, most)]
    for source in _sources:
        found += await source.lines(slug, most)
    return sorted(found, key=_order)[:most]


def _order(one: Line) -> tuple[int, date, int]:
    return (-one.done_on.toordinal() if one.done_on else -(10**9), one.due_on, one.proposal_id)


def _line(row: Any) -> Line:
    values = list(row)
    values[8] = Progress(values[8])
    return Line(*values)


async def places() -> list[tuple[str, str]]:
    """Slugs and titles of consultations in which something is under way."""
    found = {(row["slug"], row["title"]) for row in await fetch(_PLACES, now())}
    for source in _sources:
        found.update(await source.places())
    return sorted(found, key=lambda place: (place[1], place[0]))


_LATE = """
SELECT (SELECT count(*) FROM proposal_milestone m JOIN proposal p ON p.id = m.proposal
        WHERE m.progress IN ('planned', 'running') AND m.due_on < $1
          AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL)
     + (SELECT count(*) FROM proposal_check k JOIN proposal p ON p.id = k.proposal
        WHERE k.due_on < $1 AND k.replied_at IS NULL
          AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL)
"""


async def late() -> Notice:
    """For the desk: steps and replies."""
    return Notice(
        await fetch_value(_LATE, today()),
        N_("Überfällige Schritte und Antworten bei Vorschlägen: %(num)s"),
        "/accountability",
    )


# --- for the person's own copy ------------------------------------------------------------------------------

_MINE = "SELECT proposal, verdict, word, changed_at FROM proposal_check WHERE person = $1 ORDER BY proposal"


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [
        {
            "proposal": row["proposal"],
            "verdict": row["verdict"],
            "word": row["word"],
            "at": row["changed_at"].isoformat(),
        }
        for row in await fetch(_MINE, person_id)
    ]


async def erase(person_id: int) -> None:
    await execute("DELETE FROM proposal_check WHERE person = $1", person_id)
