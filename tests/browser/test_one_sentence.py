"""One sentence of one person, from the idea to what is built, through the pages that people see."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import asyncpg

from participation.core.clock import today
from participation.core.embedded import connect_or_start
from participation.core.sessions import cookie_name, token_hash
from tests.server import Person, Server

SENTENCE = "Schatten für die Haltestelle am Weberplatz"
NEIGHBOURS = 59
_CROWD = "SELECT id FROM person WHERE email IS NULL ORDER BY id DESC LIMIT $1"
_SESSIONS = """
INSERT INTO session (id_hash, person, created_at, last_seen_at, expires_at)
SELECT hash, person, $3, $3, $4 FROM unnest($1::bytea[], $2::bigint[]) AS crowd (hash, person)
"""
_SAID = "SELECT count(*) AS number FROM proposal_check WHERE proposal = $1 AND NOT writer GROUP BY person"
_A_DAY_LATER = (
    "UPDATE plan_display SET starts_on = starts_on - 1, announced_on = announced_on - 1 WHERE text = $1"
)


async def ask(site: Server, statement: str, *values: object) -> list[asyncpg.Record]:
    with connect_or_start(site.data_dir, start=False) as dsn:
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()


async def crowd(site: Server, url: str) -> None:
    """Neighbours without a browser of their own press the button."""
    moment = datetime.now(UTC)
    found = [row["id"] for row in await ask(site, _CROWD, NEIGHBOURS)]
    tokens = [f"session-of-person-{number:06}-for-one-sentence" for number in found]
    hashes = [token_hash(token) for token in tokens]
    await ask(site, _SESSIONS, hashes, found, moment, moment + timedelta(days=1))

    def press(token: str) -> int:
        person = signed_in(site, token)
        return person.post(f"{url}/support", person.form("/help", "/language")).status_code

    assert len(found) == NEIGHBOURS
    assert await together(press, tokens) == [303] * NEIGHBOURS


def signed_in(site: Server, token: str) -> Person:
    person = Person(site)
    person.http.cookies.set(cookie_name(), token, domain="127.0.0.1")
    return person


async def together(act: Callable[[str], int], each: list[str]) -> list[int]:
    def run() -> list[int]:
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(act, each))

    return await asyncio.to_thread(run)


async def says_once(site: Server, token: str, proposal: str) -> None:
    """The same answer eight times at the same moment, in two processes, is one answer."""
    person = signed_in(site, token)
    known = person.form("/help", "/language")["_token"]

    def say(verdict: str) -> int:
        return person.post(f"{proposal}/check", {"_token": known, "verdict": verdict}).status_code

    assert await together(say, ["yes", "no", "partly", "yes"] * 2) == [303] * 8
    rows = await ask(site, _SAID, int(proposal.rsplit("/", 1)[1]))
    assert [row["number"] for row in rows] == [1]


async def send(here, label: str, **fields: str) -> str:
    """Fills the fields of the form that has this button, presses it, and says where that led."""
    form = here.page.locator("form").filter(has=here.page.get_by_role("button", name=label, exact=True)).last
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        kind = await field.first.get_attribute("type")
        if kind == "radio":
            await form.locator(f"[name={name}][value={value}]").check()
        elif kind == "checkbox":
            await field.check()
        elif await field.first.evaluate("element => element.localName") == "select":
            await field.select_option(value)
        else:
            await field.fill(value)
    async with here.page.expect_navigation():
        await form.get_by_role("button", name=label, exact=True).click()
    return here.page.url.removeprefix(here.base).split("#")[0]


async def says(here, *words: str) -> None:
    text = await here.page.inner_text("main")
    for one in words:
        assert one in text, f"{here.page.url} does not say {one!r}:\n{text}"


async def test_one_sentence_goes_all_the_way(window, site: Server, cookies):
    alma, bora, emin = await window("alma"), await window("bora"), await window("emin")
    for here in (alma, bora, emin):
        here.page.set_default_timeout(8000)

    # An idea is written, a similar one is shown, it is published.
    await alma.goto("/consultations/stadtgruen/proposals/new")
    await alma.page.locator("#title").press_sequentially(SENTENCE, delay=5)
    await alma.page.wait_for_selector("#similar a:has-text('Haltestelle Lindenallee')")
    proposal = await send(
        alma, "Veröffentlichen", body="Zwei Bäume genügen. Im Juli steht man dort in der Sonne."
    )
    assert re.fullmatch(r"/proposals/\d+", proposal)
    number = proposal.rsplit("/", 1)[1]

    # Enough people support it: the last one sees that the city now has to answer.
    await crowd(site, proposal)
    await bora.goto(proposal)
    await says(bora, "Ab 60 Unterstützungen muss die Stadt antworten.")
    await bora.page.click("#support-act")
    await bora.page.wait_for_selector("text=Genug Unterstützung: Die Stadt antwortet bis")

    # The administration answers in time.
    await emin.goto(f"{proposal}/answer")
    answer = {"title": "Ja, wir planen zwei Bäume ein", "body": "Der Platz wird ohnehin umgebaut."}
    await send(emin, "Antwort veröffentlichen", **answer, office="Fachbereich Grün", status="examined")
    await bora.goto("/answers")
    row = await bora.page.locator("li", has=bora.page.locator(f"a[href='{proposal}']")).inner_text()
    assert "Beantwortet am" in row
    assert "zu spät" not in row

    # It is taken into a text, which is on display.
    await emin.goto("/consultations/stadtgruen/texts/new")
    draft = "# Weberplatz\n\nDie Haltestelle am Weberplatz bleibt, wie sie ist."
    edit = await send(
        emin, "Entwurf speichern", title="Plan für den Weberplatz", lead="Was sich ändert.", source=draft
    )
    text = edit.removesuffix("/edit")
    await publish(emin, edit)
    await show(emin, site, text)

    # She says it once more where it counts, and it is weighed.
    await alma.goto(f"{text}/statements/new")
    stated = {
        "body": f"Bitte zwei Bäume, wie in {site.base}{proposal}",
        "name": "Alma Rahmani",
        "address": "Weberplatz 3",
    }
    await send(alma, "Stellungnahme abgeben", **stated, sure="1")
    statement = (await ask(site, "SELECT id FROM plan_statement ORDER BY id DESC LIMIT 1"))[0]["id"]
    await emin.goto(f"/plan-statements/{statement}/points")
    weighed = {
        "point": f"Zwei Bäume an der Haltestelle (Vorschlag {number}).",
        "topic": "Schatten",
        "outcome": "followed",
    }
    await send(
        emin,
        "Punkt hinzufügen",
        **weighed,
        view="Möglich.",
        answer="Das stimmt.",
        change="Absatz 1.1: zwei Bäume.",
    )
    await emin.goto(f"{text}/weighing")
    await send(emin, "Abwägung veröffentlichen", sure="1")
    await emin.goto(edit)
    changed = draft.replace("bleibt, wie sie ist", "bekommt zwei Bäume")
    await send(
        emin,
        "Entwurf speichern und ansehen",
        source=changed,
        reason="Aus einem Vorschlag.",
    )
    await publish(emin, edit)
    paragraph = await passage(emin, text)
    await emin.goto(f"{paragraph}/sources")
    await send(emin, "Eintragen", proposal=number, note="Zwei Bäume stehen jetzt im Plan.")
    await bora.goto(f"{text}/weighing")
    await says(bora, "Zwei Bäume an der Haltestelle", "Absatz 1.1: zwei Bäume.")
    await bora.goto(f"{text}/versions")
    assert await bora.page.locator("ins", has_text="bekommt zwei Bäume").count()
    await bora.goto(paragraph)
    await says(bora, "Kommt aus dem Vorschlag:", "Zwei Bäume stehen jetzt im Plan.")
    await bora.page.click(f"#sources a[href$='{proposal}']")
    await says(bora, SENTENCE, "Aufgenommen in den Text", "Plan für den Weberplatz, Absatz 1")

    # It is decided, with the text behind it, and built.
    await emin.goto(f"{proposal}/outcome")
    decision = {"title": "Zwei Bäume an den Weberplatz", "result": "accepted", "made_by": "Rat der Stadt"}
    day = {
        "decided_on": today().isoformat(),
        "reason": "So steht es im Plan.",
        "link": f"{site.base}{text}/versions",
    }
    await send(emin, "Entscheidung veröffentlichen", **decision, **day)
    due = (today() + timedelta(days=9)).isoformat()
    await send(emin, "Schritt speichern", title="Bäume pflanzen", owner="Stadtgärtnerei", due_on=due)
    await bora.goto("/accountability")
    await says(bora, "Bäume pflanzen", "Stadtgärtnerei", "Geplant")
    await emin.page.locator("summary", has_text="Schritt ändern").click()
    step = emin.page.locator("ol.t-milestones form")
    await step.locator("[name=progress][value=done]").check()
    await step.locator("[name=share]").fill("100")
    await step.locator("[name=note]").fill("Beide Bäume stehen.")
    async with emin.page.expect_navigation():
        await step.get_by_role("button").click()

    # Its author is asked, and says so for all to see.
    await alma.goto(proposal)
    await says(
        alma, "Vorgeschlagen", "Beantwortet", "Entschieden", "Bäume pflanzen", "Beide Bäume stehen.", "Fertig"
    )
    await says_once(site, cookies["bora"], proposal)
    await send(alma, "Antwort senden", verdict="yes", word="Ich saß heute im Schatten.")
    await bora.goto(proposal)
    await says(bora, "hat es vorgeschlagen", "Ja, es ist erledigt", "Umgesetzt")
    assert not await bora.axe()
    for here in (alma, bora, emin):
        assert not here.troubles, "\n".join(here.troubles)


async def passage(here, text: str) -> str:
    """The address of its only paragraph."""
    await here.goto(text)
    return (await here.page.locator("a[href^='/paragraphs/']").first.get_attribute("href")).split("#")[0]


async def publish(emin, edit: str) -> None:
    await emin.goto(edit)
    form = emin.page.locator("form[action$='/publication']")
    await form.locator("[name=sure]").check()
    async with emin.page.expect_navigation():
        await form.get_by_role("button").click()


async def show(emin, site: Server, text: str) -> None:
    """From tomorrow on, and then it is tomorrow: the clock of a running server cannot be moved."""
    tomorrow = today() + timedelta(days=1)
    await emin.goto(f"{text}/display?announced_on={today()}&starts_on={tomorrow}")
    await send(emin, "Tage bestätigen", confirmed="1")
    await ask(site, _A_DAY_LATER, int(text.rsplit("/", 1)[1]))
