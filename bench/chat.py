"""The chat: a thousand raw sockets, lines sent by people over HTTP, beside raw writes of the same bytes."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.client import STAMP
from bench.fill import SLUG
from bench.house import BenchError, Client, Process
from bench.requests import get, post

RATE = 20
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


class Chat:
    def __init__(
        self, product: Process, bare: Process, ears: Client, mouth: Client, known: dict[str, Any]
    ) -> None:
        self.product, self.bare, self.ears, self.mouth = product, bare, ears, mouth
        self.people = known["sessions"][:SAYERS]
        self.memory: dict[int, tuple[int, int]] = {}
        self.windows: dict[int, list[Window]] = {product.port: [], bare.port: []}

    def gather(self, sockets: int) -> None:
        for process in (self.product, self.bare):
            before = process.rss()
            done = self.ears.do("gather", port=process.port, path=f"/forums/{SLUG}/live", sockets=sockets)
            if done["open"] != sockets:
                raise BenchError(f"Only {done['open']} of {sockets} sockets could be opened.")
            self.memory[process.port] = (before, sockets)

    def listen(self, lines: int) -> None:
        """One window of the product, then one of the limit with frames as long."""
        said = self._window(self.product, lines, lambda: self._say(lines))
        path = f"/write?size={said.size}&rate={RATE}&count={lines}"
        request = get(f"127.0.0.1:{self.bare.port}", path)

        def write() -> None:
            self._pace(self.bare, [request], 200)

        self._window(self.bare, lines, write, wait=lines / RATE)

    def _window(self, process: Process, lines: int, act: Callable[[], None], wait: float = 0.0) -> Window:
        sockets = self.memory[process.port][1]
        before = process.cpu()
        act()
        heard = self.ears.do("heard", port=process.port, frames=lines, wait=wait)
        cpu = (process.cpu() - before) * 1e6 / (lines * sockets)
        window = Window(
            cpu, heard["p50"], heard["p99"], heard["delivered"], heard["lost"], heard["twice"], heard["size"]
        )
        self.windows[process.port].append(window)
        return window

    def _say(self, lines: int) -> None:
        host, path = f"127.0.0.1:{self.product.port}", f"/forums/{SLUG}/messages"
        requests = []
        for number in range(lines):
            cookie, token = self.people[number % len(self.people)]
            requests.append(post(host, path, cookie, {"_token": token, "body": LINE + STAMP}))
        self._pace(self.product, requests, 303)

    def _pace(self, process: Process, requests: list[str], status: int) -> None:
        done = self.mouth.do("pace", port=process.port, requests=requests, rate=RATE)
        if done["statuses"] != {str(status): len(requests)}:
            raise BenchError(f"The chat answers {done['statuses']} instead of {status}.")

    def forget(self) -> None:
        """The windows of the warm-up do not count."""
        for windows in self.windows.values():
            windows.clear()

    def leave(self) -> dict[str, Heard]:
        found = {
            name: self._summed(process) for name, process in (("product", self.product), ("bare", self.bare))
        }
        for process in (self.product, self.bare):
            self.ears.do("leave", port=process.port)
        return found

    def _summed(self, process: Process) -> Heard:
        windows = self.windows[process.port]
        before, sockets = self.memory[process.port]
        return Heard(
            cpu=median(w.cpu for w in windows),
            p50=median(w.p50 for w in windows),
            p99=median(w.p99 for w in windows),
            delivered=sum(w.delivered for w in windows),
            lost=sum(w.lost for w in windows),
            twice=sum(w.twice for w in windows),
            size=windows[-1].size,
            memory=(process.rss() - before) / sockets / 1000,
        )


def as_json(heard: dict[str, Heard]) -> dict[str, Any]:
    return {name: asdict(one) for name, one in heard.items()}
