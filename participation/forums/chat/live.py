"""How a line of the chat and its rule look on the sockets."""

from functools import lru_cache

from participation.core.templating import render
from participation.forums.chat.queries import Line, lines_by_ids
from participation.forums.log.queries import Event
from participation.forums.swaps import each, whole


def _drawn(locale: str, event: Event, line: Line) -> str:
    return _line(locale, event.seq, event.verb, line)


@lru_cache(maxsize=4096)
def _line(locale: str, seq: int, verb: str, line: Line) -> str:
    """Kept by its whole content, so it can never be out of date; a thousand who reconnect get the same text."""
    template = "forums/chat/posted.swap.html" if verb == "posted" else "forums/chat/changed.swap.html"
    return render(template, locale, seq=seq, line=line)


each("message", lines_by_ids, _drawn)
whole("chat", "forums/chat/ruled.swap.html")
