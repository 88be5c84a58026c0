"""Decisions and milestones for programs: parts of a proposal's JSON, and a table of all milestones."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.core.clock import today
from participation.core.spreadsheets import no_formula
from participation.settings import settings
from proposals.outcomes.queries import Line
from proposals.outcomes.rules import Progress, Verdict, overdue, protected

COLUMNS = """
       (SELECT row_to_json(d) FROM proposal_decision d WHERE d.proposal = p.id) AS decision,
       (SELECT json_agg(m ORDER BY m.due_on, m.id) FROM proposal_milestone m WHERE m.proposal = p.id) AS milestones,
       (SELECT json_object_agg(x.verdict, x.number) FROM (
            SELECT k.verdict, count(*) AS number FROM proposal_check k
            WHERE k.proposal = p.id AND NOT k.writer GROUP BY k.verdict) x) AS checks
"""


@dataclass(frozen=True, slots=True)
class DecisionItem:
    title: str
    accepted: bool
    made_by: str
    decided_on: date
    reason: str
    link: str | None


@dataclass(frozen=True, slots=True)
class MilestoneItem:
    """`share` is the part done, in percent; `first_due_on` the day that was named first."""

    id: int
    title: str
    owner: str
    due_on: date
    first_due_on: date
    state: str
    share: int
    overdue: bool
    note: str
    done_on: date | None


def decision_item(text: str | None) -> DecisionItem | None:
    if text is None:
        return None
    row = json.loads(text)
    day = date.fromisoformat(row["decided_on"])
    return DecisionItem(
        row["title"], row["accepted"], row["made_by"], day, row["reason"], row["link"] or None
    )


def milestone_items(text: str | None) -> list[MilestoneItem]:
    return [_milestone(row) for row in json.loads(text or "[]")]


def _milestone(row: Mapping[str, Any]) -> MilestoneItem:
    due_on = date.fromisoformat(row["due_on"])
    return MilestoneItem(
        id=row["id"],
        title=row["title"],
        owner=row["owner"],
        due_on=due_on,
        first_due_on=date.fromisoformat(row["first_due_on"]),
        state=row["progress"],
        share=row["share"],
        overdue=overdue(Progress(row["progress"]), due_on, today()),
        note=row["note"],
        done_on=date.fromisoformat(row["done_on"]) if row["done_on"] else None,
    )


def check_counts(text: str | None) -> dict[str, int | None] | None:
    """What supporters say; None for what is too small to tell."""
    counts = protected({Verdict(name): number for name, number in json.loads(text or "{}").items()})
    return {verdict.value: number for verdict, number in counts.items()} if counts else None


HEADS = ["consultation", "proposal", "url", "milestone", "owner", "due_on", "first_due_on", "state", "share", "done_on", "note"]  # fmt: skip


def table(lines: Sequence[Line]) -> list[list[object]]:
    """For a table program, which must not run what somebody wrote as a formula."""
    return [list(HEADS), *(_row(one) for one in lines if one.milestone)]


def _row(one: Line) -> list[object]:
    days = [one.due_on.isoformat(), one.first_due_on.isoformat()]
    state = "overdue" if one.late else one.progress.value
    done = one.done_on.isoformat() if one.done_on else ""
    about = [no_formula(text) for text in (one.consultation, one.proposal)]
    words = [no_formula(text) for text in (one.title, one.owner)]
    return [
        *about,
        settings().link(one.url),
        *words,
        *days,
        state,
        "" if one.share is None else one.share,
        done,
        no_formula(one.note),
    ]
