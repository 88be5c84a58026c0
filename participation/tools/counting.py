"""`teilhabe count`: counts a public file of an election, without a database."""

import json
from collections.abc import Mapping
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.explain import explain as explain_budget
from participation.budgeting.rules.greedy import greedy
from participation.budgeting.rules.shape import BudgetResult, Verdict
from polls.ballots import schulze, stv
from polls.ballots.ranking import orders
from polls.ballots.shape import Result, Step
from polls.formats import pabulib, preferences, tally
from polls.formats.preferences import Preferences
from polls.formats.reading import FormatError, lines

RULES = ("stv", "schulze", "greedy", "equal-shares")
WITH_SEATS = ("stv", "schulze")


class CountError(Exception):
    """One sentence."""


def count_file(path: Path, rule: str, seats: int | None = None) -> dict[str, Any]:
    """As JSON values: `winners` in order of election, `steps`, and what else the rule has to say.

    Fractions are decimals in texts, rounded to five places; the count itself is exact. Raises CountError.
    """
    try:
        content = lines(path)
        if rule in WITH_SEATS:
            return _ranked(_preferences(content), rule, seats)
        return _budget(pabulib.read(content), rule)
    except FormatError as error:
        raise CountError(f"{path}: {error}") from error


def print_count(path: Path, rule: str, seats: int | None) -> None:
    print(json.dumps(count_file(path, rule, seats), ensure_ascii=False, indent=1))


def _preferences(content: list[str]) -> Preferences:
    if pabulib.looks_like(content):
        raise FormatError("this is a vote on a budget; its rules are greedy and equal-shares.")
    return tally.read(content) if tally.looks_like(content) else preferences.read(content)


def _ranked(found: Preferences, rule: str, seats: int | None) -> dict[str, Any]:
    options = tuple(found.names)
    if rule == "stv":
        papers = orders(found.rankings)
        blank = found.blank + papers.pop((), 0)
        rounds = stv.elect(papers, options, seats or found.seats, blank=blank)
        about = {"seats": rounds.seats, "quota": rounds.needed}
        return _told("stv", found.names, rounds, rounds.winners, stv.explain(rounds), about)
    pairs = schulze.compare(found.rankings, options, blank=found.blank)
    order = pairs.order[:seats] if pairs.winners else ()
    places = [[found.names[option] for option in tier] for tier in pairs.tiers if pairs.winners]
    return _told("schulze", found.names, pairs, order, schulze.explain(pairs), {"places": places})


def _told(
    rule: str,
    names: Mapping[str, str],
    result: Result,
    winners: tuple[str, ...],
    steps: list[Step],
    about: dict[str, Any],
) -> dict[str, Any]:
    return {
        "rule": rule,
        "ballots": result.counted,
        "blank": result.blank,
        **about,
        "winners": [names[option] for option in winners],
        "steps": [_step(step, names) for step in steps],
    }


def _budget(found: pabulib.Budget, rule: str) -> dict[str, Any]:
    decide = greedy if rule == "greedy" else equal_shares
    result: BudgetResult = decide(found.costs, found.budget, found.ballots)
    return {
        "rule": rule,
        "ballots": result.voters,
        "budget": _plain(result.budget),
        "spent": _plain(result.spent),
        "winners": list(result.winners),
        "projects": {project: _verdict(one) for project, one in result.verdicts.items()},
        "steps": [_step(step, {}) for step in explain_budget(result)],
    }


def _verdict(one: Verdict) -> dict[str, Any]:
    values = {"cost": one.cost, "score": one.score, "supporters": one.supporters, "place": one.place}
    if one.by == "shares":
        values |= {"price": one.price, "payers": one.payers}
    elif one.by != "greedy":
        values |= {"had": one.had, "missing": one.missing}
    told = {name: _plain(value) for name, value in values.items()}
    return {**told, "by": one.by} if one.by else {**told, "more": one.more}


def _step(step: Step, names: Mapping[str, str]) -> dict[str, Any]:
    return {"step": step.key, **{name: _named(value, names) for name, value in step.values.items()}}


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return [names.get(key, key) for key in value]
    return names.get(value, value) if isinstance(value, str) else _plain(value)


def _plain(value: int | Fraction) -> int | str:
    """A whole number as it is, else a decimal, rounded to five places."""
    if value == int(value):
        return int(value)
    whole, part = divmod(floor(value * 10**5 + Fraction(1, 2)), 10**5)
    return f"{whole}.{part:05}".rstrip("0").rstrip(".")
