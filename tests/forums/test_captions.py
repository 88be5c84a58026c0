"""Captions: typed beside the evening, on every page at once, kept as WebVTT with the recording's offset."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies

from participation.core.clock import frozen, now
from participation.core.db import execute, fetch, fetch_value
from participation.forums.agenda.actions import close_forum, next_item, open_forum
from participation.forums.agenda.undo import last_act, undo
from participation.forums.captions.actions import say
from participation.forums.captions.rules import Cue, Spoken, cues, escaped, timestamp, vtt
from participation.forums.live_polls.actions import Asking, open_poll
from participation.forums.live_polls.rules import Form as PollForm
from participation.forums.questions import actions as questions
from participation.forums.questions.rules import QuestionState
from participation.forums.streams import seconds_of
from tests.forums.factories import Socket, forum
from tests.people import ORIGIN, create_person

START = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
WRITE = "/forums/demo/captions/write"


def spoken(*seconds):
    return [Spoken(f"Zeile {n}", START + timedelta(seconds=n)) for n in seconds]


def test_a_cue_stands_until_the_next_one_but_not_for_ever():
    found = cues(spoken(0, 3, 60), START, 155)
    assert [(cue.start, cue.end) for cue in found] == [(155, 158), (158, 166), (215, 223)]


def test_what_was_typed_before_the_recording_begins_is_not_in_it():
    early = [Spoken("zu früh", START - timedelta(seconds=200)), *spoken(1)]
    assert [cue.body for cue in cues(early, START, 155)] == ["Zeile 1"]


def test_the_file_is_what_players_read():
    text = vtt([Cue(3661.5, 3664, "Guten Abend & willkommen")])
    assert text == "WEBVTT\n\n1\n01:01:01.500 --> 01:01:04.000\nGuten Abend &amp; willkommen\n"


@given(strategies.lists(strategies.text(min_size=1, max_size=40), min_size=1, max_size=5))
def test_no_line_can_end_its_cue_or_smuggle_in_another(bodies):
    """Every block is number, times and exactly one line of text, whatever was typed."""
    bodies = [body for body in bodies if body.split()] or ["x"]
    text = vtt([Cue(n, n + 1, body) for n, body in enumerate(bodies)])
    blocks = text.rstrip("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert len(blocks) == len(bodies) + 1
    for block in blocks[1:]:
        lines = block.split("\n")
        assert len(lines) == 3
        assert " --> " in lines[1]
        assert "-->" not in lines[2]
        assert "<" not in lines[2]


def test_times_carry_over():
    assert timestamp(59.9996) == "00:01:00.000"
    assert escaped("eins\n\nzwei --> <b>") == "eins zwei --&gt; &lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:02:35", 155),
        ("2:35", 155),
        ("155", 155),
        ("1:00:00", 3600),
        ("", None),
        ("1:60", None),
        ("-5", None),
        ("1:2:3:4", None),
        ("٣", None),
        ("99999", None),
    ],
)
def test_a_place_in_the_video_is_read_as_people_write_it(text, seconds):
    assert seconds_of(text) == seconds


async def test_a_typed_line_is_on_the_socket_at_once_and_once(dirk):
    await forum("demo")
    async with Socket("/forums/demo/live") as socket:
        answer = await dirk.submit(WRITE, "/forums/demo/captions", {"caption": "Guten Abend <zusammen>"})
        assert answer.status_code == 303
        await socket.until(1, seconds=1)
    assert socket.seqs == [1]
    assert socket.text.count('id="caption-1"') == 1
    assert "Guten Abend &lt;zusammen&gt;" in socket.text
    assert 'hx-target="#caption-lines"' in socket.text


async def test_with_htmx_the_field_comes_back_empty_and_ready(dirk):
    await forum("demo")
    token = re.search(r'name="_token" value="([^"]+)"', (await dirk.get(WRITE)).text)[1]
    headers = {"Origin": ORIGIN, "HX-Request": "true", "HX-Request-Type": "partial"}
    answer = await dirk.http.post(
        "/forums/demo/captions", data={"_token": token, "caption": "Hallo"}, headers=headers
    )
    assert answer.status_code == 200
    assert '<div id="caption-write">' in answer.text
    assert "Hallo" not in answer.text
    assert "<html" not in answer.text


async def test_the_lines_stand_on_the_forum_and_in_the_transcript(dirk, visitor):
    await forum("demo")
    for number in range(9):
        await dirk.post("/forums/demo/captions", {"caption": f"Zeile {number}"})
    page = (await visitor.get("/forums/demo")).text
    assert [f"Zeile {n}" in page for n in (2, 3, 8)] == [False, True, True]
    whole = (await visitor.get("/forums/demo/captions")).text
    assert all(f"Zeile {number}" in whole for number in range(9))


@pytest.mark.parametrize("text", ["", "   ", "ü" * 201])
async def test_no_words_or_too_many_are_422_and_kept(dirk, text):
    await forum("demo")
    answer = await dirk.submit(WRITE, "/forums/demo/captions", {"caption": text})
    assert answer.status_code == 422
    assert 'href="#caption"' in answer.text
    assert text.strip() in answer.text


async def test_outside_the_evening_nobody_types(dirk):
    await forum("demo", closed=True)
    answer = await dirk.post("/forums/demo/captions", {"caption": "Zu spät"})
    assert answer.status_code == 409
    assert await fetch_value("SELECT count(*) FROM caption_line") == 0


async def test_a_line_is_put_right_and_taken_back_on_every_page(dirk, visitor):
    forum_id = await forum("demo")
    await say(forum_id, "Der Überweck kommt.", dirk.id, now())
    url = "/forums/demo/captions/1"
    async with Socket("/forums/demo/live", "after=1") as socket:
        await dirk.submit(url, url, {"caption": "Der Überweg kommt.", "act": "save"})
        await socket.until(2)
        assert "Der Überweg kommt." in socket.text
        assert 'hx-swap-oob="true"' in socket.text
        await dirk.submit(url, url, {"act": "remove"})
        await socket.until(3)
    assert socket.text.rindex("hidden") > socket.text.rindex("Der Überweg kommt.")
    assert "Überwe" not in (await visitor.get("/forums/demo/captions")).text
    assert (await dirk.get(url)).status_code == 404
    late = Socket("/forums/demo/live", "after=0")
    async with late:
        await late.until(3)
    assert "Überwe" not in late.text, "a replay shows what is gone as gone"
    acts = [row["act"] for row in await fetch("SELECT act FROM audit_entry ORDER BY id")]
    assert acts == ["caption.corrected", "caption.removed"]


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "edda", "konrad", "ada"])
async def test_typing_needs_the_office(people, name):
    await forum("demo")
    person = await people.person(name)
    assert (await person.get(WRITE)).status_code == 403
    assert (await person.post("/forums/demo/captions", {"caption": "x"})).status_code == 403
    assert (await person.post("/forums/demo/recording", {"url": "https://video.example"})).status_code == 403


async def test_a_captioner_types_and_does_nothing_else(people, alma):
    await forum("demo")
    await execute(
        "INSERT INTO role_grant (person, role, granted_at) VALUES ($1, 'captioner', $2)", alma.id, now()
    )
    assert (await alma.submit(WRITE, "/forums/demo/captions", {"caption": "Guten Abend"})).status_code == 303
    for url in ("/forums/demo/chair", "/forums/demo/desk", "/forums/demo/minutes/draft"):
        assert (await alma.get(url)).status_code == 403
    assert (await alma.post("/forums/demo/recording", {"url": "https://video.example"})).status_code == 403


async def evening(recorded="https://video.stadt.example/w/abc", opening="0:02:35"):
    """Opened, an item after 60 s and once too early, a question on stage after 100 s, a poll after 120, two lines at 5
    and 9 s, closed."""
    forum_id = await forum("demo", live=False)
    chair = await create_person("Edda F.", role="chair")
    with frozen(START):
        await open_forum(forum_id, chair, START)
    for seconds, body in ((5, "Guten Abend."), (9, "Wir fangen an.")):
        await say(forum_id, body, chair, START + timedelta(seconds=seconds))
    early = START + timedelta(seconds=30)
    await next_item(forum_id, None, chair, early)
    await undo(forum_id, (await last_act(forum_id, early)).seq, chair, early)
    await next_item(forum_id, None, chair, START + timedelta(seconds=60))
    question = await questions.ask(forum_id, chair, "Wann kommt der Bus?", START, name_shown=False)
    await questions.set_state(forum_id, question, QuestionState.STAGE, chair, START + timedelta(seconds=100))
    asking = Asking(
        "Mehr Bänke?", PollForm.YES_NO, (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))
    )
    await open_poll(forum_id, "/forums/demo#abstimmen", asking, chair, START + timedelta(seconds=120))
    await close_forum(forum_id, chair, START + timedelta(seconds=200))
    return forum_id


async def test_the_file_counts_from_the_opening_and_with_a_recording_from_its_beginning(dirk, visitor):
    await evening()
    answer = await visitor.get("/forums/demo/captions.vtt")
    assert answer.headers["content-type"].startswith("text/vtt")
    assert "00:00:05.000 --> 00:00:09.000\nGuten Abend." in answer.text
    fields = {"url": "https://video.stadt.example/w/abc", "opening": "0:02:35"}
    answer = await dirk.submit("/forums/demo/captions", "/forums/demo/recording", fields)
    assert answer.status_code == 303
    text = (await visitor.get("/forums/demo/captions.vtt")).text
    assert "00:02:40.000 --> 00:02:44.000\nGuten Abend." in text
    assert "00:02:44.000 --> 00:02:52.000\nWir fangen an." in text


async def test_without_lines_there_is_no_file(visitor):
    await forum("demo", closed=True)
    assert (await visitor.get("/forums/demo/captions.vtt")).status_code == 404


async def test_item_question_and_poll_lead_to_their_moment_in_the_recording(dirk, visitor):
    await evening()
    assert "Im Video ab" not in (await visitor.get("/forums/demo")).text
    fields = {"url": "https://video.stadt.example/w/abc", "opening": "2:35"}
    await dirk.submit("/forums/demo/captions", "/forums/demo/recording", fields)
    page = (await visitor.get("/forums/demo")).text
    assert 'href="https://video.stadt.example/w/abc?start=215"' in page
    assert "Im Video ab 0:03:35" in page
    page = (await visitor.get("/forums/demo/questions")).text
    assert 'href="https://video.stadt.example/w/abc?start=255"' in page
    page = (await visitor.get("/forums/demo/polls")).text
    assert 'href="https://video.stadt.example/w/abc?start=275"' in page


@pytest.mark.parametrize("opening", ["bald", "1:99", "-1"])
async def test_a_recording_without_a_place_for_the_opening_is_422(dirk, opening):
    await forum("demo", closed=True)
    fields = {"url": "https://video.stadt.example/w/abc", "opening": opening}
    answer = await dirk.submit("/forums/demo/captions", "/forums/demo/recording", fields)
    assert answer.status_code == 422
    assert opening in answer.text
