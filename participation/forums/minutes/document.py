"""A version of the minutes as data and as plain text, in one language. What is published is this, and its checksum."""

from collections.abc import Iterator, Mapping
from typing import Any

from participation.core.i18n import N_, translate
from participation.core.wording import date_text, time_text, weekday_text
from participation.forums.minutes.draft import Draft, Line, Section
from participation.forums.minutes.facts import Facts, Poll
from participation.forums.minutes.wording import PART_NAMES, words
from participation.forums.queries import Forum

Document = dict[str, Any]

FACTS = {
    "where": N_("Wo"),
    "presence": N_("Wer"),
    "chair": N_("Sitzungsleitung"),
    "city": N_("Für die Stadt"),
    "council": N_("Aus dem Rat"),
    "clerk": N_("Niederschrift"),
    "incident": N_("Störungen"),
}
_POLL_COUNT = N_("%(answer)s: %(hall)s im Saal, %(remote)s online und am Telefon, %(all)s zusammen.")
_POLL_COUNT_REMOTE = N_("%(answer)s: %(all)s.")


def document(forum: Forum, facts: Facts, made: Draft, locale: str) -> Document:
    return {
        "title": forum.title,
        "lead": facts.head.lead,
        "facts": _facts(forum, made, locale),
        "promises": [
            {
                "id": promise.id,
                "number": promise.number,
                "text": promise.body,
                "owner": promise.owner,
                "due": date_text(locale, promise.due_on),
                "seqs": [seq],
            }
            for promise, seq in made.promises
        ],
        "sections": [_section(section, facts, locale) for section in made.sections],
    }


def _facts(forum: Forum, made: Draft, locale: str) -> list[list[str]]:
    weekday = weekday_text(locale, forum.starts_at).partition(",")[0]
    found = [[translate(locale, N_("Wann")), f"{weekday}, {date_text(locale, forum.starts_at)}."]]
    for line in made.head:
        key = line.key.partition(":")[0]
        text = words(locale, line.said)
        if key == "when":
            found[0][1] += f" {text}"
        elif key == "incident" and found[-1][0] == translate(locale, FACTS[key]):
            found[-1][1] += f" {text}"
        else:
            found.append([translate(locale, FACTS[key]), text])
    return found


def _section(section: Section, facts: Facts, locale: str) -> dict[str, Any]:
    item = section.item
    return {
        "number": section.number,
        "item": item.id if item else None,
        "title": words(locale, section.title),
        "when": _hours(section, locale),
        "about": item.about if item else "",
        "url": item.url if item else "",
        "seqs": list(section.seqs),
        "parts": list(_parts(section, facts, locale)),
    }


def _hours(section: Section, locale: str) -> str:
    if section.began is None:
        return ""
    began = time_text(locale, section.began)
    if section.ended is None:
        return translate(locale, N_("ab %(began)s"), began=began)
    ended = time_text(locale, section.ended)
    return translate(locale, N_("%(began)s bis %(ended)s"), began=began.removesuffix(" Uhr"), ended=ended)


def _parts(section: Section, facts: Facts, locale: str) -> Iterator[dict[str, Any]]:
    """Without a heading where an item has nothing but its course."""
    parts = list(dict.fromkeys(line.part for line in section.lines))
    for part in parts:
        lines = [line for line in section.lines if line.part is part]
        yield {
            "name": translate(locale, PART_NAMES[part]),
            "lines": [_line(line, facts, locale) for line in lines],
        }


def _line(line: Line, facts: Facts, locale: str) -> dict[str, Any]:
    told = facts.polls.get(line.poll) if line.poll is not None else None
    return {
        "key": line.key,
        "text": words(locale, line.said),
        "seqs": list(line.seqs),
        "own": line.own,
        "poll": _poll(told) if told is not None and told.rows else None,
    }


def _poll(poll: Poll) -> dict[str, Any]:
    return {
        "id": poll.id,
        "hall": poll.hall,
        "rows": [[answer, hall, remote] for answer, hall, remote in poll.rows],
    }


# --- as plain text ------------------------------------------------------------------------------------------


def as_text(made: Mapping[str, Any], locale: str) -> str:
    """One line for each sentence: what the checksum is of, and what two versions are compared by."""
    return "\n".join(_text(made, locale)) + "\n"


def _text(made: Mapping[str, Any], locale: str) -> Iterator[str]:
    yield made["title"]
    if made["lead"]:
        yield made["lead"]
    for name, value in made["facts"]:
        yield f"{name}: {value}"
    if made["promises"]:
        yield ""
        yield translate(locale, N_("Was zugesagt wurde"))
    for promise in made["promises"]:
        due = translate(locale, N_("bis %(due)s"), due=promise["due"])
        yield f"{promise['number']}. {promise['text']} {promise['owner']}, {due}."
    for section in made["sections"]:
        yield ""
        yield f"{section['number']} {section['title']}".strip()
        yield from filter(None, (section["when"], section["about"]))
        for part in section["parts"]:
            yield f"{part['name']}:"
            for line in part["lines"]:
                yield line["text"]
                yield from _counts(line["poll"], locale)


def _counts(poll: Mapping[str, Any] | None, locale: str) -> Iterator[str]:
    for answer, hall, remote in poll["rows"] if poll else ():
        values = {"answer": answer, "hall": hall, "remote": remote, "all": hall + remote}
        msgid = _POLL_COUNT if poll and poll["hall"] else _POLL_COUNT_REMOTE
        yield translate(locale, msgid, **values)
