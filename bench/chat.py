"""The live forum: thousands of raw sockets, lines and acts sent over HTTP, beside raw writes of the same bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import Any

from bench.client import STAMP
from bench.figures import percentile
from bench.fill import SLUG
from bench.house import BenchError, Client, Process
from bench.requests import get, post

SAYERS = 20
LINE = "Die Ampel an der Brücke bleibt für Leute zu Fuß zu kurz grün, das sehen wir jeden Morgen. "


@dataclass(frozen=True, slots=True)
class Window:
    """Some seconds of listening: times in ms, `cpu` in µs per frame and socket, `size` in bytes of a frame."""

    cpu: float
    p50: float
    p99: float
    delivered: int
    lost: int
    twice: int
    size: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Medians over windows, losses over all of them; `memory` is kB per socket."""

    cpu: float
    p50: float
    p99: float
    delivered: int
    lost: int
    twice: int
    size: int
    memory: float


@dataclass(slots=True)
class Scene:
    """`rate` lines a second, `lines` in a window; `presses`: how often the chair moves on meanwhile.

    `aims`: the most that a figure of the product may be, by its name.
    """

    title: str
    rate: float
    lines: int
    aims: Mapping[str, float]
    presses: int = 0
    product: list[Window] = field(default_factory=list)
    bare: list[Window] = field(default_factory=list)


def arrivals(sent: Sequence[int], acts: Sequence[Sequence[int]]) -> list[float]:
    """ms from each press to each socket. Two presses may be told by one frame: it is the answer to both."""
    found, at = [], 0
    for begun in sent:
        while at < len(acts) - 1 and min(acts[at]) < begun:
            at += 1
        if not acts or min(acts[at]) < begun:
            raise BenchError("The chair's act has reached nobody.")
        found += [(moment - begun) / 1e6 for moment in acts[at]]
    return sorted(found)


class Room:
    """So many sockets on the product, and as many on the limit."""

    def __init__(
        self,
        product: Process,
        bare: Process,
        ears: Client,
        mouth: Client,
        known: dict[str, Any],
        sockets: int,
    ) -> None:
        self.product, self.bare, self.ears, self.mouth = product, bare, ears, mouth
        self.chair, *people = known["sessions"]
        self.people: Sequence[Any] = people[:SAYERS]
        first = str(known["items"][0])
        self.steps = cycle([("next", ""), ("back", first)])
        self.sockets = sockets
        self.before: dict[int, int] = {}
        self._host = f"127.0.0.1:{product.port}"

    def gather(self) -> None:
        for process in (self.product, self.bare):
            self.before[process.port] = process.rss()
            path = f"/forums/{SLUG}/live"
            done = self.ears.do("gather", port=process.port, path=path, sockets=self.sockets)
            if done["open"] != self.sockets:
                raise BenchError(f"Only {done['open']} of {self.sockets} sockets could be opened.")

    def listen(self, scene: Scene) -> None:
        """One window of the product, then one of the limit with frames as long."""
        if scene.presses:
            said = self._pressed(scene)
            rate, frames = scene.rate * scene.presses / scene.lines, scene.presses
        else:
            said = self._window(self.product, scene.lines, lambda: self._say(scene))
            rate, frames = scene.rate, scene.lines
        scene.product.append(said)
        request = get(self._host, f"/write?size={said.size}&rate={rate}&count={frames}")

        def write() -> None:
            self._pace(self.mouth, self.bare, [request], 200, SAYERS)

        scene.bare.append(self._window(self.bare, frames, write, wait=frames / rate))

    def _window(self, process: Process, frames: int, act: Callable[[], None], wait: float = 0.0) -> Window:
        before = process.cpu()
        act()
        heard = self.ears.do("heard", port=process.port, frames=frames, wait=wait)
        cpu = (process.cpu() - before) * 1e6 / (frames * self.sockets)
        return Window(
            cpu, heard["p50"], heard["p99"], heard["delivered"], heard["lost"], heard["twice"], heard["size"]
        )

    def _pressed(self, scene: Scene) -> Window:
        """Times are those of the chair's acts alone; the lines around them are the load, and lost ones count."""
        cookie, token = self.chair
        presses = [
            post(self._host, f"/forums/{SLUG}/agenda/{act}", cookie, {"_token": token, "from": seen})
            for act, seen in islice(self.steps, scene.presses)
        ]
        before = self.product.cpu()
        lines = self._lines(scene.lines)
        self.mouth.begin("pace", port=self.product.port, requests=lines, rate=scene.rate)
        rate = scene.rate * scene.presses / scene.lines
        sent = self._pace(self.ears, self.product, presses, 303, rate)
        self._check(self.mouth.answer(), 303, scene.lines)
        frames = scene.lines + scene.presses
        heard = self.ears.do("heard", port=self.product.port, frames=frames, wait=0.0)
        times = arrivals(sent, heard["acts"])
        cpu = (self.product.cpu() - before) * 1e6 / (frames * self.sockets)
        p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
        return Window(cpu, p50, p99, heard["delivered"], heard["lost"], heard["twice"], heard["act_size"])

    def _say(self, scene: Scene) -> None:
        self._pace(self.mouth, self.product, self._lines(scene.lines), 303, scene.rate)

    def _lines(self, count: int) -> list[str]:
        path, found = f"/forums/{SLUG}/messages", []
        for number in range(count):
            cookie, token = self.people[number % len(self.people)]
            found.append(post(self._host, path, cookie, {"_token": token, "body": LINE + STAMP}))
        return found

    def _pace(
        self, client: Client, process: Process, requests: list[str], status: int, rate: float
    ) -> list[int]:
        done = client.do("pace", port=process.port, requests=requests, rate=rate)
        self._check(done, status, len(requests))
        sent: list[int] = done["sent"]
        return sent

    def _check(self, done: dict[str, Any], status: int, count: int) -> None:
        if done["statuses"] != {str(status): count}:
            raise BenchError(f"The forum answers {done['statuses']} instead of {status}.")

    def leave(self, scenes: Sequence[Scene]) -> list[dict[str, Any]]:
        found = [
            {
                "title": scene.title,
                "sockets": self.sockets,
                "rate": scene.rate,
                "aims": dict(scene.aims),
                "product": asdict(self._summed(self.product, scene.product)),
                "bare": asdict(self._summed(self.bare, scene.bare)),
            }
            for scene in scenes
        ]
        for process in (self.product, self.bare):
            self.ears.do("leave", port=process.port)
        return found

    def _summed(self, process: Process, windows: Sequence[Window]) -> Heard:
        return Heard(
            cpu=median(w.cpu for w in windows),
            p50=median(w.p50 for w in windows),
            p99=median(w.p99 for w in windows),
            delivered=sum(w.delivered for w in windows),
            lost=sum(w.lost for w in windows),
            twice=sum(w.twice for w in windows),
            size=windows[-1].size,
            memory=(process.rss() - self.before[process.port]) / self.sockets / 1000,
        )
