import csv
import random
import time
from itertools import combinations
from pathlib import Path

import pytest

from moderation.similar import alike, alike_pairs, words
from moderation.watching import Watch, first_match, matches

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "statements" / "klimarat.csv"


def plain(text: str) -> str:
    return "".join(words(text))


def expected(texts: list[str]) -> set[tuple[int, int]]:
    """By comparing all pairs, as slowly and plainly as can be."""
    split = [words(text) for text in texts]
    joined = ["".join(one) for one in split]
    found = set()
    for a, b in combinations(range(len(texts)), 2):
        same_length = len(split[a]) == len(split[b])
        if joined[a] == joined[b] or (
            same_length and sum(x != y for x, y in zip(split[a], split[b], strict=True)) <= 1
        ):
            found.add((a, b))
    return found


@pytest.mark.real
def test_all_near_duplicates_of_a_real_file_are_found_in_time():
    if not FILE.exists():
        pytest.skip("the statements are not at hand")
    with FILE.open(encoding="utf-8", newline="") as file:
        texts = [row["comment-body"] for row in csv.DictReader(file)]
    begin = time.perf_counter()
    found = alike_pairs(texts, shortest=1)
    assert time.perf_counter() - begin < 2
    assert len(texts) > 1000
    wanted = expected(texts)
    assert wanted
    assert wanted <= found
    assert len(found) < 60


@pytest.mark.real
def test_planted_changes_are_found():
    if not FILE.exists():
        pytest.skip("the statements are not at hand")
    with FILE.open(encoding="utf-8", newline="") as file:
        texts = [row["comment-body"] for row in csv.DictReader(file)]
    chance = random.Random(7)
    for text in [one for one in chance.sample(texts, 200) if len(words(one)) > 1]:
        split = words(text)
        place = chance.randrange(len(split))
        exchanged = " ".join([*split[:place], "xylophon", *split[place + 1 :]])
        for changed in (text.upper(), "  ".join(split) + " !!", exchanged, text.replace(" ", "  ")):
            assert alike_pairs([text, changed], shortest=1) == {(0, 1)}, (text, changed)


def test_other_texts_are_not_alike():
    one = "Mehr Bäume an der Haltestelle in der Lindenallee"
    assert not alike(one, "Mehr Bänke im Park hinter dem Rathaus am Markt")
    assert alike(one, "mehr bäume an der Haltestelle, in der Lindenallee!")
    assert alike("Rad und Fuß zuerst", "Fuß und Rad zuerst")
    assert alike_pairs(["Ja bitte", "Ja danke"]) == set()


@pytest.mark.parametrize(
    ("pattern", "is_link", "text", "expected"),
    [
        ("Gutschein*", False, "Hier gibt es GUTSCHEINE!", True),
        ("rate", False, "Der Stadtrat berate", False),
        ("gratis *", False, "gratis Uhren", True),
        ("*" * 90, False, "a" * 20_000, False),
        ("spam.example", True, "Schaut auf https://shop.spam.example/x", True),
        ("spam.example", True, "https://keinspam.example", False),
        ("spam.example", True, "Schaut auf spam.example, ganz ohne http", True),
        ("spam.example", True, "Schaut auf keinspam.example", False),
    ],
)
def test_words_and_links_match_as_people_expect(pattern, is_link, text, expected):
    assert matches(Watch(1, pattern, is_link, "spam"), text) is expected


def test_the_first_rule_that_matches_counts():
    watches = [Watch(1, "uhren", False, "spam"), Watch(2, "kauf*", False, "spam")]
    assert first_match(watches, "Kauft Uhren").id == 1
    assert first_match(watches, "Nichts") is None
