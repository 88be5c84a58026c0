import csv
import io
from html import unescape

import pytest
from pypdf import PdfReader

from moderation.reports import raise_case
from moderation.rules import Finding, Reason
from moderation.second_look import agreement, pick
from participation.core import clock, pdf
from participation.core.db import execute, fetch_value
from participation.settings import settings
from tests.moderation.test_journey import HIDE, KEEP, reported

POLICE = {"steps": ["danger", "evidence", "contact"], "police": "Az. 1", "law": "§ 130 StGB"}
LOOKS = "/moderation/second-looks"


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


async def test_months_and_years_come_as_tables(visitor, alma, carla, cem, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await reported(visitor, wall.add("Gut", alma.id), reason="off-topic")
    await carla.post("/moderation/cases/1/decision", {**HIDE, "action": "warn"})
    await carla.post("/moderation/cases/2/decision", KEEP)
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    await cem.post("/moderation/cases/1/decision", KEEP)
    answer = await visitor.get("/transparency/months.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    (month,) = csv.DictReader(io.StringIO(answer.text))
    assert [month[name] for name in ("reports", "kept", "restricted", "appeals", "reversed")] == [
        "2", "1", "1", "1", "1",
    ]  # fmt: skip
    year = clock.today().year
    rows = list(csv.reader(io.StringIO((await visitor.get(f"/transparency/{year}/report.csv")).text)))
    for row in (["reports", "insult", "1"], ["decisions", "warn", "1"], ["appeals", "reversed", "1"],
                ["sources", "visitor", "2"], ["accounts", "warning", "1"], ["rules", "3", "1"]):  # fmt: skip
        assert row in rows
    page = await visitor.get(f"/transparency/{year}")
    assert "Du Esel" not in page.text
    assert "ausgeblendet und verwarnt" in page.text
    for wrong in (year + 1, 1999):
        assert (await visitor.get(f"/transparency/{wrong}")).status_code == 404


@pytest.fixture
def in_mid_month():
    """Whatever the day: an appeal of three hours ago belongs to the same month."""
    with clock.frozen(clock.now().replace(day=15, hour=12)):
        yield


@pytest.mark.usefixtures("in_mid_month")
async def test_every_month_says_by_which_rule_and_with_which_help(
    visitor, alma, carla, cem, wall, monkeypatch
):
    for number in range(1, 6):
        await reported(visitor, wall.add(f"Du Esel {number}", alma.id))
    await raise_case(wall.add("Kauf", alma.id), Reason.SPAM, "kauf.example", Finding.WATCH)
    for number in (1, 2, 3):
        await carla.post(f"/moderation/cases/{number}/decision", HIDE)
    await carla.post("/moderation/cases/4/decision", {**HIDE, "action": "police", **POLICE})
    text = (await visitor.get("/transparency/months.csv")).text
    assert [row["median_minutes"] for row in csv.DictReader(io.StringIO(text))] == [""]
    for number in (5, 6):
        await carla.post(f"/moderation/cases/{number}/decision", KEEP)
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    await execute("UPDATE appeal SET created_at = created_at - interval '3 hours'")
    await cem.post("/moderation/cases/1/decision", KEEP)
    (month,) = csv.DictReader(io.StringIO((await visitor.get("/transparency/months.csv")).text))
    assert [month[name] for name in ("raised", "automated", "median_minutes", "appeal_minutes")] == [
        "1",
        "0",
        "0",
        "",
    ]
    found = list(csv.reader(io.StringIO((await visitor.get("/transparency/rules.csv")).text)))
    assert found[0] == ["month", "rule", "number", "kept", "restricted"]
    assert [row[1:] for row in found[1:]] == [["angriffe", "3", "2", "4"]]
    ledger = unescape((await visitor.get("/transparency")).text)
    assert "Bei 17 % aller Entscheidungen" in ledger
    assert "Die Antwort kam im mittleren Fall nach 3 Stunden" in ledger
    assert "Polizei" not in ledger + (await visitor.get(f"/transparency/{clock.today().year}")).text
    monkeypatch.setattr("moderation.monthly.MEDIAN_OF", 1)
    (month,) = csv.DictReader(io.StringIO((await visitor.get("/transparency/months.csv")).text))
    assert month["appeal_minutes"] == "180"


async def test_what_is_read_before_it_is_public_is_no_report(visitor, alma, carla, wall):
    await raise_case(wall.add("Neu hier", alma.id), Reason.OTHER, "", Finding.HELD)
    assert not list(csv.DictReader(io.StringIO((await visitor.get("/transparency/months.csv")).text)))
    year = clock.today().year
    rows = list(csv.reader(io.StringIO((await visitor.get(f"/transparency/{year}/report.csv")).text)))
    assert rows[1:] == [["machines", "held", "1"]]
    assert "Dazu 1 Beitrag" in (await visitor.get("/transparency")).text


async def test_the_report_of_a_quiet_year_says_so(visitor):
    assert "nichts gemeldet" in (await visitor.get(f"/transparency/{clock.today().year}")).text


async def test_a_second_look_is_blind_and_changes_nothing(visitor, alma, carla, cem, wall, monkeypatch):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post("/moderation/cases/1/decision", HIDE)
    monkeypatch.setattr("moderation.second_look.settings", lambda: _all(settings()))
    assert await pick() == 0
    await execute("UPDATE decision SET decided_at = decided_at - interval '20 minutes'")
    assert (await pick(), await pick()) == (1, 0)
    assert f"{LOOKS}/1" not in (await carla.get(LOOKS)).text
    assert (await carla.get(f"{LOOKS}/1")).status_code == 404
    assert (await carla.post(f"{LOOKS}/1", {"action": "hide"})).status_code == 404
    assert f"{LOOKS}/1" in (await cem.get(LOOKS)).text
    blind = (await cem.get(f"{LOOKS}/1")).text
    assert "Du Esel" in blind
    assert HIDE["reason"][:20] not in blind
    assert "Carla" not in blind
    assert (await cem.post(f"{LOOKS}/1", {"action": "x"})).status_code == 422
    assert (await cem.submit(f"{LOOKS}/1", f"{LOOKS}/1", {"action": "keep"})).status_code == 303
    assert await agreement() == (1, 0)
    assert wall.notes[1].hidden
    assert await fetch_value("SELECT state FROM moderation_case") == "decided"
    assert "0 von 1 Fall" in (await carla.get(LOOKS)).text


def _all(chosen):
    from dataclasses import replace

    return replace(chosen, second_look=100)


async def test_the_year_comes_on_paper_or_says_why_not(visitor, alma, carla, wall, monkeypatch):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post("/moderation/cases/1/decision", HIDE)
    year = clock.today().year
    page = await visitor.get(f"/transparency/{year}")
    assert f"/transparency/{year}/report.pdf" in page.text
    paper = await visitor.get(f"/transparency/{year}/report.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert f"Bericht der Moderation {year}" in text
    assert "Meldungen nach Grund" in text
    monkeypatch.setattr(pdf, "available", lambda: False)
    there = await visitor.get(f"/transparency/{year}/report.pdf")
    assert there.status_code == 303
    assert "kein PDF" in (await visitor.get(there.headers["location"])).text
    assert "report.pdf" not in (await visitor.get(f"/transparency/{year}")).text
