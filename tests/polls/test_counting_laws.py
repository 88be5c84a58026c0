"""What must hold of every count, tried with many random elections."""

from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from polls.ballots import runoff, schulze, stv
from polls.ballots.registry import KINDS
from polls.ballots.shape import Question, from_text, to_text

OPTIONS = ("a", "b", "c", "d", "e")
QUESTION = Question(options=OPTIONS, equal_ranks=True, seats=2, points=20, blank=True, seed="s")


orders = st.permutations(OPTIONS).flatmap(
    lambda order: st.integers(1, len(OPTIONS)).map(lambda cut: tuple(order[:cut]))
)
elections = st.dictionaries(orders, st.integers(1, 30), min_size=1, max_size=25)
ticks = st.lists(st.sampled_from(OPTIONS), unique=True).map(lambda found: {"answer": found})


def fields(values):
    found = st.dictionaries(st.sampled_from(OPTIONS), values, max_size=5)
    return found.map(lambda marks: {f"answer-{option}": [str(mark)] for option, mark in marks.items()})


def ranked_fields(order):
    return {f"answer-{option}": [str(place)] for place, option in enumerate(order, 1)}


FORMS = {
    "one-choice": st.sampled_from([{}, *({"answer": [option]} for option in OPTIONS)]),
    "several": ticks,
    "approval": ticks,
    "knapsack": ticks,
    "score": fields(st.integers(0, 10)),
    "resistance": fields(st.integers(0, 10)),
    "consent": fields(st.sampled_from(["consent", "concern", "objection", "abstention"])),
    "points": fields(st.integers(0, 4)),
    "schulze": orders.map(ranked_fields),
    "run-off": orders.map(ranked_fields),
    "stv": orders.map(ranked_fields),
    "open": st.text(max_size=50).map(lambda text: {"answer": [text]}),
}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_result_depends_neither_on_the_order_of_the_ballots_nor_on_bundling(data):
    name = data.draw(st.sampled_from(sorted(KINDS)))
    kind = KINDS[name]
    ballots = [kind.parse(form, QUESTION) for form in data.draw(st.lists(FORMS[name], max_size=12))]
    assert not [problem for ballot in ballots for problem in kind.validate(ballot, QUESTION)]
    assert [from_text(to_text(ballot)) for ballot in ballots] == ballots
    result = kind.count(ballots, QUESTION)
    assert kind.count(data.draw(st.permutations(ballots)), QUESTION) == result
    assert kind.count(Counter(ballots), QUESTION) == result
    assert result.counted + result.blank == len(ballots)
    assert sorted(row.option for row in result.rows) == ([] if name == "open" else list(OPTIONS))
    assert all(isinstance(row.value, int | Fraction) for row in result.rows)
    assert kind.explain(result)


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=3), max_size=6))
@settings(max_examples=200, deadline=None)
def test_no_form_breaks_a_kind_and_what_passes_can_be_counted(form):
    form = {"answer": ["a"], **form, **{f"answer-{key}": value for key, value in form.items()}}
    for kind in KINDS.values():
        ballot = kind.parse(form, QUESTION)
        if not kind.validate(ballot, QUESTION):
            kind.count([ballot], QUESTION)


@given(elections, st.integers(1, 5))
@settings(max_examples=300, deadline=None)
def test_stv_fills_the_seats_and_loses_no_vote(papers, seats):
    result = stv.elect(papers, OPTIONS, seats, seed="s")
    assert len(set(result.winners)) == len(result.winners) == min(seats, len(OPTIONS))
    total = sum(papers.values())
    for stage in result.stages:
        assert sum(stage.votes.values()) + stage.lost == total
        assert stage.lost >= 0
        assert all(one >= 0 for one in stage.votes.values())
    first = result.stages[0].votes
    assert {option for option in OPTIONS if first[option] >= result.needed} <= set(result.winners)
    assert [row.option for row in result.rows][: len(result.winners)] == list(result.winners)


@given(elections)
@settings(max_examples=200, deadline=None)
def test_a_majority_of_first_places_wins_each_way_to_count(papers):
    total = sum(papers.values())
    first = Counter()
    for order, number in papers.items():
        first[order[0]] += number
    option, most = first.most_common(1)[0]
    if 2 * most > total:
        assert stv.elect(papers, OPTIONS, 1).winners == (option,)
        assert runoff.elect(papers, OPTIONS).winners == (option,)
        ranks = {tuple((one,) for one in order): number for order, number in papers.items()}
        assert schulze.compare(ranks, OPTIONS).winners == (option,)


@given(elections)
@settings(max_examples=200, deadline=None)
def test_a_run_off_is_stv_for_one_seat(papers):
    one, other = stv.elect(papers, OPTIONS, 1), runoff.elect(papers, OPTIONS)
    if not any(stage.lot for stage in (*one.stages, *other.stages)):
        assert one.winners == other.winners


@given(elections)
@settings(max_examples=200, deadline=None)
def test_schulze_honours_the_winner_of_all_duels_and_turns_round_with_the_ballots(papers):
    ranks = {tuple((one,) for one in order): number for order, number in papers.items()}
    result = schulze.compare(ranks, OPTIONS)
    duels = result.duels
    for x in OPTIONS:
        if all(duels[x, y] > duels[y, x] for y in OPTIONS if y != x):
            assert result.winners == (x,)
    full = {order: number for order, number in ranks.items() if len(order) == len(OPTIONS)}
    if full:
        forward = schulze.compare(full, OPTIONS)
        backward = schulze.compare({order[::-1]: number for order, number in full.items()}, OPTIONS)
        beats = schulze._beats
        assert all(
            beats(forward.chains, x, y) == beats(backward.chains, y, x)
            for x in OPTIONS
            for y in OPTIONS
            if x != y
        )
