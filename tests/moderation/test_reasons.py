"""The statement of reasons holds all that Article 17(3) DSA lists, in both languages, on every path that decides."""

import re
from html import unescape

import pytest

from moderation.rules import Action, hides, restricts
from participation.core.clock import today
from participation.core.db import execute, fetch, fetch_value
from tests.moderation.mails import mails
from tests.proposals.factories import consultation, proposal

REASON = "Der Satz trifft einen einzelnen Menschen."
UNTIL = f"{today().year + 1}-01-05"
EXTRA = {
    Action.MASK: {"passages": "Esel"},
    Action.READ_ONLY: {"until": UNTIL},
    Action.SUSPEND: {"until": UNTIL},
    Action.POLICE: {"steps": ["danger", "evidence", "contact"], "police": "PI Mitte, Vorgang 7"},
    Action.REMOVE: {"law": "§ 185 StGB"},
}
LISTED = {
    "de": {
        "a, what is restricted": {
            "hide": "ausgeblendet", "remove": "entfernt", "warn": "Verwarnung", "read-only": "nur lesen",
            "suspend": "gesperrt", "police": "entfernt", "mask": "unkenntlich", "lock": "Gespräch beendet",
        },
        "a, where and how long": "auf Dauer, solange kein Widerspruch Erfolg hat",
        "b, facts": REASON,
        "b, occasion": "1 Mensch hat den Beitrag gemeldet.",
        "c, automation": "ein Mensch, kein Programm",
        "e, the rule": "Keine Angriffe auf Personen",
        "e, what it says": "Beleidigungen, Drohungen und Spott",
        "f, appeal": "widersprechen Sie bis zum",
        "f, settlement": "Artikel 21 der EU-Verordnung 2022/2065",
        "f, court": "Gericht",
    },
    "en": {
        "a, what is restricted": {
            "hide": "hidden", "remove": "removed", "warn": "warning", "read-only": "read and support",
            "suspend": "suspended", "police": "removed", "mask": "masked", "lock": "ended",
        },
        "a, where and how long": "permanently, as long as no appeal succeeds",
        "b, facts": REASON,
        "b, occasion": "1 person",
        "c, automation": "not a program",
        "e, the rule": "No attacks on people",
        "e, what it says": "insults, threats and mockery",
        "f, appeal": "appeal by",
        "f, settlement": "Article 21 of",
        "f, court": "court",
    },
}  # fmt: skip
RESTRICTING = [action for action in Action if restricts(action)]


def told(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(text)).split())


@pytest.fixture
async def comment(rules, alma, bora):
    number = await proposal(await consultation())
    url = f"/proposals/{number}"
    await alma.submit(url, f"{url}/comments", {"body": "Sie sind ein Esel, Herr Nachbar"})
    assert (
        await bora.submit("/report?kind=comment&id=1", "/report", {"reason": "insult", "good_faith": "1"})
    ).status_code == 303
    return 1


@pytest.mark.parametrize("locale", ["de", "en"])
@pytest.mark.parametrize("action", RESTRICTING)
async def test_mail_and_page_hold_all_that_the_law_lists(action, locale, comment, alma, carla, visitor):
    await execute("UPDATE person SET locale = $1 WHERE id = $2", locale, alma.id)
    fields = {"action": action.value, "rule": "angriffe", "reason": REASON, **EXTRA.get(action, {})}
    answer = await carla.post("/moderation/cases/1/decision", fields)
    assert answer.status_code == 303, answer.text
    mail = (await mails("alma@example.org"))[-1][1]
    link = re.search(r"/decisions/[0-9a-f]{32}", mail).group()
    visitor.http.cookies.set("language", locale, domain="127.0.0.1")
    page = await visitor.get(link)
    assert page.status_code == 200
    for text in (told(mail), told(page.text)):
        for point, words in LISTED[locale].items():
            wanted = words[action.value] if isinstance(words, dict) else words
            assert wanted.casefold() in text.casefold(), (point, wanted, text)
        if action is Action.REMOVE:
            assert "§ 185 StGB" in text
        assert "Polizei" not in text.replace("PI Mitte", "Polizei" if "PI Mitte" in text else "")
        assert "bora@example.org" not in text
        assert "Bora" not in text


async def paths(carla) -> dict[str, dict[str, object]]:
    """Every form of the program that decides about a case."""
    return {
        "/moderation/cases/1/decision": {"action": "hide", "rule": "angriffe", "reason": REASON},
        "/moderation/cases/1/quick": {"action": "hide"},
        "/moderation/bulk": {"case": "1", "action": "hide", "rule": "angriffe", "reason": REASON},
    }


@pytest.mark.parametrize("number", range(3))
async def test_no_path_decides_without_telling_the_author(number, comment, alma, carla):
    path, fields = list((await paths(carla)).items())[number]
    assert (await carla.post(path, fields)).status_code == 303
    assert await fetch_value("SELECT count(*) FROM comment WHERE hidden_at IS NOT NULL") == 1
    sent = [text for _, text in await mails("alma@example.org") if "/decisions/" in text]
    assert len(sent) == 1
    statement = await alma.get("/account/decisions/1")
    assert statement.status_code == 200
    assert "Widersprechen" in statement.text


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("missing", ["reason", "rule"])
async def test_no_path_decides_without_rule_and_reason(number, missing, comment, carla):
    path, fields = list((await paths(carla)).items())[number]
    if missing not in fields:
        await execute("DELETE FROM canned_text")
    answer = await carla.post(path, {**fields, missing: ""} if missing in fields else fields)
    assert answer.status_code in {409, 422}
    assert await fetch_value("SELECT count(*) FROM decision") == 0
    assert await fetch_value("SELECT count(*) FROM comment WHERE hidden_at IS NOT NULL") == 0


async def test_whatever_writes_a_decision_is_one_function():
    """No second way into the table: the one statement that inserts stands beside the letter."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    places = [
        path.relative_to(root).as_posix()
        for package in ("moderation", "participation", "proposals", "polls")
        for path in (root / package).rglob("*.py")
        if "INSERT INTO decision " in path.read_text(encoding="utf-8")
    ]
    assert places == ["moderation/actions.py"]


@pytest.mark.parametrize("action", [action for action in RESTRICTING if hides(action)])
async def test_the_tombstone_names_the_rule(action, comment, carla, visitor):
    fields = {"action": action.value, "rule": "angriffe", "reason": REASON, **EXTRA.get(action, {})}
    assert (await carla.post("/moderation/cases/1/decision", fields)).status_code == 303
    page = await visitor.get("/proposals/1")
    assert "Von der Moderation ausgeblendet: Keine Angriffe auf Personen" in page.text
    assert "Esel" not in page.text


# --- who reported -------------------------------------------------------------------------------------------


async def test_who_reported_is_told_to_the_author_nowhere(rules, alma, bora, carla, cem, visitor, capfd):
    """Signed in, by mail and with a name: on no page, in no mail, export or line of a log."""
    number = await proposal(await consultation(), author=alma.id)
    url = f"/proposals/{number}"
    await alma.submit(url, f"{url}/comments", {"body": "Sie sind ein Esel"})
    said = {"reason": "insult", "text": "Geheimwort Zaunkönig", "good_faith": "1"}
    await bora.submit("/report?kind=comment&id=1", "/report", said)
    guest = {**said, "email": "rotkehlchen@example.org", "name": "Ina Rotkehlchen"}
    await visitor.submit("/report?kind=comment&id=1", "/report", guest)
    await carla.post(
        "/moderation/cases/1/decision", {"action": "hide", "rule": "angriffe", "reason": "Ein Angriff."}
    )
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    await cem.post(
        "/moderation/cases/1/decision", {"action": "keep", "rule": "angriffe", "reason": "Ein Zitat, ja."}
    )
    secrets = ("Bora", "bora@example.org", "Rotkehlchen", "rotkehlchen@example.org", "Zaunkönig")
    outlets = {
        path: (await alma.get(path)).text
        for path in (
            "/account", "/account/decisions", "/account/decisions/1", "/account/export", url, "/comments/1",
            "/transparency", f"/transparency/{today().year}", f"/transparency/{today().year}/report.csv",
            "/transparency/months.csv", "/api/v1/proposals", "/search?q=Esel",
        )
    }  # fmt: skip
    sent = await mails("alma@example.org")
    assert len(sent) == 2
    outlets |= dict(sent)
    entries = await fetch("SELECT act, kind, details::text AS details, digest FROM audit_entry")
    outlets["audit"] = " ".join(str(tuple(entry)) for entry in entries)
    logged = capfd.readouterr()
    outlets["log"] = logged.out + logged.err
    leaks = [(name, secret) for name, text in outlets.items() for secret in secrets if secret in text]
    assert not leaks
    for moderator in (carla, cem):
        assert "Zaunkönig" in (await moderator.get("/moderation/cases/1")).text
    assert (await alma.get("/moderation/cases/1")).status_code == 403
