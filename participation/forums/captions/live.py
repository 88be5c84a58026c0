"""How a line of the captions looks on the sockets."""

from functools import lru_cache

from participation.core.templating import render
from participation.forums.captions.queries import Line, lines_by_ids
from participation.forums.log.queries import Event
from participation.forums.swaps import each


def _drawn(locale: str, event: Event, line: Line) -> str:
    return _line(locale, event.seq, event.verb, line)


@lru_cache(maxsize=1024)
def _line(locale: str, seq: int, verb: str, line: Line) -> str:
    return render("forums/captions/said.swap.html", locale, seq=seq, said=verb == "said", line=line)


each("caption", lines_by_ids, _drawn)
