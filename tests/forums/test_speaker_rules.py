"""The order of the speaker list: what the rules promise, for any evening."""

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.forums.speakers.rules import (
    PATIENCE,
    Channel,
    Kind,
    Move,
    Reason,
    Request,
    Rule,
    order,
)

HALL, HOME, PHONE = Channel.HALL, Channel.HOME, Channel.PHONE


def ask(number, who, channel=HALL, kind=Kind.SPEECH):
    return Request(number, who, channel, kind)


def ids(waiting, called=(), moves=()):
    return [place.request.id for place in order(waiting, called, moves)]


def rules(waiting, called=(), moves=()):
    return [place.rule for place in order(waiting, called, moves)]


def test_whoever_asked_first_speaks_first():
    assert ids([ask(2, "b"), ask(1, "a"), ask(3, "c")]) == [1, 2, 3]
    assert order([], []) == []


def test_hall_and_remote_take_turns_and_the_telephone_is_remote():
    waiting = [ask(1, "a"), ask(2, "b"), ask(3, "c"), ask(4, "d", HOME), ask(5, "e", PHONE)]
    assert ids(waiting) == [1, 4, 2, 5, 3]
    assert rules(waiting) == [Rule.FIRST, Rule.TURN, Rule.FIRST, Rule.TURN, Rule.FIRST]
    assert ids(waiting, [ask(0, "z", HALL)]) == [4, 1, 5, 2, 3]


def test_who_has_not_spoken_comes_before_who_has():
    waiting = [ask(1, "a"), ask(2, "b"), ask(3, "c")]
    assert ids(waiting, [ask(0, "a")]) == [2, 3, 1]
    assert rules(waiting, [ask(0, "a")]) == [Rule.FIRST, Rule.FIRST, Rule.AGAIN]


def test_three_newcomers_pass_and_the_fourth_waits():
    waiting = [ask(1, "a"), *(ask(n, f"new{n}") for n in range(2, 8))]
    assert ids(waiting, [ask(0, "a")]) == [2, 3, 4, 1, 5, 6, 7]
    assert rules(waiting, [ask(0, "a")])[3] is Rule.PATIENCE


def test_a_point_of_order_comes_at_once_and_does_not_take_a_turn():
    waiting = [ask(1, "a"), ask(2, "b", HOME), ask(3, "c", HALL, Kind.ORDER)]
    assert ids(waiting, [ask(0, "z", HOME)]) == [3, 1, 2]
    assert rules(waiting)[0] is Rule.ORDER


def test_after_a_question_comes_a_speech_before_the_next_question():
    waiting = [ask(1, "a"), ask(2, "b", HALL, Kind.QUESTION), ask(3, "c", HALL, Kind.QUESTION), ask(4, "d")]
    assert ids(waiting) == [2, 1, 3, 4]
    assert ids([ask(2, "b", HALL, Kind.QUESTION), ask(3, "c", HALL, Kind.QUESTION)]) == [2, 3]


def test_a_question_is_no_first_speech():
    assert ids([ask(3, "a"), ask(2, "b")], [ask(1, "a", HALL, Kind.QUESTION), ask(0, "b")]) == [3, 2]


def test_the_chair_moves_and_the_reason_stands_there():
    waiting = [ask(1, "a"), ask(2, "b"), ask(3, "c")]
    up = Move(3, 2, before=True, reason=Reason.FITS)
    places = order(waiting, [], [up])
    assert [place.request.id for place in places] == [1, 3, 2]
    assert (places[1].rule, places[1].reason) == (Rule.EARLIER, Reason.FITS)
    assert ids(waiting, [], [up, Move(3, 1, before=True, reason=Reason.FITS)]) == [3, 1, 2]
    assert rules(waiting, [], [Move(1, 2, before=False, reason=Reason.WISH)])[1] is Rule.LATER


def test_a_move_past_somebody_who_is_gone_is_over():
    assert ids([ask(1, "a"), ask(3, "c")], [], [Move(1, 2, before=False, reason=Reason.WISH)]) == [1, 3]


channels = st.sampled_from(list(Channel))
kinds = st.sampled_from([Kind.SPEECH, Kind.SPEECH, Kind.SPEECH, Kind.ORDER, Kind.QUESTION])


@st.composite
def evenings(draw, kind=kinds):
    """What was called so far, and who waits; each who waits once, as the table enforces it."""
    people = [(f"p{n}", draw(channels)) for n in range(draw(st.integers(1, 12)))]
    numbers = iter(draw(st.permutations(range(60))))
    called = [
        Request(next(numbers), *person, draw(kind)) for person in draw(st.lists(st.sampled_from(people)))[:20]
    ]
    asking = draw(st.lists(st.sampled_from(people), unique=True))
    return [Request(next(numbers), *person, draw(kind)) for person in asking], called


def moves_of(draw, waiting):
    numbers = st.sampled_from([request.id for request in waiting])
    return [
        Move(draw(numbers), draw(numbers), draw(st.booleans()), draw(st.sampled_from(list(Reason))))
        for _ in range(draw(st.integers(0, 5)))
    ]


@given(evenings(), st.data())
def test_the_same_log_gives_the_same_order_and_everybody_once(evening, data):
    waiting, called = evening
    moves = moves_of(data.draw, waiting) if waiting else []
    places = order(waiting, called, moves)
    assert sorted(place.request.id for place in places) == sorted(request.id for request in waiting)
    assert order(data.draw(st.permutations(waiting)), called, moves) == places


@given(evenings())
def test_nobody_is_overtaken_without_a_rule(evening):
    waiting, called = evening
    places = order(waiting, called)
    spoken = {request.who for request in called if request.kind is Kind.SPEECH}
    for at, ahead in enumerate(places):
        for behind in places[at + 1 :]:
            if behind.request.id > ahead.request.id:
                continue
            because = {
                Rule.ORDER: ahead.request.kind is Kind.ORDER,
                Rule.QUESTION: ahead.request.kind is Kind.QUESTION,
                Rule.TURN: ahead.request.remote is not behind.request.remote
                or behind.request.kind is Kind.QUESTION
                or behind.request.who in spoken,
                Rule.FIRST: ahead.request.who not in spoken
                and (behind.request.who in spoken or behind.request.kind is Kind.QUESTION),
                Rule.PATIENCE: behind.request.kind is Kind.QUESTION or behind.request.who in spoken,
                Rule.AGAIN: behind.request.kind is Kind.QUESTION,
            }
            assert because[ahead.rule], (ahead, behind)


@given(evenings(), st.data())
def test_a_move_changes_the_place_of_nobody_else_among_themselves(evening, data):
    waiting, called = evening
    if not waiting:
        return
    move = moves_of(data.draw, waiting)[:1]
    moved = {one.request for one in move}
    before, after = ids(waiting, called), ids(waiting, called, move)
    assert [n for n in before if n not in moved] == [n for n in after if n not in moved]


@settings(max_examples=200)
@given(evenings(st.just(Kind.SPEECH)), st.data())
def test_nobody_starves_however_many_come_later(evening, data):
    """An endless stream of later requests, each step the worst that the data can think of."""
    waiting, called = evening
    if not waiting:
        return
    mine = data.draw(st.sampled_from(waiting))
    ahead = sum(request.id < mine.id for request in waiting)
    most = 2 * (ahead + PATIENCE) + 3
    number, served = 1000, 0
    while True:
        for _ in range(data.draw(st.integers(0, 2))):
            number += 1
            old = [request.who for request in called if request.who != mine.who]
            free = sorted(set(old) - {request.who for request in waiting}) or [f"late{number}"]
            who = data.draw(st.sampled_from([f"late{number}", *free]))
            waiting = [*waiting, Request(number, who, data.draw(channels))]
        chosen = order(waiting, called)[0].request
        if chosen == mine:
            break
        waiting = [request for request in waiting if request != chosen]
        called = [*called, chosen]
        served += 1
        assert served <= most
