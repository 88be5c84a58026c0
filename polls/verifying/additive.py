"""Kinds in which each option is counted for itself: ticks, marks, words; and open questions."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from polls.verifying.ballots import STANCES, TICK, Amount, Cast, Rules

Row = dict[str, Any]


def part_of(number: int, whole: int) -> Fraction:
    return Fraction(number, whole) if whole else Fraction(0)


def with_places(rows: list[Row], rank: Mapping[str, Sequence[Amount]]) -> list[Row]:
    """Best first; equal ones share the place; `rank` is the smaller the better."""
    rows = sorted(rows, key=lambda row: tuple(rank[row["option"]]))
    for number, row in enumerate(rows, 1):
        same = number > 1 and tuple(rank[row["option"]]) == tuple(rank[rows[number - 2]["option"]])
        row["place"] = rows[number - 2]["place"] if same else number
    return rows


def on_first_place(rows: list[Row]) -> list[str]:
    return [row["option"] for row in rows if row["place"] == 1]


def count_ticks(cast: Cast, rules: Rules) -> dict[str, Any]:
    """Most ticks win."""
    votes = {option: cast.answers[option][TICK] for option in rules.options}
    rows = [
        {"option": option, "value": number, "numbers": {"share": part_of(number, cast.counted)}}
        for option, number in votes.items()
    ]
    rows = with_places(rows, {option: (-number,) for option, number in votes.items()})
    return {"rows": rows, "winners": on_first_place(rows) if any(votes.values()) else []}


def marks_of(counter: Counter[str]) -> list[tuple[int, int]]:
    return sorted((int(mark), number) for mark, number in counter.items())


def count_marks(cast: Cast, rules: Rules) -> dict[str, Any]:
    """`score`: the highest mean; `resistance`: the lowest; `points`: the largest sum."""
    rows: list[Row] = []
    rank: dict[str, tuple[Amount, ...]] = {}
    totals = {option: total_of(cast, option) for option in rules.options}
    all_points = sum(total for _, total in totals.values())
    for option in rules.options:
        people, total = totals[option]
        mean = Fraction(total, people or 1)
        strong = strong_of(cast, option, rules)
        if rules.kind == "points":
            value: Amount = total
            share = None if cast.held else part_of(total, all_points)
            numbers: dict[str, Amount | None] = {"share": share, "people": people}
            rank[option] = (-total, -people)
        elif rules.kind == "score":
            value, numbers = mean, {"raters": people, "half": half_of(cast, option), "sum": total}
            rank[option] = (people == 0, -mean, -people)
        else:
            value, numbers = mean, {"raters": people, "half": half_of(cast, option), "strong": strong}
            rank[option] = (people == 0, mean, strong or 0)
        rows.append({"option": option, "value": value, "numbers": numbers})
    rows = with_places(rows, rank)
    won = all_points if rules.kind == "points" else cast.counted
    unsure = (
        bool(cast.pools) and rules.kind == "resistance" and len({row["value"] for row in rows}) < len(rows)
    )
    if unsure:  # equal means: the strong marks decide, and those are not published one by one
        return {"rows": rows, "winners": None, "unsure": True}
    return {"rows": rows, "winners": on_first_place(rows) if won else []}


def total_of(cast: Cast, option: str) -> tuple[int, int]:
    """How many gave a mark, and the sum of all marks."""
    number, total = cast.pools.get(option, (0, 0))
    marks = marks_of(cast.answers[option])
    return number + sum(each for _, each in marks), total + sum(mark * each for mark, each in marks)


def half_of(cast: Cast, option: str) -> int | None:
    """The smallest mark that at least half did not exceed; None where a pool leaves it open."""
    if option in cast.pools:
        return None
    marks, passed = marks_of(cast.answers[option]), 0
    for mark, number in marks:
        passed += number
        if 2 * passed >= sum(each for _, each in marks):
            return mark
    return 0


def strong_of(cast: Cast, option: str, rules: Rules) -> int | None:
    """Marks in the upper quarter; None where a pool leaves it open."""
    if option in cast.pools:
        return None
    low, high = rules.number("low"), rules.number("high")
    return sum(number for mark, number in marks_of(cast.answers[option]) if mark >= high - (high - low) // 4)


def count_consent(cast: Cast, rules: Rules) -> dict[str, Any]:
    """Accepted is what at least one consents to and nobody objects to."""
    rows, rank, winners = [], {}, []
    for option in rules.options:
        said, pooled = cast.answers[option], option in cast.pools
        consent, concern, objection = said["consent"], said["concern"], said["objection"]
        pool = rules.poll["pools"][option] if pooled else {}
        wanted = consent + concern > 0 or "consent" in pool or "concern" in pool
        if wanted and not objection and "objection" not in pool:
            winners.append(option)
        rank[option] = (option not in winners, objection, concern, -consent)
        numbers = {word: said[word] or (None if pooled else 0) for word in STANCES}
        rows.append({"option": option, "value": numbers["objection"], "numbers": numbers})
    rows = with_places(rows, rank)
    if cast.pools:
        return {"rows": rows, "winners": None, "accepted": sorted(winners), "unsure": True}
    return {"rows": rows, "winners": [row["option"] for row in rows if row["option"] in winners]}


def count_open(cast: Cast, rules: Rules) -> dict[str, Any]:  # noqa: ARG001  # every count has this shape
    texts = {json.loads(text)["text"]: number for text, number in cast.whole.items()}
    return {
        "rows": [],
        "winners": [],
        "answers": [[text, number] for text, number in sorted(texts.items()) if text],
    }
