"""Participatory budgets in the Pabulib format (`.pb`): sections META, PROJECTS and VOTES, split by semicolons.

D. Stolicki, S. Szufa, N. Talmon: Pabulib, a participatory budgeting library, 2020. Columns that record an
outcome (`votes`, `score`, `selected`) are not read.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from polls.formats.reading import FormatError, amount, at, shortened

SECTIONS = ("META", "PROJECTS", "VOTES")
Points = tuple[tuple[str, int | Fraction], ...]
"""(project, points), sorted; with approvals each has one point."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Money in the file's own currency. `costs` and `names` by project, in the order of the file."""

    budget: int | Fraction
    vote_type: str
    costs: dict[str, int | Fraction]
    names: dict[str, str]
    ballots: Counter[Points]


@dataclass(slots=True)
class _Section:
    line: int
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def looks_like(content: Sequence[str]) -> bool:
    return next((line.strip().upper() for line in content if line.strip()), "") == "META"


def read(content: Sequence[str]) -> Budget:
    """The lines of a file; FormatError with the line and what is wrong in it."""
    sections = _sections(content)
    meta = {row[0].strip(): (number, row[1].strip()) for number, row in sections["META"].rows if len(row) > 1}
    budget = amount(*_of_meta(meta, "budget"), "the budget")
    costs, names = _projects(sections["PROJECTS"])
    number, vote_type = _of_meta(meta, "vote_type")[::-1]
    if vote_type not in _POINTS:
        raise at(number, f"the vote type {shortened(vote_type)} is not one of {', '.join(_POINTS)}.")
    longest = meta.get("max_length", (0, ""))[1]
    most = int(longest) if longest.isdecimal() else len(costs)
    ballots = _votes(sections["VOTES"], costs, vote_type, most)
    return Budget(budget, vote_type, costs, names, ballots)


def _of_meta(meta: dict[str, tuple[int, str]], key: str) -> tuple[str, int]:
    if key not in meta:
        raise FormatError(f"its section META has no line {key}.")
    number, value = meta[key]
    return value, number


# --- sections and rows --------------------------------------------------------------------------------------


def _sections(content: Sequence[str]) -> dict[str, _Section]:
    found: dict[str, _Section] = {}
    current: _Section | None = None
    for number, row in _rows(content):
        title = row[0].strip().upper()
        if len(row) == 1 and title in SECTIONS:
            if title in found:
                raise at(number, f"the section {title} begins a second time.")
            current = found[title] = _Section(number)
        elif current is None:
            raise at(number, "a Pabulib file begins with the line META.")
        elif not current.header:
            current.header = [name.strip() for name in row]
            if current is found.get("META") and current.header[0].lower() != "key":
                current.rows.append((number, row))  # some files begin without `key;value`
        else:
            current.rows.append((number, row))
    lacking = [title for title in SECTIONS if title not in found]
    if lacking:
        raise FormatError(f"it has no section {lacking[0]}.")
    return found


def _rows(content: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(content, delimiter=";")
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise at(reader.line_num, f"this is no row of a table: {error}.") from error


def _columns(section: _Section, *wanted: str) -> list[int]:
    for name in wanted:
        if name not in section.header:
            raise at(section.line + 1, f"there is no column {name}.")
    return [section.header.index(name) for name in wanted]


def _cell(row: list[str], column: int, number: int) -> str:
    if column >= len(row):
        raise at(number, f"{len(row)} columns are too few.")
    return row[column].strip()


# --- projects and votes -------------------------------------------------------------------------------------


def _projects(section: _Section) -> tuple[dict[str, int | Fraction], dict[str, str]]:
    key_at, cost_at = _columns(section, "project_id", "cost")
    name_at = section.header.index("name") if "name" in section.header else key_at
    costs: dict[str, int | Fraction] = {}
    names: dict[str, str] = {}
    for number, row in section.rows:
        key = _cell(row, key_at, number)
        if not key or key in costs:
            raise at(number, f"the project {shortened(key)} has no id of its own.")
        costs[key] = amount(_cell(row, cost_at, number), number, "the cost")
        names[key] = row[name_at].strip() if name_at < len(row) else key
    if not costs:
        raise at(section.line, "there are no projects.")
    return costs, names


def _votes(section: _Section, costs: dict[str, int | Fraction], vote_type: str, most: int) -> Counter[Points]:
    (vote_at,) = _columns(section, "vote")
    points_at = _columns(section, "points")[0] if vote_type in {"cumulative", "scoring"} else None
    ballots: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for number, row in section.rows:
        points = _cell(row, points_at, number) if points_at is not None else ""
        key = (_cell(row, vote_at, number), points)
        ballots[key] += 1
        first.setdefault(key, number)
    result: Counter[Points] = Counter()
    for (vote, points), count in ballots.items():
        number = first[vote, points]
        chosen = _listed(vote)
        for project in chosen:
            if project not in costs:
                raise at(number, f"there is no project {shortened(project)}.")
        result[_POINTS[vote_type](chosen, _listed(points), most, number)] += count
    return result


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] if text.lower() != "none" else []


def _approved(chosen: list[str], _: list[str], __: int, ___: int) -> Points:
    return tuple((project, 1) for project in sorted(set(chosen)))


def _ordered(chosen: list[str], _: list[str], most: int, number: int) -> Points:
    """The first of `most` places has `most` points, the last one (Borda)."""
    if len(set(chosen)) != len(chosen):
        raise at(number, "a project stands twice on one ballot.")
    if len(chosen) > most:
        raise at(number, f"{len(chosen)} projects on one ballot, but only {most} may be ranked.")
    return tuple(sorted((project, most - place) for place, project in enumerate(chosen)))


def _given(chosen: list[str], points: list[str], _: int, number: int) -> Points:
    if len(set(chosen)) != len(chosen):
        raise at(number, "a project stands twice on one ballot.")
    if len(points) != len(chosen):
        raise at(number, f"{len(points)} numbers of points for {len(chosen)} projects.")
    given = [(project, amount(mark, number, "points")) for project, mark in zip(chosen, points, strict=True)]
    return tuple(sorted((project, mark) for project, mark in given if mark))


_POINTS: dict[str, Callable[[list[str], list[str], int, int], Points]] = {
    "approval": _approved,
    "choose-1": _approved,
    "ordinal": _ordered,
    "cumulative": _given,
    "scoring": _given,
}
