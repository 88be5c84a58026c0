"""Ballots as they are published: whole ones, or cut into their single answers."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Options = tuple[str, ...]
Amount = int | Fraction
FEWEST = 5
TICK = "x"
POOLED = "~"
"""An answer that fewer than five gave: it is published together with others, so that it is nobody's."""
STANCES = ("consent", "concern", "objection", "abstention")
TICKED = ("one-choice", "several", "approval", "knapsack")
MARKED = ("score", "resistance", "points")
RANKED = ("schulze", "run-off", "stv")


@dataclass
class Rules:
    """The description of the poll, as far as counting needs it."""

    kind: str
    options: Options
    numbers: dict[str, Any]
    poll: dict[str, Any]

    def number(self, name: str) -> int:
        return int(self.numbers.get(name, 0))

    @property
    def seed(self) -> str:
        return str(self.numbers.get("seed", ""))


@dataclass
class Cast:
    """What was cast. `whole`: each different ballot with its number, where they are published whole.

    `answers`: option → answer → how often. `pools`: option → (how many answers, their sum), of those that are
    not published one by one. `held`: options of which nothing is published.
    """

    counted: int
    blank: int
    answers: dict[str, Counter[str]] = field(default_factory=dict)
    whole: Counter[str] = field(default_factory=Counter)
    pools: dict[str, tuple[int, int]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)


def rules_of(poll: Mapping[str, Any]) -> Rules:
    return Rules(
        str(poll["kind"]), tuple(key for key, _ in poll["options"]), dict(poll["numbers"]), dict(poll)
    )


# --- one ballot ---------------------------------------------------------------------------------------------


def content_of(text: str, kind: str) -> Any:
    """A list of ticked options, a dict of marks or words, or a text; ValueError for anything else."""
    ballot = json.loads(text)
    if not isinstance(ballot, dict) or len(ballot) != 1:
        raise ValueError("no ballot")
    ((shape, content),) = ballot.items()
    wanted = {"consent": "words", "open": "text"}.get(kind, "marks" if kind not in TICKED else "choices")
    again = json.dumps(ballot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if shape != wanted or again != text:
        raise ValueError("another shape, or another spelling")
    return content


def is_valid(text: str, rules: Rules) -> bool:
    try:
        content = content_of(text, rules.kind)
    except (ValueError, RecursionError):
        return False
    if not content:
        return bool(rules.numbers.get("blank"))
    if rules.kind == "open":
        return isinstance(content, str) and len(content) <= rules.number("length")
    if not set(content) <= set(rules.options):
        return False
    if isinstance(content, list):
        return content == sorted(set(content)) and valid_ticks(content, rules)
    if rules.kind == "consent":
        return all(word in STANCES for word in content.values()) and is_complete(content, rules)
    return all(type(mark) is int for mark in content.values()) and valid_marks(content, rules)


def is_complete(content: dict[str, Any], rules: Rules) -> bool:
    return not rules.numbers.get("complete") or len(content) == len(rules.options)


def valid_ticks(ticked: list[str], rules: Rules) -> bool:
    number = len(ticked)
    if rules.kind == "knapsack":
        spent: int = sum(rules.numbers["costs"].get(option, 0) for option in ticked)
        return spent <= rules.number("budget")
    if rules.kind == "one-choice":
        return number == 1
    if rules.kind == "several":
        return rules.number("least") <= number <= (rules.number("most") or len(rules.options))
    return True


def valid_marks(marks: dict[str, int], rules: Rules) -> bool:
    values = sorted(marks.values())
    if rules.kind in RANKED:
        steps = sorted(set(values))
        return (
            steps == list(range(1, len(steps) + 1))
            and len(steps) <= (rules.number("most") or len(rules.options))
            and (bool(rules.numbers.get("equal_ranks")) or len(steps) == len(values))
        )
    if rules.kind == "points":
        most = rules.number("most") or rules.number("points")
        return values[0] >= 1 and values[-1] <= most and sum(values) <= rules.number("points")
    return (
        rules.number("low") <= values[0] and values[-1] <= rules.number("high") and is_complete(marks, rules)
    )


# --- all of them --------------------------------------------------------------------------------------------


def cast_whole(texts: list[str], rules: Rules) -> Cast:
    """From whole, valid ballots."""
    whole = Counter(texts)
    answers: dict[str, Counter[str]] = {option: Counter() for option in rules.options}
    blank = 0
    for text, number in whole.items():
        content = content_of(text, rules.kind)
        blank += 0 if content else number
        if isinstance(content, str):
            continue
        given = dict.fromkeys(content, TICK) if isinstance(content, list) else content
        for option, answer in given.items():
            answers[option][str(answer)] += number
    return Cast(len(texts) - blank, blank, answers, whole)


def cast_answers(lines: list[list[str]], rules: Rules) -> Cast:
    """From single answers: enough wherever each option is counted for itself, and for duels."""
    poll = rules.poll
    answers: dict[str, Counter[str]] = {option: Counter() for option in rules.options}
    for option, answer in lines:
        answers[option][answer] += 1
    pools = {option: (pool["number"], pool["sum"]) for option, pool in poll["pools"].items()}
    for option, counter in answers.items():
        if counter.pop(POOLED, 0) != pools.get(option, (0, 0))[0]:
            raise ValueError(f"pool of {option}")
    counted = int(poll["counted"])
    return Cast(counted, int(poll["ballots"]) - counted, answers, pools=pools, held=set(poll["held"]))
