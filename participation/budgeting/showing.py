"""From a result to what its pages show: sentences, the picture's lengths, the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.explain import explain, why
from participation.budgeting.rules.life import Method
from participation.budgeting.rules.shape import BudgetResult, Verdict
from participation.budgeting.wording import STEPS, STEPS_TICKS, euros, exact_euros
from participation.core.i18n import N_, translate
from participation.core.wording import number_text
from polls.ballots.shape import Step
from polls.life import FEWEST, too_few
from polls.showing import decimal

MONEY = {"budget", "cost", "had", "missing", "rest", "spent"}
EXACT = {"price", "share"}
PEOPLE = {"supporters", "payers", "score"}
BY = {"shares": N_("aus Anteilen"), "rest": N_("vom Rest"), "greedy": N_("nach Stimmen")}
LENGTH = 1000
"""Of a bar in its picture."""


@dataclass(frozen=True, slots=True)
class Row:
    """`start` and `length` of the bar, in thousandths; `other`: whether the other rule builds it too."""

    project: Project | None
    verdict: Verdict
    title: str
    cost: str
    votes: str
    points: str
    how: str
    price: str
    missing: str
    start: str
    length: str
    other: bool


@dataclass(frozen=True, slots=True)
class Shown:
    few: bool
    """So few have voted that nothing is shown."""
    ticks: bool
    voters: str
    budget: str
    spent: str
    rest: str
    share: str
    chosen: list[Row]
    refused: list[Row]
    steps: list[str]
    other_spent: str


@dataclass(frozen=True, slots=True)
class Why:
    """`bars`: label, amount in words, thousandths; the first is the whole. `facts`: the numbers behind them."""

    chosen: bool
    headline: str
    steps: list[str]
    bars: list[tuple[str, str, str]]
    facts: list[tuple[str, str]]
    other: bool


def show(locale: str, found: Budget, known: Sequence[Project], results: Mapping[str, BudgetResult]) -> Shown:
    result, other = results[found.rule], _other(found, results)
    tell = Teller(locale, found, known)
    few = too_few(result.voters)
    chosen = [] if few else _chosen(tell, result, other)
    refused = [] if few else _refused(tell, result, other)
    return Shown(
        few=few,
        ticks=tell.ticks,
        voters=number_text(locale, result.voters),
        budget=euros(locale, result.budget),
        spent=euros(locale, result.spent),
        rest=euros(locale, result.budget - result.spent),
        share=exact_euros(locale, result.share) if result.share else "",
        chosen=chosen,
        refused=refused,
        steps=[] if few else [tell.step(step) for step in explain(result)],
        other_spent=euros(locale, other.spent),
    )


def _other(found: Budget, results: Mapping[str, BudgetResult]) -> BudgetResult:
    return next(result for rule, result in results.items() if rule != found.rule)


def _chosen(tell: "Teller", result: BudgetResult, other: BudgetResult) -> list[Row]:
    """Each bar begins where the one before it ends: together they are the money that is spent."""
    rows, spent = [], Fraction(0)
    for key in result.winners:
        verdict = result.verdicts[key]
        rows.append(tell.row(verdict, other, spent, verdict.cost, result.budget))
        spent += verdict.cost
    return rows


def _refused(tell: "Teller", result: BudgetResult, other: BudgetResult) -> list[Row]:
    lost = [one for one in result.verdicts.values() if not one.place]
    lost.sort(key=lambda one: (-one.score, one.cost, one.project))
    return [tell.row(one, other, 0, min(one.had, one.cost), one.cost) for one in lost]


def why_of(
    locale: str,
    found: Budget,
    known: Sequence[Project],
    results: Mapping[str, BudgetResult],
    key: str,
) -> Why | None:
    """None where the project was not on the ballot, or too few have voted."""
    result, other = results[found.rule], _other(found, results)
    if key not in result.verdicts or too_few(result.voters):
        return None
    tell, one = Teller(locale, found, known), result.verdicts[key]
    return Why(
        chosen=bool(one.place),
        headline=translate(locale, "Wird gebaut") if one.place else translate(locale, "Wird nicht gebaut"),
        steps=[tell.step(step) for step in why(result, key)],
        bars=_bars(tell, result, one),
        facts=_facts(tell, result, one),
        other=key in other.winners,
    )


def _bars(tell: "Teller", result: BudgetResult, one: Verdict) -> list[tuple[str, str, str]]:
    say = tell.say
    if one.by == "shares":
        whole = max(result.share, one.price)
        price = say(N_("Davon für dieses Projekt")) if tell.ticks else say(N_("Davon für jeden Punkt hier"))
        return [
            (say(N_("Anteil jeder Person")), tell.exact(result.share), _part(result.share, whole)),
            (price, tell.exact(one.price), _part(one.price, whole)),
        ]
    had = (
        say(N_("Geld, das noch da war"))
        if result.rule == "greedy"
        else say(N_("Hatten alle, die es wollen, noch"))
    )
    bars = [(say(N_("Kosten")), tell.euros(one.cost), _part(1, 1))]
    if one.by != "greedy" and one.supporters:
        bars.append((had, tell.euros(one.had), _part(min(one.had, one.cost), one.cost)))
        if one.missing > 0:
            bars.append((say(N_("Es fehlten")), tell.euros(one.missing), _part(one.missing, one.cost)))
    return bars


def _facts(tell: "Teller", result: BudgetResult, one: Verdict) -> list[tuple[str, str]]:
    say = tell.say
    facts = [
        (say(N_("Kosten")), tell.euros(one.cost)),
        (say(N_("Stimmen")), tell.people(one.supporters)),
    ]
    if not tell.ticks:
        facts.append((say(N_("Punkte")), tell.people(one.score)))
    if one.place:
        facts.append((say(N_("Gewählt als Nummer")), str(one.place)))
    if one.by == "shares":
        facts.append((say(N_("Anteil jeder Person")), tell.exact(result.share)))
        label = say(N_("Preis für jede Person, die es will")) if tell.ticks else say(N_("Preis je Punkt"))
        facts.append((label, tell.exact(one.price)))
        facts.append((say(N_("Konnten ihn voll bezahlen")), tell.people(one.payers)))
    elif one.by != "greedy" and one.supporters:
        label = (
            say(N_("Geld, das noch da war"))
            if result.rule == "greedy"
            else say(N_("Hatten alle, die es wollen, noch"))
        )
        facts.append((label, tell.euros(one.had)))
        facts.append((say(N_("Es fehlten")), tell.euros(one.missing)))
        facts += _lacking(tell, result, one)
    return facts


def _lacking(tell: "Teller", result: BudgetResult, one: Verdict) -> list[tuple[str, str]]:
    if one.place or one.more is None:
        return []
    if result.rule != "greedy":
        label = tell.say(N_("Das sind die Anteile von so vielen Menschen"))
    else:
        label = (
            tell.say(N_("So viele Stimmen mehr hätten gereicht"))
            if tell.ticks
            else tell.say(N_("So viele Punkte mehr hätten gereicht"))
        )
    return [(label, number_text(tell.locale, one.more))]


def _part(part: int | Fraction, whole: int | Fraction) -> str:
    """Thousandths of the whole with one decimal, as the picture wants it."""
    return decimal("en", Fraction(part) * LENGTH / Fraction(whole), 1) if whole else "0.0"


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts numbers and steps into the reader's language."""

    locale: str
    found: Budget
    known: Sequence[Project]

    @property
    def ticks(self) -> bool:
        return self.found.method is not Method.POINTS

    def say(self, msgid: str) -> str:
        return translate(self.locale, msgid)

    def euros(self, amount: int | Fraction) -> str:
        return euros(self.locale, amount)

    def exact(self, amount: int | Fraction) -> str:
        return exact_euros(self.locale, amount)

    def people(self, number: int | Fraction) -> str:
        """Counts under 5 are not shown."""
        if 0 < number < FEWEST:
            return translate(self.locale, "weniger als 5")
        return (
            number_text(self.locale, number) if isinstance(number, int) else decimal(self.locale, number, 2)
        )

    def project(self, key: str) -> Project | None:
        return next((one for one in self.known if one.key == key), None)

    def title(self, key: str) -> str:
        one = self.project(key)
        return one.title if one and one.title else translate(self.locale, "Entferntes Projekt")

    def row(
        self,
        one: Verdict,
        other: BudgetResult,
        start: int | Fraction,
        length: int | Fraction,
        whole: int | Fraction,
    ) -> Row:
        return Row(
            project=self.project(one.project),
            verdict=one,
            title=self.title(one.project),
            cost=self.euros(one.cost),
            votes=self.people(one.supporters),
            points=self.people(one.score),
            how=self.say(BY[one.by]) if one.by else "",
            price=self.exact(one.price) if one.by == "shares" else "",
            missing=self.euros(one.missing) if not one.place and one.supporters else "",
            start=_part(start, whole),
            length=_part(length, whole),
            other=one.project in other.winners,
        )

    def step(self, step: Step) -> str:
        key, values = self._variant(step), step.values
        sentences = {**STEPS, **STEPS_TICKS} if self.ticks else STEPS
        texts = {name: self._value(name, value) for name, value in values.items()}
        return translate(self.locale, sentences[key], **texts)

    def _variant(self, step: Step) -> str:
        values = step.values
        if self.ticks and step.key == "bought" and values["payers"] == values["supporters"]:
            return "bought-all"
        if self.ticks and step.key == "no-room" and not values["more"]:
            return "no-room-ever"
        return step.key

    def _value(self, name: str, value: Any) -> str:
        if name == "project":
            return self.title(value)
        if name in MONEY:
            return self.euros(value)
        if name in EXACT:
            return self.exact(value)
        return self.people(value) if name in PEOPLE else number_text(self.locale, value)
