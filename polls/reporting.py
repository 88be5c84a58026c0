"""The integrity report as a page shows it: a picture of the turnout, and sentences with their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from participation.core.clock import ZONE
from participation.core.i18n import N_, translate
from participation.core.wording import day_text, number_text, time_text
from polls.ballots.shape import Result
from polls.integrity import BURST
from polls.queries import Poll
from polls.showing import HELD_BACK, decimal
from polls.stating import plain

GROUPS = (
    ("fresh", N_("Konten, die erst nach Beginn der Abstimmung angelegt wurden")),
    ("unverified", N_("Konten, deren Wohnsitz nicht geprüft ist")),
    ("bursts", N_("Stimmen aus einem Netz, aus dem in einer Stunde %(burst)s oder mehr kamen")),
)
FEW = N_("weniger als 5")
SAME = N_("Ohne sie bliebe das Ergebnis gleich.")
OTHER = N_("Ohne sie wäre das Ergebnis ein anderes.")
BY_HOURS = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Shown:
    """`turnout`: (until when, votes in this time, votes so far). `groups`: (who, how many, what would be without)."""

    turnout: list[tuple[str, int, int]]
    most: int
    groups: list[tuple[str, str, str]]
    networks: bool
    without: int
    heads: list[str]
    table: list[list[str]]


def show(locale: str, found: Poll, report: Mapping[str, Any], result: Result | None) -> Shown:
    turnout = _turnout(locale, found, report.get("turnout", []))
    together = report.get("together")
    return Shown(
        turnout=turnout,
        most=max([votes for _, votes, _ in turnout], default=1),
        groups=_groups(locale, report),
        networks=bool(report.get("networks")),
        without=together["people"] if together else 0,
        heads=[translate(locale, head) for head in (N_("Mit allen Stimmen"), N_("Ohne diese Stimmen"))],
        table=_table(locale, found, together, result) if together and result else [],
    )


def _turnout(locale: str, found: Poll, rows: Sequence[Any]) -> list[tuple[str, int, int]]:
    """By the hour, or by the day where a poll ran for long. The end closes the last one."""
    points = [(datetime.fromisoformat(hour), votes) for hour, votes in rows]
    by_day = bool(points) and points[-1][0] - points[0][0] > BY_HOURS
    if by_day:
        points = list({hour.astimezone(ZONE).date(): (hour, votes) for hour, votes in points}.values())
    total, shown, before = found.line.votes, list[tuple[str, int, int]](), 0
    for moment, votes in points:
        label = day_text(locale, moment) + ("" if by_day else f", {time_text(locale, moment)}")
        shown.append((label, votes - before, votes))
        before = votes
    if points and total - before >= 5:
        shown.append((translate(locale, N_("bis zum Ende")), total - before, total))
    return shown


def _groups(locale: str, report: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    groups, voters = report.get("groups"), report.get("voters", 0)
    if not groups:
        return []
    return [
        (
            translate(locale, title, burst=BURST),
            _people(locale, groups[name], voters),
            _same(locale, groups[name]),
        )
        for name, title in GROUPS
        if name != "bursts" or report.get("networks")
    ]


def _people(locale: str, group: Mapping[str, Any], voters: int) -> str:
    people = group["people"]
    if people is None:
        return translate(locale, FEW)
    share = decimal(locale, Fraction(people * 100, voters or 1), 1)
    return f"{number_text(locale, people)} ({share}\u00a0%)"


def _same(locale: str, group: Mapping[str, Any]) -> str:
    if group["same"] is None:
        return ""
    sentence = SAME if group["same"] else OTHER
    return translate(locale, sentence)


def _table(locale: str, found: Poll, together: Mapping[str, Any], result: Result) -> list[list[str]]:
    rows = []
    for row in result.rows:
        without = together["rows"].get(row.option)
        cells = [_number(locale, plain(row.value)), _number(locale, without)]
        rows.append([found.title_of(row.option), *cells])
    return rows


def _number(locale: str, value: Any) -> str:
    if value is None:
        return HELD_BACK
    number = Fraction(value)
    whole = number.denominator == 1
    return number_text(locale, int(number)) if whole else decimal(locale, number, 2)
