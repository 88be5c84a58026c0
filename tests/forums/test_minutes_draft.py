"""The draft of the minutes: a function of the log. No entry, no sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies

from participation.core.differences import Change, differences
from participation.forums.minutes.draft import draft, with_changes
from participation.forums.minutes.facts import (
    Back,
    Count,
    Facts,
    Head,
    Incident,
    Item,
    Note,
    Poll,
    Promised,
    Question,
    Speech,
)
from participation.forums.minutes.logbook import logbook
from participation.forums.minutes.rules import Hand, Part, Signing, Stage, may_publish, may_return, may_sign
from participation.forums.minutes.story import UNDONE, Entry, told
from participation.forums.minutes.wording import words

START = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
EVENING = [
    ("forum", "opened", 1),
    ("agenda", "moved", 11),
    ("speakers", "called", 1),
    ("speakers", "called", 2),
    ("speakers", "uncalled", 2),
    ("question", "asked", 5),
    ("incident", "reported", 7),
    ("incident", "ended", 7),
    ("question", "answered", 5),
    ("agenda", "moved", 12),
    ("promise", "made", 3),
    ("question", "asked", 6),
    ("question", "owed", 6),
    ("poll", "opened", 4),
    ("poll", "counted", 4),
    ("minutes", "noted", 9),
    ("agenda", "break", 0),
    ("agenda", "moved", 13),
    ("speakers", "called", 8),
    ("forum", "closed", 1),
]


def log(*entries):
    return [
        Entry(seq, kind, verb, subject, START + timedelta(minutes=5 * seq))
        for seq, (kind, verb, subject) in enumerate(entries or EVENING, 1)
    ]


FACTS = Facts(
    log=log(),
    head=Head(place="Aula der Lindenschule", chair="Edda H."),
    items={
        11: Item(11, "1", "Bericht", reports=True),
        12: Item(12, "2 a", "Überweg", note="Vor der Schule ist viel Verkehr.", statement="Eine Probe geht."),
        13: Item(13, "3", "Wünsche"),
    },
    speeches={
        1: Speech(1, "card:14", "hall", "speech", "", 14),
        2: Speech(2, "person:2", "home", "speech", "Bora Y."),
        8: Speech(8, "person:2", "home", "speech", "Bora Y."),
    },
    questions={
        5: Question(5, "Bleibt der Bus?", "Alma R.", hidden=False, office="", due_on=None, owed_at=None),
        6: Question(6, "Was kostet es?", "", False, "Fachbereich Verkehr", date(2026, 12, 3), START),
    },
    promises={3: Promised(3, 1, "Der Überweg kommt.", "Fachbereich Verkehr", date(2027, 6, 30), 12)},
    polls={4: Poll(4, "Noch vor dem Sommer?", False, True, START, START, (("Ja", 37, 60), ("Nein", 5, 7)))},
    incidents={7: Incident(7, "sound")},
    notes={9: Note(9, 12, Part.RESULT, "Die Stadt richtet den Überweg ein.")},
    counts=[Count(1, 60, 140, 5), Count(2, 64, 151, 3)],
    back=Back(6, 4, 1),
)


def sentences(facts=FACTS):
    return {line.key: words("de", line.said) for line in draft(facts).lines()}


def test_each_thing_of_the_evening_is_a_sentence_in_its_place():
    made = draft(FACTS)
    found = sentences()
    assert found["when"] == "Eröffnet um 19:35 Uhr, geschlossen um 21:10 Uhr."
    assert found["presence"] == "Bis zu 64 Menschen im Saal, 151 online, 5 am Telefon."
    assert found["incident:7"] == "Der Ton fehlte, von 20:05 Uhr bis 20:10 Uhr."
    assert found["report:11"] == "Aus früheren Sitzungen kamen 6 Zusagen zurück. Erledigt: 4. Überfällig: 1."
    assert found["speech:2"] == "Es spricht ein Mensch: 1 im Saal."
    assert found["question:5"] == "Beantwortet wurde die Frage: „Bleibt der Bus?“"
    assert found["question:6"] == (
        "Offen blieb die Frage: „Was kostet es?“ Fachbereich Verkehr antwortet schriftlich bis 3. Dezember 2026."
    )
    assert found["promise:3"] == "Zusage 1: Der Überweg kommt."
    assert found["note:9"] == "Die Stadt richtet den Überweg ein."
    assert [(words("de", s.title), s.number) for s in made.sections] == [
        ("Bericht", "1"), ("Überweg", "2 a"), ("Pause", ""), ("Wünsche", "3")
    ]  # fmt: skip
    second = [line.key for line in made.sections[1].lines]
    assert second == ["concern:12", "statement:12", "question:6", "poll:4", "promise:3", "note:9"]


@pytest.mark.parametrize("place", range(len(EVENING)))
def test_without_its_entry_a_sentence_is_gone(place):
    """Each sentence names the entries that it needs; take one of them away and it is not written so any more."""
    entry = FACTS.log[place]
    rest = replace(FACTS, log=[one for one in FACTS.log if one is not entry])
    before, after = draft(FACTS), sentences(rest)
    for line in before.lines():
        if entry.seq in line.seqs and len(line.seqs) <= 2:
            assert after.get(line.key) != words("de", line.said), line.key


@pytest.mark.parametrize("place", range(1, len(EVENING)))
def test_an_undone_act_is_as_if_it_had_never_been(place):
    """The same as if the act had never been, whatever it was."""
    entry = FACTS.log[place]
    taken = Entry(99, entry.kind, UNDONE, entry.seq, START + timedelta(hours=9))
    after = replace(FACTS, log=[*FACTS.log, taken])
    never = replace(FACTS, log=[one for one in FACTS.log if one is not entry])
    assert draft(after) == draft(never)
    last = logbook(after.log, {}, "de")[-1]
    assert last.text == f"Eintrag {entry.seq} ist zurückgenommen."


def test_an_empty_log_writes_nothing_but_the_place_and_who_was_counted():
    assert set(sentences(replace(FACTS, log=[]))) == {"where", "presence", "chair"}


@given(strategies.sets(strategies.integers(0, len(EVENING) - 1)))
def test_every_sentence_points_to_entries_that_are_there(gone):
    kept = [entry for place, entry in enumerate(FACTS.log) if place not in gone]
    made = draft(replace(FACTS, log=kept))
    there = {entry.seq for entry in kept}
    assert all(set(line.seqs) <= there for line in made.lines())
    assert all(set(section.seqs) <= there for section in made.sections)
    keys = [line.key for line in made.lines()]
    assert len(keys) == len(set(keys))


@given(strategies.integers(0, len(EVENING)))
def test_the_draft_only_grows_at_its_end_while_the_evening_goes_on(count):
    """What a clerk has changed under a key stays under that key."""
    early = {line.key for line in draft(replace(FACTS, log=FACTS.log[:count])).lines()}
    assert early - {"when"} <= set(sentences()) | {"speech:2", "speech:10", "speech:18", "speech:None"}


def test_what_the_chair_took_back_has_not_been():
    story = told(log(("forum", "opened", 1), ("agenda", "moved", 11), ("agenda", "moved", 12), ("agenda", "moved-back", 11), ("forum", "closed", 1)))  # fmt: skip
    assert [(visit.item, visit.ended.seq) for visit in story.visits] == [(11, 5)]


def test_an_item_that_runs_out_into_a_break_ends_with_its_beginning():
    story = told(log())
    assert story.end_of(story.visits[1]) == FACTS.log[16].at
    assert story.pauses[0].ended.seq == 18


def test_a_forum_opened_again_is_not_closed():
    story = told(log(("forum", "opened", 1), ("forum", "closed", 1), ("forum", "opened", 1)))
    assert (story.opened.seq, story.closed) == (1, None)


def test_nobody_is_named_unless_the_minutes_name_people():
    text = " ".join(sentences().values())
    assert "Bora" not in text
    assert "Alma" not in text
    named = " ".join(sentences(replace(FACTS, head=replace(FACTS.head, names=True))).values())
    assert "Es spricht ein Mensch: Karte 14 (im Saal)." in named
    assert "Bora Y. (online)" in named
    assert "Beantwortet wurde die Frage von Alma R.:" in named


def test_a_hidden_question_is_not_in_the_minutes():
    hidden = {5: replace(FACTS.questions[5], hidden=True)}
    assert "question:5" not in sentences(replace(FACTS, questions=hidden))


def test_what_stayed_open_at_the_end_is_owed_without_an_entry_of_its_own():
    evening = log(
        ("forum", "opened", 1), ("agenda", "moved", 11), ("question", "asked", 6), ("forum", "closed", 1)
    )
    open_then = {6: replace(FACTS.questions[6], owed_at=evening[-1].at)}
    made = draft(replace(FACTS, log=evening, questions=open_then))
    line = next(line for line in made.lines() if line.key == "question:6")
    assert line.seqs == (3, 4)


def test_the_clerk_may_leave_out_but_the_entry_stays():
    made = with_changes(draft(FACTS), lambda line: None if line.key == "question:5" else line)
    assert "question:5" not in {line.key for line in made.lines()}
    assert "note:9" in {line.key for line in made.lines()}


# --- signing ------------------------------------------------------------------------------------------------


def test_two_people_sign_and_only_then_it_may_be_published():
    fresh = Signing()
    assert may_sign(fresh, Hand.CHAIR, 1)
    half = Signing(chair=1)
    assert not may_sign(half, Hand.CLERK, 1), "one person in two offices is one person"
    assert not may_sign(half, Hand.CHAIR, 2), "an office signs once"
    assert not may_publish(half)
    both = Signing(chair=1, clerk=2)
    assert both.stage is Stage.APPROVED
    assert may_publish(both)
    assert may_return(both)
    gone = Signing(1, 2, published_at=START)
    assert not may_return(gone)
    assert not may_publish(gone)
    assert not may_sign(Signing(returned_at=START), Hand.CLERK, 2)


# --- differences --------------------------------------------------------------------------------------------


def shown(row):
    marks = {Change.SAME: "{}", Change.IN: "[+{}]", Change.OUT: "[-{}]"}
    return (
        f"…{row.skipped}" if row.skipped else "".join(marks[run.change].format(run.text) for run in row.runs)
    )


def test_changed_words_are_shown_in_their_line_and_the_rest_is_told_as_a_number():
    old = "Kopf\neins\nzwei\n7 waren dagegen.\nvier\nfünf\nsechs\n"
    new = "Kopf\neins\nzwei\n9 waren dagegen.\nvier\nfünf\nsechs\nsieben\n"
    assert [shown(row) for row in differences(old, new)] == [
        "…2", "zwei", "[-7 ][+9 ]waren dagegen.", "vier", "…1", "sechs", "[+sieben]"
    ]  # fmt: skip


@given(strategies.text(alphabet="ab \n", max_size=60), strategies.text(alphabet="ab \n", max_size=60))
def test_the_differences_hold_both_texts_whole(old, new):
    old, new = f"{old}\nende alt", f"{new}\nende neu"
    rows = differences(old, new, around=1000)

    def side(skip):
        lines = ["".join(run.text for run in row.runs if run.change is not skip) for row in rows]
        return [line.split() for line in lines if line.strip()]

    assert side(Change.OUT) == [line.split() for line in new.splitlines() if line.strip()]
    assert side(Change.IN) == [line.split() for line in old.splitlines() if line.strip()]
