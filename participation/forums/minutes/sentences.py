"""The sentences of the draft, each for one kind of thing."""

from collections.abc import Sequence
from datetime import datetime

from participation.core.i18n import N_
from participation.forums.minutes.facts import Back, Count, Poll, Promised, Question, Speech
from participation.forums.minutes.saying import Said, Value, phrase, phrase_many, quote

PAUSE = N_("Pause")
REST = N_("Außerhalb der Tagesordnung")
LOST_ITEM = N_("Punkt der Tagesordnung")


def when(opened: datetime, closed: datetime | None) -> Said:
    if closed is None:
        return phrase("Eröffnet um %(opened)s.", opened=opened)
    return phrase("Eröffnet um %(opened)s, geschlossen um %(closed)s.", opened=opened, closed=closed)


def presence(counts: Sequence[Count]) -> Said:
    """The most that were counted of each."""
    return phrase(
        "Bis zu %(hall)s Menschen im Saal, %(online)s online, %(phone)s am Telefon.",
        hall=max(count.hall for count in counts),
        online=max(count.online for count in counts),
        phone=max(count.phone for count in counts),
    )


_INCIDENTS = {
    "sound": N_("Der Ton fehlte"),
    "picture": N_("Das Bild fehlte"),
    "network": N_("Das Netz war gestört"),
    "unrest": N_("Es war unruhig im Saal"),
    "emergency": N_("Es gab einen Notfall im Saal"),
}


def incident(kind: str, began: datetime, ended: datetime | None) -> Said:
    what = phrase(_INCIDENTS[kind]) if kind in _INCIDENTS else quote(kind)
    if ended is None:
        return phrase("%(what)s, ab %(began)s.", what=what, began=began)
    return phrase("%(what)s, von %(began)s bis %(ended)s.", what=what, began=began, ended=ended)


# --- who spoke ----------------------------------------------------------------------------------------------


def _spoke(kind: str, num: int, where: tuple[Said, ...]) -> Said:
    if kind == "speech":
        return phrase_many(
            "Es spricht ein Mensch: %(where)s.", "Es sprechen %(num)s Menschen: %(where)s.", num, where=where
        )
    if kind == "question":
        return phrase_many(
            "Eine Zwischenfrage: %(where)s.", "%(num)s Zwischenfragen: %(where)s.", num, where=where
        )
    return phrase_many(
        "Ein Antrag zur Geschäftsordnung: %(where)s.",
        "%(num)s Anträge zur Geschäftsordnung: %(where)s.",
        num,
        where=where,
    )


_SIDES = {
    "hall": N_("%(num)s im Saal"),
    "home": N_("%(num)s online"),
    "phone": N_("%(num)s am Telefon"),
}
_NAMED = {
    "hall": N_("%(name)s (im Saal)"),
    "home": N_("%(name)s (online)"),
    "phone": N_("%(name)s (am Telefon)"),
}


def speakers(kind: str, speeches: Sequence[Speech], *, names: bool) -> Said:
    """Speeches count people, questions and motions count themselves."""
    each = {speech.who: speech for speech in reversed(speeches)} if kind == "speech" else None
    people = list(reversed(each.values())) if each is not None else list(speeches)
    return _spoke(kind, len(people), _by_name(people) if names else _by_side(people))


def _by_side(people: Sequence[Speech]) -> tuple[Said, ...]:
    counts = {side: sum(speech.channel == side for speech in people) for side in _SIDES}
    return tuple(phrase(_SIDES[side], num=number) for side, number in counts.items() if number)


def _by_name(people: Sequence[Speech]) -> tuple[Said, ...]:
    return tuple(phrase(_NAMED[speech.channel], name=_name(speech)) for speech in people)


def _name(speech: Speech) -> Said:
    if speech.card is not None:
        return phrase("Karte %(number)s", number=str(speech.card))
    return quote(speech.name) if speech.name else phrase("ein Mensch ohne Namen")


# --- questions, polls, promises -----------------------------------------------------------------------------


def answered(question: Question, *, names: bool) -> Said:
    if names and question.name:
        return phrase(
            "Beantwortet wurde die Frage von %(name)s: „%(question)s“",
            name=question.name,
            question=question.body,
        )
    return phrase("Beantwortet wurde die Frage: „%(question)s“", question=question.body)


def owed(question: Question, *, names: bool) -> Said:
    asked = (
        phrase(
            "Offen blieb die Frage von %(name)s: „%(question)s“",
            name=question.name,
            question=question.body,
        )
        if names and question.name
        else phrase("Offen blieb die Frage: „%(question)s“", question=question.body)
    )
    if question.due_on is None:
        return asked
    if not question.office:
        return phrase(
            "%(asked)s Die Stadt antwortet schriftlich bis %(due)s.", asked=asked, due=question.due_on
        )
    return phrase(
        "%(asked)s %(office)s antwortet schriftlich bis %(due)s.",
        asked=asked,
        office=question.office,
        due=question.due_on,
    )


def poll(one: Poll) -> Said:
    """The numbers stand in the table; the sentence says what was asked, and how much it counts."""
    weight = N_("Bindende Abstimmung") if one.binding else N_("Stimmungsbild, nicht bindend")
    values: dict[str, Value] = {"weight": phrase(weight), "question": one.title, "opened": one.opened_at}
    if one.closed_at is None:
        return phrase("%(weight)s: „%(question)s“ Offen ab %(opened)s.", **values)
    return phrase(
        "%(weight)s: „%(question)s“ Offen von %(opened)s bis %(closed)s.", closed=one.closed_at, **values
    )


def promise(one: Promised) -> Said:
    """Office and day stand in the list of promises."""
    return phrase("Zusage %(number)s: %(text)s", number=str(one.number), text=one.body)


def back(one: Back) -> Said:
    return phrase_many(
        "Aus früheren Sitzungen kam eine Zusage zurück. Erledigt: %(done)s. Überfällig: %(late)s.",
        "Aus früheren Sitzungen kamen %(num)s Zusagen zurück. Erledigt: %(done)s. Überfällig: %(late)s.",
        one.all,
        done=one.done,
        late=one.late,
    )
