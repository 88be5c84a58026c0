"""Amounts as people type them, and results as they are kept."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.budgeting.rules import stored
from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.greedy import greedy
from participation.budgeting.rules.life import Progress, Stage, overdue, stage
from participation.budgeting.rules.money import MOST_CENTS, cents
from participation.budgeting.wording import euros, exact_euros
from tests.budgeting.test_rules import ballots_, budgets_, costs_


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12500", 1250000),
        ("12.500", 1250000),
        ("12 500,50 €", 1250050),
        ("12.500,5 Euro", 1250050),
        ("12500.5", 1250050),
        ("1.234.567,89", 123456789),
        ("0", 0),
        ("100000000000", MOST_CENTS),
        ("100000000001", None),
        ("-5", None),
        ("12,345", None),
        ("1.2.3", None),
        ("zwölf", None),
        ("1e9", None),
        ("", None),
        ("٣", None),
    ],
)
def test_an_amount_is_read_exactly_or_not_at_all(typed, amount):
    assert cents(typed) == amount


@given(st.integers(0, MOST_CENTS), st.sampled_from(["de", "en"]))
def test_what_is_shown_is_read_as_the_same_amount(amount, locale):
    text = euros(locale, amount).removesuffix(" Euro").removesuffix(" euros")
    assert cents(text if locale == "de" else text.replace(",", "")) == amount


def test_prices_are_rounded_to_cents_only_where_they_are_shown():
    assert exact_euros("de", Fraction(200, 3)) == "0,67 Euro"
    assert exact_euros("de", 100) == "1,00 Euro"
    assert euros("de", 1234500) == "12.345 Euro"


@given(costs_, budgets_, ballots_)
def test_a_result_is_the_same_after_it_was_kept(costs, budget, ballots):
    for result in (equal_shares(costs, budget, ballots), greedy(costs, budget, ballots)):
        assert stored.from_text(stored.to_text(result)) == result


def test_fractions_of_ten_thousand_digits_are_kept():
    """Decimal digits are limited in this language, and many purchases make long fractions."""
    result = equal_shares({"a": 1}, 10, {(("a", 1),): 1})
    long = Fraction(7**12000, 3**20000)
    one = stored.from_text(stored.to_text(result)).verdicts["a"]
    assert one.price == 1
    assert stored._in(stored._out(long)) == long


@pytest.mark.parametrize(
    ("poll", "told", "expected"),
    [
        (None, False, Stage.COLLECTING),
        ("coming", False, Stage.COMING),
        ("open", False, Stage.VOTING),
        ("counting", False, Stage.COUNTING),
        ("closed", False, Stage.COUNTING),
        ("closed", True, Stage.DECIDED),
    ],
)
def test_the_poll_says_where_a_budget_stands(poll, told, expected):
    assert stage(poll, told=told) is expected


def test_a_step_is_overdue_from_the_day_after():
    from datetime import date

    due = date(2027, 5, 31)
    assert not overdue(Progress.RUNNING, due, due)
    assert overdue(Progress.PLANNED, due, date(2027, 6, 1))
    assert not overdue(Progress.DONE, due, date(2027, 6, 1))
