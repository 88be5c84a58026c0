"""An evening in real windows: from two topics, one of them on paper, to the promise in the next agenda."""

import asyncio
import re
import secrets
from datetime import timedelta
from typing import Any

from participation.core.clock import today
from tests.server import Server, sign_in

WHO = "els => els.map((el) => el.firstChild.textContent.trim())"


class Staff:
    """Those who prepare and keep the record, over HTTP; what is seen of it is seen in windows."""

    def __init__(self, site: Server) -> None:
        self.emin, self.dirk, self.edda = (sign_in(site, name) for name in ("emin", "dirk", "edda"))

    def forum(self, days: int) -> str:
        fields = {
            "title": f"Bürgerforum Westend {secrets.token_hex(3)}",
            "district": "westend",
            "place": "Turnhalle am Ring",
            "day": (today() + timedelta(days=days)).isoformat(),
            "dial_in": "0555 12345-90, PIN 4711",
        }
        forum = self.emin.submit("/forums/new", "/forums", fields).removesuffix("/setup")
        self.emin.submit(f"{forum}/setup", f"{forum}/publication")
        return forum

    def publish(self, forum: str) -> None:
        self.emin.submit(f"{forum}/setup", f"{forum}/agenda/publication")

    def accept(self, topic: str) -> None:
        self.dirk.submit(f"{topic}/work", f"{topic}/acceptance")
        answer = {"statement": "Die Stadt **prüft** das bis zum Sommer.", "office": "Fachbereich Grün"}
        self.dirk.submit(f"{topic}/work", f"{topic}/statement", answer)


async def of(act: Any, *arguments: Any) -> Any:
    return await asyncio.to_thread(act, *arguments)


async def number_of_queue(here: Any, names: list[str]) -> None:
    await here.page.wait_for_function(
        """names => {
            const there = [...document.querySelectorAll("#speakers .t-queue__who")].map((el) => el.textContent);
            return there.length === names.length && names.every((name, at) => there[at].includes(name));
        }""",
        arg=names,
    )


async def test_an_evening_from_the_first_topic_to_the_promise_in_the_next_agenda(window, site: Server):
    staff = await of(Staff, site)
    forum = await of(staff.forum, 30)
    alma, bora, edda, dirk = [await window(name) for name in ("alma", "bora", "edda", "dirk")]

    await topics_online_and_on_paper(alma, dirk, staff, forum)
    visitor = await window()
    await visitor.goto(f"{forum}/agenda")
    for title in ("Licht am Westendplatz", "Bänke am Ring"):
        assert await visitor.page.locator("main", has_text=title).count()
    assert await visitor.page.locator("main strong", has_text="prüft").count()

    await opening(edda, visitor, forum)
    await captions(dirk, visitor, forum)
    await three_channels(alma, dirk, edda, visitor, forum)
    await an_owed_question(bora, visitor, staff, forum)
    await hands_and_votes(alma, dirk, edda, visitor, forum)
    await a_promise_that_comes_back(dirk, edda, visitor, staff, forum)
    await minutes_by_two(dirk, edda, visitor, forum)
    for here in (alma, bora, edda, dirk, visitor):
        assert here.troubles == []


async def topics_online_and_on_paper(alma: Any, dirk: Any, staff: Staff, forum: str) -> None:
    await alma.goto(f"{forum}/topics/new")
    await alma.page.fill("[name=title]", "Licht am Westendplatz")
    await alma.page.fill("[name=body]", "Abends ist der Platz dunkel. Was ist geplant?")
    await alma.page.click(f"form[action='{forum}/topics'] button[type=submit]")
    await alma.page.wait_for_url(re.compile(r"/topics/\d+"))
    online = re.search(r"/topics/\d+", alma.page.url)[0]
    paper = {
        "channel": "paper",
        "title": "Bänke am Ring",
        "body": "Wir werden nicht jünger.",
        "name": "Erika Muster",
    }
    place = await of(staff.dirk.submit, f"{forum}/topics/work", f"{forum}/topics/entries", paper)
    await dirk.goto(place)
    assert "Papier" in await dirk.page.inner_text("main")
    for topic in (online, place.removesuffix("/work")):
        await of(staff.accept, topic)
    await of(staff.publish, forum)


async def opening(edda: Any, visitor: Any, forum: str) -> None:
    await visitor.goto(forum)
    await edda.goto(f"{forum}/chair")
    await edda.page.click("#open")
    await visitor.page.wait_for_selector("#forum-status .t-live")
    await edda.page.click("#next")
    await visitor.page.wait_for_selector("#now .t-kicker:has-text('Jetzt:')")
    await visitor.page.wait_for_selector("#recap li:has-text('hat begonnen')", state="attached")


async def captions(dirk: Any, visitor: Any, forum: str) -> None:
    await dirk.goto(f"{forum}/captions/write")
    await dirk.page.fill("#caption", "Guten Abend in der Turnhalle.")
    await dirk.page.keyboard.press("Enter")
    await visitor.page.wait_for_selector("#caption-lines li:has-text('Guten Abend in der Turnhalle.')")


async def three_channels(alma: Any, dirk: Any, edda: Any, visitor: Any, forum: str) -> None:
    """Two in the hall first, then one at home, then one on the telephone: the sides take turns."""
    await dirk.goto(f"{forum}/desk")
    for card in ("12", "13"):
        await dirk.page.fill("#card", card)
        await dirk.page.click(f"form[action='{forum}/desk/requests'] button[type=submit]")
        await dirk.page.wait_for_selector(f"#hall-list .t-card-no:has-text('{card}')")
    await alma.goto(forum)
    await alma.page.check("#melden input[name=channel][value=home]")
    await alma.page.click("#melden button[type=submit]")
    await alma.page.wait_for_selector("#melden .t-place")
    await dirk.page.fill("[name=name]", "Frau Özdemir")
    await dirk.page.click(f"form[action='{forum}/desk/requests'] button[type=submit]")
    await dirk.page.wait_for_selector("#hall-list li:has-text('Özdemir')")
    await number_of_queue(visitor, ["Karte 12", "Alma", "Karte 13", "Özdemir"])
    for name, left in (("Karte 12", 3), ("Alma", 2), ("Karte 13", 1), ("Özdemir", 0)):
        await edda.goto(f"{forum}/chair")
        await edda.page.click("#call button")
        await visitor.page.wait_for_selector(f"#speaker .t-speaker__name:has-text('{name}')")
        assert await visitor.page.locator("#speakers .t-queue__who").count() == left
    await edda.goto(f"{forum}/chair")
    await edda.page.click("#end button")
    await visitor.page.wait_for_selector("#speaker .t-speaker", state="detached")


async def an_owed_question(bora: Any, visitor: Any, staff: Staff, forum: str) -> None:
    await bora.goto(forum)
    await bora.page.fill("#question", "Was kostet das Licht im Jahr?")
    await bora.page.click("#fragen button[type=submit]")
    await bora.page.wait_for_selector("main li:has-text('Was kostet das Licht im Jahr?')")
    number = re.search(r"question-(\d+)", bora.page.url)[1]
    debt = {"office": "Fachbereich Bau", "due": (today() + timedelta(days=14)).isoformat()}
    path = f"{forum}/questions/{number}/owed"
    await of(staff.edda.submit, f"{forum}/questions", path, debt)
    here = await visitor.context.new_page()
    await here.goto(f"{forum}/questions")
    assert "Zuständig: Fachbereich Bau" in await here.inner_text(f"#question-{number}")
    await here.close()


async def hands_and_votes(alma: Any, dirk: Any, edda: Any, visitor: Any, forum: str) -> None:
    await edda.goto(f"{forum}/chair")
    await edda.page.click("#poll summary:has-text('Frage stellen')")
    await edda.page.fill("#poll-new [name=question]", "Soll der Platz heller werden?")
    await edda.page.click("#poll-open")
    await edda.page.wait_for_selector("#poll-close")
    await alma.goto(forum)
    await alma.page.check("#poll-mine input[value=yes]")
    await alma.page.click("#poll-mine .t-poll-send button")
    await alma.page.wait_for_selector("#poll-mine:has-text('Ihre Stimme zählt')")
    await dirk.goto(f"{forum}/desk")
    for here, count in ((dirk, "9"), (edda, "8"), (edda, "9")):
        if here is edda:
            await edda.goto(f"{forum}/chair")
        form = here.page.locator("form[action$='/hands']").first
        await form.locator("#hands-yes").fill(count)
        await form.locator("#hands-no").fill("2")
        await form.locator("#hands-abstain").fill("0")
        await form.locator("button[type=submit]").click()
        await here.page.wait_for_load_state()
        if count == "8":
            await here.page.wait_for_selector("#hands-state:has-text('weichen ab')")
    await edda.page.wait_for_selector("#hands-state:has-text('stimmen überein')")
    await edda.page.click("#poll-close button")
    await visitor.page.wait_for_selector("main:has-text('Soll der Platz heller werden?')")
    here = await visitor.context.new_page()
    await here.goto(f"{forum}/polls")
    text = await here.inner_text("main")
    assert "Saal" in text
    assert "10" in text  # nine hands and one vote
    await here.close()


async def a_promise_that_comes_back(dirk: Any, edda: Any, visitor: Any, staff: Staff, forum: str) -> None:
    await dirk.goto(f"{forum}/promises")
    await dirk.page.fill("[name=body]", "Zwei Laternen am Westendplatz aufstellen")
    await dirk.page.fill("[name=office]", "Fachbereich Bau")
    await dirk.page.fill("[name=due]", (today() + timedelta(days=50)).isoformat())
    await dirk.page.click(f"form[action='{forum}/promises'] button[type=submit]")
    await dirk.page.wait_for_selector("#made li:has-text('Zwei Laternen')")
    await visitor.page.wait_for_selector("#promises li:has-text('Zwei Laternen')")
    await of(staff.edda.submit, f"{forum}/chair", f"{forum}/closing")
    await visitor.page.wait_for_selector("#now h2:has-text('vorbei')")
    following = await of(staff.forum, 60)
    await of(staff.publish, following)
    await visitor.goto(f"{following}/agenda")
    assert "Bericht" in await visitor.page.locator("main .t-item h3").first.inner_text()
    await visitor.goto(f"{following}/promises")
    assert "Zwei Laternen am Westendplatz aufstellen" in await visitor.page.inner_text("main")


async def minutes_by_two(dirk: Any, edda: Any, visitor: Any, forum: str) -> None:
    """What the evening was is written already; the clerk adds a sentence, both sign, everybody reads."""
    await dirk.goto(f"{forum}/minutes/draft")
    draft = await dirk.page.inner_text("main")
    for told in ("Licht am Westendplatz", "Was kostet das Licht im Jahr?", "Zwei Laternen", "heller werden"):
        assert told in draft, told
    await dirk.page.fill(f"form[action='{forum}/minutes/notes'] textarea", "Der Platz wird begangen.")
    await dirk.page.click(f"form[action='{forum}/minutes/notes'] button[type=submit]")
    await dirk.page.wait_for_selector("main:has-text('Der Platz wird begangen.')")
    assert await visitor.goto(f"{forum}/minutes") == 404
    await dirk.page.click(f"form[action='{forum}/minutes/review'] button[type=submit]")
    signature = f"form[action='{forum}/minutes/versions/1/signature'] button"
    await dirk.page.click(signature)
    await dirk.page.wait_for_selector("main:has-text('Ihre Freigabe ist eingetragen')")
    await edda.goto(f"{forum}/minutes/draft")
    await edda.page.click(signature)
    await edda.page.click(f"form[action='{forum}/minutes/versions/1/publication'] button")
    await visitor.goto(f"{forum}/minutes")
    read = await visitor.page.inner_text("main")
    for told in ("Der Platz wird begangen.", "Soll der Platz heller werden?", "Zwei Laternen", "Prüfsumme"):
        assert told in read, told
    assert "Frau Özdemir" not in read  # speakers are counted, not named
