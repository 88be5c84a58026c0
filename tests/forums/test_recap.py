"""Whoever comes late reads in a few lines what has been: told by the log, and by nothing else."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation.core.clock import now
from participation.core.kinds import Tombstone
from participation.forums.agenda.actions import (
    back,
    close_forum,
    end_break,
    next_item,
    open_forum,
    start_break,
)
from participation.forums.questions import actions as questions
from participation.forums.questions.rules import QuestionState
from participation.forums.recap.rules import Happened, Kind, recap
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.actions import Asking
from participation.forums.speakers.rules import Channel
from participation.forums.speakers.rules import Kind as Wish
from tests.forums.factories import Socket, forum

START = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)


def log(*events: tuple[str, ...]) -> list[Happened]:
    return [
        Happened(kind, verb, START + timedelta(minutes=5 * place), *rest)
        for place, (kind, verb, *rest) in enumerate(events)
    ]


def told(*events: tuple[str, ...]) -> list[tuple[str, str, int, bool]]:
    return [(line.kind, line.title, line.speeches, line.until is None) for line in recap(log(*events))]


def test_an_evening_in_its_order():
    lines = recap(
        log(
            ("forum", "opened"),
            ("agenda", "moved", "Bericht", "1"),
            ("speakers", "called"),
            ("question", "answered", "Wann kommt der Überweg?"),
            ("question", "answered", ""),
            ("question", "owed", "Was kostet er?"),
            ("agenda", "moved", "Bäume", "2"),
            ("agenda", "break"),
            ("agenda", "resumed"),
            ("forum", "closed"),
        )
    )
    assert [line.kind for line in lines] == ["opened", "item", "item", "break", "closed"]
    report, trees, pause, end = lines[1:]
    assert (report.number, report.speeches, report.answered, report.owed) == (
        "1", 1, ("Wann kommt der Überweg?",), 1,
    )  # fmt: skip
    assert report.until == trees.at
    assert trees.until == end.at
    assert pause.until - pause.at == timedelta(minutes=5)


def test_what_was_taken_back_has_not_been():
    opened, first = ("forum", "opened"), ("agenda", "moved", "Bericht", "1")
    second, back_again = ("agenda", "moved", "Bäume", "2"), ("agenda", "moved-back", "Bericht", "1")
    assert told(opened, first, second, back_again) == told(opened, first)
    assert told(opened, first, back_again) == told(opened)
    assert told(opened, first, ("speakers", "called"), ("speakers", "uncalled")) == told(opened, first)
    assert told(opened, ("forum", "closed"), ("forum", "opened")) == told(opened)


EVENTS = st.lists(
    st.sampled_from(
        [
            ("forum", "opened"),
            ("forum", "closed"),
            ("agenda", "moved", "Bericht", "1"),
            ("agenda", "moved", "", ""),
            ("agenda", "moved-back", "Bericht", "1"),
            ("agenda", "break"),
            ("agenda", "resumed"),
            ("speakers", "called"),
            ("speakers", "uncalled"),
            ("question", "answered", "Wann?"),
            ("weather", "rained"),
        ]
    ),
    max_size=30,
)


@given(EVENTS)
def test_whatever_the_log_says_at_most_one_item_runs_and_times_go_forward(events):
    lines = recap(log(*events))
    assert recap(log(*events)) == lines
    assert sum(line.kind is Kind.ITEM and line.until is None for line in lines) <= 1
    assert all(line.until is None or line.until >= line.at for line in lines)
    assert all(line.speeches >= 0 for line in lines)
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def shown(page: str) -> str:
    found = re.search(r'<ol class="t-agenda" id="recap".*?</ol>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


async def test_the_page_tells_a_late_arrival_without_a_script(visitor, edda):
    forum_id = await forum("demo", live=False)
    assert "Was bisher geschah" not in (await visitor.get("/forums/demo")).text
    await open_forum(forum_id, edda.id, now())
    await next_item(forum_id, None, edda.id, now())
    first = 1
    await speakers.ask(forum_id, Asking(Channel.HALL, Wish.SPEECH, card=7), now())
    await speakers.call_next(forum_id, 1, None, edda.id, now())
    question = await questions.ask(forum_id, edda.id, "Wann kommt der Überweg?", now(), name_shown=False)
    await questions.set_state(forum_id, question, QuestionState.STAGE, edda.id, now())
    await questions.set_state(forum_id, question, QuestionState.ANSWERED, edda.id, now())
    text = shown((await visitor.get("/forums/demo")).text)
    assert "Das Bürgerforum hat begonnen." in text
    assert "läuft gerade" in text
    assert "gesprochen" not in text  # the page above tells what runs
    await next_item(forum_id, first, edda.id, now())
    text = shown((await visitor.get("/forums/demo")).text)
    assert "1 Mal hat jemand gesprochen" in text
    assert "Beantwortet: Wann kommt der Überweg?" in text
    await questions.hide(question, Tombstone("Regel 1", "respect", now()))
    assert "Überweg?" not in shown((await visitor.get("/forums/demo")).text)


async def test_the_list_follows_live_and_a_hidden_question_leaves_it_at_once(edda):
    forum_id = await forum("demo")
    async with Socket("/forums/demo/live") as socket:
        await next_item(forum_id, None, edda.id, now())
        await start_break(forum_id, 5, edda.id, now())
        await end_break(forum_id, edda.id, now())
        question = await questions.ask(forum_id, edda.id, "Wann kommt der Überweg?", now(), name_shown=False)
        await questions.set_state(forum_id, question, QuestionState.ANSWERED, edda.id, now())
        await next_item(forum_id, 1, edda.id, now())
        await socket.until(6)
        assert "Beantwortet: Wann kommt der Überweg?" in socket.sent[-1]["text"]
        assert "Pause" in shown(socket.sent[-1]["text"])
        await questions.hide(question, Tombstone("Regel 1", "respect", now()))
        await socket.until(7)
        assert 'id="recap"' in socket.sent[-1]["text"]
        assert "Überweg" not in shown(socket.sent[-1]["text"])
        await back(forum_id, 2, edda.id, now())
        await close_forum(forum_id, edda.id, now())
        await socket.until(9)
        assert "Das Bürgerforum ist zu Ende." in shown(socket.sent[-1]["text"])
