"""Ranking for several seats: the single transferable vote by the Scottish rules (SSI 2011/399, rules 46 to 53)."""

from fractions import Fraction
from math import floor
from typing import Any

from polls.verifying.ballots import Amount, Cast, Rules
from polls.verifying.ranked import papers_of, stage_of, tie_broken

DECIMALS = 10**5
Pile = list[tuple[tuple[str, ...], int, Fraction]]
"""(order on the paper, how many such papers, what each is worth now)."""


class SeatCount:
    """A count under way. `waiting` are elected with a surplus that has not moved yet."""

    def __init__(self, papers: dict[tuple[str, ...], int], rules: Rules) -> None:
        self.options, self.seed, self.seats = rules.options, rules.seed, rules.number("seats")
        self.total = sum(papers.values())
        self.quota = self.total // (self.seats + 1) + 1
        self.running = list(self.options)
        self.elected: list[str] = []
        self.out: list[str] = []
        self.waiting: list[str] = []
        self.piles: dict[str, Pile] = {option: [] for option in self.options}
        self.votes: dict[str, Fraction] = dict.fromkeys(self.options, Fraction(0))
        self.history: list[dict[str, Amount]] = []
        self.stages: list[dict[str, Any]] = []
        self.hand_on([(order, number, Fraction(1)) for order, number in papers.items()])
        self.end_stage("first", "", [])

    def run(self) -> None:
        while self.total and self.running and len(self.elected) < self.seats:
            open_seats = self.seats - len(self.elected)
            if len(self.running) <= open_seats:
                self.end_stage("rest", "", [], self.in_order(self.running))
            elif self.waiting:
                self.move_surplus()
            else:
                self.leave(open_seats)

    def hand_on(self, pile: Pile) -> None:
        """To the next on the paper who is still running; a paper without one counts no more."""
        for order, number, value in pile:
            taker = next((one for one in order if one in self.running), None)
            if taker is not None and value:
                self.piles[taker].append((order, number, value))
                self.votes[taker] += number * value

    def move_surplus(self) -> None:
        most = max(self.votes[one] for one in self.waiting)
        option, lot = self.pick([one for one in self.waiting if self.votes[one] == most], lowest=False)
        self.waiting.remove(option)
        part = (self.votes[option] - self.quota) / self.votes[option]
        pile = [
            (order, number, Fraction(floor(value * part * DECIMALS), DECIMALS))
            for order, number, value in self.piles[option]
        ]
        self.piles[option], self.votes[option] = [], Fraction(self.quota)
        self.hand_on(pile)
        self.end_stage("surplus", option, lot)

    def leave(self, open_seats: int) -> None:
        """The papers stay where nobody needs them: when those left just fill the seats (rule 53)."""
        fewest = min(self.votes[one] for one in self.running)
        option, lot = self.pick([one for one in self.running if self.votes[one] == fewest], lowest=True)
        self.running.remove(option)
        self.out.append(option)
        pile, self.piles[option], self.votes[option] = self.piles[option], [], Fraction(0)
        if len(self.running) > open_seats:
            self.hand_on(pile)
        self.end_stage("exclusion", option, lot)

    def pick(self, tied: list[str], *, lowest: bool) -> tuple[str, list[str]]:
        if len(tied) == 1:
            return tied[0], []
        occasion = f"stage {len(self.stages) + 1}"
        return tie_broken(tied, self.history, lowest=lowest, seed=self.seed, occasion=occasion)

    def in_order(self, options: list[str]) -> list[str]:
        """By votes, then by the latest earlier stage that tells them apart, then as listed."""
        return sorted(
            options, key=lambda one: [-self.votes[one], *(-votes[one] for votes in reversed(self.history))]
        )

    def end_stage(self, act: str, option: str, lot: list[str], elected: list[str] | None = None) -> None:
        if elected is None:
            elected = self.in_order([one for one in self.running if self.votes[one] >= self.quota])
        self.elected += elected
        self.running = [one for one in self.running if one not in elected]
        self.waiting += [one for one in elected if self.votes[one] > self.quota]
        self.history.append(dict(self.votes))
        lost = self.total - sum(self.votes.values())
        self.stages.append(stage_of(self.stages, act, option, self.votes, lost, elected, lot))

    def order(self) -> list[str]:
        """The elected, then who was still running, then those who left, the last one first."""
        rest = sorted((one for one in self.options if one in self.running), key=lambda one: -self.votes[one])
        return [*self.elected, *rest, *reversed(self.out)]


def count_stv(cast: Cast, rules: Rules) -> dict[str, Any]:
    papers, empty = papers_of(cast, rules.kind)
    seats = SeatCount(papers, rules)
    seats.run()
    rows = [
        {
            "option": option,
            "place": place,
            "value": floor(seats.history[0][option]),
            "numbers": {"last": max(votes[option] for votes in seats.history)},
        }
        for place, option in enumerate(seats.order(), 1)
    ]
    return {
        "rows": rows,
        "winners": seats.elected,
        "stages": seats.stages,
        "needed": seats.quota,
        "seats": seats.seats,
        "counted": seats.total,
        "blank": empty,
    }
