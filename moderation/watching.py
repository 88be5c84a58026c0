"""What a program notices in a text: words and links on the team's list. It notices, people decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

PATTERN_MAX = 100
_HOST = re.compile(r"(?:https?://|www\.)([^\s/<>\"')\]]+)", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w.@/-])((?:[a-z0-9äöüß][a-z0-9äöüß-]{0,62}\.){1,8}[a-z]{2,24})(?![\w@-])(/?)", re.IGNORECASE
)
_KNOWN = frozenset(
    {"de", "com", "org", "net", "eu", "info", "io", "co", "at", "ch", "shop", "biz", "app", "online", "site"}
    | {"xyz", "top", "me", "tv", "uk", "ru", "cn", "example"}
)
"""What follows a full stop without a space is rarely one of these; anything else counts as an address with a path."""


@dataclass(frozen=True, slots=True)
class Watch:
    """`pattern`: a word or phrase, where * stands for any letters, or with `is_link` a domain and all below it."""

    id: int
    pattern: str
    is_link: bool
    reason: str


def hosts(text: str) -> list[str]:
    """Where a text leads to: written out, or as people write it, like example.com/path."""
    found = [_host(host) for host in _HOST.findall(text)]
    for host, slash in _BARE.findall(text):
        name = _host(host)
        if slash or name.rsplit(".", 1)[-1] in _KNOWN:
            found.append(name)
    return list(dict.fromkeys(found))


def _host(written: str) -> str:
    """Without a name or a port that stands around it to hide it."""
    name = written.rsplit("@", 1)[-1].split(":", 1)[0]
    return name.casefold().rstrip(".,;:").removeprefix("www.")


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
