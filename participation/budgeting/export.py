"""A counted budget as files for others: Pabulib (`.pb`) with all ballots, and a table of the projects.

Ballots come in the order of their text, numbered anew: no number says who cast one, or when.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.life import Method
from participation.budgeting.rules.shape import Ballots, BudgetResult, Points
from participation.core.clock import ZONE
from participation.core.spreadsheets import no_formula
from polls.life import FEWEST


def pabulib(
    city: str, found: Budget, known: Sequence[Project], result: BudgetResult, ballots: Ballots
) -> str:
    """As `polls.formats.pabulib` reads it; amounts in euros."""
    file = io.StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\n").writerow
    names = {one.key: one.title for one in known}
    points = found.method is Method.POINTS
    for line in _meta(city, found, result):
        write(line)
    write(["PROJECTS"])
    write(["project_id", "cost", "votes", *(["score"] if points else []), "name", "selected"])
    for key, one in sorted(result.verdicts.items()):
        score = [one.score] if points else []
        chosen = int(key in result.winners)
        write([key, _euros(int(one.cost)), one.supporters, *score, _line(names.get(key, "")), chosen])
    write(["VOTES"])
    write(["voter_id", "vote", *(["points"] if points else [])])
    number = 0
    for ballot in sorted(ballots):
        for _ in range(ballots[ballot]):
            number += 1
            write([number, *_vote(ballot, points=points)])
    return file.getvalue()


def _meta(city: str, found: Budget, result: BudgetResult) -> list[list[object]]:
    points = found.method is Method.POINTS
    about: list[list[object]] = [
        ["META"],
        ["key", "value"],
        ["description", _line(f"{found.place}: {found.title}")],
        ["country", "Germany"],
        ["unit", _line(city)],
        ["instance", str(found.closes_at.astimezone(ZONE).year) if found.closes_at else ""],
        ["num_projects", len(result.verdicts)],
        ["num_votes", result.voters],
        ["budget", _euros(found.amount)],
        ["vote_type", "cumulative" if points else "approval"],
        ["rule", found.rule.value],
        ["date_begin", _day(found.opens_at)],
        ["date_end", _day(found.closes_at)],
        ["language", "de"],
        ["currency", "EUR"],
    ]
    if points:
        about.append(["max_sum_points", found.points])
    elif found.method is Method.APPROVAL and found.most:
        about.append(["max_length", found.most])
    elif found.method is Method.KNAPSACK:
        about.append(["max_sum_cost", _euros(found.amount)])
    return about


def _vote(ballot: Points, *, points: bool) -> list[str]:
    chosen = ",".join(key for key, _ in ballot)
    return [chosen, ",".join(str(given) for _, given in ballot)] if points else [chosen]


def _euros(cents: int) -> str:
    whole, part = divmod(cents, 100)
    return f"{whole}.{part:02}" if part else str(whole)


def _day(moment: datetime | None) -> str:
    return moment.astimezone(ZONE).strftime("%d.%m.%Y") if moment else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def table(found: Budget, known: Sequence[Project], results: Mapping[str, BudgetResult]) -> list[list[str]]:
    """A row of names, then the projects, those chosen first; numbers of fewer than 5 people stay empty."""
    result = results[found.rule]
    names = {one.key: one.title for one in known}
    heads = ["project", "title", "cost", "supporters", "score", "place", "by", "missing"]
    rows = sorted(result.verdicts.values(), key=lambda one: (one.place or 10**9, -one.score, one.project))
    table = [[*heads, *(f"built_by_{rule}" for rule in results)]]
    for one in rows:
        shown = not 0 < one.supporters < FEWEST
        numbers = [str(one.supporters), str(one.score)] if shown else ["", ""]
        missing = "" if one.place else _euros(int(one.missing))
        built = [str(int(one.project in other.winners)) for other in results.values()]
        title = no_formula(_line(names.get(one.project, "")))
        table.append(
            [one.project, title, _euros(int(one.cost)), *numbers, str(one.place), one.by, missing, *built]
        )
    return table
