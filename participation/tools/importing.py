"""Brings in what people wrote elsewhere: a table with one sentence a row, several rows a contribution.

The format is that of the CIMT corpus: tab-separated UTF-8 with the columns document_id, sentence_nr, content,
title/text and url (others are ignored), fields quoted where they hold tabs.
"""

import asyncio
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from participation.consultations.actions import ConsultationDraft, PhaseDraft, create_consultation
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute_many, fetch, fetch_one, unit_of_work
from participation.core.html import RENDERER, allowed_url, clean_text, plain, render_markdown, teaser
from proposals.rules import BODY_MAX, TEASER_MAX, TITLE_MAX, cut_at_word, says_something

COLUMNS = ("document_id", "sentence_nr", "content", "title/text", "url")
BATCH = 100
"""Texts rendered at a time, so that progress is told and the loop breathes."""

Progress = Callable[[str], object]


class ImportFailed(Exception):  # noqa: N818  # it says what happened
    """One sentence: the file as a whole cannot be read, nothing was changed."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`warnings` name the line of each row that was left out and why."""

    added: int
    known: int
    warnings: list[str]
    consultation_id: int
    consultation_made: bool


@dataclass(slots=True)
class Contribution:
    """All rows of one document; `line` is the first of them in the file."""

    key: str
    url: str
    line: int
    sentences: dict[int, tuple[str, str]] = field(default_factory=dict)

    def joined(self, part: str) -> str:
        return " ".join(text for _, (kind, text) in sorted(self.sentences.items()) if kind == part)


async def import_contributions(path: Path, slug: str, progress: Progress) -> ImportResult:
    """Raises ImportFailed. Everything is written in one transaction; what is there already is left as it is."""
    found, warnings = await asyncio.to_thread(read, path)
    progress(f"{len(found)} contributions read")
    known = await _known(slug)
    rows = await _rendered([one for one in found if one.key not in known], progress)
    try:
        async with unit_of_work():
            consultation, made = await _consultation(slug, found)
            there = {row["source_key"] for row in await fetch(_KEYS, consultation)}
            new = [row for row in rows if row[0] not in there]
            await execute_many(_INSERT, [(consultation, now(), *row) for row in new])
            await record(None, "contributions.imported", "consultation", consultation, {"added": len(new)})
    except ValueError as error:
        raise ImportFailed(str(error)) from error
    return ImportResult(len(new), len(found) - len(new), warnings, consultation, made)


# --- the file -----------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[list[Contribution], list[str]]:
    """In the order of the file. ImportFailed where it is not such a table at all."""
    lines = _text(path).split("\n")
    header = _split(lines[0]) or []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ImportFailed(
            f"{path} has no column {missing[0]}: its first line must name {', '.join(COLUMNS)}."
        )
    found: dict[str, Contribution] = {}
    warnings: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            wrong = _take(found, header, line, number)
            warnings += [f"Line {number}: {wrong}."] if wrong else []
    if not found:
        raise ImportFailed(f"{path} holds no contribution.")
    faults = {key: _incomplete(one) for key, one in found.items()}
    warnings += [fault for fault in faults.values() if fault]
    return [one for key, one in found.items() if not faults[key]], warnings


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportFailed(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImportFailed(f"{path} is not UTF-8: byte {error.start} does not belong there.") from error


def _split(line: str) -> list[str] | None:
    """One line is one row: a quote that is never closed must not swallow the rows behind it."""
    line = line.rstrip("\r")
    try:
        return next(csv.reader([line], delimiter="\t", strict=True), [])
    except csv.Error:
        return line.split("\t")


def _take(found: dict[str, Contribution], header: list[str], line: str, number: int) -> str:
    """Puts the row to its document; what is wrong with it, or nothing."""
    values = _split(line) or []
    if len(values) != len(header):
        return f"{len(values)} columns instead of {len(header)}"
    row = {name: " ".join(clean_text(value).split()) for name, value in zip(header, values, strict=True)}
    key, place, url = row["document_id"], row["sentence_nr"], row["url"]
    if not key or len(key) > TITLE_MAX:
        return "no document_id"
    if not (place.isascii() and place.isdigit() and len(place) < 10):
        return "sentence_nr is no number"
    if row["title/text"] not in {"title", "text"}:
        return "title/text is neither title nor text"
    if not says_something(row["content"]):
        return "no content"
    if url and not (allowed_url(url) and url.startswith("http")):
        return "url is no address of a page"
    one = found.setdefault(key, Contribution(key, url, number))
    if int(place) in one.sentences:
        return f"sentence {place} of {key} is there twice"
    one.url = one.url or url
    one.sentences[int(place)] = (row["title/text"], row["content"])
    return ""


def _incomplete(one: Contribution) -> str:
    if not one.joined("title"):
        return f"Line {one.line}: {one.key} has no title."
    if len(_body(one)) > BODY_MAX:
        return f"Line {one.line}: {one.key} is longer than {BODY_MAX} characters."
    return ""


# --- the texts ----------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;:!?()/\"'’‘„“”»«…–—%+=€§°²-])*")
_LINKS = re.compile(r"//|www\.", re.IGNORECASE)
_STARTS = re.compile(r"[-+=#>]|[0-9]{1,9}[.)](?:\s|$)")
_MARKS = re.compile(r"([\\`*\[\]<&~|]|(?<!\w)_|_(?!\w))")
_START = re.compile(r"([0-9]{1,9})?([-+=#>.)])")


def _paragraphs(one: Contribution) -> list[str]:
    """A title that had to be cut stands first in the text, with all its words."""
    title = one.joined("title")
    return [part for part in (title if len(title) > TITLE_MAX else "", one.joined("text")) if part]


def _body(one: Contribution) -> str:
    """Markdown that reads as the plain text: `Radfahrer*innen … Fußgänger*innen` means no emphasis."""
    return "\n\n".join(map(_escaped, _paragraphs(one)))


def _escaped(text: str) -> str:
    text = _MARKS.sub(r"\\\1", text)
    return _START.sub(r"\1\\\2", text, count=1) if _STARTS.match(text) else text


def _html(one: Contribution) -> str:
    """Most texts are words and commas, for which the whole parser would only set them in paragraphs."""
    paragraphs = _paragraphs(one)
    if all(_PLAIN.fullmatch(p) and not _LINKS.search(p) and not _STARTS.match(p) for p in paragraphs):
        return "".join(f"<p>{p}</p>\n" for p in paragraphs)
    return render_markdown(_body(one))


Row = tuple[str, str | None, str, str, str, int, str]
"""Key, address, title, body, HTML, renderer, teaser."""


def _row(one: Contribution) -> Row:
    html = _html(one)
    title = cut_at_word(one.joined("title"))
    return one.key, one.url or None, title, _body(one), html, RENDERER, teaser(plain(html), TEASER_MAX)


async def _rendered(new: list[Contribution], progress: Progress) -> list[Row]:
    rows: list[Row] = []
    for batch in _batches(new):
        rows += await asyncio.to_thread(lambda batch=batch: [_row(one) for one in batch])  # type: ignore[misc]
        progress(f"{len(rows)} of {len(new)} contributions prepared")
    return rows


def _batches(all_: list[Contribution]) -> Iterator[list[Contribution]]:
    for start in range(0, len(all_), BATCH):
        yield all_[start : start + BATCH]


# --- the database -------------------------------------------------------------------------------------------

_KEYS = "SELECT source_key FROM proposal WHERE consultation = $1 AND source_key IS NOT NULL"
_KEYS_OF_SLUG = """
SELECT p.source_key FROM proposal p JOIN consultation c ON c.id = p.consultation
WHERE c.slug = $1 AND p.source_key IS NOT NULL
"""
_LOCK = "SELECT id FROM consultation WHERE slug = $1 FOR NO KEY UPDATE"
_INSERT = """
INSERT INTO proposal (consultation, created_at, published_at, source_key, source_url, title, body, body_html,
                      renderer, teaser)
VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
"""


async def _known(slug: str) -> set[str]:
    """Only to spare rendering; what counts is looked up again under the lock."""
    return {row["source_key"] for row in await fetch(_KEYS_OF_SLUG, slug)}


async def _consultation(slug: str, found: list[Contribution]) -> tuple[int, bool]:
    """Its id, locked against a second import at the same time, and whether it was made."""
    row = await fetch_one(_LOCK, slug)
    if row is not None:
        return row["id"], False
    moment = now()
    return await create_consultation(_draft(slug, found, moment), published_at=moment), True


def _draft(slug: str, found: list[Contribution], moment: datetime) -> ConsultationDraft:
    source = urlsplit(next((one.url for one in found if one.url), ""))
    return ConsultationDraft(
        slug,
        slug.replace("-", " ").capitalize(),
        lead="Abgeschlossen. Die Beiträge stehen hier zum Nachlesen, jeder mit seiner Quelle.",
        phases=[PhaseDraft("closed", "Abgeschlossen", moment)],
        source_url=f"{source.scheme}://{source.netloc}/" if source.netloc else None,
    )
