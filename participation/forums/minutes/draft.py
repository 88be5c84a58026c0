"""The draft of the minutes: a function of the log and of what its entries speak of. No entry, no sentence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from participation.forums.minutes import sentences
from participation.forums.minutes.facts import Facts, Item, Promised
from participation.forums.minutes.rules import Part
from participation.forums.minutes.saying import Said, phrase, quote
from participation.forums.minutes.story import Entry, Pause, Story, Visit, last_of, lasting, standing, told

PARTS = list(Part)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with the entries of the log it comes from. `key` stays the same while the evening goes on."""

    key: str
    said: Said
    seqs: tuple[int, ...]
    part: Part = Part.DEBATE
    own: bool = False
    """The clerk's own words."""
    poll: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """An item that ran, a break, or what belongs to none."""

    key: str
    title: Said
    seqs: tuple[int, ...]
    number: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    item: Item | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    head: tuple[Line, ...]
    sections: tuple[Section, ...]
    promises: tuple[tuple[Promised, int], ...]
    """Each with the number of its entry."""

    def lines(self) -> Iterator[Line]:
        yield from self.head
        for section in self.sections:
            yield from section.lines


def draft(facts: Facts) -> Draft:
    facts = replace(facts, log=lasting(facts.log))
    story = told(facts.log)
    places = _Places(story)
    lines = [(places.of(entry, item), line) for line, entry, item in _spoken(facts)]
    lines += [(place, line) for place, line in _about_items(facts, story, places)]
    sections = [_section(facts, story, visit, lines, places) for visit in story.visits]
    rest = tuple(line for place, line in lines if place is None)
    return Draft(
        head=tuple(_head(facts, story)),
        sections=(*_in_order(sections, story), *([_rest(rest)] if rest else [])),
        promises=tuple((facts.promises[entry.subject], entry.seq) for entry in _made(facts)),
    )


class _Places:
    """Where a line stands: the last visit of an item, or the one that ran when it happened."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.first: dict[int, Visit] = {}
        for visit in story.visits:
            self.first.setdefault(visit.item, visit)

    def of(self, entry: Entry, item: int | None = None) -> int | None:
        visit = self.first.get(item) if item is not None else None
        visit = visit or self.story.visit_at(entry)
        return visit.began.seq if visit else None


def _spoken(facts: Facts) -> Iterator[tuple[Line, Entry, int | None]]:
    """What happened in the course of the items: line, entry that places it, item where it names one."""
    for line, entry in _questions(facts):
        yield line, entry, None
    for line, entry in _polls(facts):
        yield line, entry, None
    for entry in _made(facts):
        promise = facts.promises[entry.subject]
        line = Line(f"promise:{promise.id}", sentences.promise(promise), (entry.seq,), Part.RESULT)
        yield line, entry, promise.item
    for entry in standing(facts.log, "minutes", "noted", "removed"):
        note = facts.notes.get(entry.subject)
        if note is not None:
            line = Line(f"note:{note.id}", quote(note.body), (entry.seq,), note.part, own=True)
            yield line, entry, note.item


def _polls(facts: Facts) -> Iterator[tuple[Line, Entry]]:
    """It stands where it was opened, also when the ballots are counted later."""
    ended = last_of(facts.log, "poll", ("closed", "counted"))
    for entry in standing(facts.log, "poll", "opened", "withdrawn"):
        poll, end = facts.polls.get(entry.subject), ended.get(entry.subject)
        if poll is not None and end is not None:
            seqs = (entry.seq, end.seq)
            yield Line(f"poll:{poll.id}", sentences.poll(poll), seqs, Part.VOTE, poll=poll.id), entry


def _questions(facts: Facts) -> Iterator[tuple[Line, Entry]]:
    """What is still open when the forum closes is owed from that moment on, with no entry but the closing."""
    asked = last_of(facts.log, "question", ("asked",))
    answered = last_of(facts.log, "question", ("answered",))
    owed = last_of(facts.log, "question", ("owed",))
    ends = {entry.at: entry for entry in facts.log if entry.kind == "forum" and entry.verb == "closed"}
    for number, entry in asked.items():
        question = facts.questions.get(number)
        if question is None or question.hidden:
            continue
        when = owed.get(number) or (ends.get(question.owed_at) if question.owed_at else None)
        said = sentences.owed(question, names=facts.head.names) if when else None
        if said is None and number in answered:
            when, said = answered[number], sentences.answered(question, names=facts.head.names)
        if when is not None and said is not None:
            yield Line(f"question:{number}", said, (entry.seq, when.seq)), when


def _made(facts: Facts) -> list[Entry]:
    made = standing(facts.log, "promise", "made", "retracted")
    return [entry for entry in made if entry.subject in facts.promises]


def _about_items(facts: Facts, story: Story, places: _Places) -> Iterator[tuple[int | None, Line]]:
    """What an item brings along, and who spoke on it."""
    for visit in story.visits:
        item, began = facts.items.get(visit.item), visit.began
        if item is None or places.first[visit.item] is not visit:
            continue
        if item.note:
            yield began.seq, Line(f"concern:{item.id}", quote(item.note), (began.seq,), Part.CONCERN)
        if item.statement:
            yield began.seq, Line(f"statement:{item.id}", quote(item.statement), (began.seq,), Part.STATEMENT)
        if item.reports and facts.back is not None:
            yield began.seq, Line(f"report:{item.id}", sentences.back(facts.back), (began.seq,), Part.CONCERN)
    calls: dict[int | None, list[Entry]] = {}
    for entry in standing(facts.log, "speakers", "called", "uncalled"):
        if entry.subject in facts.speeches:
            calls.setdefault(places.of(entry), []).append(entry)
    for place, entries in calls.items():
        yield from ((place, line) for line in _speeches(facts, place, entries))


def _speeches(facts: Facts, place: int | None, entries: Sequence[Entry]) -> Iterator[Line]:
    for kind in ("speech", "question", "order"):
        mine = [entry for entry in entries if facts.speeches[entry.subject].kind == kind]
        if mine:
            people = [facts.speeches[entry.subject] for entry in mine]
            said = sentences.speakers(kind, people, names=facts.head.names)
            yield Line(f"{kind}:{place}", said, tuple(entry.seq for entry in mine))


def _section(
    facts: Facts, story: Story, visit: Visit, lines: Sequence[tuple[int | None, Line]], places: _Places
) -> Section:
    item = facts.items.get(visit.item)
    mine = [line for place, line in lines if place == visit.began.seq]
    return Section(
        key=f"item:{visit.item}:{visit.began.seq}",
        title=quote(item.title) if item else phrase(sentences.LOST_ITEM),
        seqs=(visit.began.seq,),
        number=item.number if item else "",
        began=visit.began.at,
        ended=story.end_of(visit),
        item=item if places.first[visit.item] is visit else None,
        lines=tuple(sorted(mine, key=lambda line: (PARTS.index(line.part), line.seqs[-1]))),
    )


def _in_order(sections: Sequence[Section], story: Story) -> list[Section]:
    pauses = [_pause(pause) for pause in story.pauses]
    return sorted([*sections, *pauses], key=lambda section: section.seqs[0])


def _pause(pause: Pause) -> Section:
    ended = pause.ended.at if pause.ended else None
    return Section(
        f"pause:{pause.began.seq}",
        phrase(sentences.PAUSE),
        (pause.began.seq,),
        began=pause.began.at,
        ended=ended,
    )


def _rest(lines: tuple[Line, ...]) -> Section:
    return Section("rest", phrase(sentences.REST), lines[0].seqs, lines=lines)


def _head(facts: Facts, story: Story) -> Iterator[Line]:
    head = facts.head
    if story.opened is not None:
        seqs = (story.opened.seq, *((story.closed.seq,) if story.closed else ()))
        yield Line("when", sentences.when(story.opened.at, story.closed.at if story.closed else None), seqs)
    if head.place:
        yield Line("where", quote(head.place), ())
    if facts.counts:
        yield Line("presence", sentences.presence(facts.counts), ())
    for key, text in (
        ("chair", head.chair),
        ("city", head.city),
        ("council", head.council),
        ("clerk", head.clerk),
    ):
        if text:
            yield Line(key, quote(text), ())
    ended = last_of(facts.log, "incident", ("ended",))
    for entry in standing(facts.log, "incident", "reported", "withdrawn"):
        incident, end = facts.incidents.get(entry.subject), ended.get(entry.subject)
        if incident is not None:
            seqs = (entry.seq, *((end.seq,) if end else ()))
            said = sentences.incident(incident.kind, entry.at, end.at if end else None)
            yield Line(f"incident:{incident.id}", said, seqs)


Keep = Callable[[Line], Line | None]


def with_changes(made: Draft, change: Keep) -> Draft:
    """`change` gives another line, or None where the clerk leaves it out."""

    def kept(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(line for line in map(change, lines) if line is not None)

    return Draft(
        kept(made.head),
        tuple(replace(section, lines=kept(section.lines)) for section in made.sections),
        made.promises,
    )


def sources(made: Draft) -> Mapping[str, tuple[int, ...]]:
    """Key of a line → numbers in the log."""
    return {line.key: line.seqs for line in made.lines()}
