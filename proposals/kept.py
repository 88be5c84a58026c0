"""What a long list costs most, kept in this process for seconds: its counts and the order of its lines.

Only lists of `MANY` and more are kept, so that a short one is exact at any time. Whatever is shown is read anew: a
proposal that was hidden a second ago is in no list, whatever order was kept.
"""

import time
from collections.abc import Hashable
from typing import Any

MANY = 1_000
SECONDS = 5.0
MOST = 64
"""Lists at a time; ten thousand numbers are 80 kB."""

_kept: dict[Hashable, tuple[float, Any]] = {}


def kept(key: Hashable) -> Any | None:
    found = _kept.get(key)
    return found[1] if found is not None and time.monotonic() - found[0] < SECONDS else None


def keep(key: Hashable, value: Any) -> None:
    _kept.pop(key, None)
    if len(_kept) >= MOST:
        del _kept[next(iter(_kept))]  # the oldest: keys stand in the order in which they were kept
    _kept[key] = (time.monotonic(), value)


def forget_kept() -> None:
    _kept.clear()
