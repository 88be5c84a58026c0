"""Limits stop machines and never a town hall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.core.limits import Backoff, Limits, Open, address_key


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_thirty_supports_in_ten_seconds_and_not_one_more(clock):
    limits = Limits(clock)
    assert [limits.check("support", "person:1", 30, 10) for _ in range(30)] == [0] * 30
    assert limits.check("support", "person:1", 30, 10) == 10
    clock.now += 9
    assert limits.check("support", "person:1", 30, 10) == pytest.approx(1)
    clock.now += 1
    assert limits.check("support", "person:1", 30, 10) == 0


def test_every_act_and_every_person_has_a_bucket_of_its_own(clock):
    limits = Limits(clock)
    assert limits.check("comment", "person:1", 1, 60) == 0
    assert limits.check("comment", "person:1", 1, 60) > 0
    assert limits.check("proposal", "person:1", 1, 60) == 0
    assert limits.check("comment", "person:2", 1, 60) == 0


def test_being_refused_does_not_lengthen_the_wait(clock):
    limits = Limits(clock)
    limits.check("a", "k", 1, 10)
    for _ in range(50):
        clock.now += 0.1
        limits.check("a", "k", 1, 10)
    assert limits.check("a", "k", 1, 10) == pytest.approx(5)


def test_a_town_hall_of_five_hundred_signs_in_behind_one_address(clock):
    limits = Limits(clock)
    hall = address_key("203.0.113.7")
    assert not any(limits.check("sign_ins", hall, 600, 300) for _ in range(600))
    assert limits.check("sign_ins", hall, 600, 300) > 0


def test_memory_is_bounded_and_forgets_the_quietest_first(clock):
    limits = Limits(clock, room=100)
    limits.check("a", "early", 1, 1000)
    for number in range(99):
        limits.check("a", str(number), 1, 1000)
    limits.check("a", "0", 1, 1000)
    for number in range(1000):
        limits.check("a", f"flood{number}", 1, 1000)
        assert len(limits) <= 100
    assert limits.check("a", "early", 1, 1000) == 0
    assert len(limits._acts) <= 101


def test_refusals_leave_nothing_behind(clock):
    limits = Limits(clock, room=10)
    for _ in range(1000):
        limits.check("a", "k", 3, 10)
    assert len(limits) == 3


@given(st.lists(st.floats(0, 5), max_size=80), st.integers(1, 5), st.floats(1, 10))
def test_no_window_ever_holds_more_than_allowed(steps, times, seconds):
    clock = Clock()
    limits = Limits(clock)
    passed = []
    for step in steps:
        clock.now += step
        wait = limits.check("a", "k", times, seconds)
        assert wait <= seconds + 1e-9  # the difference of two floats may round up
        if not wait:
            passed.append(clock.now)
    for first, last in zip(passed, passed[times:], strict=False):
        assert last - first >= seconds - 1e-6


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("::ffff:203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("fe80::1%eth0", "address:fe80::/64"),
        ("", "address:unknown"),
        ("nonsense, 1.2.3.4", "address:unknown"),
    ],
)
def test_addresses_are_counted_by_what_one_household_has(address, key):
    assert address_key(address) == key


def test_ten_wrong_passwords_are_free_then_it_slows_down(clock):
    backoff = Backoff(clock=clock)
    waits = []
    for _ in range(18):
        waits.append(backoff.wait("alma 203.0.113.7"))
        clock.now += waits[-1]
        backoff.failed("alma 203.0.113.7")
    assert waits == [0] * 10 + [1, 2, 4, 8, 16, 32, 60, 60]


def test_guessing_at_another_address_makes_nobody_else_wait(clock):
    backoff = Backoff(clock=clock)
    for _ in range(100):
        backoff.failed("alma attacker")
    assert backoff.wait("alma attacker") > 0
    assert backoff.wait("alma home") == 0


def test_success_or_quiet_ends_the_wait(clock):
    backoff = Backoff(free=1, clock=clock, room=10)
    backoff.failed("a")
    backoff.failed("a")
    assert backoff.wait("a") == 2
    backoff.passed("a")
    assert backoff.wait("a") == 0
    backoff.failed("b")
    clock.now += 901
    assert backoff.wait("b") == 0
    for number in range(100):
        backoff.failed(str(number))
    assert len(backoff._failures) == 10


def test_sockets_of_an_address_are_counted_while_they_are_open():
    sockets = Open()
    assert [sockets.take("a", 2) for _ in range(3)] == [True, True, False]
    sockets.give_back("a")
    assert sockets.held("a") == 1
    assert sockets.take("a", 2)
    for _ in range(3):
        sockets.give_back("a")
    assert sockets.held("a") == 0
    assert not sockets._held
