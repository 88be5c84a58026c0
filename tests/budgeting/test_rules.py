"""Budgets: greedy and equal shares by hand, by a plain second implementation, and by what must always hold."""

from collections import Counter
from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.explain import explain, why
from participation.budgeting.rules.greedy import greedy


def approvals(**given):
    """`ab=5`: five people who approve of a and b."""
    return {tuple((project, 1) for project in sorted(found)): number for found, number in given.items()}


# --- by hand ------------------------------------------------------------------------------------------------


def test_greedy_takes_the_highest_score_that_still_fits():
    result = greedy({"a": 60, "b": 50, "c": 40}, 100, approvals(a=3, b=2, c=1))
    assert result.winners == ("a", "c")
    assert result.spent == 100
    refused = result.verdicts["b"]
    assert (refused.had, refused.missing, refused.more) == (40, 10, 1)


def test_of_equal_scores_greedy_takes_the_cheaper_and_then_the_earlier_id():
    assert greedy({"b": 50, "a": 60, "c": 50}, 170, approvals(abc=1)).winners == ("b", "c", "a")


def test_what_nobody_wants_is_not_built_and_what_is_too_dear_neither():
    for rule in (greedy, equal_shares):
        result = rule({"a": 10, "b": 200, "c": 5}, 100, approvals(a=1, b=5))
        assert result.winners == ("a",)
        steps = {step.values.get("project"): step.key for step in explain(result)}
        assert steps["b"] == "too-dear"
        assert steps["c"] == "nobody-wanted"


def test_equal_shares_gives_a_minority_its_part():
    """10 people, 100 euros, 10 each. Six want a, b, c (30 each), four want d (40): greedy builds a, b, c only.

    a costs each of the six 5, so does b; then they have nothing left for c, and d costs each of the four 10.
    """
    costs = {"a": 30, "b": 30, "c": 30, "d": 40}
    ballots = approvals(abc=6, d=4)
    assert greedy(costs, 100, ballots).winners == ("a", "b", "c")
    result = equal_shares(costs, 100, ballots)
    assert result.winners == ("a", "b", "d")
    assert result.share == 10
    assert [result.verdicts[one].price for one in "abd"] == [5, 5, 10]
    refused = result.verdicts["c"]
    assert (refused.had, refused.missing, refused.more) == (0, 30, 3)


def test_who_has_less_gives_all_that_is_left_and_the_others_pay_the_rest():
    """4 people, 40 euros. x costs 16 and three want it: 16/3 each leaves them 14/3. y costs 18 and all want it:
    the three give 14/3 each, 14 together; the fourth pays the other 4."""
    result = equal_shares({"x": 16, "y": 18}, 40, approvals(xy=3, y=1))
    assert result.winners == ("y", "x")
    assert result.verdicts["y"].price == Fraction(9, 2)
    poor = equal_shares({"x": 12, "y": 36}, 48, approvals(xy=3, y=1), worth="points")
    assert poor.winners == ("x", "y")
    assert [poor.verdicts[one].price for one in "xy"] == [4, 12]
    assert poor.verdicts["y"].payers == 1


def test_points_decide_who_pays_how_much():
    """Two people with 30 each. a costs 40; one gave it 3 points, the other 1: they pay 30 and 10."""
    ballots = {(("a", 3),): 1, (("a", 1), ("b", 2)): 1}
    result = equal_shares({"a": 40, "b": 20}, 60, ballots)
    assert result.winners == ("a", "b")
    assert (result.verdicts["a"].price, result.verdicts["b"].price) == (10, 10)


def test_the_rest_goes_to_what_most_people_wanted_and_still_fits():
    costs = {"a": 50, "b": 70, "c": 90}
    result = equal_shares(costs, 100, approvals(a=2, b=5, c=3))
    assert result.winners == ("b",)
    result = equal_shares({"a": 15, "b": 70, "c": 20}, 100, approvals(a=1, b=7, c=2))
    assert [(one, result.verdicts[one].by) for one in result.winners] == [
        ("b", "shares"),
        ("c", "shares"),
    ]
    result = equal_shares({"a": 25, "b": 70}, 100, approvals(a=2, b=7, ab=1))
    assert [(one, result.verdicts[one].by) for one in result.winners] == [("b", "shares"), ("a", "rest")]
    assert [step.key for step in why(result, "a")] == ["support", "not-enough", "rest-chosen"]


def test_with_a_step_shares_grow_until_nothing_more_fits():
    """10 each would not pay for a (two people, 25); 12.50 each does."""
    costs, ballots = {"a": 25, "b": 70}, approvals(a=2, b=8)
    assert equal_shares(costs, 100, ballots).verdicts["a"].by == "rest"
    raised = equal_shares(costs, 100, ballots, step=Fraction(1, 4))
    assert raised.share == Fraction(25, 2)
    assert raised.verdicts["a"].by == "shares"
    assert raised.spent == 95


def test_what_costs_nothing_comes_first_and_no_votes_build_nothing():
    assert equal_shares({"a": 5, "b": 0}, 10, approvals(ab=1)).winners == ("b", "a")
    for rule in (greedy, equal_shares):
        assert rule({"a": 5}, 10, {}).winners == ()
        assert rule({"a": 5}, 10, {(): 3}).winners == ()


def test_the_explanation_tells_the_count_in_its_order():
    result = equal_shares({"a": 30, "b": 30, "c": 30, "d": 40}, 100, approvals(abc=6, d=4))
    assert [step.key for step in explain(result)] == [
        "budget-shared",
        "bought",
        "bought",
        "bought",
        "left-over",
        "not-enough",
    ]
    assert [step.key for step in why(result, "c")] == ["support", "not-enough"]


# --- always -------------------------------------------------------------------------------------------------

PROJECTS = tuple("abcdef")
costs_ = st.fixed_dictionaries(
    {one: st.integers(1, 60) | st.fractions(1, 60, max_denominator=7) for one in PROJECTS}
)
ballots_ = st.dictionaries(
    st.sets(st.sampled_from(PROJECTS)).map(lambda chosen: tuple((one, 1) for one in sorted(chosen))),
    st.integers(1, 6),
    min_size=1,
    max_size=10,
)
pointed_ = st.dictionaries(
    st.dictionaries(st.sampled_from(PROJECTS), st.integers(1, 4) | st.just(Fraction(1, 2))).map(
        lambda points: tuple(sorted(points.items()))
    ),
    st.integers(1, 6),
    min_size=1,
    max_size=10,
)
budgets_ = st.integers(1, 150)


def slowly(costs, budget, ballots, *, by_cost):
    """Equal shares once more, person by person, in the plainest way: (project, price) as they are bought."""
    voters = [dict(ballot) for ballot, number in ballots.items() for _ in range(number)]
    money = [Fraction(budget, len(voters))] * len(voters)
    supporters = {one: sum(one in voter for voter in voters) for one in costs}
    bought = []
    while True:
        offers = []
        for one, cost in costs.items():
            wanting = [number for number, voter in enumerate(voters) if one in voter]
            if one in dict(bought) or not wanting or sum(money[number] for number in wanting) < cost:
                continue
            price = _price(
                cost, [(money[number] / voters[number][one], voters[number][one]) for number in wanting]
            )
            worth = price / cost if by_cost else price
            offers.append((worth, cost, -supporters[one], one, price))
        if not offers:
            return bought
        *_, one, price = min(offers)
        bought.append((one, price))
        for number, voter in enumerate(voters):
            money[number] -= min(money[number], price * voter.get(one, 0))


def _price(cost, limits):
    """The price per point at which all together pay the cost; each has money for so many per point."""
    points = sum(point for _, point in limits)
    for limit, point in sorted(limits):
        if limit * points >= cost:
            break
        cost -= limit * point
        points -= point
    return Fraction(cost, points)


@given(costs_, budgets_, ballots_ | pointed_, st.booleans())
@settings(max_examples=400, deadline=None)
def test_equal_shares_agrees_with_the_plain_way(costs, budget, ballots, by_cost):
    result = equal_shares(costs, budget, ballots, worth="cost" if by_cost else "points")
    bought = [
        (one, result.verdicts[one].price) for one in result.winners if result.verdicts[one].by == "shares"
    ]
    assert bought == slowly(costs, budget, ballots, by_cost=by_cost)


@given(costs_, budgets_, ballots_ | pointed_, st.sampled_from([0, Fraction(1, 10), Fraction(1, 3)]))
@settings(max_examples=300, deadline=None)
def test_no_rule_spends_more_than_there_is_nor_leaves_out_what_fits(costs, budget, ballots, step):
    for result in (greedy(costs, budget, ballots), equal_shares(costs, budget, ballots, step=Fraction(step))):
        assert result.spent == sum(costs[one] for one in result.winners) <= budget
        assert len(set(result.winners)) == len(result.winners)
        assert [result.verdicts[one].place for one in result.winners] == [*range(1, len(result.winners) + 1)]
        for one, verdict in result.verdicts.items():
            if verdict.score and one not in result.winners:
                assert result.spent + costs[one] > budget
        assert explain(result)
        assert all(why(result, one) for one in costs)


@given(costs_, budgets_, ballots_)
@settings(max_examples=300, deadline=None)
def test_greedy_says_exactly_how_many_votes_were_missing(costs, budget, ballots):
    result = greedy(costs, budget, ballots)
    for one, verdict in result.verdicts.items():
        if verdict.place or verdict.more is None:
            continue
        fan = ((one, 1),)
        enough = Counter(ballots) + Counter({fan: verdict.more})
        assert one in greedy(costs, budget, enough).winners
        less = Counter(ballots) + Counter({fan: verdict.more - 1})
        assert one not in greedy(costs, budget, less).winners


@given(costs_, budgets_, ballots_)
@settings(max_examples=200, deadline=None)
def test_equal_shares_says_what_the_supporters_lacked(costs, budget, ballots):
    result = equal_shares(costs, budget, ballots)
    for verdict in result.verdicts.values():
        if verdict.place and verdict.by == "shares":
            continue
        assert verdict.had + verdict.missing == verdict.cost
        assert verdict.missing > 0
        if verdict.more is not None:
            assert verdict.more == ceil(verdict.missing / result.share)
