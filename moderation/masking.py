"""Parts of a stored text made illegible, for the kinds that offer it."""

import re
from collections.abc import Sequence
from html import escape

from moderation.rules import MASK, masked
from participation.core.html import plain

_LINK = re.compile(rf"<a [^>]*{re.escape(MASK)}[^>]*>(.*?)</a>", re.DOTALL)


def masked_text(body: str, passages: Sequence[str]) -> str | None:
    """None where one of the passages is not in it."""
    if not passages or any(passage not in body for passage in passages):
        return None
    return masked(body, passages)


def masked_html(html: str, passages: Sequence[str]) -> str | None:
    """None where a passage stays readable, because markup runs through it."""
    variants = [form for one in passages for form in (one, escape(one), escape(one, quote=False))]
    result = _LINK.sub(r"\1", masked(html, variants))
    readable = plain(result)
    return None if any(passage in readable for passage in passages) else result
