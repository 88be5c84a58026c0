"""How often something may be done: sliding windows in memory, exact and bounded.

Every process counts for itself, so with several of them a limit is wider, never stricter. What is forgotten
for want of room only frees somebody earlier.
"""

import ipaddress
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable

ROOM = 100_000
"""Acts remembered altogether; at worst each under a key of its own, about 350 bytes."""

Clock = Callable[[], float]


def address_key(address: str) -> str:
    """A whole IPv4 address; of IPv6 the /64 that one household gets; anything else is one common key."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "address:unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return f"address:{ip.ipv4_mapped}"
        return f"address:{ipaddress.IPv6Address(int(ip) >> 64 << 64)}/64"
    return f"address:{ip}"


class Limits:
    """`clock` gives seconds that never run backwards."""

    def __init__(self, clock: Clock = time.monotonic, room: int = ROOM) -> None:
        self._clock = clock
        self._room = room
        self._acts: OrderedDict[tuple[str, str], list[float]] = OrderedDict()
        self._size = 0

    def check(self, act: str, key: str, times: int, seconds: float) -> float:
        """Counts the act and returns 0, or returns the seconds to wait and counts nothing."""
        now = self._clock()
        done = self._acts.setdefault((act, key), [])
        self._acts.move_to_end((act, key))
        gone = bisect_right(done, now - seconds)
        del done[:gone]
        self._size -= gone
        if len(done) >= times:
            return max(done[-times] + seconds - now, 0.001)
        done.append(now)
        self._size += 1
        self._make_room()
        return 0.0

    def _make_room(self) -> None:
        """Whoever has done nothing for longest is forgotten first."""
        while self._size > self._room:
            _, oldest = self._acts.popitem(last=False)
            self._size -= len(oldest)

    def clear(self) -> None:
        self._acts.clear()
        self._size = 0

    def __len__(self) -> int:
        return self._size


class Backoff:
    """Slows down whoever guesses, and never shuts the door: after `free` failures each try costs a wait.

    The wait doubles from one second up to `longest`; a success or `memory` seconds of quiet end it. Key by
    account and address together, so that a stranger's guesses make only the stranger wait.
    """

    def __init__(
        self,
        free: int = 10,
        longest: float = 60.0,
        memory: float = 900.0,
        clock: Clock = time.monotonic,
        room: int = 50_000,
    ) -> None:
        self._free = free
        self._longest = longest
        self._memory = memory
        self._clock = clock
        self._room = room
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the next try is heard, 0 if at once. To be asked before the password is looked at."""
        count, last = self._remembered(key)
        if count < self._free:
            return 0.0
        pause = min(2.0 ** min(count - self._free, 30), self._longest)
        return max(0.0, last + pause - self._clock())

    def failed(self, key: str) -> None:
        count, _ = self._remembered(key)
        self._failures[key] = (count + 1, self._clock())
        self._failures.move_to_end(key)
        while len(self._failures) > self._room:
            self._failures.popitem(last=False)

    def passed(self, key: str) -> None:
        self._failures.pop(key, None)

    def _remembered(self, key: str) -> tuple[int, float]:
        count, last = self._failures.get(key, (0, 0.0))
        return (count, last) if self._clock() - last <= self._memory else (0, 0.0)


class Open:
    """How many of something one key holds open now, sockets for instance."""

    def __init__(self) -> None:
        self._held: dict[str, int] = {}

    def take(self, key: str, most: int) -> bool:
        """True when there was room; then `give_back` must follow."""
        held = self._held.get(key, 0)
        if held >= most:
            return False
        self._held[key] = held + 1
        return True

    def give_back(self, key: str) -> None:
        held = self._held.get(key, 0)
        if held > 1:
            self._held[key] = held - 1
        else:
            self._held.pop(key, None)

    def held(self, key: str) -> int:
        return self._held.get(key, 0)
