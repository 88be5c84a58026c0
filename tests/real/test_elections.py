"""Elections that people really held: 9 Scottish wards, a Debian leader, 60 Polish budgets."""

import csv
import json
import unicodedata
from pathlib import Path

import pytest

from participation.tools.counting import count_file

ELECTIONS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "elections"
WARDS = sorted(ELECTIONS.glob("stv/*.csv"))
BUDGETS = sorted(ELECTIONS.glob("budget/*.pb"))
PUBLISHED = [
    "Sam Hocevar",
    "Steve McIntyre",
    "Raphaël Hertzog",
    "Wouter Verhelst",
    "Anthony Towns",
    "Gustavo Franco",
    "None Of The Above",
    "Simon Richter",
    "Aigars Mahinovs",
]

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not ELECTIONS.exists(), reason="The real elections are not beside the project (../shared/data)."
    ),
]


def test_the_files_are_there():
    assert (len(WARDS), len(BUDGETS)) == (9, 60)


@pytest.mark.parametrize("file", WARDS, ids=lambda file: file.name[:6])
def test_stv_elects_the_councillors_who_were_elected(file):
    elected = json.loads((ELECTIONS / "stv" / "winners.json").read_text())
    found = count_file(file, "stv")
    assert sorted(found["winners"]) == sorted(elected[file.name[:6]])
    assert len(found["winners"]) == found["seats"]


def test_schulze_gives_the_order_of_the_debian_leader_election_of_2007():
    found = count_file(ELECTIONS / "schulze" / "leader2007_tally.txt", "schulze")
    assert found["ballots"] == 482
    assert [unicodedata.normalize("NFC", name) for name in found["winners"]] == PUBLISHED
    assert all(len(place) == 1 for place in found["places"])


@pytest.mark.parametrize("file", BUDGETS, ids=lambda file: file.stem)
def test_greedy_selects_what_the_city_selected(file):
    assert set(count_file(file, "greedy")["winners"]) == _selected(file)


@pytest.mark.parametrize("file", BUDGETS, ids=lambda file: file.stem)
def test_equal_shares_keeps_to_the_budget_and_explains_each_project(file):
    found = count_file(file, "equal-shares")
    assert found["spent"] <= float(found["budget"])
    for project, verdict in found["projects"].items():
        assert bool(verdict["place"]) == (project in found["winners"])
        assert "price" in verdict or "missing" in verdict


def _selected(file):
    with file.open(encoding="utf-8-sig", newline="") as content:
        rows = [row for row in csv.reader(content, delimiter=";") if row]
    begin, end = rows.index(["PROJECTS"]), rows.index(["VOTES"])
    key, selected = (rows[begin + 1].index(name) for name in ("project_id", "selected"))
    return {row[key] for row in rows[begin + 2 : end] if row[selected].strip() == "1"}
