"""From the ballots of a poll to those that a budget is counted with."""

from collections.abc import Iterable, Mapping

from participation.budgeting.rules.shape import Points
from polls.ballots.shape import Ballot, Choices, Marks


def points_of(ballot: Ballot) -> Points:
    """A ticked project has one point. ValueError for a ballot of another kind."""
    if isinstance(ballot, Choices):
        return tuple((option, 1) for option in ballot.options)
    if isinstance(ballot, Marks):
        return tuple((option, mark) for option, mark in ballot.values if mark)
    raise ValueError("a budget is voted on by ticks or by points")


def counted(ballots: Iterable[tuple[Ballot, int]]) -> Mapping[Points, int]:
    found: dict[Points, int] = {}
    for ballot, number in ballots:
        points = points_of(ballot)
        found[points] = found.get(points, 0) + number
    return found
