"""The Bonn cycling dialogue of 2017: 2,163 proposals that citizens really made."""

import time
from pathlib import Path

import pytest

from participation.core.db import fetch, fetch_one, fetch_value
from participation.core.html import render_markdown
from participation.tools.importing import _body, _html, import_contributions, read
from proposals.similar import count_words, similar
from tests.proposals.factories import found
from tests.proposals.test_list import counted, titles

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "data" / "contributions" / "raddialog-bonn.tsv"
LIST = "/consultations/raddialog/proposals"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FILE.exists(), reason="The real contributions are not beside the project (../shared/data)."
    ),
]


async def test_2163_proposals_are_there_within_seconds_and_only_once(db, visitor):
    heard: list[str] = []
    begun = time.perf_counter()
    result = await import_contributions(FILE, "raddialog", heard.append)
    assert time.perf_counter() - begun < 20
    assert (result.added, result.known, result.warnings, result.consultation_made) == (2163, 0, [], True)
    assert len(heard) > 10
    again = await import_contributions(FILE, "raddialog", heard.append)
    assert (again.added, again.known) == (0, 2163)
    assert (
        await fetch_value(
            "SELECT count(*) FROM proposal WHERE source_url LIKE 'https://www.raddialog.bonn.de/%'"
        )
        == 2163
    )
    assert await fetch_value("SELECT max(char_length(title)) FROM proposal") <= 120
    await _the_list_is_whole(visitor)
    await _cut_titles_stand_whole_in_the_text()
    await _search_finds_the_word_in_each_form(visitor)


async def _the_list_is_whole(visitor):
    page = (await visitor.get(LIST)).text
    assert "2.163 Vorschläge" in page
    assert 'data-total="2163"' in page
    assert len(titles(page)) == 20
    assert len(titles((await visitor.get(f"{LIST}?page=109")).text)) == 3
    seen = [title for n in (1, 2, 3, 50) for title in titles((await visitor.get(f"{LIST}?page={n}")).text)]
    assert len(seen) == 80
    for query in ("", "?sort=support", "?sort=discussed&page=7", "?q=Fahrradstrasse"):
        assert len(await counted(visitor.http.get(LIST + query))) <= 5


async def _cut_titles_stand_whole_in_the_text():
    cut = await fetch("SELECT title, body FROM proposal WHERE title LIKE '%…' AND char_length(title) > 80")
    assert len(cut) >= 30
    one = await fetch_one("SELECT title, body FROM proposal WHERE source_key = 'B3221'")
    assert one["title"].startswith("Parkchaos führt zu Gefährdung")


async def _search_finds_the_word_in_each_form(visitor):
    expected = await fetch_value(
        r"SELECT count(*) FROM proposal WHERE title || ' ' || body ~* '\mfahrradstra(ß|ss)e'"
    )
    totals = {
        words: (await visitor.get(f"{LIST}?q={words}")).text.split('data-total="')[1].split('"')[0]
        for words in ("Fahrradstrasse", "Fahrradstraßen", "FAHRRADSTRASSEN", "fahrradstraße")
    }
    assert len(set(totals.values())) == 1, totals
    assert int(totals["Fahrradstrasse"]) >= expected > 50
    assert len(await found("Fahrradstraßen", 30)) == 30


def test_the_quick_way_for_plain_words_gives_what_the_parser_gives():
    found, _ = read(FILE)
    for one in found[::7]:
        assert _html(one) == render_markdown(_body(one))


TWINS = [
    ("B3685", "B3328"),
    ("B2974", "B2972"),
    ("B2838", "B2837"),
    ("B3789", "B2952"),
    ("B3811", "B3587"),
    ("B2351", "B2065"),
    ("B3810", "B2221"),
    ("B2755", "B2193"),
    ("B2056", "B1608"),
    ("B3563", "B3562"),
]
"""The later and the earlier of two that ask for the same, picked by reading titles and texts."""


async def test_whoever_writes_a_twin_is_shown_the_earlier_one_among_the_first_five(db):
    await import_contributions(FILE, "raddialog", lambda _: None)
    await count_words()
    rows = await fetch("SELECT id, source_key, consultation, title, body FROM proposal")
    known = {row["source_key"]: row for row in rows}
    missed = []
    for later, earlier in TWINS:
        text = known[later]
        found = await similar(text["consultation"], text["title"], text["body"], but=text["id"])
        if known[earlier]["id"] not in [one.id for one in found]:
            missed.append((later, earlier))
    assert len(missed) <= 2, missed
