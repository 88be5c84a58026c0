"""Ranking counted by the method of Markus Schulze: everyone against everyone, and the strongest chain decides.

Markus Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method, Social Choice and Welfare 36 (2011). A victory is the stronger the more ballots stand behind
it; with equally many, the fewer stand against it (the rule of the Debian constitution, A.6). Ballots that
leave both out, or rank them equally, are for neither. Options not told apart by the chains share a place;
where an order is wanted all the same (`order`), the lot draws it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from polls.ballots.fields import marks
from polls.ballots.lots import draw
from polls.ballots.ranking import Order, Ranks, check, rankings
from polls.ballots.shape import Ballots, Kind, Marks, Question, Result, Row, Step, Value
from polls.ballots.ticks import turnout

NAME = "schulze"
Strength = tuple[int, int]
"""Ballots for it, and minus those against it; (0, 0) is no chain at all."""
NONE: Strength = (0, 0)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Result):
    """`duels[x, y]`: ballots that rank x before y. `chains[x, y]`: the strongest chain from x to y, if any.

    `tiers`: options by place, those of one place together; `order`: all of them one by one.
    """

    duels: Mapping[Pair, int]
    chains: Mapping[Pair, tuple[Order, Strength]]
    tiers: tuple[Order, ...]
    order: Order


def count(ballots: Ballots[Marks], question: Question) -> Pairs:
    """Reads `seed`, `equal_ranks`. Winners are all on the first place."""
    found, _, blank = rankings(ballots)
    return compare(found, question.options, seed=question.seed, blank=blank)


def compare(found: Mapping[Ranks, int], options: Sequence[str], *, seed: str = "", blank: int = 0) -> Pairs:
    """`found`: rankings and how often each was given; `options` as listed."""
    duels = _duels(found, options)
    chains = _chains(duels, options)
    tiers = _tiers(chains, options)
    order = tuple(option for n, tier in enumerate(tiers, 1) for option in draw(seed, f"place {n}", tier))
    total = sum(found.values())
    return Pairs(
        kind=NAME,
        counted=total,
        blank=blank,
        rows=_rows(tiers, duels),
        winners=tiers[0] if total and tiers else (),
        duels=duels,
        chains=chains,
        tiers=tiers,
        order=order,
    )


def _duels(found: Mapping[Ranks, int], options: Sequence[str]) -> dict[Pair, int]:
    duels = {(x, y): 0 for x in options for y in options if x != y}
    everyone = set(options)
    for ranks, number in found.items():
        behind = set(everyone)
        for rank in ranks:
            behind -= set(rank)
            for x in rank:
                for y in behind:
                    duels[x, y] += number
    return duels


def _chains(duels: Mapping[Pair, int], options: Sequence[str]) -> dict[Pair, tuple[Order, Strength]]:
    """The widest path from each to each (Floyd and Warshall), only over duels that were won."""
    chains: dict[Pair, tuple[Order, Strength]] = {
        (x, y): ((x, y), (votes, -duels[y, x]) if votes > duels[y, x] else NONE)
        for (x, y), votes in duels.items()
    }
    for middle in options:
        for x, y in duels:
            if middle in {x, y}:
                continue
            (begin, one), (end, two) = chains[x, middle], chains[middle, y]
            if min(one, two) > chains[x, y][1]:
                chains[x, y] = (begin + end[1:], min(one, two))
    return {pair: chain for pair, chain in chains.items() if chain[1] != NONE}


def _beats(chains: Mapping[Pair, tuple[Order, Strength]], x: str, y: str) -> bool:
    return _strength(chains, x, y) > _strength(chains, y, x)


def _strength(chains: Mapping[Pair, tuple[Order, Strength]], x: str, y: str) -> Strength:
    return chains[x, y][1] if (x, y) in chains else NONE


def _tiers(chains: Mapping[Pair, tuple[Order, Strength]], options: Sequence[str]) -> tuple[Order, ...]:
    """Again and again those whom nobody left beats; the relation is transitive, so there is always one."""
    left = list(options)
    tiers = []
    while left:
        tier = tuple(x for x in left if not any(_beats(chains, y, x) for y in left if y != x))
        tiers.append(tier)
        left = [option for option in left if option not in tier]
    return tuple(tiers)


def _rows(tiers: tuple[Order, ...], duels: Mapping[Pair, int]) -> tuple[Row, ...]:
    """The bar is the number of duels won."""
    options = [option for tier in tiers for option in tier]
    won = {x: sum(duels[x, y] > duels[y, x] for y in options if y != x) for x in options}
    rows, place = [], 1
    for tier in tiers:
        rows += [Row(x, place, won[x], {"duels": len(options) - 1}) for x in tier]
        place += len(tier)
    return tuple(rows)


def explain(result: Pairs) -> list[Step]:
    """Who won; then why each stands before the next."""
    steps = [turnout(result)]
    if not result.winners:
        return [*steps, Step("nobody")]
    if len(result.winners) > 1:
        steps.append(Step("chains-shared", {"options": result.winners}))
    elif result.rows[0].value == len(result.rows) - 1:
        steps.append(Step("beats-all", {"option": result.winners[0]}))
    else:
        steps.append(Step("chains-decide", {"option": result.winners[0]}))
    return steps + [_why(result, x, y) for x, y in pairwise(result.order)]


def _why(result: Pairs, x: str, y: str) -> Step:
    values: dict[str, Value] = {
        "option": x,
        "other": y,
        "votes": result.duels[x, y],
        "against": result.duels[y, x],
    }
    if not _beats(result.chains, x, y):
        return Step("same-place", {"options": (x, y)})
    chain, strength = result.chains[x, y]
    if chain == (x, y):
        return Step("duel-won", values)
    back = _strength(result.chains, y, x)
    return Step("chain-won", {**values, "chain": chain, "weakest": strength[0], "back": back[0]})


KIND = Kind(NAME, marks, check, count, explain)
