"""`verify.py` against the product: it counts the same, and notices whatever somebody changed."""

import json
import random
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.greedy import greedy
from polls import stating
from polls.ballots.registry import KINDS
from polls.ballots.shape import Marks, to_text
from polls.verifier import assemble
from polls.verifying import comparing
from polls.verifying.ballots import cast_answers, cast_whole, is_valid, rules_of
from polls.verifying.main import verify
from polls.verifying.reading import Bundle, files_of_zip, open_bundle, read_list
from polls.verifying.signature import signature_fits
from tests.polls.bundles import (
    OPTIONS,
    PUBLIC,
    SIGNER,
    bundle,
    describe,
    election,
    findings,
    repacked,
    rows_of,
    write_rows,
)

ALL = sorted(set(KINDS) - {"knapsack"})
"""A basket has prices; its money is recounted with the budget."""


def both(kind, seed, size, **numbers):
    """The product's statement, and what the verifier counts from whole ballots and from answers."""
    asked, result, texts, given_ = election(kind, seed, size, **numbers)
    stated = stating.state_result(result, full=True)
    published = stating.publish(
        result, full=True, ballots=list(zip(texts, given_, strict=True)), receipts=given_
    )
    rules = rules_of(describe(kind, asked, result, published, len(texts)))
    assert all(is_valid(text, rules) for text in texts)
    return stated, comparing.plain(comparing.count(cast_whole(texts, rules), rules)), result, texts, asked


@pytest.mark.parametrize("kind", ALL)
@given(st.integers(0, 10**6), st.integers(5, 120), st.booleans(), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_product_and_verifier_count_the_same(kind, seed, size, equal, seats):
    stated, found, *_ = both(kind, seed, size, equal_ranks=equal, seats=seats)
    if stated:
        assert found == stated


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in {"open", "run-off", "stv"}])
@given(st.integers(0, 10**6), st.integers(5, 400))
@settings(max_examples=12, deadline=None)
def test_cut_ballots_say_as_much_as_whole_ones_but_no_small_number(kind, seed, size):
    content = bundle(kind, seed, size, full=False)
    assert findings(content) == []
    files = files_of_zip(content)
    if "answers.csv" in files:
        seen = [tuple(row[1:-1]) for row in rows_of(files, "answers.csv")[1:]]
        assert min(map(seen.count, set(seen)), default=5) >= 5


@pytest.mark.parametrize("kind", ["run-off", "stv", "schulze"])
def test_long_rankings_are_published_ballot_by_ballot_only_where_full(kind):
    for full in (True, False):
        files = files_of_zip(bundle(kind, size=200, full=full))
        assert ("ballots-full.csv" in files) is full
        assert b'"marks"' not in b"".join(files.values()) or full


@pytest.mark.parametrize("kind", ["run-off", "stv"])
def test_unpublished_rankings_are_said_to_be_and_their_rounds_are_checked(kind):
    content = bundle(kind, size=300, full=False)
    checked, notes = verify(files_of_zip(content), PUBLIC)
    assert checked.findings == []
    assert [note.key for note in notes] == ["no-ballots"]

    def lying(result):
        stated = stating.state_result(result, full=False)
        stated["winners"] = [*stated["winners"][::-1], OPTIONS[0]]
        return stated

    assert findings(bundle(kind, size=300, full=False, statement=lying))


projects = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 60), min_size=1)


@given(
    projects,
    st.integers(1, 150),
    st.data(),
    st.sampled_from(["cost", "points"]),
    st.sampled_from(["0", "1/10", "1/3"]),
)
@settings(max_examples=60, deadline=None)
def test_budgets_come_out_the_same(costs, budget, data, worth, step):
    marks = st.dictionaries(st.sampled_from(sorted(costs)), st.integers(1, 4))
    given_ = data.draw(st.lists(marks, max_size=25))
    ballots, texts = {}, []
    for one in given_:
        points = tuple(sorted(one.items()))
        ballots[points] = ballots.get(points, 0) + 1
        texts.append(to_text(Marks(points)))
    poll = {"options": [[key, key] for key in sorted(costs)], "numbers": {"blank": True, "points": 99}}
    poll["money"] = {
        "costs": {key: str(cost) for key, cost in costs.items()},
        "budget": str(budget),
        "worth": worth,
        "step": step,
    }
    wanted = {
        "greedy": greedy(costs, budget, ballots),
        "equal-shares": equal_shares(costs, budget, ballots, worth=worth, step=comparing.Fraction(step)),
    }
    rules = rules_of({**poll, "kind": "points"})
    assert all(is_valid(text, rules) for text in texts)
    for name, result in wanted.items():
        found = comparing.BUDGETS[name](cast_whole(texts, rules), rules)
        assert found["winners"] == list(result.winners)
        assert found["share"] == result.share
        assert found["spent"] == result.spent
        assert {row["option"]: row["value"] for row in found["rows"]} == {
            key: one.score for key, one in result.verdicts.items()
        }


# --- what somebody changed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("full", [True, False])
def test_an_honest_bundle_fits_and_a_wrong_result_is_noticed(kind, full):
    assert findings(bundle(kind, size=150, full=full)) == []
    for spoil in (_other_winner, _one_more, _other_number):

        def lying(result, spoil=spoil):
            return spoil(stating.state_result(result, full=full))

        assert findings(bundle(kind, size=150, full=full, statement=lying)), spoil.__name__


def _other_winner(stated):
    stated["winners"] = ["a"] if stated["winners"] == ["b"] else ["b"]
    return stated


def _one_more(stated):
    stated["counted"] += 1
    for stage in stated.get("stages", []):
        stage["lost"] = None if stage["lost"] is None else stage["lost"]
    return stated


def _other_number(stated):
    for row in stated["rows"]:
        if row["value"] is not None:
            row["value"] = 77
    if "answers" in stated:
        stated["answers"][0][1] += 1
    if "stages" in stated:
        stated["stages"][0]["votes"] = dict.fromkeys(stated["stages"][0]["votes"], 77)
    return stated


CHANGES = ("change", "remove", "add", "move")


def tampered(rows, act, place, chance):
    """One of 1,000 lines, as somebody with an editor would do it."""
    rows = [list(row) for row in rows]
    if act == "change":
        receipt, ballot = rows[place][1:3]
        other = chance.choice([row[2] for row in rows[1:] if row[2] != ballot])
        rows[place][1:3] = [receipt, other]
    elif act == "remove":
        del rows[place]
    elif act == "add":
        rows.insert(place, list(chance.choice(rows[1:])))
    else:
        other = chance.choice([one for one in range(1, len(rows)) if one != place])
        rows[place], rows[other] = rows[other], rows[place]
    return rows


def test_each_of_1000_changed_ballots_is_noticed():
    """By the chain alone, which also names the line; hash and signature of the file are looked at elsewhere."""
    files = files_of_zip(bundle("approval", size=1500, blank=False))
    rows = rows_of(files, "ballots-full.csv")[:1001]
    whole = open_bundle({**files, "ballots-full.csv": write_rows(rows)})
    whole.manifest["chains"]["ballots-full.csv"] = rows[-1][-1]
    chance, noticed = random.Random(5), 0
    for number in range(1000):
        place = 1 + number
        changed = write_rows(tampered(rows, CHANGES[number % 4], place, chance))
        found = Bundle({**whole.files, "ballots-full.csv": changed}, poll=whole.poll, manifest=whole.manifest)
        read_list(found, "ballots-full.csv")
        noticed += bool({one.key for one in found.findings} & {"line-broken", "chain-end"})
    assert noticed == 1000
    honest = Bundle({**whole.files}, poll=whole.poll, manifest=whole.manifest)
    assert read_list(honest, "ballots-full.csv") == [row[1:-1] for row in rows[1:]]
    assert honest.findings == []


def test_whoever_mends_chain_and_hashes_fails_at_the_signature_and_mostly_at_the_count():
    files = files_of_zip(bundle("several", size=1000))
    lines = [row[1:-1] for row in rows_of(files, "ballots-full.csv")[1:]]
    chance, noticed, counted = random.Random(6), 0, 0
    for number in range(24):
        rows = tampered(
            [["", *line] for line in [["", ""], *lines]],
            CHANGES[number % 3],
            1 + chance.randrange(len(lines)),
            chance,
        )
        told = findings(repacked(files, "ballots-full.csv", sorted(row[1:] for row in rows[1:])))
        noticed += any("signature" in one for one in told)
        counted += any("result is wrong" in one or "receipts" in one or "ballots" in one for one in told)
    assert noticed == 24
    assert counted == 24


def test_even_the_city_cannot_sign_a_result_that_its_ballots_do_not_give():
    files = files_of_zip(bundle("one-choice", size=400))
    lines = [row[1:-1] for row in rows_of(files, "ballots-full.csv")[1:]]
    lines[0][1] = next(text for _, text in lines if text != lines[0][1])
    assert any(
        "result is wrong" in one
        for one in findings(repacked(files, "ballots-full.csv", lines, sign=SIGNER.sign))
    )


def test_a_foreign_key_a_missing_and_a_foreign_file_are_named():
    other = Ed25519PrivateKey.generate()
    assert any("signature" in one for one in findings(bundle("score", sign=other.sign)))
    assert any("another key" in one for one in findings(bundle("score"), city_key="ab" * 32))
    files = files_of_zip(bundle("score"))
    for name in files:
        assert verify({one: content for one, content in files.items() if one != name}, PUBLIC)[0].findings, (
            name
        )
        assert verify({**files, name: files[name] + b" "}, PUBLIC)[0].findings, name
    assert verify({**files, "mehr.txt": b""}, PUBLIC)[0].findings


@given(st.binary(max_size=40), st.integers(0, 511))
@settings(max_examples=40, deadline=None)
def test_our_own_check_of_signatures_is_that_of_the_library(message, bit):
    signature = SIGNER.sign(message)
    key = bytes.fromhex(PUBLIC)
    assert signature_fits(key, message, signature)
    assert not signature_fits(key, message + b"!", signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not signature_fits(key, message, bytes(flipped))
    assert not signature_fits(key, message, signature[:63])


# --- as a citizen runs it -----------------------------------------------------------------------------------


def run(folder, *arguments):
    command = [sys.executable, "-I", "verify.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_one_file_runs_alone_in_an_empty_folder(tmp_path):
    (tmp_path / "verify.py").write_text(assemble(PUBLIC), encoding="utf-8")
    for kind in ALL:
        (tmp_path / "poll.zip").write_bytes(bundle(kind, size=80))
        answer = run(tmp_path, "poll.zip", "--english")
        assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
        assert answer.stdout.startswith("✓ All fits")

    files = files_of_zip(bundle("stv", size=80))
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert run(tmp_path, "unpacked").returncode == 0
    for name in ("verify.py", "poll.zip"):  # some unpack where they have put both
        (folder / name).write_bytes((tmp_path / name).read_bytes())
    assert run(folder, ".").returncode == 0
    rows = rows_of(files, "ballots-full.csv")
    receipt, ballot = rows[5][1:3]
    found = run(tmp_path, "unpacked", "--receipt", receipt.lower())
    assert found.returncode == 0
    assert ballot in found.stdout
    assert run(tmp_path, "unpacked", "--receipt", "2222-2222-2222-2222").returncode == 1

    for act in CHANGES:
        (folder / "ballots-full.csv").write_bytes(write_rows(tampered(rows, act, 7, random.Random(act))))
        answer = run(tmp_path, "unpacked")
        assert answer.returncode == 1
        assert "Zeile 7" in answer.stdout
        assert "Traceback" not in answer.stderr
    (folder / "ballots-full.csv").write_bytes(files["ballots-full.csv"])
    stated = json.loads(files["result.json"])
    stated["winners"] = stated["winners"][::-1]
    (folder / "result.json").write_text(json.dumps(stated), encoding="utf-8")
    assert "Angegeben ist" in run(tmp_path, "unpacked").stdout


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nix" * 100])
def test_what_is_no_bundle_is_said_in_a_sentence(tmp_path, content):
    (tmp_path / "verify.py").write_text(assemble(), encoding="utf-8")
    (tmp_path / "poll.zip").write_bytes(content)
    answer = run(tmp_path, "poll.zip")
    assert answer.returncode == 1
    assert "lässt sich nicht lesen" in answer.stdout
    assert answer.stderr == ""


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_no_nonsense_in_a_file_ends_in_a_traceback(data):
    files = files_of_zip(bundle(data.draw(st.sampled_from(ALL)), size=12, full=data.draw(st.booleans())))
    name = data.draw(st.sampled_from(sorted(files)))
    content = data.draw(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from([b"{}", b"[]", b"null", b'{"files": 1}', b"number;link\r\n"]),
        )
    )
    if content != files[name]:
        assert verify({**files, name: content}, PUBLIC)[0].findings


def test_the_verifier_imports_nothing_of_the_product():
    text = assemble(PUBLIC)
    assert "polls." not in text.replace("polls/", "")
    assert "participation" not in text
    assert f'CITY_KEY = "{PUBLIC}"' in text


def test_pools_that_do_not_add_up_are_refused():
    rules = rules_of(
        {
            "kind": "score",
            "options": [["a", "A"]],
            "numbers": {},
            "pools": {"a": {"number": 6, "sum": 9}},
            "held": [],
            "counted": 6,
            "ballots": 6,
        }
    )
    with pytest.raises(ValueError, match="pool"):
        cast_answers([["a", "3"]], rules)
