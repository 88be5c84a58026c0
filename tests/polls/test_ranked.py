"""Rankings: the single transferable vote, the instant run-off and Schulze's method, by examples from print."""

from fractions import Fraction

import pytest

from polls.ballots import runoff, schulze, stv
from polls.ballots.lots import draw
from polls.ballots.shape import Marks, Question
from polls.queries import Option, Poll
from polls.rounds import picture


def papers(**given):
    """`ABC=5`: five ballots that rank A, then B, then C."""
    return {tuple(order): number for order, number in given.items()}


def ranks(**given):
    return {tuple((option,) for option in order): number for order, number in given.items()}


def votes(stage):
    return {option: stage.votes[option] for option in stage.votes if stage.votes[option]}


# --- single transferable vote -------------------------------------------------------------------------------


def test_scottish_stv_counts_the_example_of_the_comparison_of_pairs_of_outcomes():
    """100 votes, 3 seats: the example of the article on CPO-STV in Wikipedia, by hand under the Scottish rules."""
    names = {"A": "Andrea", "B": "Brad", "C": "Carter", "D": "Delilah", "S": "Scott"}
    result = stv.elect(papers(A=25, CBD=34, BD=7, DB=8, DS=5, SD=21), tuple(names), 3)
    assert result.needed == 26
    assert [names[option] for option in result.winners] == ["Carter", "Scott", "Andrea"]
    first, surplus, exclusion, *_ = result.stages
    assert votes(first) == {"A": 25, "B": 7, "C": 34, "D": 13, "S": 21}
    assert surplus.votes["B"] == 7 + 34 * Fraction(23529, 100000)
    assert surplus.votes["C"] == 26
    assert surplus.lost == Fraction(14, 100000)
    assert (exclusion.option, exclusion.elected, exclusion.votes["S"]) == ("D", ("S",), 26)


def test_a_paper_moves_on_with_the_value_it_came_with():
    """By hand: quota 26. A's 24 votes over: 24/50 = 0.48 each. B has 14 + 24 = 38, so 12 over:
    12/38 = 0.31578 for its own papers, 12 x 0.48 / 38 = 0.15157 for those of A, the rest cut away."""
    result = stv.elect(papers(ABC=50, BC=14, C=20, D=16), "ABCD", 3)
    assert result.winners == ("A", "B", "C")
    assert result.stages[1].votes["B"] == 38
    assert result.stages[2].votes["C"] == 20 + 14 * Fraction(31578, 100000) + 50 * Fraction(15157, 100000)


def test_the_highest_surplus_moves_first():
    result = stv.elect(papers(AC=40, BC=45, C=2, D=13), "ABCD", 3)
    assert [stage.option for stage in result.stages[1:3]] == ["B", "A"]


def test_of_those_with_the_fewest_the_one_who_had_fewer_before_leaves():
    """D leaves and gives C its fourth vote; B had four from the beginning."""
    result = stv.elect(papers(A=6, B=4, C=3, DC=1), "ABCD", 1)
    assert [stage.option for stage in result.stages if stage.act == "exclusion"] == ["D", "C", "B"]
    assert not any(stage.lot for stage in result.stages)


def test_the_lot_decides_only_where_no_stage_does_and_anyone_can_draw_it_again():
    left = set()
    for number in range(20):
        result = stv.elect(papers(A=6, B=3, C=3), "ABC", 1, seed=f"seed {number}")
        stage = result.stages[1]
        assert stage.lot == ("B", "C")
        assert stage.option == draw(f"seed {number}", "stage 2", ("C", "B"))[0]
        left.add(stage.option)
    assert left == {"B", "C"}


def test_the_last_seats_fall_to_who_remains_without_a_further_transfer():
    result = stv.elect(papers(A=10, B=5, C=4, DC=3), "ABCD", 3)
    assert result.winners == ("A", "B", "C")
    assert [stage.act for stage in result.stages] == ["first", "surplus", "exclusion", "rest"]
    assert result.stages[-1].votes["C"] == 4


def test_as_many_seats_as_options_elect_all_and_no_vote_elects_nobody():
    assert stv.elect(papers(B=2, A=1), "AB", 3).winners == ("B", "A")
    assert stv.elect({}, "AB", 1).winners == ()


def test_rows_show_the_elected_first_and_then_who_stayed_longest():
    result = stv.elect(papers(A=6, B=4, C=3, DC=1), "ABCD", 1)
    assert [row.option for row in result.rows] == ["A", "B", "C", "D"]
    assert [row.value for row in result.rows] == [6, 4, 3, 1]


def test_each_step_of_the_count_is_told():
    result = stv.elect(papers(A=25, CBD=34, BD=7, DB=8, DS=5, SD=21), "ABCDS", 3)
    told = [(step.key, step.values.get("option")) for step in stv.explain(result)]
    assert told == [
        ("counted", None),
        ("quota", None),
        ("first-preferences", None),
        ("elected", "C"),
        ("surplus-moves", "C"),
        ("excluded", "D"),
        ("elected", "S"),
        ("excluded", "B"),
        ("rest-elected", None),
        ("elected", "A"),
    ]


def test_a_ranking_with_ticks_from_a_form_is_counted_the_same():
    question = Question(options=("A", "B"), seats=1)
    ballots = [Marks((("A", 2), ("B", 1))), Marks((("B", 1),)), Marks((("A", 1),)), Marks(())]
    result = stv.count(ballots, question)
    assert (result.winners, result.counted, result.blank) == (("B",), 3, 1)


# --- instant run-off ----------------------------------------------------------------------------------------

TENNESSEE = {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}
"""The capital of Tennessee: Memphis, Nashville, Chattanooga, Knoxville. The common textbook example."""


def test_the_run_off_for_the_capital_of_tennessee_ends_in_knoxville():
    result = runoff.elect(papers(**TENNESSEE), "MNCK")
    assert result.winners == ("K",)
    assert [stage.option for stage in result.stages] == ["", "C", "N"]
    assert votes(result.stages[-1]) == {"M": 42, "K": 58}
    assert result.needed == 51
    assert [row.option for row in result.rows] == ["K", "M", "N", "C"]


def test_the_majority_is_of_the_ballots_that_still_count():
    result = runoff.elect(papers(A=4, B=3, C=2), "ABC")
    assert result.winners == ("A",)
    assert (result.stages[-1].lost, result.needed) == (2, 4)


# --- Schulze ------------------------------------------------------------------------------------------------

SCHULZE_1 = ranks(ACBED=5, ADECB=5, BEDAC=8, CABED=3, CAEBD=7, CBADE=2, DCEBA=7, EBADC=8)
"""45 voters: example 1 in Markus Schulze's paper, result E > A > C > B > D."""


def test_the_first_example_of_the_paper():
    result = schulze.compare(SCHULZE_1, "ABCDE")
    assert result.order == ("E", "A", "C", "B", "D")
    assert result.winners == ("E",)
    assert result.duels["A", "B"] == 20
    assert result.duels["D", "C"] == 28
    assert result.chains["A", "B"] == (("A", "D", "C", "B"), (28, -17))
    assert {y: result.chains["E", y][1][0] for y in "ABCD"} == {"A": 25, "B": 28, "C": 28, "D": 31}
    assert result.chains["D", "A"][1][0] == 25


def test_the_explanation_names_the_chain_that_decides():
    steps = schulze.explain(schulze.compare(SCHULZE_1, "ABCDE"))
    assert [step.key for step in steps] == ["counted", "chains-decide", *["chain-won"] * 2, *["duel-won"] * 2]
    assert steps[2].values["chain"] == ("E", "B", "A")
    assert (steps[2].values["weakest"], steps[2].values["back"]) == (25, 24)


def test_who_wins_all_duels_wins():
    result = schulze.compare(ranks(**TENNESSEE), "MNCK")
    assert result.order == ("N", "C", "K", "M")
    assert schulze.explain(result)[1].key == "beats-all"


def test_a_perfect_circle_is_shared_and_drawn_only_for_an_order():
    result = schulze.compare(ranks(ABC=1, BCA=1, CAB=1), "ABC", seed="x")
    assert result.winners == ("A", "B", "C")
    assert result.tiers == (("A", "B", "C"),)
    assert result.order == draw("x", "place 1", "ABC")


def test_options_left_out_come_last_and_equal_ranks_are_for_neither():
    result = schulze.compare({(("A", "B"), ("C",)): 2, (("D",),): 1}, "ABCD")
    assert result.duels["A", "B"] == result.duels["B", "A"] == 0
    assert result.duels["A", "D"] == 2
    assert result.duels["D", "C"] == 1
    assert result.tiers == (("A", "B"), ("C",), ("D",))
    assert [row.place for row in result.rows] == [1, 1, 3, 4]


@pytest.mark.parametrize("kind", [stv.KIND, runoff.KIND, schulze.KIND])
def test_a_blank_ballot_is_no_vote_for_anybody(kind):
    question = Question(options=("A", "B"), blank=True)
    result = kind.count([Marks(()), Marks((("B", 1),))], question)
    assert (result.counted, result.blank, result.winners) == (1, 1, ("B",))


def test_the_picture_holds_every_round_and_no_number_of_few():
    found = Poll(
        **{
            **dict.fromkeys(Poll.__slots__),
            "options": [Option(key, f"Wunsch {key}") for key in "ABCD"],
        }
    )
    result = stv.elect(papers(A=60, B=40, C=30, DC=3), "ABCD", 2)
    shown = picture("de", found, result)
    assert len(shown.heads) == len(result.stages)
    assert shown.heads[0] == "1. Erste Wünsche"
    assert 0 < shown.needed <= 1000
    rows = dict(shown.rows)
    assert rows["Wunsch A"][0].state == "elected"
    assert rows["Wunsch D"][0].words == "unter 5"
    assert rows["Wunsch D"][0].width == 0
    gone = [stage.number for stage in result.stages if stage.option == "D" and stage.act == "exclusion"]
    assert rows["Wunsch D"][gone[0] - 1].state == "gone"
    assert max(cell.width for cells in rows.values() for cell in cells) <= 1000
    assert picture("de", found, runoff.elect(papers(A=60, B=40, C=30), "ABC")).needed == 0
