"""Racing votes over HTTP to two processes, with the closing in between. `python -m bench.votes` does it with 10,000."""

import pytest

from bench import votes


@pytest.mark.processes
def test_whoever_is_told_that_their_vote_counts_is_counted_once_and_the_recount_fits():
    found = votes.run(200, 10)
    assert found["requests"] == 2000
    assert found["told_counted"] == 200
    assert votes.good(found), found


def test_a_lost_a_doubled_and_a_strange_ballot_would_be_noticed():
    honest = {
        "ballots": 5,
        "told_counted": 5,
        "twice": 0,
        "strange_receipts": 0,
        "fits": True,
        "statuses": {"303": 9},
    }
    assert votes.good(honest)
    for wrong in (
        {"ballots": 4},
        {"twice": 1},
        {"strange_receipts": 1},
        {"fits": False},
        {"statuses": {"500": 1}},
    ):
        assert not votes.good({**honest, **wrong})
