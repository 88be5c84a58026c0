"""The proposals of a consultation as a table: what is public, and nothing that a table program would run."""

import csv
import io

from participation.core.db import execute
from participation.core.spreadsheets import no_formula
from proposals import api
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_list import LIST

CSV = "/api/v1/consultations/stadtgruen/proposals.csv"


def test_no_cell_is_run_as_a_formula():
    for text in ("=1+1", " =cmd", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"):
        assert no_formula(text) == f"'{text}"
    assert no_formula("Bänke = Ruhe") == "Bänke = Ruhe"
    assert no_formula("") == ""


async def test_the_table_holds_what_is_public_and_no_more(visitor, alma, monkeypatch):
    number = await consultation()
    ids = [
        await proposal(number, title, "Zeile eins; und\n\nzwei", author=alma.id, category="baeume")
        for title in ("=HYPERLINK(1)", "Gut", "Versteckt", "Zurückgezogen", "Zusammengelegt", "Noch einer")
    ]
    await execute("UPDATE proposal SET hidden_at = now(), hidden_rule_slug = 'x' WHERE id = $1", ids[2])
    await execute("UPDATE proposal SET withdrawn_at = now() WHERE id = $1", ids[3])
    await execute("UPDATE proposal SET merged_into = $2 WHERE id = $1", ids[4], ids[1])
    monkeypatch.setattr(api, "STEP", 2)
    answer = await visitor.http.get(CSV)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["title"] for row in rows] == ["'=HYPERLINK(1)", "Gut", "Noch einer"]
    assert rows[1]["author"] == "Alma R."
    assert rows[1]["category"] == "baeume"
    assert rows[1]["url"].endswith(f"/proposals/{ids[1]}")
    assert rows[1]["body"] == "Zeile eins; und\n\nzwei"
    assert "alma@example.org" not in answer.text
    page = (await visitor.get(LIST)).text
    assert f'href="{CSV}"' in page
    assert 'href="/api/v1/proposals?consultation=stadtgruen"' in page


async def test_there_is_no_table_of_a_draft_of_the_administration(visitor, emin):
    await consultation(published=False)
    for who in (visitor, emin):
        assert (await who.http.get(CSV)).status_code == 404
    assert (await visitor.http.get("/api/v1/consultations/none/proposals.csv")).status_code == 404
