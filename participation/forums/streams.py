"""Which addresses a video may come from, compared label by label, and how an address names a moment in it. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"'`{}|^]")
LONGEST = 500


def host_of(url: str) -> str:
    """The host of a plain https address; empty for everything that is more, less or something else than that.

    No other scheme, no user name (what stands before an @ looks like the host), no other port, no escapes and no
    letters outside ASCII in the host, no backslash and no blank, which browsers read in a way of their own.
    """
    if len(url) > LONGEST or _NOT_IN_URLS.search(url) or not url.startswith("https://"):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.netloc.lower() not in {host, f"{host}:443"}:
        return ""
    return host if _HOST.fullmatch(host) else ""


def may_embed(url: str, hosts: Iterable[str]) -> str:
    """The host that the frame needs, where it is one of `hosts` or lies below one; else empty."""
    host = host_of(url)
    labels = host.split(".")
    for allowed in hosts:
        wanted = allowed.lower().strip(".").split(".")
        if host and len(wanted) > 1 and labels[-len(wanted) :] == wanted:
            return host
    return ""


def at(url: str, seconds: int) -> str:
    """The same video from a moment on: as YouTube and PeerTube want it, else as a media fragment."""
    parts = urlsplit(url)
    host = host_of(url)
    labels = host.split(".")
    if labels[-2:] in (["youtube", "com"], ["youtube-nocookie", "com"], ["youtu", "be"]):
        key = "start" if parts.path.startswith("/embed/") else "t"
    elif parts.path.startswith(("/videos/embed/", "/w/", "/videos/watch/")):
        key = "start"
    else:
        return urlunsplit(parts._replace(fragment=f"t={seconds}"))
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != key]
    return urlunsplit(parts._replace(query=urlencode([*query, (key, str(seconds))])))


def clock(seconds: int) -> str:
    """1:02:03"""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def seconds_of(text: str) -> int | None:
    """Of "1:02:03", "2:35" or "155"."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(
        part.isascii() and part.isdigit() and len(part) <= 5 for part in parts
    ):
        return None
    numbers = [int(part) for part in parts]
    if any(number > 59 for number in numbers[1:]):
        return None
    total = 0
    for number in numbers:
        total = total * 60 + number
    return total if total < 24 * 3600 else None
