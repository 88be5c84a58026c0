"""`teilhabe count`: JSON on standard output, one sentence and a status for what goes wrong, no database."""

import json
import subprocess
import sys

import pytest

from tests.polls.test_formats import BUDGET, PROFILE, TALLY


def count(*arguments, env=None):
    return subprocess.run(
        [sys.executable, "-m", "participation", "count", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )


@pytest.fixture
def files(tmp_path):
    for name, content in (("ward.csv", PROFILE), ("leader.txt", TALLY), ("city.pb", BUDGET)):
        (tmp_path / name).write_text(content)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "more", "winners"),
    [
        ("ward.csv", ["--rule", "stv"], ["Ada  LOVELACE", "Bob"]),
        ("ward.csv", ["--rule", "stv", "--seats", "1"], ["Ada  LOVELACE"]),
        ("ward.csv", ["--rule", "schulze"], ["Ada  LOVELACE", "Bob", "Cyd"]),
        ("leader.txt", ["--rule", "schulze", "--seats", "1"], ["Wouter"]),
        ("leader.txt", ["--rule", "stv", "--seats", "2"], ["Wouter", "None Of The Above"]),
        ("city.pb", ["--rule", "greedy"], ["2"]),
        ("city.pb", ["--rule", "equal-shares"], ["2"]),
    ],
)
def test_the_winners_are_printed_as_json_in_order_of_election(files, file, more, winners):
    done = count(files / file, *more)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["winners"] == winners
    assert found["steps"][0]
    assert found["rule"] == more[1]


def test_each_project_says_why(files):
    found = json.loads(count(files / "city.pb", "--rule", "equal-shares").stdout)
    assert (found["budget"], found["spent"]) == ("1000.5", "600.25")
    assert found["projects"]["2"]["price"] == "200.08333"
    assert found["projects"]["1"]["missing"] == "399.91667"


@pytest.mark.parametrize(
    ("file", "rule", "sentence"),
    [
        ("nowhere.csv", "stv", "nowhere.csv: it cannot be read: No such file or directory."),
        ("city.pb", "stv", "city.pb: this is a vote on a budget; its rules are greedy and equal-shares."),
        ("ward.csv", "greedy", "ward.csv: line 1: a Pabulib file begins with the line META."),
        (".", "schulze", "it cannot be read: Is a directory."),
    ],
)
def test_what_cannot_be_counted_is_one_sentence_and_status_1(files, file, rule, sentence):
    done = count(files / file, "--rule", rule)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(sentence + "\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--rule", "dice"],
        ["--rule", "stv", "--seats", "0"],
        ["--rule", "stv", "--seats", "-1"],
        ["--rule", "stv", "--seats", "two"],
        ["--rule", "greedy", "--seats", "2"],
    ],
)
def test_a_wrong_call_is_status_2(files, more):
    done = count(files / "ward.csv", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: teilhabe count" in done.stderr


def test_counting_loads_no_server_and_no_database(files):
    program = (
        "import sys; from participation.cli import main;"
        f"main(['count', {str(files / 'ward.csv')!r}, '--rule', 'stv']);"
        "print([name for name in ('litestar', 'piccolo', 'asyncpg') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
