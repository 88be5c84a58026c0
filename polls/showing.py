"""From a result to what a page shows: sentences, bars and a table, without the numbers of very few people."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from participation.core.i18n import N_, translate
from participation.core.spreadsheets import no_formula
from participation.core.wording import number_text
from polls.ballots.shape import Ballot, Choices, Number, Result, Row, Step, Text, Words
from polls.life import FEWEST, reaches, too_few
from polls.queries import Poll
from polls.stating import held_back
from polls.wording import FEW, LOOKS, STANCES, STEPS

FEW_PEOPLE = {"votes", "raters", "people", "against"}
"""Values of a step that are people: where one is too small, the step is told without numbers."""
SMALL = {"blank", "strong", "concern", "objection", "different"}
"""Values that are people beside others: only the number itself is held back."""
BESIDE = {"strong", "concern", "consent", "abstention"}
"""Columns of people beside the bar."""
HELD_BACK = "–"
MEANS = {"resistance", "score"}


@dataclass(frozen=True, slots=True)
class Shown:
    """`bars` for the macro of the same name; `table` rows begin with the option. Texts are in the reader's language."""

    headline: str
    steps: list[str]
    measure: str
    read: str
    bars: list[tuple[str, float, str, bool]]
    top: float
    ends: tuple[str, str] | None
    heads: list[str]
    table: list[list[str]]
    answers: list[tuple[str, str]]
    few: bool
    """So few have voted that nothing is shown apart."""


def show(locale: str, found: Poll, result: Result) -> Shown:
    look = LOOKS[result.kind]
    if too_few(result.counted):
        headline = translate(locale, "Zu wenige Stimmen für ein Ergebnis")
        return Shown(headline, [], "", "", [], 1, None, [], [], [], few=True)
    hidden = held_back(result)
    tell = _Teller(locale, found, hidden)
    top = _top(found, result)
    return Shown(
        headline=_headline(locale, found, result),
        steps=[text for step in found.kind.explain(result) if (text := tell.step(step))],
        measure=translate(locale, look.measure),
        read=translate(locale, look.read),
        bars=[_bar(tell, row, result) for row in result.rows],
        top=top,
        ends=(number_text(locale, found.question.low), number_text(locale, found.question.high))
        if result.kind in MEANS
        else None,
        heads=[translate(locale, head) for head, _ in look.columns],
        table=[
            [tell.title(row.option), *(tell.cell(row, name) for _, name in look.columns)]
            for row in result.rows
        ],
        answers=_answers(locale, result),
        few=False,
    )


def plain_table(found: Poll, result: Result) -> list[list[str]]:
    """For programs: a row of names, then the options, best first; what is held back stays empty.

    Fractions have six places and a point.
    """
    names = [name for _, name in LOOKS[result.kind].columns]
    hidden = {row.option for row in result.rows} if too_few(result.counted) else held_back(result)
    table = [["option", "title", "place", *names]]
    for row in result.rows:
        cells = [_plain(result.kind, row, name) if row.option not in hidden else "" for name in names]
        place = "" if too_few(result.counted) else str(row.place)
        table.append([row.option, no_formula(found.title_of(row.option)), place, *cells])
    return table


def _plain(kind: str, row: Row, name: str) -> str:
    value = row.value if name == "value" else row.numbers[name]
    if (name == "value" and _few_objections(kind, row)) or (name in BESIDE and too_few(int(value))):
        return ""
    return str(value) if isinstance(value, int) else decimal("en", value, 6)


def _headline(locale: str, found: Poll, result: Result) -> str:
    """An empty ballot takes part too. A question that only some were asked cannot miss what holds for the whole."""
    quorum = found.line.quorum
    if quorum is not None and found.line.only_if is None and found.line.votes < quorum:
        return translate(
            locale,
            "Zu wenige haben abgestimmt: nötig waren %(quorum)s",
            quorum=number_text(locale, quorum),
        )
    if result.kind == "open":
        return translate(locale, "Das sind die Antworten")
    if not result.winners:
        return translate(locale, "Nichts hat gewonnen")
    if not _has_needed(found, result):
        return translate(locale, "Keine Möglichkeit hat den nötigen Anteil der Stimmzettel")
    one, several = LOOKS[result.kind].wins
    if len(result.winners) == 1:
        return translate(locale, one, option=found.title_of(result.winners[0]))
    names = ", ".join(found.title_of(key) for key in result.winners)
    return translate(locale, several, options=names)


def _has_needed(found: Poll, result: Result) -> bool:
    shares = [row.numbers["share"] for row in result.rows if row.place == 1 and "share" in row.numbers]
    return not shares or reaches(found.line.needed, Fraction(shares[0]))


def _top(found: Poll, result: Result) -> float:
    if result.kind in MEANS:
        return max(1, found.question.high)
    if result.kind in {"one-choice", "several", "approval", "knapsack"}:
        return max(1, result.counted)
    return float(max([row.value for row in result.rows], default=1) or 1)


def _bar(tell: "_Teller", row: Row, result: Result) -> tuple[str, float, str, bool]:
    hidden = row.option in tell.hidden
    value = 0.0 if hidden or _few_objections(result.kind, row) else float(row.value)
    return tell.title(row.option), value, tell.cell(row, "value"), row.option in result.winners


def _few_objections(kind: str, row: Row) -> bool:
    """That there are some is the result itself; how many is held back like any small number."""
    return kind == "consent" and 0 < row.value < FEWEST


def _answers(locale: str, result: Result) -> list[tuple[str, str]]:
    found: tuple[tuple[str, int], ...] = getattr(result, "answers", ())
    return [(text, "" if too_few(number) else number_text(locale, number)) for text, number in found]


@dataclass(frozen=True, slots=True)
class _Teller:
    locale: str
    found: Poll
    hidden: set[str]

    def title(self, key: str) -> str:
        return self.found.title_of(key)

    def cell(self, row: Row, name: str) -> str:
        if row.option in self.hidden:
            return translate(self.locale, "unter 5") if name == "value" else HELD_BACK
        value: Number = row.value if name == "value" else row.numbers[name]
        few_objections = name == "value" and _few_objections(self.found.line.kind, row)
        if few_objections or (name in BESIDE and too_few(int(value))):
            return translate(self.locale, "unter 5")
        return self.number(name, value)

    def step(self, step: Step) -> str:
        option = step.values.get("option")
        hide = option in self.hidden or any(
            isinstance(value, int | Fraction) and value < FEWEST
            for name, value in step.values.items()
            if name in FEW_PEOPLE
        )
        sentence = FEW.get(step.key, STEPS[step.key]) if hide else STEPS[step.key]
        return translate(self.locale, sentence, **self._values(step.values))

    def _values(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: self._value(name, value) for name, value in values.items()}

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, tuple):
            return (" > " if name == "chain" else ", ").join(self.title(key) for key in value)
        if isinstance(value, str):
            return self.title(value)
        if name in SMALL and 0 < value < FEWEST:
            return translate(self.locale, "unter 5")
        return self.number(name, value)

    def number(self, name: str, value: Number) -> str:
        if name == "share":
            return decimal(self.locale, Fraction(value) * 100, 1) + "\u00a0%"
        if isinstance(value, int):
            return number_text(self.locale, value)
        return decimal(self.locale, value, 2)


def decimal(locale: str, value: Number, places: int) -> str:
    """Rounded half away from zero, without floats."""
    scaled = Fraction(value) * 10**places
    whole = int(scaled + Fraction(1, 2)) if scaled >= 0 else -int(-scaled + Fraction(1, 2))
    digits = str(abs(whole)).rjust(places + 1, "0")
    sign = "-" if whole < 0 else ""
    return sign + digits[:-places] + ("," if locale == "de" else ".") + digits[-places:]


def in_words(locale: str, found: Poll, ballot: Ballot) -> str:
    """One ballot as a sentence of titles and values."""
    if isinstance(ballot, Text):
        return ballot.text or translate(locale, N_("nichts, er ist leer"))
    if isinstance(ballot, Choices):
        parts = [found.title_of(option) for option in ballot.options]
    elif isinstance(ballot, Words):
        names = dict(STANCES)
        parts = [
            f"{found.title_of(option)}: {translate(locale, names[word])}" for option, word in ballot.values
        ]
    else:
        parts = [f"{found.title_of(option)}: {value}" for option, value in ballot.values]
    return "; ".join(parts) or translate(locale, N_("nichts, er ist leer"))
