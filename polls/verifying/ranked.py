"""Rankings: the lot, duels with the strongest chain (Schulze), and the instant run-off."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polls.verifying.ballots import FEWEST, Amount, Cast, Rules, content_of

Ranking = tuple[tuple[str, ...], ...]
Papers = dict[tuple[str, ...], int]


def drawn(seed: str, occasion: str, options: Iterable[str]) -> list[str]:
    """By the SHA-256 of seed, occasion and option, joined by line breaks."""
    return sorted(options, key=lambda one: hashlib.sha256(f"{seed}\n{occasion}\n{one}".encode()).digest())


def tie_broken(
    tied: Sequence[str], history: Sequence[Mapping[str, Amount]], *, lowest: bool, seed: str, occasion: str
) -> tuple[str, list[str]]:
    """The latest earlier stage that tells them apart decides, else the lot; with those who were in the lot."""
    left = list(tied)
    for votes in reversed(history):
        wanted = (min if lowest else max)(votes[one] for one in left)
        left = [one for one in left if votes[one] == wanted]
        if len(left) == 1:
            return left[0], []
    return drawn(seed, occasion, left)[0], left


def rankings_of(cast: Cast, kind: str) -> Counter[Ranking]:
    """Options by rank, the best first; those left out stand behind all."""
    found: Counter[Ranking] = Counter()
    for text, number in cast.whole.items():
        marks = content_of(text, kind)
        ranks = sorted(set(marks.values()))
        found[tuple(tuple(one for one in sorted(marks) if marks[one] == rank) for rank in ranks)] += number
    return found


def papers_of(cast: Cast, kind: str) -> tuple[Papers, int]:
    """Strict orders, up to the first shared rank; with the number of papers that say nothing."""
    papers: Papers = {}
    for ranking, number in rankings_of(cast, kind).items():
        order: list[str] = []
        for rank in ranking:
            if len(rank) > 1:
                break
            order += rank
        papers[tuple(order)] = papers.get(tuple(order), 0) + number
    empty = papers.pop((), 0)
    return papers, empty


# --- Schulze ------------------------------------------------------------------------------------------------


def duels_of(cast: Cast, rules: Rules) -> dict[tuple[str, str], int]:
    """How many rank one before the other. Cut ballots say it as answers: option before answer."""
    duels = {(x, y): 0 for x in rules.options for y in rules.options if x != y}
    if not cast.whole:
        for x, y in duels:
            duels[x, y] = cast.answers[x][y]
    for ranking, number in rankings_of(cast, rules.kind).items():
        place = {option: rank for rank, options in enumerate(ranking) for option in options}
        for x, y in duels:
            if x in place and place[x] < place.get(y, len(ranking)):
                duels[x, y] += number
    return duels


def count_schulze(cast: Cast, rules: Rules) -> dict[str, Any]:
    """Where a number is held back, the other side of the duel must be clear, and no other duel equally strong."""
    duels = duels_of(cast, rules)
    found = by_chains(cast, rules, duels)
    against = [duels[y, x] for x, y in rules.poll.get("held_pairs", [])]
    strengths = list(duels.values())
    if not any(votes < FEWEST or strengths.count(votes) > 1 for votes in against):
        return found
    for row in found["rows"]:
        row["value"] = None
    return {**found, "winners": None, "order": None, "unsure": True}


def by_chains(cast: Cast, rules: Rules, duels: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    options = rules.options
    strength = {
        (x, y): (duels[x, y], -duels[y, x]) if duels[x, y] > duels[y, x] else (0, 0) for x, y in duels
    }
    for middle in options:
        for (x, y), direct in strength.items():
            if middle not in {x, y}:
                over = min(strength[x, middle], strength[middle, y])
                strength[x, y] = max(direct, over)
    left, rows, order = list(options), [], []
    first: list[str] = []
    tier_number = 0
    while left:
        tier = [x for x in left if not any(strength[y, x] > strength[x, y] for y in left if y != x)]
        tier_number += 1
        place = len(options) - len(left) + 1
        for x in tier:
            won = sum(duels[x, y] > duels[y, x] for y in options if y != x)
            rows.append({"option": x, "place": place, "value": won, "numbers": {"duels": len(options) - 1}})
        order += drawn(rules.seed, f"place {tier_number}", tier)
        first = first or tier
        left = [x for x in left if x not in tier]
    return {"rows": rows, "winners": first if cast.counted else [], "order": order}


# --- instant run-off ----------------------------------------------------------------------------------------


def first_votes(papers: Papers, options: Sequence[str], left: Sequence[str]) -> dict[str, int]:
    votes = dict.fromkeys(options, 0)
    for order, number in papers.items():
        taker = next((option for option in order if option in left), None)
        if taker is not None:
            votes[taker] += number
    return votes


def count_runoff(cast: Cast, rules: Rules) -> dict[str, Any]:
    """The last one leaves each round until one has more than half of the votes that still count."""
    papers, empty = papers_of(cast, rules.kind)
    total, left = sum(papers.values()), list(rules.options)
    history: list[dict[str, int]] = []
    stages: list[dict[str, Any]] = []
    gone, lot, leavers = "", list[str](), list[str]()
    while True:
        votes = first_votes(papers, rules.options, left)
        history.append(votes)
        still = sum(votes.values())
        elected = [one for one in left if total and 2 * votes[one] > still]
        stages.append(
            stage_of(stages, "exclusion" if gone else "first", gone, votes, total - still, elected, lot)
        )
        if elected or not total:
            break
        tied = [one for one in left if votes[one] == min(votes[each] for each in left)]
        occasion = f"round {len(history) + 1}"
        gone, lot = (
            tie_broken(tied, history, lowest=True, seed=rules.seed, occasion=occasion)
            if len(tied) > 1
            else (tied[0], [])
        )
        left.remove(gone)
        leavers.insert(0, gone)
    order = sorted(left, key=lambda one: -history[-1][one]) + leavers
    rows = [
        {
            "option": option,
            "place": place,
            "value": history[0][option],
            "numbers": {"last": max(votes[option] for votes in history)},
        }
        for place, option in enumerate(order, 1)
    ]
    needed = sum(history[-1].values()) // 2 + 1
    return {
        "rows": rows,
        "winners": stages[-1]["elected"],
        "stages": stages,
        "needed": needed,
        "counted": total,
        "seats": 1,
        "blank": empty,
    }


def stage_of(
    before: list[dict[str, Any]],
    act: str,
    option: str,
    votes: Mapping[str, Amount],
    lost: Amount,
    elected: Sequence[str],
    lot: Sequence[str],
) -> dict[str, Any]:
    return {
        "number": len(before) + 1,
        "act": act,
        "option": option,
        "votes": dict(votes),
        "lost": lost,
        "elected": list(elected),
        "lot": list(lot),
    }
