"""Parts of a stored text made illegible, for the kinds that offer it."""

from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from moderation.rules import masked
from participation.core.html import plain, sanitised


def masked_text(body: str, passages: Sequence[str]) -> str | None:
    """None where one of the passages is not in it."""
    if not passages or any(passage not in body for passage in passages):
        return None
    return masked(body, passages)


def masked_html(html: str, passages: Sequence[str]) -> str | None:
    """Only words change, never markup. None where a passage is not among the words, or markup runs through it."""
    words = plain(html)
    if any(passage not in words for passage in passages):
        return None
    walk = _Walk(passages)
    walk.feed(html)
    walk.close()
    result = sanitised("".join(walk.parts))
    readable = plain(result)
    return None if any(passage in readable for passage in _not_in_the_mask(passages)) else result


def _not_in_the_mask(passages: Sequence[str]) -> list[str]:
    """A passage that our own words for it contain stays readable there, and nowhere else."""
    return [passage for passage in passages if passage not in masked(passage, [passage])]


class _Walk(HTMLParser):
    """Copies the HTML; a link whose address holds a passage loses its address."""

    def __init__(self, passages: Sequence[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.passages = passages
        self.parts: list[str] = []
        self.links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self.links.append(not any(passage in address for passage in self.passages))
            if not self.links[-1]:
                return
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links and not self.links.pop():
            return
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(masked(data, self.passages), quote=False))
