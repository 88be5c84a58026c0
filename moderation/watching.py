"""What a program notices in a text: words and links on the team's list. It notices, people decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

PATTERN_MAX = 100
_HOST = re.compile(r"(?:https?://|www\.)([^\s/<>\"')\]]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Watch:
    """`pattern`: a word or phrase, where * stands for any letters, or with `is_link` a domain and all below it."""

    id: int
    pattern: str
    is_link: bool
    reason: str


def hosts(text: str) -> list[str]:
    return [host.casefold().rstrip(".,;:").removeprefix("www.") for host in _HOST.findall(text)]


def matches(watch: Watch, text: str) -> bool:
    if watch.is_link:
        wanted = watch.pattern.casefold().strip().removeprefix("www.").lstrip(".")
        return any(host == wanted or host.endswith("." + wanted) for host in hosts(text))
    return bool(_compiled(watch.pattern).search(text))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Only * is special, and it never leaves its word: no pattern can take long."""
    parts = (re.escape(part) for part in re.sub(r"\*+", "*", pattern.strip()).split("*"))
    return re.compile(r"(?<!\w)" + r"\w{0,40}".join(parts) + r"(?!\w)", re.IGNORECASE)


def first_match(watches: Sequence[Watch], text: str) -> Watch | None:
    return next((watch for watch in watches if matches(watch, text)), None)
