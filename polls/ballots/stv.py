"""Ranking for several seats: the single transferable vote as Scotland counts it.

Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53: quota = whole
part of valid ballots / (seats + 1), plus one; of a surplus each paper moves on with its value times surplus
/ votes, cut after five decimals; the excluded one's papers keep their value; when as many remain as there are
seats, they are elected. Ties: the most recent earlier stage in which the votes differed, else the lot.
Options elected in one stage stand in the order of their votes, then by the same rule, then as listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from polls.ballots.fields import marks
from polls.ballots.lots import decide
from polls.ballots.ranking import Order, Rounds, Stage, check, orders, rankings, tell
from polls.ballots.shape import Ballots, Kind, Marks, Number, Question, Row, Step
from polls.ballots.ticks import turnout

NAME = "stv"
ONE = 10**5
"""A whole vote in units of the fifth decimal."""

Parcel = tuple[Order, int, int]
"""Papers of one ranking: the ranking, their number, the value of each in units."""


def count(ballots: Ballots[Marks], question: Question) -> Rounds:
    """Reads `seats`, `seed`."""
    found, _, blank = rankings(ballots)
    papers = orders(found)
    blank += papers.pop((), 0)
    return elect(papers, question.options, question.seats, seed=question.seed, blank=blank)


def elect(
    papers: Mapping[Order, int], options: Sequence[str], seats: int, *, seed: str = "", blank: int = 0
) -> Rounds:
    """`papers`: rankings without an empty one, and how often each was given; `options` as listed."""
    total = sum(papers.values())
    tally = _Count(options, seats, total // (seats + 1) + 1, seed)
    tally.begin(papers)
    while total and tally.step():
        pass
    winners = tuple(tally.elected)
    return Rounds(
        kind=NAME,
        counted=total,
        blank=blank,
        rows=tally.rows(),
        winners=winners,
        seats=seats,
        needed=tally.quota // ONE,
        stages=tuple(tally.stages),
    )


@dataclass(slots=True)
class _Count:
    """A count under way; votes and quota in units. `pending` were elected with a surplus not yet moved."""

    options: Sequence[str]
    seats: int
    quota: int
    seed: str
    hopeful: list[str] = field(default_factory=list)
    elected: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    parcels: dict[str, list[Parcel]] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    history: list[dict[str, int]] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    total: int = 0

    def begin(self, papers: Mapping[Order, int]) -> None:
        self.quota *= ONE
        self.hopeful = list(self.options)
        self.parcels = {option: [] for option in self.options}
        self.votes = dict.fromkeys(self.options, 0)
        self.total = sum(papers.values()) * ONE
        self._give([(order, number, ONE) for order, number in papers.items()])
        self._close("first")

    def step(self) -> bool:
        """One stage more; False when all seats are filled."""
        if len(self.elected) >= self.seats or not self.hopeful:
            return False
        if len(self.hopeful) <= self.seats - len(self.elected):
            return self._fill()
        if self.pending:
            return self._move_surplus()
        return self._exclude()

    def _give(self, parcels: Sequence[Parcel]) -> None:
        """Each paper to the next on it who is still hopeful; without one it is lost."""
        hopeful = set(self.hopeful)
        for parcel in parcels:
            order, number, value = parcel
            taker = next((option for option in order if option in hopeful), None)
            if taker is not None and value:
                self.parcels[taker].append(parcel)
                self.votes[taker] += number * value

    def _move_surplus(self) -> bool:
        most = max(self.votes[option] for option in self.pending)
        tied = [option for option in self.pending if self.votes[option] == most]
        option, lot = self._decide(tied, lowest=False)
        self.pending.remove(option)
        surplus, votes = self.votes[option] - self.quota, self.votes[option]
        moving = [(order, number, surplus * value // votes) for order, number, value in self.parcels[option]]
        self.parcels[option], self.votes[option] = [], self.quota
        self._give(moving)
        return self._close("surplus", option, lot)

    def _exclude(self) -> bool:
        """Where the others fill the seats, the papers need not move (rule 53)."""
        fewest = min(self.votes[option] for option in self.hopeful)
        tied = [option for option in self.hopeful if self.votes[option] == fewest]
        option, lot = self._decide(tied, lowest=True)
        self.hopeful.remove(option)
        self.excluded.append(option)
        moving, self.parcels[option], self.votes[option] = self.parcels[option], [], 0
        if len(self.hopeful) > self.seats - len(self.elected):
            self._give(moving)
        return self._close("exclusion", option, lot)

    def _fill(self) -> bool:
        return self._close("rest", elected=self._ordered(self.hopeful))

    def _close(self, act: str, option: str = "", lot: Order = (), elected: Order | None = None) -> bool:
        if elected is None:
            elected = self._ordered([one for one in self.hopeful if self.votes[one] >= self.quota])
        self.elected += elected
        self.hopeful = [one for one in self.hopeful if one not in elected]
        self.pending += [one for one in elected if self.votes[one] > self.quota]
        self.history.append(dict(self.votes))
        votes: dict[str, Number] = {one: Fraction(units, ONE) for one, units in self.votes.items()}
        lost = Fraction(self.total - sum(self.votes.values()), ONE)
        self.stages.append(Stage(len(self.stages) + 1, act, option, votes, lost, elected, lot))
        return True

    def _decide(self, tied: list[str], *, lowest: bool) -> tuple[str, Order]:
        if len(tied) == 1:
            return tied[0], ()
        occasion = f"stage {len(self.stages) + 1}"
        return decide(tied, self.history, lowest=lowest, seed=self.seed, occasion=occasion)

    def _ordered(self, options: Sequence[str]) -> Order:
        def key(option: str) -> tuple[int, ...]:
            return (-self.votes[option], *(-votes[option] for votes in reversed(self.history)))

        return tuple(sorted(options, key=key))

    def rows(self) -> tuple[Row, ...]:
        """First preferences as the bar; the elected in their order, then the others, last excluded first."""
        rest = [option for option in self.options if option not in self.elected]
        gone = {option: number for number, option in enumerate(self.excluded)}
        rest.sort(key=lambda option: (-gone.get(option, len(gone)), -self.votes[option]))
        order = [*self.elected, *rest]
        return tuple(
            Row(option, place, self.history[0][option] // ONE, {"last": self._last(option)})
            for place, option in enumerate(order, 1)
        )

    def _last(self, option: str) -> Fraction:
        """The votes with which the option was elected or excluded."""
        return Fraction(max(votes[option] for votes in self.history), ONE)


def explain(result: Rounds) -> list[Step]:
    quota = Step("quota", {"counted": result.counted, "seats": result.seats, "quota": result.needed})
    stages = zip(result.stages, (None, *result.stages), strict=False)
    return [turnout(result), quota, *(step for stage, before in stages for step in tell(stage, before))]


KIND = Kind(NAME, marks, check, count, explain)
