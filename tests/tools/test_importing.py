"""Contributions from a table: what is taken, what is named and left out, and that a broken file changes nothing."""

import pytest

from participation.core.db import fetch, fetch_one, fetch_value
from participation.core.html import render_markdown
from participation.tools.importing import Contribution, ImportFailed, _body, _html, import_contributions
from tests.proposals.factories import consultation

HEAD = "id\tdocument_id\tsentence_nr\tcontent\tcode\ttitle/text\tcurated/single\tdataset\turl"


def row(document, sentence, content, part="text", url="https://rad.example/1"):
    return f"0\t{document}\t{sentence}\t{content}\tpremise\t{part}\tsingle\tX\t{url}"


def table(path, *rows, head=HEAD):
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path):
    return tmp_path / "contributions.tsv"


async def run(path, slug="raddialog"):
    return await import_contributions(path, slug, lambda _: None)


async def test_sentences_become_a_proposal_with_title_text_and_source(db, file, visitor):
    result = await run(
        table(
            file,
            row("B1", 3, "Zweiter Satz."),
            row("B1", 1, "Mehr Platz", "title"),
            row("B1", 4, "Nicht nur sonntags.", "text"),
            row("B1", 2, "für Räder", "title"),
            row("B2", 1, '"Ein Tab am Ende\t\t"', "title", "https://rad.example/2"),
        )
    )
    assert (result.added, result.known, result.warnings, result.consultation_made) == (2, 0, [], True)
    one, two = await fetch("SELECT * FROM proposal ORDER BY source_key")
    assert (one["title"], one["body"], one["source_url"]) == (
        "Mehr Platz für Räder",
        "Zweiter Satz. Nicht nur sonntags.",
        "https://rad.example/1",
    )
    assert (two["title"], two["body"]) == ("Ein Tab am Ende", "")
    page = await visitor.get(f"/proposals/{one['id']}")
    assert 'href="https://rad.example/1"' in page.text
    assert (await visitor.get("/consultations/raddialog/proposals")).status_code == 200
    assert await fetch_value("SELECT kind FROM phase") == "closed"


async def test_a_second_run_adds_nothing_and_a_longer_file_only_what_is_new(db, file):
    await run(table(file, row("B1", 1, "Eins", "title")))
    result = await run(table(file, row("B1", 1, "Eins anders", "title"), row("B2", 1, "Zwei", "title")))
    assert (result.added, result.known, result.consultation_made) == (1, 1, False)
    assert (await run(file)).added == 0
    titles = [r["title"] for r in await fetch("SELECT title FROM proposal ORDER BY id")]
    assert titles == ["Eins", "Zwei"]


async def test_a_long_title_is_cut_at_a_word_and_stands_whole_at_the_head_of_the_text(db, file):
    title = "Der Radweg an der Lindenallee " * 6
    await run(table(file, row("B1", 1, title, "title"), row("B1", 2, "Text.")))
    found = await fetch_one("SELECT title, body, body_html FROM proposal")
    assert len(found["title"]) <= 120
    assert found["title"].endswith("…")
    assert title.startswith(found["title"][:-1] + " ")
    assert found["body"] == title.strip() + "\n\nText."
    assert found["body_html"] == f"<p>{title.strip()}</p>\n<p>Text.</p>\n"


async def test_bad_rows_are_named_by_line_and_left_out(db, file):
    result = await run(
        table(
            file,
            row("B1", 1, "Gut", "title"),
            "nur\tdrei\tSpalten",
            row("", 1, "ohne Dokument"),
            row("B1", "zwei", "keine Zahl"),
            row("B1", 3, "weder noch", "subtitle"),
            row("B1", 4, " \u200b "),
            row("B1", 5, "böse", url="javascript:alert(1)"),
            row("B1", 1, "noch einmal", "title"),
            row("B2", 1, "nur Text"),
            row("B1", 6, '"nie geschlossen'),
            row("B1", 7, "und weiter."),
        )
    )
    assert result.added == 1
    assert [w.split(":")[0] for w in result.warnings] == [f"Line {n}" for n in (3, 4, 5, 6, 7, 8, 9, 10)]
    assert await fetch_value("SELECT body FROM proposal") == '"nie geschlossen und weiter.'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a\tb\n1\t2\n",
        HEAD.encode() + b"\n",
        HEAD.encode() + b"\n\xff\xfe\n",
        b"\x00\x01\x02",
        b"PK\x03\x04",
    ],
)
async def test_a_broken_file_changes_nothing(db, file, content):
    file.write_bytes(content)
    with pytest.raises(ImportFailed) as failed:
        await run(file)
    assert "\n" not in str(failed.value)
    assert await fetch_value("SELECT count(*) FROM consultation") == 0


async def test_a_file_that_is_not_there_and_a_bad_address_are_one_sentence(db, file, tmp_path):
    with pytest.raises(ImportFailed):
        await run(tmp_path / "nichts.tsv")
    with pytest.raises(ImportFailed):
        await run(tmp_path)
    with pytest.raises(ImportFailed):
        await run(table(file, row("B1", 1, "Gut", "title")), "Kein Slug!")
    assert await fetch_value("SELECT count(*) FROM proposal") == 0


async def test_windows_line_ends_and_a_byte_order_mark_are_understood(db, file):
    file.write_bytes(("\ufeff" + "\r\n".join([HEAD, row("B1", 1, "Gut", "title"), ""])).encode())
    assert (await run(file)).added == 1
    assert await fetch_value("SELECT source_url FROM proposal") == "https://rad.example/1"


async def test_an_existing_consultation_keeps_its_phases(db, file):
    number = await consultation("raddialog")
    result = await run(table(file, row("B1", 1, "Gut", "title")))
    assert (result.consultation_id, result.consultation_made) == (number, False)
    assert await fetch_value("SELECT kind FROM phase") == "collect"


@pytest.mark.parametrize(
    "text",
    [
        "Radfahrer*innen und Fußgänger*innen warten",
        "1. Erstens",
        "- Strich",
        "# Raute",
        "=> Folge",
        "_ganz_ wichtig_es Wort_",
        "a & b &amp; <b>fett</b> [x](https://a.example)",
        "Back`slash\\`",
        "~~weg~~ | Spalte",
        "+ plus",
        "2017 war es besser",
    ],
)
def test_plain_text_stays_plain_text(text):
    from participation.core.html import plain

    one = Contribution("B1", "", 2, {1: ("text", text)})
    assert plain(_html(one)) == text
    assert plain(render_markdown(_body(one))) == text
