"""Many supports at once from new accounts: what may be a campaign of many people, or one person with many accounts.

A program cannot tell the two apart, so it only shows the numbers to people. Agreeing with others is allowed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from participation.core.kinds import Support

WINDOW = timedelta(hours=1)
FRESH = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Burst:
    """Numbers about one thing within the window; `network` and `pattern` are the largest group that shares one."""

    content_id: int
    supports: int
    fresh: int
    network: int
    pattern: int

    def told(self) -> dict[str, int]:
        values = asdict(self)
        del values["content_id"]
        return values


def bursts(supports: Sequence[Support], now: datetime, least: int) -> list[Burst]:
    """Things that got `least` supports of fresh accounts in the window, or half as many from one network or pattern.

    Fresh ones must be half of all: where a whole town is moved, a few new accounts mean nothing.
    """
    by_content: dict[int, list[Support]] = defaultdict(list)
    for one in supports:
        if one.at > now - WINDOW:
            by_content[one.content_id].append(one)
    found = [_burst(number, some) for number, some in sorted(by_content.items())]
    return [one for one in found if _stands_out(one, least)]


def _burst(number: int, some: Sequence[Support]) -> Burst:
    fresh = [one for one in some if one.at - one.account_since < FRESH]
    return Burst(
        number,
        len(some),
        len(fresh),
        _largest(one.network for one in fresh),
        _largest(one.pattern for one in fresh),
    )


def _largest(groups: Iterable[str]) -> int:
    counts = Counter(group for group in groups if group)
    return max(counts.values(), default=0)


def _stands_out(burst: Burst, least: int) -> bool:
    half = max(2, least // 2)
    alike = max(burst.network, burst.pattern)
    return 2 * burst.fresh >= burst.supports and (burst.fresh >= least or alike >= half)
