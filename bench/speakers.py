"""What the rules of the speaker list do to waiting times, against plain first-come. Pure and seeded.

`python -m bench.speakers` prints the table of docs/speaker-list.md. An evening: one item of two hours, speeches of
one to three minutes; people in the hall are quick to raise a hand at the beginning, people at home find the button
later; some who have spoken ask again. The same evenings are played under both orders.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, quantiles

from participation.forums.speakers.rules import Channel, Request, order

EVENINGS = 200
MINUTES = 120.0
SEED = 20_261_120

Choose = Callable[[Sequence[Request], Sequence[Request]], Request]


@dataclass(frozen=True, slots=True)
class Asked:
    at: float
    request: Request
    first: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Minutes waited by those who came to speak, and who did not, by kind of person."""

    waited: dict[str, list[float]]
    unheard: dict[str, int]
    asked: dict[str, int]


def first_come(waiting: Sequence[Request], _: Sequence[Request]) -> Request:
    return min(waiting, key=lambda request: request.id)


def by_rules(waiting: Sequence[Request], called: Sequence[Request]) -> Request:
    return order(waiting, called)[0].request


def evening(rng: random.Random) -> list[Asked]:
    """Thirty in the hall, most at the beginning, twenty-five remote, later; eight of the hall ask again and again."""
    found: list[tuple[float, str, Channel, bool]] = []
    for number in range(30):
        at = rng.expovariate(1 / 15)
        found.append((at, f"hall{number}", Channel.HALL, True))
        if number < 8:
            found += [
                (at + 12 * turn + rng.uniform(0, 6), f"hall{number}", Channel.HALL, False)
                for turn in (1, 2, 3)
            ]
    for number in range(25):
        channel = Channel.PHONE if number < 3 else Channel.HOME
        found.append((10 + rng.expovariate(1 / 30), f"remote{number}", channel, True))
    rows = sorted(row for row in found if row[0] < MINUTES)
    return [Asked(at, Request(n, who, side), first) for n, (at, who, side, first) in enumerate(rows)]


def play(asked: Sequence[Asked], lengths: Sequence[float], choose: Choose) -> dict[int, float]:
    """Number of the request → minutes waited, for those who came to speak."""
    now, called, waited = 0.0, list[Request](), dict[int, float]()
    left = list(asked)
    for length in lengths:
        waiting = _waiting(left, now)
        if not waiting and left:
            now = left[0].at
            waiting = _waiting(left, now)
        if not waiting or now >= MINUTES:
            break
        chosen = choose([one.request for one in waiting], called)
        one = next(one for one in waiting if one.request == chosen)
        waited[chosen.id] = now - one.at
        left.remove(one)
        called.append(chosen)
        now += length
    return waited


def _waiting(left: Sequence[Asked], now: float) -> list[Asked]:
    """One open request for each person, as the table enforces it."""
    seen: dict[str, Asked] = {}
    for one in left:
        if one.at <= now:
            seen.setdefault(one.request.who, one)
    return list(seen.values())


def kind(one: Asked) -> str:
    if not one.first:
        return "again"
    return "remote" if one.request.remote else "hall"


def simulate(choose: Choose, evenings: int = EVENINGS, seed: int = SEED) -> Outcome:
    rng = random.Random(seed)
    kinds = ("hall", "remote", "again")
    outcome = Outcome({name: [] for name in kinds}, dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0))
    for _ in range(evenings):
        asked = evening(rng)
        lengths = [rng.uniform(1, 3) for _ in range(120)]
        waited = play(asked, lengths, choose)
        for one in asked:
            outcome.asked[kind(one)] += 1
            if one.request.id in waited:
                outcome.waited[kind(one)].append(waited[one.request.id])
            else:
                outcome.unheard[kind(one)] += 1
    return outcome


def table(evenings: int = EVENINGS) -> str:
    names = {"hall": "First speech, hall", "remote": "First speech, remote", "again": "Further speeches"}
    plain, ruled = simulate(first_come, evenings), simulate(by_rules, evenings)
    lines = [
        "| Who | Order | Mean wait | 9 of 10 wait at most | Not heard |",
        "|---|---|---:|---:|---:|",
    ]
    for name, words in names.items():
        for label, outcome in (("first-come", plain), ("our rules", ruled)):
            waits = outcome.waited[name]
            share = 100 * outcome.unheard[name] / outcome.asked[name]
            lines.append(
                f"| {words} | {label} | {mean(waits):.1f} min | {quantiles(waits, n=10)[-1]:.1f} min | {share:.0f} % |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
