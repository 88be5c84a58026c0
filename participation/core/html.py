"""What people write, made into HTML once, when it is written.

Markdown without raw HTML, then bleach as the first pass, nh3 as the last word, and our own rule for addresses
inside both. Hostile text must not cost more than honest text: what would be dear to parse is shown as plain
paragraphs instead, with not a word lost.
"""

import asyncio
import re
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import bleach
import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token

RENDERER = 1
"""Stored beside each text; a higher number here means that stored HTML wants to be rendered anew."""

TAGS = frozenset(
    {
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
    }
)
REL = "nofollow ugc noopener"
BUDGET_US = 40_000
"""What 20,000 characters may cost to parse, in microseconds as measured for each construct below."""


class Rendered(NamedTuple):
    html: str
    version: int


# --- characters ---------------------------------------------------------------------------------------------

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_MARKS_IN_A_ROW = 8


def clean_text(text: str) -> str:
    """Composed (NFC) text without what a database, a log or a reader stumbles over.

    Gone are control characters, half surrogates, non-characters, overrides of the direction of writing and
    towers of accents (sorting them takes quadratic time); every kind of line break becomes a newline.
    """
    text = _FORBIDDEN.sub("", _BREAKS.sub("\n", text))
    if text.isascii():
        return text
    if any(map(unicodedata.combining, text)):
        text = "".join(_without_towers(text))
    return unicodedata.normalize("NFC", text)


def _without_towers(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            yield character


# --- addresses ----------------------------------------------------------------------------------------------

_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^]")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_~-]{1,64}@[A-Za-z0-9.-]{1,253}")


def allowed_url(url: str) -> bool:
    """Addresses with http or https, a host and no user name, or mailto with one bare mailbox; nothing relative."""
    if len(url) > 2000 or _NOT_IN_URLS.search(url):
        return False
    try:
        parts = urlsplit(url)
        if parts.scheme == "mailto":
            return not parts.netloc and _MAILBOX.fullmatch(url.partition(":")[2]) is not None
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and "%" not in parts.netloc
            and parts.port != 0
        )
    except ValueError:
        return False


# --- Markdown -----------------------------------------------------------------------------------------------


class _Links(LinkifyIt):  # type: ignore[misc]  # it ships no types
    """Finds `https://…`, `www.…` and mail addresses, but takes no missing space after a full stop for a link."""

    def match(self, text: str) -> list[Any] | None:
        found = super().match(text) or []
        return [link for link in found if link.schema or link.text.lower().startswith("www.")] or None


class _Markdown(MarkdownIt):
    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "linkify": True, "breaks": True})
        self.enable("linkify").disable("image")
        self.linkify = _Links()

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the parser's name
        return allowed_url(url)


class _Tools(threading.local):
    """Parsers keep state while they work, so each thread has its own."""

    def __init__(self) -> None:
        self.markdown = _Markdown()
        self.first = bleach.Cleaner(
            tags=TAGS, attributes=_bleach_keeps, protocols={"http", "https", "mailto"}
        )
        self.last = nh3.Cleaner(
            tags=set(TAGS),
            attributes={"a": {"href"}, "ol": {"start"}},
            attribute_filter=_nh3_keeps,
            url_schemes={"http", "https", "mailto"},
            link_rel=REL,
        )


def _nh3_keeps(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "rel":
        return REL
    return value if _bleach_keeps(tag, name, value) else None


def _bleach_keeps(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return allowed_url(value)
    return (tag, name) == ("ol", "start") and re.fullmatch(r"[0-9]{1,6}", value) is not None


_tools = _Tools()

_LINK_LIKE = re.compile(r"\w\.\w|@|//|\]\(")
_EMPHASIS = re.compile(r"[*_]+|`+")
_ITEM = re.compile(r"^[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])(?:\s|$)", re.MULTILINE)
_LINE = re.compile(r"\S[ \t]*\n")
_SPECIAL = re.compile(r"[&<\"\[!]")
_STOPS = re.compile(r"[]#$%^{}:=~]")
_COSTS = ((_LINK_LIKE, 50), (_ITEM, 20), (_LINE, 22), (_EMPHASIS, 18), (_SPECIAL, 7), (_STOPS, 1))


def cost(text: str) -> int:
    """Microseconds that parser and bleach would need at most, counted, so that no clock decides."""
    return len(text) // 3 + sum(price * sum(1 for _ in pattern.finditer(text)) for pattern, price in _COSTS)


def render_markdown(text: str) -> str:
    """Sanitised HTML. Blocking, a few milliseconds: requests call `render_text`."""
    text = clean_text(text)
    if cost(text) > BUDGET_US * max(1, len(text) // 20_000):
        return _tools.last.clean(_paragraphs(text))
    tokens = _tools.markdown.parse(text)
    _demote_headings(tokens)
    markdown = _tools.markdown
    return _tools.last.clean(_tools.first.clean(markdown.renderer.render(tokens, markdown.options, {})))


def sanitised(html: str) -> str:
    """For stored HTML that was changed: the same two passes as when it was written. Blocking."""
    return _tools.last.clean(_tools.first.clean(html))


def _demote_headings(tokens: list[Token]) -> None:
    """The page's own headings are h1 and h2; what a person writes stands below them."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


def _paragraphs(text: str) -> str:
    """No bleach here: these are our own two tags around escaped text, and bleach is what hostile text makes dear."""
    blocks = (block.strip("\n") for block in re.split(r"\n\s*\n", text))
    return "\n".join(
        "<p>" + escape(block).replace("\n", "<br>\n") + "</p>" for block in blocks if block.strip()
    )


_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="text")


async def render_text(text: str) -> Rendered:
    """In a thread of its own kind, so that a long text keeps neither the loop nor a password waiting."""
    html = await asyncio.get_running_loop().run_in_executor(_threads, render_markdown, text)
    return Rendered(html, RENDERER)


# --- back to plain text -------------------------------------------------------------------------------------


class _Plain(HTMLParser):
    _BLOCKS = TAGS - {"em", "strong", "a", "code"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002  # the parser's signature
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(html: str) -> str:
    """The words of HTML that `render_markdown` made, one line for each block, without empty lines."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)


def teaser(text: str, limit: int = 200) -> str:
    """Plain text on one line of at most `limit` characters, cut at a word with an ellipsis."""
    line = " ".join(text[: limit * 8].split())
    if len(line) <= limit:
        return line
    cut = line[:limit]
    whole = cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut[:-1]
    return whole.rstrip(" ,;:–-") + "…"
