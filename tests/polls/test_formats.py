"""Reading public files: what they say, and one sentence with the line where they are broken."""

from fractions import Fraction

import pytest

from polls.formats import pabulib, preferences, tally
from polls.formats.reading import FormatError, lines

PROFILE = """3 2

4 1 2 0
1 3 0
2 0
0
"Ada  LOVELACE"
"Bob"
"Cyd"
"Ward 1"
"""

TALLY = """
     Tally Sheet for the votes cast.
     Option 1---------->: Wouter
   /  Option 2--------->: Aigars
   |/  Option 3-------->: None Of The Above
V: 1-2 \t\t5de2
V: 11- \t\tab12
V: --- \t\tab13
V: AB1 \t\tab14
"""

BUDGET = """META
key;value
budget;1000,50
vote_type;approval
PROJECTS
project_id;cost;votes;name;selected
1;500;9;"Bench; with back";1
2;600.25;1;Tree;0
VOTES
voter_id;age;vote
a;30;1,2
b;;2
c;9;
d;8;2,1
"""


def split(text):
    return text.split("\n")


def test_a_preference_profile_says_candidates_seats_and_bundles():
    found = preferences.read(split(PROFILE))
    assert found.names == {"1": "Ada  LOVELACE", "2": "Bob", "3": "Cyd"}
    assert (found.seats, found.blank) == (2, 2)
    assert found.rankings == {(("1",), ("2",)): 4, (("3",),): 1}


def test_who_withdrew_is_no_candidate_any_more():
    found = preferences.read(split(PROFILE.replace("4 1 2 0", "-2\n4 1 2 0")))
    assert list(found.names) == ["1", "3"]
    assert found.rankings == {(("1",),): 4, (("3",),): 1}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "3 2\n",
            "three 2\n",
            "line 1: the number of candidates or seats must be a whole number, not 'three'",
        ),
        ("3 2\n", "3\n", "line 1: this must be the number of candidates and of seats"),
        ("3 2\n", "0 2\n", "line 1: there must be at least one candidate"),
        ("3 2\n", "99999999999999 2\n", "line 1: the number of candidates"),
        ("4 1 2 0", "4 1 2", "line 3: a ballot is a count, preferences and a 0"),
        ("4 1 2 0", "4 1 4 0", "line 3: there is no candidate 4, only 1 to 3"),
        ("4 1 2 0", "4 1 1 0", "line 3: a candidate stands twice"),
        ("4 1 2 0", "-1.5 1 0", "line 3: a preference must be a whole number"),
        ("4 1 2 0", "4 1=2 0", "line 3: a preference must be a whole number, not '1=2'"),
        ("\n0\n", "\n", "line 9: the file ends without the line 0"),
        ('"Cyd"\n"Ward 1"\n', "", "line 8: 2 names for 3 candidates"),
    ],
)
def test_a_broken_profile_is_refused_with_its_line(old, new, sentence):
    with pytest.raises(FormatError, match=sentence):
        preferences.read(split(PROFILE.replace(old, new)))


def test_a_tally_sheet_knows_equal_ranks_and_letters():
    assert tally.looks_like(split(TALLY))
    found = tally.read(split(TALLY))
    assert list(found.names.values()) == ["Wouter", "Aigars", "None Of The Above"]
    assert found.rankings == {(("1",), ("3",)): 1, (("1", "2"),): 1, (("3",), ("1",), ("2",)): 1}
    assert found.blank == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("V: 11- ", "V: 11 ", "line 7: 2 ranks for 3 options"),
        ("V: 11- ", "V: 1*- ", "line 7: ranks are digits, letters and hyphens"),
        ("Option 3", "Option 2", "line 5: option 2 comes twice"),
    ],
)
def test_a_broken_tally_sheet_is_refused_with_its_line(old, new, sentence):
    with pytest.raises(FormatError, match=sentence):
        tally.read(split(TALLY.replace(old, new)))


def test_a_budget_is_read_exactly_and_without_its_recorded_outcome():
    found = pabulib.read(split(BUDGET))
    assert found.budget == Fraction(2001, 2)
    assert found.costs == {"1": 500, "2": Fraction(2401, 4)}
    assert found.names["1"] == "Bench; with back"
    assert found.ballots == {(("1", 1), ("2", 1)): 2, (("2", 1),): 1, (): 1}
    other = BUDGET.replace("500;9;", "500;0;").replace(";1\n2;", ";0\n2;").replace("Tree;0", "Tree;1")
    assert pabulib.read(split(other)) == found


def test_a_budget_is_read_without_what_is_optional():
    """As in one of the real files, META begins without `key;value`; nobody has a number, and no project a name."""
    bare = "META\nbudget;10\nvote_type;choose-1\nPROJECTS\ncost;project_id\n4;a\n7;b\nVOTES\nvote\na\n\nb\nNone\n"
    found = pabulib.read(split(bare))
    assert (found.budget, found.costs, found.names) == (10, {"a": 4, "b": 7}, {"a": "a", "b": "b"})
    assert found.ballots == {(("a", 1),): 1, (("b", 1),): 1, (): 1}


def test_places_and_points_become_points():
    ordinal = BUDGET.replace("vote_type;approval", "vote_type;ordinal\nmax_length;3")
    assert pabulib.read(split(ordinal)).ballots[("1", 3), ("2", 2)] == 1
    points = BUDGET.replace("vote_type;approval", "vote_type;cumulative").replace(
        "voter_id;age;vote\na;30;1,2\nb;;2\nc;9;\nd;8;2,1", "voter_id;vote;points\na;1,2;1,0\nb;2;2.5"
    )
    assert pabulib.read(split(points)).ballots == {(("1", 1),): 1, (("2", Fraction(5, 2)),): 1}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("META", "META;x", "line 1: a Pabulib file begins with the line META"),
        ("budget;1000,50\n", "", "its section META has no line budget"),
        ("1000,50", "-5", "line 3: the budget must be a number, not '-5'"),
        ("1000,50", "1e9", "line 3: the budget must be a number"),
        ("approval", "guess", "line 4: the vote type 'guess' is not one of"),
        ("2;600.25", "1;600.25", "line 8: the project '1' has no id of its own"),
        ("600.25", "cheap", "line 8: the cost must be a number, not 'cheap'"),
        ("2;600.25;1;Tree;0", "2", "line 8: 1 columns are too few"),
        ("b;;2", "b;;7", "line 12: there is no project '7'"),
        ("project_id;cost", "project_id;price", "line 6: there is no column cost"),
        ("age;vote", "age;choice", "line 10: there is no column vote"),
        ("VOTES\n", "META\n", "line 9: the section META begins a second time"),
        (BUDGET[BUDGET.index("VOTES") :], "", "it has no section VOTES"),
        ('1;500;9;"Bench; with back";1\n2;600.25;1;Tree;0\n', "", "line 5: there are no projects"),
        ("approval", "cumulative", "line 10: there is no column points"),
        (
            "vote_type;approval",
            "vote_type;ordinal\nmax_length;1",
            "line 12: 2 projects on one ballot, but only 1",
        ),
    ],
)
def test_a_broken_budget_is_refused_with_its_line(old, new, sentence):
    with pytest.raises(FormatError, match=sentence):
        pabulib.read(split(BUDGET.replace(old, new)))


def test_files_of_old_encodings_and_other_line_ends_are_read_and_others_refused(tmp_path):
    file = tmp_path / "x"
    file.write_bytes("Raphaël\r\nHertzog\r".encode("latin-1"))
    assert lines(file) == ["Raphaël", "Hertzog", ""]
    file.write_bytes(b"\xef\xbb\xbfMETA\n")
    assert lines(file) == ["META", ""]
    file.write_bytes(b"\x00\x01")
    with pytest.raises(FormatError, match="no text file"):
        lines(file)
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        lines(tmp_path / "nowhere")
