"""A city that signs a wrong result with its own key: each single value of it, once wrong, once held back, once left out."""

import copy
import json
import random

import pytest

from participation.budgeting.money import _stated
from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.greedy import greedy
from polls.ballots.registry import KINDS
from polls.verifying import comparing
from polls.verifying.reading import Bundle, files_of_zip, open_bundle
from tests.polls.bundles import SIGNER, bundle, findings, repacked, rows_of

ALL = sorted(set(KINDS) - {"knapsack"})
SAMPLE = 150
"""Of all ways to spoil a statement; always the same ones."""


def ways_to_spoil(value, path=()):
    """The way to everything that stands in a statement, and what may be done to it."""
    if path:
        yield from ((path, act) for act in ("wrong", "held back", "left out"))
    each = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in each:
        yield from ways_to_spoil(one, (*path, key))


def spoiled(statement, path, act):
    found = holder = copy.deepcopy(statement)
    for key in path[:-1]:
        holder = holder[key]
    value = holder[path[-1]]
    if act == "left out":
        del holder[path[-1]]
    elif act == "held back":
        holder[path[-1]] = None
    elif isinstance(value, int):
        holder[path[-1]] = value + 1
    elif isinstance(value, str):
        holder[path[-1]] = f"{value}1"
    elif isinstance(value, list):
        value.append(value[-1] if value else "a")
    else:
        value["more"] = 1
    return found


def noticed(opened, statement, **about):
    """As `verify` does it; hash and signature, which would tell it too, are looked at elsewhere."""
    found = Bundle(
        opened.files,
        poll={**opened.poll, **about},
        result=statement,
        manifest=opened.manifest,
        lines=opened.lines,
    )
    try:
        comparing.check_count(found)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, ArithmeticError):
        return True
    return bool(found.findings)


def passed_over(opened, statement, only=()):
    every = [one for one in ways_to_spoil(statement) if not only or one[0][0] in only]
    some = random.Random(len(every)).sample(every, min(SAMPLE, len(every)))
    return [one for one in some if not noticed(opened, spoiled(statement, *one))]


@pytest.mark.parametrize("kind", ALL)
def test_no_value_of_a_result_can_be_wrong_held_back_or_left_out(kind):
    opened = open_bundle(files_of_zip(bundle(kind, size=30)))
    assert not noticed(opened, opened.result)
    assert passed_over(opened, opened.result) == []


@pytest.mark.parametrize("rule", [greedy, equal_shares])
def test_nor_can_a_value_of_the_money(rule):
    opened = open_bundle(files_of_zip(bundle("approval", size=30)))
    costs, ballots = {"a": 500, "b": 700, "c": 300, "d": 0, "e": 90_000}, {}
    for _, text in opened.lines["ballots-full.csv"]:
        one = tuple((key, 1) for key in json.loads(text)["choices"])
        ballots[one] = ballots.get(one, 0) + 1
    result = rule(costs, 1000, ballots)
    opened.poll["money"] = {
        "rule": result.rule,
        "costs": {key: str(cost) for key, cost in costs.items()},
        "budget": "1000",
        "worth": "cost",
        "step": "0",
    }
    statement = {**opened.result, "money": _stated(result)}
    assert not noticed(opened, statement)
    assert passed_over(opened, statement, only=("money",)) == []


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("full", [True, False])
def test_no_city_gets_around_the_recount_by_publishing_less(kind, full):
    opened = open_bundle(files_of_zip(bundle(kind, size=120, full=full)))
    assert not noticed(opened, opened.result)
    assert noticed(opened, {})
    assert noticed(opened, opened.result, counted=opened.poll["counted"] + 1)
    if opened.poll["form"] != "none":
        assert noticed(opened, opened.result, form="none", receipts="full" if full else "counted")
    assert noticed(opened, opened.result, receipts="full") is not full


def test_other_numbers_of_ballots_than_the_cut_ones_give_are_noticed():
    """Description and result say the same wrong number, and the city has signed both."""
    for kind, number in (("one-choice", 1), ("one-choice", -1), ("approval", -60), ("schulze", -60)):
        opened = open_bundle(files_of_zip(bundle(kind, size=120, full=False)))
        wrong = opened.poll["counted"] + number
        statement = {**opened.result, "counted": wrong}
        assert noticed(opened, statement, counted=wrong, ballots=opened.poll["ballots"]), kind


@pytest.mark.parametrize("full", [True, False])
def test_a_list_of_receipts_that_somebody_altered_is_noticed_even_with_the_key_of_the_city(full):
    files = files_of_zip(bundle("score", size=80, full=full))
    lines = [row[1:-1] for row in rows_of(files, "receipts.csv")[1:]]
    fewer, twice, other = (
        lines[1:],
        sorted([*lines[1:], lines[-1]]),
        sorted([*lines[1:], ["2222-2222-2222-2222"]]),
    )
    assert findings(repacked(files, "receipts.csv", fewer, sign=SIGNER.sign))
    assert findings(repacked(files, "receipts.csv", twice, sign=SIGNER.sign))
    assert bool(findings(repacked(files, "receipts.csv", other, sign=SIGNER.sign))) is full


def test_the_rounds_of_unpublished_rankings_keep_to_seats_and_quota():
    opened = open_bundle(files_of_zip(bundle("stv", size=300, full=False)))
    for name in ("seats", "needed", "counted", "kind"):
        assert noticed(opened, spoiled(opened.result, (name,), "wrong")), name
    assert noticed(opened, spoiled(opened.result, ("winners",), "held back"))


def test_a_statement_of_the_product_has_nothing_that_the_verifier_does_not_know():
    for kind in ALL:
        opened = open_bundle(files_of_zip(bundle(kind, size=40)))
        assert noticed(opened, {**opened.result, "turnout": 1}), kind
