"""One socket, and a room of them, without a database."""

import asyncio

import pytest

from participation.core import live, sockets
from participation.core.live import Batch, Hub, Room
from participation.core.sockets import FRAMES, Sub


class Log:
    """A log in memory; reading may be held up."""

    def __init__(self) -> None:
        self.last = 0
        self.reads = 0
        self.held = asyncio.Event()
        self.held.set()

    async def head(self, key):
        return (1, self.last) if key == "a" else None

    async def heads(self, keys):
        return dict.fromkeys(keys, self.last)

    async def read(self, topic, after, upto, limit, locales):
        assert topic == 1
        await self.held.wait()
        self.reads += 1
        end = min(self.last if upto is None else upto, after + limit)
        if end <= after:
            return None
        text = "".join(f"[{n}]" for n in range(after + 1, end + 1))
        return Batch(end, end - after, {locale: f"{locale}{text}" for locale in locales})


class Wire:
    def __init__(self) -> None:
        self.sent = []
        self.free = asyncio.Event()
        self.free.set()
        self.cut = False

    async def send(self, message):
        await self.free.wait()
        self.sent.append(message)

    def abort(self):
        self.cut = True

    @property
    def numbers(self):
        text = "".join(m.get("text", "") for m in self.sent)
        return [int(n) for n in text.replace("de", "").replace("en", "").strip("[]").split("][") if n]


async def follower(room, wire, after=None, locale="de"):
    sub = Sub(wire.send, locale, wire.abort)
    upto = await room.join(sub, after)
    if upto is not None:
        await room.replay(sub, upto if after is None else after, upto)
        await sub.flush()
    return sub


@pytest.fixture
async def log():
    return Log()


@pytest.fixture
async def room(log):
    room = Room("a", log)
    assert await room.open()
    yield room
    room.close()


def frame(text):
    return {"type": "websocket.send", "text": text}


async def test_a_frame_to_a_socket_that_keeps_up_needs_no_task():
    wire = Wire()
    sub = Sub(wire.send, "de", wire.abort)
    await sub.flush()
    before = len(asyncio.all_tasks())
    sub.push(frame("x"))
    assert wire.sent == [frame("x")]
    assert len(asyncio.all_tasks()) == before


async def test_frames_wait_in_order_while_a_socket_is_full():
    wire = Wire()
    sub = Sub(wire.send, "de", wire.abort)
    await sub.flush()
    wire.free.clear()
    for number in range(5):
        sub.push(frame(str(number)))
    assert wire.sent == []
    wire.free.set()
    await asyncio.sleep(0.01)
    sub.push(frame("5"))
    assert [m["text"] for m in wire.sent] == ["0", "1", "2", "3", "4", "5"]


async def test_a_slow_reader_is_closed_with_1013_after_what_was_on_its_way():
    wire = Wire()
    sub = Sub(wire.send, "de", wire.abort)
    await sub.flush()
    wire.free.clear()
    for number in range(FRAMES + 2):
        sub.push(frame(str(number)))
    wire.free.set()
    await asyncio.sleep(0.01)
    assert wire.sent[0] == frame("0")
    assert wire.sent[-1] == {"type": "websocket.close", "code": 1013}
    assert len(wire.sent) == 2


async def test_a_socket_that_takes_nothing_at_all_is_cut(monkeypatch):
    monkeypatch.setattr(sockets, "STUCK_SECONDS", 0.05)
    wire = Wire()
    sub = Sub(wire.send, "de", wire.abort)
    await sub.flush()
    wire.free.clear()
    sub.push(frame("x"))
    await asyncio.sleep(0.15)
    assert wire.cut
    assert sub.gone


async def test_a_socket_that_went_away_does_not_harm_the_others(room, log):
    good, bad = Wire(), Wire()

    async def broken(message):
        raise OSError("gone")

    await follower(room, good)
    await follower(room, bad)
    next(iter(room.subs))._send = broken
    log.last = 1
    await room.look()
    assert sorted([good.numbers, bad.numbers]) == [[], [1]]


async def test_what_comes_while_an_old_part_is_read_is_neither_lost_nor_sent_twice(room, log):
    log.last = 30
    await room.look()
    wire = Wire()
    sub = Sub(wire.send, "de", wire.abort)
    upto = await room.join(sub, 10)
    log.last = 40
    await room.look()
    await room.replay(sub, 10, upto)
    await sub.flush()
    log.last = 45
    await room.look()
    assert wire.numbers == list(range(11, 46))


async def test_a_client_that_knows_more_than_this_process_waits_for_the_log(room, log):
    log.last = 7
    wire = Wire()
    await follower(room, wire, after=6)
    assert wire.numbers == [7]


async def test_a_number_from_the_future_and_one_too_far_back_are_told_to_reload(room, log, monkeypatch):
    monkeypatch.setattr(live, "REPLAY", 10)
    log.last = 11
    await room.look()
    assert await room.join(Sub(Wire().send, "de", Wire().abort), 12) is None
    assert await room.join(Sub(Wire().send, "de", Wire().abort), 0) is None
    assert await room.join(Sub(Wire().send, "de", Wire().abort), 1) == 11


async def test_every_language_is_rendered_once_also_for_one_who_came_while_we_read(room, log):
    german, english = Wire(), Wire()
    await follower(room, german)
    log.last = 1
    log.held.clear()
    look = asyncio.create_task(room.look())
    await asyncio.sleep(0)
    await follower(room, english, locale="en")
    log.held.set()
    await look
    assert german.sent == [frame("de[1]")]
    assert english.sent == [frame("en[1]")]


async def test_a_quiet_room_sends_at_once_and_a_busy_one_gathers(room):
    room.subs = {Sub(Wire().send, "de", Wire().abort) for _ in range(1000)}
    assert room._tick(20) == 0
    room.subs = {Sub(Wire().send, "de", Wire().abort) for _ in range(3000)}
    assert 0 < room._tick(1) < live.LONGEST_TICK
    assert room._tick(1000) == live.LONGEST_TICK


async def test_a_long_frame_counts_as_several_lines(room, log, monkeypatch):
    await follower(room, Wire())
    log.last = 2
    assert await room.look() == 2
    monkeypatch.setattr(live, "LINE", 1)
    log.last = 3
    assert await room.look() == len("de[3]")


async def test_an_act_of_the_chair_passes_the_batch(room):
    room.wake(urgent=True)
    async with asyncio.timeout(0.5):
        await room._rest(5)


async def test_a_room_is_there_as_long_as_somebody_is_in_it_and_unknown_topics_have_none(log):
    hub = Hub(log)
    async with hub.room("a") as first, hub.room("a") as second:
        assert first is second
    async with hub.room("nothing") as none:
        assert none is None
    assert hub.rooms == {}


async def test_a_bell_nobody_heard_costs_a_second(log):
    hub = Hub(log)
    hub.start()
    try:
        async with hub.room("a") as room:
            wire = Wire()
            await follower(room, wire)
            log.last = 3
            async with asyncio.timeout(3):
                while wire.numbers != [1, 2, 3]:
                    await asyncio.sleep(0.05)
    finally:
        await hub.stop()


async def test_a_fault_in_one_event_does_not_stop_the_room_for_good(room, log, monkeypatch):
    wire = Wire()
    await follower(room, wire)
    good = log.read

    async def fails(*_):
        log.read = good
        raise ValueError("one bad event")

    log.read = fails
    log.last = 1
    room.wake()
    async with asyncio.timeout(3):
        while wire.numbers != [1]:
            await asyncio.sleep(0.05)
