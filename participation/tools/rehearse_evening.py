"""What simulated people do in a forum: they read, write, ask, support, raise a hand; and one of them leads."""

import asyncio
import random
import re
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from participation.tools.rehearse_client import Client, Refusal
from participation.tools.rehearse_ears import Ear, Hall

HANDS = 12
"""Requests that are on their way at once."""
LISTENING = 6000
"""Deliveries a second that this program can count without being the slowest part itself."""
LINES = (
    "Guten Abend aus der Südstraße!",
    "Kann man die Karte noch einmal zeigen?",
    "Der Ton ist jetzt besser, danke.",
    "An der Haltestelle fehlt eine Bank.",
    "Wie lange dauert der Umbau ungefähr?",
    "Im Winter ist der Weg dort kaum geräumt.",
    "Für die Kinder wäre eine Ampel wichtig.",
    "Das steht auch so in der Vorlage vom Mai.",
    "Bei uns im Haus haben alle dieselbe Sorge.",
    "Die Linie 12 kommt abends nur noch stündlich.",
    "Eine gute Idee, wenn die Bäume bleiben.",
    "Wer pflegt die Beete nach dem ersten Jahr?",
    "Ich kann heute leider nur bis neun bleiben.",
    "Die Breite reicht nicht für zwei Kinderwagen.",
    "Danke an alle, die das vorbereitet haben.",
)
QUESTIONS = (
    "Wann beginnt der Umbau der Haltestelle?",
    "Wie viele Bäume werden nachgepflanzt?",
    "Was kostet die Lösung mit der Mittelinsel?",
    "Wird der Lärm nach dem Umbau noch einmal gemessen?",
    "Bleibt der Markt während der Bauzeit am Platz?",
)
POLLS = (
    "Soll die Bank an der Haltestelle wieder aufgestellt werden?",
    "Reicht die Zeit für diesen Punkt?",
    "Soll der Weg im Winter zuerst geräumt werden?",
)
POLL_ENDS = 0.2
"""The chance, every few seconds, that the chair closes the poll."""
ACTS = {"say": 12, "read": 3, "support": 3, "raise_hand": 2, "ask": 1, "vote": 3}
_OPEN = {"request": '/requests"', "call": 'id="call"', "answered": 'id="answered"'}
_MINE = re.compile(r"/requests/(\d+)/withdrawal")
_QUESTION = re.compile(r"question-(\d+)")
_HIDDEN = re.compile(r'name="(request|speech)" value="(\d*)"')
_END = re.compile(r'id="end"|/speeches/(\d+)/ending')
_POLL = re.compile(r'<form[^>]*action="(/forums/[a-z0-9-]+/polls/\d+/ballot)".*?</form>', re.DOTALL)
_CLOSING = re.compile(r"/polls/(\d+)/closing")
_OPTION = re.compile(r'<input[^>]*type="(?:radio|checkbox)"[^>]*>')
_ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


class Evening:
    """`lead` is the chair's browser; the rest of the people have one each, and a socket."""

    def __init__(
        self, hall: Hall, people: Sequence[Client], lead: Client, ears: Sequence[Ear], luck: random.Random
    ) -> None:
        self.hall, self.people, self.lead, self.ears, self.luck = hall, people, lead, ears, luck
        self.url = f"/forums/{hall.slug}"
        self.acts, self.late = 0, 0
        self.errors: list[str] = []
        self.questions: set[int] = set()
        self.called: set[int] = set()
        self.poll_open = False
        self._busy: set[int] = set()
        self._hands = ThreadPoolExecutor(HANDS)

    async def play(self, seconds: float, say: Callable[[float], None]) -> None:
        rate = max(1.0, min(20.0, len(self.people) / 10, LISTENING / len(self.people)))
        loop, tasks = asyncio.get_running_loop(), set[asyncio.Task[None]]()
        end = loop.time() + seconds
        leading = loop.create_task(self._lead(end))
        kinds, weights = list(ACTS), list(ACTS.values())
        while (left := end - loop.time()) > 0:
            say(left)
            place = self.luck.randrange(len(self.people))
            if place not in self._busy:
                self._busy.add(place)
                act = self.luck.choices(kinds, weights)[0]
                task = loop.create_task(self._do(place, getattr(self, f"_{act}")))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            await asyncio.sleep(min(left, self.luck.expovariate(rate)))
        await asyncio.gather(leading, *tasks)
        self._hands.shutdown()

    async def _do(self, place: int, act: Callable[[Client], bool]) -> None:
        await self._try(act, self.people[place])
        self._busy.discard(place)

    async def _try(self, act: Callable[[Client], bool], client: Client) -> None:
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._hands, act, client)
        except (Refusal, OSError) as error:
            self.errors.append(f"{act.__name__.strip('_')}: {error}")
        else:
            self.acts += done
            self.late += not done

    # --- what everybody does; False where somebody else was faster ------------------------------------------

    def _say(self, client: Client) -> bool:
        mark = secrets.token_hex(4)
        body = f"{self.luck.choice(LINES)} p{mark}"
        self.hall.sent[mark] = time.monotonic()
        return bool(client.post(f"{self.url}/messages", {"body": body}, late=True))

    def _read(self, client: Client) -> bool:
        return bool(client.get(self.url))

    def _ask(self, client: Client) -> bool:
        fields = {"question": f"{self.luck.choice(QUESTIONS)} (Probe {secrets.token_hex(2)})"}
        found = _QUESTION.search(client.post(f"{self.url}/questions", fields, late=True))
        if found:
            self.questions.add(int(found[1]))
        return found is not None

    def _support(self, client: Client) -> bool:
        """Only what the rehearsal has asked itself, so that nothing of it stays."""
        known = sorted(self.questions)
        if not known:
            return self._read(client)
        path = f"{self.url}/questions/{self.luck.choice(known)}/support"
        return bool(client.post(path, {}, late=True))

    def _raise_hand(self, client: Client) -> bool:
        """Or take it back, as one in three does who has waited."""
        page = client.get(self.url)
        mine = _MINE.search(page)
        if mine:
            if self.luck.random() < 0.33:
                return bool(client.post(f"{self.url}/requests/{mine[1]}/withdrawal", {}, late=True))
            return True
        if f'action="{self.url}{_OPEN["request"]}' not in page:
            return True
        fields = {"channel": self.luck.choice(("hall", "home", "home", "phone")), "kind": "speech"}
        return bool(client.post(f"{self.url}/requests", fields, late=True))

    def _vote(self, client: Client) -> bool:
        """In the poll that is open on the page, if one is."""
        form = _POLL.search(client.get(self.url))
        if form is None:
            return True
        offered = [dict(_ATTRIBUTE.findall(option)) for option in _OPTION.findall(form[0])]
        pick = self.luck.choice(offered)
        return bool(client.post(form[1], {pick["name"]: pick["value"]}, late=True))

    # --- what the chair does ----------------------------------------------------------------------------------

    async def _lead(self, end: float) -> None:
        loop = asyncio.get_running_loop()
        while end - loop.time() > 3:
            await asyncio.sleep(self.luck.uniform(2, 4))
            await self._try(self._wall, self.lead)
            await self._try(self._floor, self.lead)
            await self._try(self._poll, self.lead)
        await self._try(self._end_poll, self.lead)

    def _wall(self, lead: Client) -> bool:
        """One question after the other; what the city's own people have put on the wall stays there."""
        page = lead.get(f"{self.url}/chair")
        if _OPEN["answered"] in page:
            current = re.search(r'/questions/(\d+)/state"[^>]*id="answered"', page)
            if current is None or int(current[1]) not in self.questions:
                return True
            return self._set(lead, int(current[1]), "answered")
        waiting = [int(number) for number in re.findall(r'id="stage-(\d+)"', page)]
        ours = [number for number in waiting if number in self.questions]
        return self._set(lead, ours[0], "stage") if ours else True

    def _set(self, lead: Client, question: int, state: str) -> bool:
        fields = {"state": state, "from": "chair"}
        return bool(lead.post(f"{self.url}/questions/{question}/state", fields, late=True))

    def _poll(self, lead: Client) -> bool:
        """Opens one where none is open, and closes its own after a while."""
        if self.poll_open:
            return self._end_poll(lead) if self.luck.random() < POLL_ENDS else True
        if _CLOSING.search(lead.get(f"{self.url}/chair")):
            return True
        fields = {"question": self.luck.choice(POLLS), "form": "yes-no", "minutes": "0"}
        self.poll_open = bool(lead.post(f"{self.url}/polls", fields, late=True))
        return self.poll_open

    def _end_poll(self, lead: Client) -> bool:
        found = _CLOSING.search(lead.get(f"{self.url}/chair")) if self.poll_open else None
        self.poll_open = False
        return not found or bool(lead.post(f"{self.url}/polls/{found[1]}/closing", {}, late=True))

    def _floor(self, lead: Client) -> bool:
        """Whoever is next, as the rules say; what was there before the rehearsal is put back at the end."""
        page = lead.get(f"{self.url}/chair")
        start = page.find('id="call"')
        if start < 0:
            running = _END.search(page)
            if running is None or not running[1]:
                return True
            return bool(lead.post(f"{self.url}/speeches/{running[1]}/ending", {}, late=True))
        fields = dict(_HIDDEN.findall(page[start : page.find("</form>", start)]))
        self.called.add(int(fields.get("request") or 0))
        return bool(lead.post(f"{self.url}/speeches", fields, late=True))
