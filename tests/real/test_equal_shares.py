"""Equal shares on 60 real budgets, beside an independent implementation: the same projects in the same order."""

import pytest
from pabutools.election import (
    AdditiveSatisfaction,
    CardinalBallot,
    CardinalProfile,
    OrdinalProfile,
    parse_pabulib,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

from participation.budgeting.rules.equal_shares import equal_shares
from polls.formats import pabulib
from polls.formats.reading import lines
from tests.real.test_elections import BUDGETS, ELECTIONS

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not ELECTIONS.exists(), reason="The real elections are not beside the project (../shared/data)."
    ),
]


class PointsTimesCost(AdditiveSatisfaction):
    """What a project is worth to a voter; an approval is one point."""

    def __init__(self, instance, profile, ballot):
        super().__init__(instance, profile, ballot, _worth)


def _worth(_instance, _profile, ballot, project, _known):
    if isinstance(ballot, dict):
        return ballot.get(project, 0) * project.cost
    return project.cost if project in ballot else 0


def _supporters(profile, project):
    return sum(
        number for ballot, number in profile.items() if project in ballot and _points(ballot, project) > 0
    )


def _points(ballot, project):
    return ballot[project] if isinstance(ballot, dict) else 1


TIES = TieBreakingRule(lambda _, profile, one: (one.cost, -_supporters(profile, one), one.name))


def _read(file):
    """With their reader; their ordinal ballots become points as the city counted them: the first place has most."""
    instance, profile = parse_pabulib(str(file))
    if isinstance(profile, OrdinalProfile):
        most = int(instance.meta.get("max_length", len(instance)))
        ballots = [
            CardinalBallot({project: most - place for place, project in enumerate(ballot)})
            for ballot in profile
        ]
        profile = CardinalProfile(ballots, instance=instance)
    return instance, profile.as_multiprofile()


@pytest.mark.parametrize("file", BUDGETS, ids=lambda file: file.stem)
def test_equal_shares_agrees_with_pabutools(file):
    instance, profile = _read(file)
    theirs = method_of_equal_shares(instance, profile, PointsTimesCost, tie_breaking=TIES)
    found = pabulib.read(lines(file))
    ours = equal_shares(found.costs, found.budget, found.ballots)
    shares = [one for one in ours.winners if ours.verdicts[one].by == "shares"]
    assert shares == [project.name for project in theirs]
    whole = greedy_utilitarian_welfare(
        instance, profile, PointsTimesCost, tie_breaking=TIES, initial_budget_allocation=theirs
    )
    wanted = {project.name for project in whole if _supporters(profile, project)}
    assert set(ours.winners) == wanted  # theirs also builds what nobody voted for, where it fits
