"""What templates say about moderation, in one language."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from moderation.queries import SOURCES as CODES
from moderation.queries import Rule
from moderation.rules import Action, Finding, Lane, Reason, State, next_step, urgency
from moderation.sentences import (
    ACTIONS,
    CHECKS,
    DONE,
    EFFECTS,
    FIGURES,
    FINDINGS,
    HELD_ACTIONS,
    HELD_EFFECTS,
    NARROW,
    REASONS,
    RESTORED,
    SAID,
    SAID_HELD,
    SAID_HIDDEN,
    SANCTIONS,
    SCOPE,
    SCOPES,
    SECTION_TITLES,
    SOURCES,
    STEPS,
    TIMES,
)
from participation.core import kinds
from participation.core.clock import now
from participation.core.errors import msgid_of
from participation.core.i18n import N_, translate, translate_plural
from participation.core.wording import date_text

_NAMED_SOURCES = [(name, codes) for name, codes in CODES.items() if name not in {"people", "system"}]
_WAITING = (
    N_("Kein Fall wartet"),
    N_("Ein Fall wartet"),
    N_("Zwei Fälle warten"),
    N_("Drei Fälle warten"),
    N_("Vier Fälle warten"),
    N_("Fünf Fälle warten"),
    N_("Sechs Fälle warten"),
    N_("Sieben Fälle warten"),
    N_("Acht Fälle warten"),
    N_("Neun Fälle warten"),
    N_("Zehn Fälle warten"),
    N_("Elf Fälle warten"),
    N_("Zwölf Fälle warten"),
)


def waiting(locale: str, count: int) -> str:
    """A number in words reads as a sentence; beyond twelve it would be a riddle."""
    if count < len(_WAITING):
        return translate(locale, _WAITING[count])
    return translate_plural(locale, "%(num)s Fall wartet", "%(num)s Fälle warten", count)


class Named(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def titled(self) -> bool: ...
    @property
    def place(self) -> str: ...


class Words:
    """What templates say in one language; keys are those of the database."""

    __slots__ = ("locale",)

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def reason(self, key: str) -> str:
        return translate(self.locale, REASONS.get(Reason(key), ""))

    def action(self, key: str, *, held: bool = False) -> str:
        """`held`: what waits for approval is let through or not."""
        text = HELD_ACTIONS.get(Action(key), "") if held else ""
        return translate(self.locale, text or ACTIONS[Action(key)])

    def done(self, key: str) -> str:
        return translate(self.locale, DONE[Action(key)])

    def effect(self, key: str, state: str, *, held: bool = False) -> str:
        """What the action does at once; it stands beside the choice."""
        restored = state == State.APPEALED and key == Action.KEEP
        if held and state == State.OPEN and Action(key) in HELD_EFFECTS:
            return translate(self.locale, HELD_EFFECTS[Action(key)])
        return translate(self.locale, RESTORED if restored else EFFECTS[Action(key)])

    def by_action(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """For tables: the common ones always, the others where there were any."""
        always = {Action.KEEP, Action.HIDE, Action.REMOVE}
        rows = [(action, counts.get(action, 0)) for action in ACTIONS]
        return [(self.done(action), count) for action, count in rows if count or action in always]

    def choices(
        self, places: Sequence[tuple[int, str]], at_work: Sequence[tuple[int, str]]
    ) -> dict[str, list[tuple[str, str]]]:
        """What the queue can be narrowed to, by the name of the field; `at_work` have claimed something."""
        labels = {name: [(key, translate(self.locale, text)) for key, text in some] for name, some in NARROW}
        kinds_ = [(kind.name, self.kind(kind.name)) for kind in kinds.every() if kind.reportable]
        return {
            **labels,
            "claim": [*labels["claim"], *((str(number), name) for number, name in at_work)],
            "kind": kinds_,
            "reason": [(reason.value, self.reason(reason)) for reason in REASONS],
            "consultation": [(str(number), title) for number, title in places],
        }

    def public(self, key: str) -> str:
        """As the author and the public read it: nothing of the police, which an inquiry could suffer from."""
        return self.done(Action.REMOVE if key == Action.POLICE else key)

    def finding(self, key: str, text: str) -> str:
        """What a program found; the text alone where it comes from before findings had codes."""
        if not key:
            return text
        found = Finding(key)
        values = json.loads(text) if found is Finding.BURST else {"what": text}
        return translate(self.locale, FINDINGS[found], **values)

    def occasion(self, reports: int, by_system: bool) -> str:  # noqa: FBT001  # a template calls it
        """How the case came about: by notices of people, by a program, or on our own initiative (Art. 17(3)(b) DSA)."""
        parts = []
        if reports:
            one, many = (
                "%(num)s Mensch hat den Beitrag gemeldet.",
                "%(num)s Menschen haben den Beitrag gemeldet.",
            )
            parts.append(translate_plural(self.locale, one, many, reports))
        if by_system:
            parts.append(translate(self.locale, N_("Ein Programm hat ihn zur Prüfung vorgelegt.")))
        return " ".join(parts) or translate(self.locale, N_("Die Moderation hat ihn selbst geprüft."))

    def law_of(self, rule: Rule) -> str:
        """Where no paragraph was named, the rule that speaks of the law stands in for it."""
        return translate(self.locale, N_("ein Gesetz, auf das Regel %(number)s verweist"), number=rule.number)

    def source(self, finding: str) -> str:
        """What put a case into the queue, as the filter calls it."""
        name = next((name for name, codes in _NAMED_SOURCES if finding in codes), "system")
        return translate(self.locale, SOURCES[name])

    def scope(self, key: str) -> str:
        """Where and how long a restriction holds."""
        return translate(self.locale, SCOPES.get(Action(key), SCOPE))

    def said(self, key: str, written_at: datetime, *, held: bool = False) -> str:
        text = SAID.get(Action(key), SAID_HELD if held else SAID_HIDDEN)
        return translate(self.locale, text, date=date_text(self.locale, written_at))

    def sanction(self, key: str, until: datetime | None) -> str:
        """What it means for the account; empty where it means nothing."""
        text = SANCTIONS.get(Action(key), "")
        last = date_text(self.locale, until - timedelta(seconds=1)) if until else ""
        return translate(self.locale, text, until=last) if text else ""

    def figure(self, section: str, key: str) -> str:
        """The label of a row of the yearly report."""
        if section == "reports":
            return self.reason(key)
        if section == "decisions":
            return self.done(key)
        if section in {"rules", "kept"}:
            return translate(self.locale, N_("Regel %(number)s"), number=key)
        return translate(self.locale, FIGURES[f"{section}.{key}"])

    def section(self, key: str) -> str:
        return translate(self.locale, SECTION_TITLES[key])

    def check(self, key: str) -> str:
        return translate(self.locale, CHECKS[key])

    def step(self, warnings: int, bans: int) -> str:
        return translate(self.locale, STEPS[next_step(warnings, bans)])

    def kind(self, name: str) -> str:
        known = kinds.get(name)
        return translate(self.locale, known.label if known else N_("Beitrag"))

    def named(self, thing: Named) -> str:
        """What it is, in one phrase: Vorschlag „…“ · Kommentar zu „…“ · Nachricht, Bürgerforum Nordstadt."""
        label = self.kind(thing.kind)
        if thing.titled:
            return translate(self.locale, N_("%(label)s „%(title)s“"), label=label, title=thing.title)
        if thing.title and thing.title != thing.place:
            return translate(self.locale, N_("%(label)s zu „%(title)s“"), label=label, title=thing.title)
        return f"{label}, {thing.place}" if thing.place else label

    def rule(self, rule: Rule) -> str:
        title = rule.title_in(self.locale)
        return translate(self.locale, N_("Regel %(number)s: %(title)s"), number=rule.number, title=title)

    def month(self, first: date) -> str:
        """November 2026"""
        return date_text(self.locale, first).split(" ", 1)[1]

    def obstacle(self, key: str, who: str = "") -> str:
        return translate(self.locale, msgid_of(key), who=who)

    def waiting(self, count: int) -> str:
        """A number in words reads as a sentence; beyond twelve it would be a riddle."""
        if count < len(_WAITING):
            return translate(self.locale, _WAITING[count])
        return translate_plural(self.locale, "%(num)s Fall wartet", "%(num)s Fälle warten", count)

    def span(self, seconds: float) -> str:
        """2 Minuten, 5 Stunden, 3 Tage."""
        return self._span(seconds, "%(num)s Tage")

    def minutes(self, count: int | None) -> str:
        """A span in a table; a dash where too few cases lie behind it."""
        return "–" if count is None else self.span(60 * count)

    def times(self, count: int) -> str:
        if 1 <= count <= len(TIMES):
            return translate(self.locale, TIMES[count - 1])
        return translate(self.locale, N_("%(num)s-mal"), num=count)

    def after(self, seconds: float) -> str:
        """The same behind nach, seit and in: 3 Tagen."""
        return self._span(seconds, "%(num)s Tagen")

    def _span(self, seconds: float, days: str) -> str:
        minutes = max(1, round(seconds / 60))
        if minutes < 60:
            return translate_plural(self.locale, "%(num)s Minute", "%(num)s Minuten", minutes)
        if minutes < 48 * 60:
            return translate_plural(self.locale, "%(num)s Stunde", "%(num)s Stunden", round(minutes / 60))
        return translate_plural(self.locale, "%(num)s Tag", days, round(minutes / 1440))

    def due(self, due_at: datetime) -> str:
        """In seconds where it is a matter of seconds."""
        left = (due_at - now()).total_seconds()
        if left < 0:
            return translate(self.locale, N_("Frist überschritten seit %(span)s"), span=self._exact(-left))
        return translate(self.locale, N_("Frist in %(span)s"), span=self._exact(left))

    def _exact(self, seconds: float) -> str:
        if seconds >= 120:
            return self.after(seconds)
        return translate_plural(self.locale, "%(num)s Sekunde", "%(num)s Sekunden", max(1, round(seconds)))

    def urgency(self, lane: str, due_at: datetime) -> str:
        return urgency(Lane(lane), due_at, now()).value
