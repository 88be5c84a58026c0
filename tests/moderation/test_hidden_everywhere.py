"""A hidden text is nowhere: every outlet that the routes name, for every kind that the registry knows.

Nothing here is listed by hand. The kinds come from the registry, their texts from the demo city, the outlets from
the routes and from every link, form and socket on the pages themselves. A new kind or route is walked as well, or
this test says that the demo city lacks it.
"""

import asyncio
import re
from collections import defaultdict, deque
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest

from participation.core import kinds, outbox
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.jobs import run_due_jobs
from participation.core.mail import mail_folder
from participation.core.sessions import cookie_name
from participation.notifications.actions import note
from participation.notifications.rules import What
from participation.tools.demo.load import fill
from tests.forums.factories import Socket
from tests.journeys.rights import declared
from tests.people import ORIGIN, Browser, create_session

SECRET = set(declared("SECRET"))
MOST_OF_A_PATH = 8
"""Variants of one path with other queries; filters would multiply without end."""
REASON = {"rule": "thema", "reason": "Gehört nicht hierher."}
_LINK = re.compile(r"""(?:href|src|action|hx-get|content)=["'](/[^"'#]*)""")
_SOCKET = re.compile(r"""["'](/[\w/-]+/live)[^"']*["']""")
_FORM = re.compile(
    r"""<form(?![^>]*method=["']post)[^>]*action=["'](/[^"'?]*)[^>]*>(.*?)</form>""", re.DOTALL
)
_FIELD = re.compile(r"""<input(?![^>]*type=["'](?:hidden|checkbox|radio))[^>]*name=["'](\w+)""")


def routes() -> dict[str, re.Pattern[str]]:
    """Every address that can be read, as the program itself lists them."""
    from participation.app import litestar_app

    found = {}
    for route in litestar_app().routes:
        if "GET" in getattr(route, "methods", ()):
            path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
            found[path] = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))
    return found


ROUTES = routes()


class Walk:
    """One reader on the way through everything that leads on from what is readable."""

    def __init__(self, browser: Browser, words: list[str]) -> None:
        self.browser, self.words = browser, words
        self.texts: dict[str, str] = {}
        self.seen: set[str] = set()
        self.variants: dict[str, int] = defaultdict(int)
        self.waiting: deque[str] = deque()
        self.sockets: set[str] = set()

    def ask(self, url: str) -> None:
        url = url.split("#", maxsplit=1)[0]
        path = urlsplit(url).path
        if url in self.seen or path.startswith("/static/") or path == "/logout":
            return
        if "?" in url:
            if self.variants[path] >= MOST_OF_A_PATH:
                return
            self.variants[path] += 1
        self.seen.add(url)
        self.waiting.append(url)

    async def go(self, *more: str) -> None:
        for path in ROUTES:
            if "{" not in path:
                self.ask(path)
        for url in more:
            self.ask(url)
        await self._drain()
        visited, values = self._visited()
        for path in sorted(ROUTES.keys() - visited):
            names = re.findall(r"\{(\w+)\}", path)
            for value in sorted(values[names[0]]) if len(names) == 1 else ():
                self.ask(path.format(**{names[0]: value}))
        await self._drain()
        for socket in sorted(self.sockets):
            await self._listen(socket)

    def _visited(self) -> tuple[set[str], dict[str, set[str]]]:
        """Routes that were seen, and the parts of their addresses by name.

        Addresses of programs, which no page links to, have the same parts.
        """
        visited, values = set(), defaultdict(set)
        for address in {urlsplit(url).path for url in self.seen}:
            for path, pattern in ROUTES.items():
                if match := pattern.fullmatch(address):
                    visited.add(path)
                    for name, value in match.groupdict().items():
                        values[name].add(value)
        return visited, values

    async def _drain(self) -> None:
        while self.waiting:
            url = self.waiting.popleft()
            answer = await self.browser.http.get(url)
            if answer.is_redirect:
                self.ask(urljoin(url, answer.headers["location"]).removeprefix(ORIGIN))
                continue
            self.texts[url] = readable(answer.text)
            if "html" not in answer.headers.get("content-type", ""):
                continue
            for link in _LINK.findall(answer.text):
                self.ask(unescape(link))
            self.sockets.update(_SOCKET.findall(answer.text))
            for action, body in _FORM.findall(answer.text):
                for field in _FIELD.findall(body):
                    for word in self.words:
                        self._search(unescape(action), field, word)

    def _search(self, action: str, field: str, word: str) -> None:
        """Searches are asked for every word, however many there are."""
        url = f"{action}?{field}={quote(word)}"
        if url not in self.seen and len(ROUTES) and self.variants[f"search {action}"] < 4 * len(self.words):
            self.variants[f"search {action}"] += 1
            self.seen.add(url)
            self.waiting.append(url)

    async def _listen(self, path: str) -> None:
        """All that a socket has to say since its first event."""
        async with Socket(path, "after=0") as socket:
            told = -1
            while len(socket.sent) > told:
                told = len(socket.sent)
                await asyncio.sleep(0.4)
            said = "".join(str(message.get("text", "")) for message in socket.sent)
            self.texts[f"socket {path}"] = readable(said)

    def where(self, canary: str) -> list[str]:
        return [url for url, text in self.texts.items() if canary in text]

    def unvisited(self) -> set[str]:
        return ROUTES.keys() - SECRET - self._visited()[0]


def readable(text: str) -> str:
    """What eyes, screen readers and programs read: with tags, for attributes, and without, for words in bold."""
    plain = unescape(text).replace("\\u00", "%u00")
    return " ".join(f"{plain} {re.sub(r'<[^>]+>', '', plain)}".split())


def canary_of(card: kinds.Card) -> str:
    """A few words in a row that stand in it: enough to know it by."""
    words = card.text.split()
    start = max(0, len(words) // 2 - 3)
    return " ".join(words[start : start + 6])


@pytest.fixture
async def city(people):
    await fill(lambda _: None)
    return people


async def reader(app, name: str) -> Browser:
    number = await fetch_value("SELECT id FROM person WHERE email = $1", f"{name}@example.org")
    browser = Browser(app, name, number)
    browser.http.cookies.set(cookie_name(), await create_session(number), domain="127.0.0.1")
    return browser


async def candidates(readers: set[int]) -> dict[str, list[kinds.Card]]:
    """For every kind that can be hidden what the demo city has of it, not written by the readers.

    Of more words than one: a search page repeats the one word that was searched for.
    """
    found = {}
    for kind in kinds.every():
        if kind.hide is None:
            continue
        cards = await kind.cards(range(1, 1500))
        # Who works for the city is named by the city itself, in the imprint and under answers.
        own = {*readers, *(row["person"] for row in await fetch("SELECT person FROM role_grant"))}
        found[kind.name] = [
            card
            for card in cards.values()
            if not card.hidden and card.author_id not in own and " " in canary_of(card)
        ]
    return found


async def test_a_hidden_text_is_nowhere(app, city):
    alma, bora, carla = [await reader(app, name) for name in ("alma", "bora", "carla")]
    visitor = Browser(app)
    public = Walk(visitor, [])
    await public.go()
    pages = list(public.texts.values())
    chosen = {}
    for name, cards in (await candidates({alma.id, bora.id})).items():
        seen = [(sum(canary_of(card) in text for text in pages), card) for card in cards]
        shown = sorted((count, card.id) for count, card in seen if count)
        assert shown, f"the demo city shows nothing of the kind {name}: give it something to hide"
        chosen[name] = next(
            card for card in cards if card.id == shown[0][1]
        )  # where few other words equal it
    canaries = {name: canary_of(card) for name, card in chosen.items()}
    titles = {n: c.title for n, c in chosen.items() if c.parent is None and c.title and c.title != c.place}

    await _follow(alma, chosen)
    for name, card in chosen.items():
        report = {"kind": name, "id": card.id, "reason": "off-topic", "good_faith": "1"}
        answer = await bora.post("/report", report)
        assert answer.status_code == 303, (name, answer.text)
        case = await fetch_value(
            "SELECT id FROM moderation_case WHERE kind = $1 AND content_id = $2 AND state = 'open'",
            name,
            card.id,
        )
        decision = {"action": "hide", **REASON}
        answer = await carla.post(f"/moderation/cases/{case}/decision", decision)
        assert answer.status_code == 303, (name, answer.text)

    held = await write_what_waits(bora, carla)
    marks = {**canaries, **{f"{name} title": title for name, title in titles.items()}, **held}
    words = [
        "Zwetschgenkompott",
        *(max(canary.split(), key=len).strip(".,;:!?„“»«()") for canary in canaries.values()),
    ]
    direct = [one for card in chosen.values() for one in _addresses(card)]
    for browser in (visitor, alma):
        walk = Walk(browser, words)
        await walk.go(*direct)
        leaks = {name: urls for name, mark in marks.items() if (urls := walk.where(mark))}
        assert not leaks, {name: marks[name] for name in leaks}
        for card in chosen.values():
            pictures = re.findall(r"""<img[^>]+src=["'](/[^"']+)""", card.html)
            for image in (*pictures, *filter(None, [card.picture])):
                assert (await browser.http.get(image)).status_code >= 400, image
        if browser is alma:
            missed = walk.unvisited()
            assert not {path for path in missed if not path.startswith(NOT_WALKED)}, missed
            assert walk.sockets
    assert not await _in_mails(marks)


async def write_what_waits(bora: Browser, carla: Browser) -> dict[str, str]:
    """One text of every kind that can wait for approval, in places that read first; their marks by kind."""
    forum, coming = [
        await fetch_one(f"SELECT id, slug FROM forum WHERE published_at IS NOT NULL AND {state} LIMIT 1")  # noqa: S608
        for state in (
            "opened_at IS NOT NULL AND closed_at IS NULL",
            "opened_at IS NULL AND closed_at IS NULL AND starts_at > now() + interval '8 days'",
        )
    ]
    green = await fetch_value("SELECT id FROM consultation WHERE slug = 'stadtgruen'")
    for kind, number in (("forum", forum["id"]), ("forum", coming["id"]), ("consultation", green)):
        place = {"kind": kind, "number": str(number), "on": "1"}
        assert (await carla.post("/moderation/first", place)).status_code == 303
    proposal = await fetch_value(
        "SELECT id FROM proposal WHERE consultation = $1 AND hidden_at IS NULL AND withdrawn_at IS NULL",
        green,
    )
    marks = {f"held {kind}": f"{kind} Zwetschgenkompott wartet" for kind in WAITING}
    texts = {kind: marks[f"held {kind}"] for kind in WAITING}
    for url, fields in (
        (f"/forums/{forum['slug']}/messages", {"body": texts["message"]}),
        (f"/forums/{forum['slug']}/questions", {"question": texts["question"], "name_shown": "1"}),
        (f"/forums/{coming['slug']}/topics", {"title": texts["topic"], "body": texts["topic"]}),
        ("/consultations/stadtgruen/proposals", {"title": texts["proposal"], "body": texts["proposal"]}),
        (f"/proposals/{proposal}/comments", {"body": texts["comment"], "stance": "neutral"}),
    ):
        answer = await bora.post(url, fields)
        assert answer.status_code == 303, (url, answer.text)
    cases = await fetch("SELECT DISTINCT kind FROM moderation_case WHERE held AND author = $1", bora.id)
    assert {row["kind"] for row in cases} == set(WAITING)
    return marks


WRITER = "bora@example.org"
WAITING = ("message", "question", "topic", "proposal", "comment")
OWN = {f"held {kind}" for kind in WAITING}
"""What waits may go to whoever wrote it."""
NOT_WALKED = (
    "/moderation",
    "/health",
    "/metrics",
    "/logout",
    "/register/confirm",
    "/reset/",
    "/forums/{slug}/chair",
    "/forums/{slug}/minutes/sentences/",  # the clerk at work on one sentence
    "/budgets/{budget_id}/check/",  # an office at work on one project
    "/plan-statements/",  # an editor at work on one statement
    "/rules/{rule}/edit",  # an administrator at work on one rule
)
"""For the team, or about the program itself; and keys that come by mail alone."""


async def _follow(alma: Browser, chosen: dict[str, kinds.Card]) -> None:
    """Something is new about what is hidden next, and about a thing that stays: the mail must tell the one alone."""
    hidden = chosen["proposal"].id
    shown = await fetch_value("SELECT min(id) FROM proposal WHERE id <> $1 AND hidden_at IS NULL", hidden)
    for number in (hidden, shown):
        answer = await alma.post("/follow", {"kind": "proposal", "id": str(number)})
        assert answer.status_code == 303
    async with unit_of_work():
        await note("proposal", hidden, What.ANSWERED)
        await note("proposal", shown, What.REPLY, about=("comment", chosen["comment"].id))
        await note("proposal", shown, What.MOVED)
    await execute("UPDATE follow_news SET at = at - interval '1 hour'")
    await execute("UPDATE follow SET since = since - interval '2 hours'")


def _addresses(card: kinds.Card) -> list[str]:
    return [url for url in (card.url, f"/report?kind={card.kind}&id={card.id}") if url]


async def _in_mails(marks: dict[str, str]) -> dict[str, str]:
    """Whatever leaves by mail after a day and a week: letters, digests, summaries."""
    folder = mail_folder()
    before = set(folder.glob("*.eml")) if folder.exists() else set()
    assert await fetch("SELECT 1 FROM outbox_entry WHERE topic = 'moderation.letter'")
    for _ in range(2):
        await run_due_jobs()
        await outbox.drain()
    assert now()
    mails = [path.read_text(encoding="utf-8") for path in set(folder.glob("*.eml")) - before]
    assert any("/account/follows" in mail.replace("=\n", "") for mail in mails), "no digest among them"
    return {
        name: mail
        for mail in mails
        for name, mark in marks.items()
        if mark in " ".join(mail.split()) and not (name in OWN and f"To: {WRITER}" in mail)
    }
