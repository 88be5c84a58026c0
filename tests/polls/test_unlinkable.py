"""A thief has two dumps, every segment of the write-ahead log and all logs, but not the key: 1,000 ballots, no names.

All 1,000 ballots differ, so a list laid beside the right other list would name everybody; chance names one.
"""

import json
import random
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from bench.fill_votes import OPTIONS
from bench.house import House, house
from participation.core.postgres_binaries import binary
from participation.core.postgres_home import locate

VOTERS = 1000
CHANCE = 12
"""Pairs that unrelated lists of 1,000 different things have: one on average, twelve in one of ten thousand million."""


class Loot:
    """Who voted what in truth, and what the thief has."""

    def __init__(self, place: House) -> None:
        chance = random.Random(2026)
        facts = place.fill_votes(voters=VOTERS, kind="score")
        port = place.serve_several(2)
        host = f"127.0.0.1:{port}"
        self.truth: dict[int, str] = {}
        self.receipts: dict[int, str] = {}
        numbers = chance.sample(range(11**4), VOTERS)
        with httpx.Client(base_url=f"http://{host}", timeout=60) as client:
            order = list(range(VOTERS))
            chance.shuffle(order)
            for voter in [*order, *chance.sample(order, 150)]:
                self._vote(client, facts, host, voter, numbers[voter])
            self.during = place.ask_module("tests.polls.thief")
            client.post(
                f"/polls/{facts['poll']}/closing",
                data={"_token": facts["editor"][1]},
                headers={"Origin": f"http://{host}", "Cookie": f"session={facts['editor'][0]}"},
            )
            self.after = place.ask_module("tests.polls.thief")
        home = locate(place.data_dir)
        assert home is not None
        self.wal = home.cluster / "pg_wal"
        self.logs = place.log.read_text() + home.log.read_text(errors="replace")
        self.records = waldump(self.wal)
        self.raw = b"".join(path.read_bytes() for path in sorted(self.wal.iterdir()) if path.is_file())
        self.sealed = places(self.raw, rb"(?s)" + re.escape(self._header()) + rb"(.{12})")
        self.texts = places(self.raw, rb'(\{"marks":\{[^{}]*\}\})')
        self.numbers = places(self.raw, rb"((?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4})")

    def _vote(self, client, facts, host, voter, number):
        marks = {key: number // 11**place % 11 for place, key in enumerate(OPTIONS)}
        session, token = facts["voters"][voter]
        path = f"/polls/{facts['poll']}/ballot"
        fields = {"_token": token, **{f"answer-{key}": str(mark) for key, mark in marks.items()}}
        headers = {"Origin": f"http://{host}", "Cookie": f"session={session}"}
        answer = client.post(path, data=fields, headers=headers)
        assert answer.status_code == 303, answer.text[:500]
        person = voter + 2  # the editor is the first
        self.truth[person] = json.dumps({"marks": dict(sorted(marks.items()))}, separators=(",", ":"))
        self.receipts[person] = re.findall(r"receipt=\d+\.([0-9A-Z-]{19})", answer.headers["set-cookie"])[0]

    def _header(self) -> bytes:
        """What PostgreSQL writes before each sealed ballot: its length, the same for all."""
        length = len(self.during["votes"][0]["sealed"]) // 2
        return ((length + 4) << 2).to_bytes(4, "little")

    def nonce(self, row) -> bytes:
        return bytes.fromhex(row["sealed"][:24])


def places(raw: bytes, pattern: bytes) -> dict[bytes, tuple[int, int]]:
    """Where each text that fits stands for the first and for the last time."""
    found: dict[bytes, tuple[int, int]] = {}
    for match in re.finditer(pattern, raw):
        first, _ = found.get(match[1], (match.start(), 0))
        found[match[1]] = (first, match.start())
    return found


def waldump(folder: Path) -> str:
    """All records that PostgreSQL's own reader finds, first to last."""
    segments = sorted(path.name for path in folder.iterdir() if re.fullmatch(r"[0-9A-F]{24}", path.name))
    command = [str(binary("pg_waldump")), "--path", str(folder), segments[0], segments[-1]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout


@pytest.fixture(scope="module")
def loot():
    with house() as place:
        yield Loot(place)


def lists_of_voters(loot):
    """The voters in every order that the loot has."""
    votes, nowhere = loot.during["votes"], (-1, -1)
    orders = {
        "transaction": lambda row: row["xmin"],
        "place": lambda row: tuple(map(int, row["ctid"][1:-1].split(","))),
        "id": lambda row: row["id"],
        "person": lambda row: row["person"],
        "sealed": lambda row: row["sealed"],
        "length": lambda row: (len(row["sealed"]), row["xmin"]),
        "log": lambda row: loot.sealed.get(loot.nonce(row), nowhere)[0],
        "last in the log": lambda row: loot.sealed.get(loot.nonce(row), nowhere)[1],
    }
    return {name: [row["person"] for row in sorted(votes, key=order)] for name, order in orders.items()}


def lists_of_ballots(loot):
    """The ballots in every order that the loot has."""
    rows, nowhere = loot.after["ballots"], (-1, -1)
    texts = [row["ballot"] for row in rows]
    found = {
        "id": texts,
        "place": [row["ballot"] for row in sorted(rows, key=lambda row: row["ctid"])],
        "log": sorted(texts, key=lambda text: loot.texts.get(text.encode(), nowhere)[0]),
        "last in the log": sorted(texts, key=lambda text: loot.texts.get(text.encode(), nowhere)[1]),
    }
    mine = dict(zip((row["receipt"] for row in loot.after["receipts"]), texts, strict=True))
    by_log = sorted(mine, key=lambda receipt: loot.numbers.get(receipt.encode(), nowhere)[0])
    return found | {"receipts by log": [mine[receipt] for receipt in by_log]}


def hits(voters, ballots, truth):
    return sum(truth[voter] == ballot for voter, ballot in zip(voters, ballots, strict=True))


@pytest.mark.processes
def test_no_two_lists_of_the_loot_name_more_voters_than_chance(loot):
    assert len(loot.during["votes"]) == len(loot.after["ballots"]) == len(set(loot.truth.values())) == VOTERS
    assert sorted(row["ballot"] for row in loot.after["ballots"]) == sorted(loot.truth.values())
    worst = {}
    for one, voters in lists_of_voters(loot).items():
        for two, ballots in lists_of_ballots(loot).items():
            both = max(hits(voters, ballots, loot.truth), hits(voters[::-1], ballots, loot.truth))
            worst[one, two] = both
    assert {pair: number for pair, number in worst.items() if number > CHANCE} == {}


@pytest.mark.processes
def test_the_method_of_this_test_would_find_a_join(loot):
    """A list that keeps the order of voting is named whole: the test above can fail."""
    in_time = sorted(loot.during["votes"], key=lambda row: row["xmin"])
    leaky = [loot.truth[row["person"]] for row in in_time]
    assert hits(lists_of_voters(loot)["transaction"], leaky, loot.truth) == VOTERS


@pytest.mark.processes
def test_nothing_lies_open_beside_a_voter_in_dump_log_or_write_ahead_log(loot):
    votes = loot.during["votes"]
    assert all(row["ballot"] is None and row["receipt"] is None for row in votes)
    assert len({len(row["sealed"]) for row in votes}) == 1
    during = json.dumps(loot.during)
    after = json.dumps(loot.after["everything"])
    log = loot.logs
    for person in random.Random(1).sample(sorted(loot.truth), 200):
        ballot, receipt = loot.truth[person], loot.receipts[person]
        for text in (ballot, json.dumps(ballot)[1:-1], json.dumps(json.dumps(ballot))[3:-3]):
            assert text not in during
        assert receipt not in during
        assert ballot not in log
        assert receipt not in log
        assert receipt in after
    assert "/polls/{poll_id}/ballot" not in log
    assert '"event":"ballots"' in log
    assert loot.after["votes"] == []


def first_places(found, texts):
    """Some are torn by the edge of a page, or begin inside what looked like another."""
    there = [found[text][0] for text in texts if text in found]
    assert len(there) > 0.8 * VOTERS, "the loot holds them"
    return there


@pytest.mark.processes
def test_in_the_write_ahead_log_ballots_appear_only_together_and_in_the_order_of_their_text(loot):
    sealed = first_places(loot.sealed, [loot.nonce(row) for row in loot.during["votes"]])
    for found, texts in ((loot.texts, loot.truth.values()), (loot.numbers, loot.receipts.values())):
        there = first_places(found, [text.encode() for text in sorted(texts)])
        assert min(there) > max(sealed), "none lies open before the poll was closed"
        assert there == sorted(there)
    assert "Heap" in loot.records
    assert "COMMIT" in loot.records


@pytest.mark.processes
def test_no_table_ties_a_person_to_the_moment_of_a_ballot(loot):
    tables = loot.during["everything"]
    for name, content in tables.items():
        if name.startswith("poll_") and name != "poll_turnout":
            assert not re.search(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d", content), name
    audit = tables["audit_entry"] + loot.after["everything"]["audit_entry"]
    assert "ballot.cast" not in audit
    assert loot.after["everything"]["outbox_entry"] == ""
