"""What a bundle says of a poll: its rules, its result, and the lists of what was cast. Pure.

`full`: each ballot with its receipt. Otherwise the receipts stand for themselves, and the ballots are cut into
their single answers, from which whatever counts each option for itself can be recounted to the last vote. A
number below `FEWEST` is not published apart: such answers are pooled, with their sum, or held back.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from polls.ballots.ranking import Rounds, Stage, ranks
from polls.ballots.schulze import Pairs
from polls.ballots.shape import Choices, Marks, Question, Result, Row, Words, from_text
from polls.life import FEWEST, too_few

POOLED = "~"
TICK = "x"
SHOWN_APART = {"strong", "concern", "consent", "abstention", "objection"}
"""Columns that count people beside the bar."""
BY_ROUNDS = {"run-off", "stv"}

Lines = list[list[str]]


@dataclass(slots=True)
class Published:
    """`form`: full, ballots, answers or none. `lists`: file → sorted lines. `more` goes into the description."""

    form: str
    lists: dict[str, Lines]
    more: dict[str, Any] = field(default_factory=dict)


def held_back(result: Result) -> set[str]:
    """Options whose number is that of too few people.

    Where each ballot names one option, a single gap could be filled by subtraction; then the next smallest
    number goes too.
    """
    hidden = {row.option for row in result.rows if too_few(people_behind(result.kind, row))}
    if result.kind == "one-choice" and len(hidden) == 1 and len(result.rows) > 1:
        rest = [row for row in result.rows if row.option not in hidden]
        hidden.add(min(rest, key=lambda row: row.value).option)
    return hidden


def people_behind(kind: str, row: Row) -> int:
    """How many people stand behind the numbers of a row; many where none of them are people."""
    if kind in {"one-choice", "several", "approval", "knapsack", "run-off", "stv"}:
        return int(row.value)
    for name in ("raters", "people"):
        if name in row.numbers:
            return int(row.numbers[name])
    return FEWEST


# --- lists --------------------------------------------------------------------------------------------------


def publish(
    result: Result, *, full: bool, ballots: Sequence[tuple[str, str]], receipts: Sequence[str]
) -> Published:
    """`ballots`: (text, receipt), the receipt empty unless `full`."""
    lists: dict[str, Lines] = {"receipts.csv": [[receipt] for receipt in sorted(receipts)]}
    if too_few(result.counted):
        return Published("none", lists)
    if full:
        lists["ballots-full.csv"] = sorted([receipt, text] for text, receipt in ballots)
        return Published("full", lists)
    if result.kind == "open":
        lists["ballots.csv"] = sorted([text] for text, _ in ballots)
        return Published("ballots", lists)
    if result.kind in BY_ROUNDS:
        return Published("none", lists)
    answers, more = _answers(result, [text for text, _ in ballots])
    return Published("answers", {**lists, "answers.csv": answers}, more)


def _answers(result: Result, texts: Iterable[str]) -> tuple[Lines, dict[str, Any]]:
    found = _cut(result, texts)
    hidden = held_back(result)
    if isinstance(result, Pairs):
        small = sorted([x, y] for (x, y), number in result.duels.items() if 0 < number < FEWEST)
        kept = {x: Counter({y: n for y, n in each.items() if n >= FEWEST}) for x, each in found.items()}
        return _lines(kept), {"held": [], "pools": {}, "held_pairs": small}
    pools: dict[str, dict[str, int | bool]] = {}
    for option, answers in found.items():
        pooled = _pool(answers)
        if option in hidden or not pooled:
            continue
        number = 0 if too_few(pooled.total()) else pooled.total()
        pools[option] = {"number": number, "sum": _sum(pooled) if number else 0}
        pools[option] |= {word: True for word in ("objection", "consent", "concern") if word in pooled}
        found[option] = answers - pooled + Counter({POOLED: number})
    shown = {option: answers for option, answers in found.items() if option not in hidden}
    return _lines(shown), {"held": sorted(hidden), "pools": pools}


def _cut(result: Result, texts: Iterable[str]) -> dict[str, Counter[str]]:
    """Option → answer → how often; of a ranking, before which others it stands."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    options = {row.option for row in result.rows}
    for text, number in Counter(texts).items():
        ballot = from_text(text)
        if isinstance(ballot, Choices):
            pairs = [(option, TICK) for option in ballot.options]
        elif isinstance(ballot, Marks) and isinstance(result, Pairs):
            pairs = list(_duels(ballot, options))
        elif isinstance(ballot, Marks | Words):
            pairs = [(option, str(answer)) for option, answer in ballot.values]
        else:
            pairs = []
        for option, answer in pairs:
            found[option][answer] += number
    return found


def _duels(ballot: Marks, options: set[str]) -> Iterable[tuple[str, str]]:
    behind = set(options)
    for rank in ranks(ballot):
        behind -= set(rank)
        for option in rank:
            yield from ((option, other) for other in behind)


def _pool(answers: Counter[str]) -> Counter[str]:
    """Answers that too few gave; with the next smallest, where together they are still too few."""
    if set(answers) <= {TICK}:
        return Counter()
    pooled = Counter({answer: number for answer, number in answers.items() if number < FEWEST})
    for answer, number in sorted(answers.items(), key=lambda one: (one[1], one[0])):
        if pooled and pooled.total() < FEWEST and answer not in pooled:
            pooled[answer] = number
    return pooled


def _sum(answers: Counter[str]) -> int:
    return sum(int(answer) * number for answer, number in answers.items() if answer.lstrip("-").isdigit())


def _lines(answers: Mapping[str, Counter[str]]) -> Lines:
    return sorted([option, answer] for option, each in answers.items() for answer in each.elements())


# --- result -------------------------------------------------------------------------------------------------


def state_result(result: Result, *, full: bool) -> dict[str, Any]:
    """Empty where too few have voted; numbers that are held back are None."""
    if too_few(result.counted):
        return {}
    hidden = set() if full else held_back(result)
    stated: dict[str, Any] = {
        "kind": result.kind,
        "counted": result.counted,
        "blank": result.blank if full else _apart(result.blank),
        "winners": list(result.winners),
        "rows": [_row(row, hidden, full=full) for row in result.rows],
    }
    if isinstance(result, Pairs):
        stated["order"] = list(result.order)
    if isinstance(result, Rounds):
        stated |= {"seats": result.seats, "needed": result.needed}
        stated["stages"] = [_stage(stage, full=full) for stage in result.stages]
    answers: tuple[tuple[str, int], ...] | None = getattr(result, "answers", None)
    if answers is not None:
        stated["answers"] = [[text, number] for text, number in answers]
    return stated


def _row(row: Row, hidden: set[str], *, full: bool) -> dict[str, Any]:
    gone = row.option in hidden
    few = not full and "objection" in row.numbers and 0 < row.value < FEWEST
    numbers = {
        name: None if gone or (not full and name in SHOWN_APART and too_few(int(number))) else plain(number)
        for name, number in row.numbers.items()
    }
    value = None if gone or few else plain(row.value)
    return {"option": row.option, "place": row.place, "value": value, "numbers": numbers}


def stage_votes(stage: Stage) -> dict[str, int | str | None]:
    """None for the numbers of few people, and for one more where a single gap could be filled by subtraction."""
    votes: dict[str, int | str | None] = {option: plain(number) for option, number in stage.votes.items()}
    small = [option for option, number in stage.votes.items() if 0 < number < FEWEST]
    rest = [option for option, number in stage.votes.items() if number >= FEWEST]
    if len(small) == 1 and rest:
        small.append(min(rest, key=lambda option: stage.votes[option]))
    return votes | dict.fromkeys(small)


def _stage(stage: Stage, *, full: bool) -> dict[str, Any]:
    votes = stage_votes(stage)
    if full:
        votes = {option: plain(number) for option, number in stage.votes.items()}
    return {
        "number": stage.number,
        "act": stage.act,
        "option": stage.option,
        "votes": votes,
        "lost": plain(stage.lost) if full else _apart(stage.lost),
        "elected": list(stage.elected),
        "lot": list(stage.lot),
    }


def _apart(number: int | Fraction) -> Any:
    return None if 0 < number < FEWEST else plain(number)


def plain(value: int | Fraction) -> int | str:
    """As JSON holds it: a fraction as text, a whole one as an integer."""
    if isinstance(value, int):
        return value
    return int(value) if value.denominator == 1 else str(value)


def numbers_of(question: Question) -> dict[str, Any]:
    names = [one.name for one in fields(Question) if one.name not in {"options", "key"}]
    found = {name: getattr(question, name) for name in names}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in found.items()}


def as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
