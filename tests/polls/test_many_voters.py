"""Racing votes over HTTP to two processes, with the closing in between. `python -m bench.votes` does it with 10,000."""

import pytest

from bench import votes


@pytest.mark.processes
def test_whoever_is_told_that_their_vote_counts_is_counted_once_and_the_recount_fits():
    found = votes.run(200, 10)
    assert found["requests"] == 2000
    assert found["told_counted"] == 200
    assert votes.good(found), found


@pytest.mark.processes
@pytest.mark.parametrize("by", ["codes", "accounts"])
def test_whoever_votes_on_paper_and_online_at_once_is_counted_once_and_one_way(by):
    found = votes.run(50, 8, by=by, paper=True)
    assert found["requests"] == 400
    assert found["told_counted"] == 50
    assert 0 < found["on_paper"] < 50
    assert votes.good(found), found


def test_a_lost_a_doubled_and_a_strange_ballot_would_be_noticed():
    honest = {
        "ballots": 5,
        "told_counted": 5,
        "paper": 2,
        "on_paper": 2,
        "receipts": 3,
        "both_ways": 0,
        "told_twice": 0,
        "twice": 0,
        "strange_receipts": 0,
        "fits": True,
        "statuses": {"303": 9},
    }
    assert votes.good(honest)
    for wrong in (
        {"ballots": 4},
        {"paper": 1},
        {"receipts": 4},
        {"both_ways": 1},
        {"told_twice": 1},
        {"twice": 1},
        {"strange_receipts": 1},
        {"fits": False},
        {"statuses": {"500": 1}},
    ):
        assert not votes.good({**honest, **wrong})
