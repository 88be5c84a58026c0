"""What a result says about the accounts behind it, without saying anything about a person. Pure.

While the ballots lie open in memory they are counted again without new accounts, without unverified ones, and
without those that came in great number from one network. What stays are counts of at least `FEWEST`, and whether
the result would be another. Numbers by option stay only for all these groups taken together: between two groups
that differ by one person, that person's ballot could be reckoned.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polls.ballots.shape import Ballot, Kind, Question, Result, from_text
from polls.life import too_few
from polls.questionnaire.rules import Part
from polls.questionnaire.rules import from_text as parts_from_text
from polls.stating import people_behind, plain

BURST = 20
"""Ballots from one network within an hour: a hall or a school has as many, and so has a person with a script."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One opened ballot. `fresh`: the account was made after the poll had begun."""

    text: str
    mark: str = ""
    fresh: bool = False
    unverified: bool = False


def _groups_of(seen: Sequence[Seen]) -> dict[str, Callable[[Seen], bool]]:
    loud = {mark for mark, number in Counter(one.mark for one in seen).items() if mark and number >= BURST}
    return {
        "fresh": lambda one: one.fresh,
        "unverified": lambda one: one.unverified,
        "bursts": lambda one: one.mark in loud,
    }


def report_of_parts(parts: Sequence[Part], seen: Sequence[Seen]) -> str:
    """Of a questionnaire: a result is the same without a group where that of every question is.

    Numbers are told of no question: several answers of the same few people would tell them apart.
    """
    answers = [(one, parts_from_text(one.text)) for one in seen]
    groups: dict[str, Any] = {}
    for name, belongs in _groups_of(seen).items():
        people = sum(belongs(one) for one in seen)
        same = None if too_few(people) else _all_same(parts, answers, belongs)
        groups[name] = {"people": None if too_few(people) else people, "same": same}
    content = {"voters": len(seen), "networks": any(one.mark for one in seen), "groups": groups}
    return json.dumps({**content, "together": None})


def _all_same(
    parts: Sequence[Part],
    answers: Sequence[tuple[Seen, Mapping[int, Ballot]]],
    belongs: Callable[[Seen], bool],
) -> bool | None:
    """None where a question would tell of too few; a free text has no result that could change."""
    for part in parts:
        given = [(one, found[part.id]) for one, found in answers if part.id in found]
        whole: Result = part.kind.count([ballot for _, ballot in given], part.question)
        if not whole.rows:
            continue
        rest: Result = part.kind.count([ballot for one, ballot in given if not belongs(one)], part.question)
        if too_few(rest.counted) or too_few(whole.counted - rest.counted):
            return None
        if set(rest.winners) != set(whole.winners):
            return False
    return True


def report(kind: Kind[Any, Any], question: Question, seen: Sequence[Seen]) -> str:
    """JSON; see `docs/polls.md`."""
    groups = _groups_of(seen)
    whole = _count(kind, question, seen)
    content: dict[str, Any] = {
        "voters": len(seen),
        "networks": any(one.mark for one in seen),
        "groups": {name: _group(kind, question, seen, whole, belongs) for name, belongs in groups.items()},
    }
    content["together"] = _together(kind, question, seen, whole, list(groups.values()))
    return json.dumps(content)


def _count(kind: Kind[Any, Any], question: Question, seen: Sequence[Seen]) -> Result:
    result: Result = kind.count([from_text(one.text) for one in seen], question)
    return result


def _group(
    kind: Kind[Any, Any],
    question: Question,
    seen: Sequence[Seen],
    whole: Result,
    belongs: Callable[[Seen], bool],
) -> dict[str, Any]:
    """`people`: None for a few. `same`: whether the result stands without them, None where that says too much."""
    rest = [one for one in seen if not belongs(one)]
    people = len(seen) - len(rest)
    if too_few(people):
        return {"people": None, "same": None}
    without = _count(kind, question, rest)
    if too_few(without.counted) or not whole.rows:
        return {"people": people, "same": None}
    return {"people": people, "same": set(without.winners) == set(whole.winners)}


def _together(
    kind: Kind[Any, Any],
    question: Question,
    seen: Sequence[Seen],
    whole: Result,
    groups: Sequence[Callable[[Seen], bool]],
) -> dict[str, Any] | None:
    """Number and rows without all of them; None where a row would tell of too few."""
    rest = [one for one in seen if not any(belongs(one) for belongs in groups)]
    people = len(seen) - len(rest)
    without = _count(kind, question, rest)
    if too_few(people) or too_few(without.counted) or not whole.rows or not _safe(whole, without):
        return None
    rows = {row.option: plain(row.value) for row in without.rows}
    return {"people": people, "counted": without.counted, "rows": rows, "winners": list(without.winners)}


def _safe(whole: Result, without: Result) -> bool:
    """In each row enough people are left, and enough were taken away."""
    left: Mapping[str, int] = {row.option: people_behind(without.kind, row) for row in without.rows}
    return all(
        not too_few(left[row.option]) and not too_few(people_behind(whole.kind, row) - left[row.option])
        for row in whole.rows
    )
