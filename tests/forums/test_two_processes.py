"""The live socket over two real server processes, which meet only by the doorbell and the log."""

import asyncio
import random
import re
import tempfile
import threading
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server import Server, sign_in

pytestmark = pytest.mark.processes

SEQ = re.compile(r'data-seq="(\d+)"')
PAGE_SEQ = re.compile(r'data-seq="(\d+)"[^>]* data-live')
SOCKETS, LINES = 60, 60


@pytest.fixture(scope="module")
def city():
    with tempfile.TemporaryDirectory(prefix="teilhabe-forum-") as folder:
        server = Server(Path(folder) / "data", LIMIT_MESSAGES="100000", LIMIT_WRITES="100000").start()
        yield server
        assert server.stop() == 0


def live(server, after):
    return f"ws://127.0.0.1:{server.port}/forums/demo/live?after={after}"


async def reader(server, start, total, luck):
    """Cut at random, until it has seen `total`; the numbers in the order in which they came."""
    seen, last = [], start
    while last < total:
        async with connect(live(server, last), origin=server.base, compression=None) as socket:
            cut = asyncio.get_running_loop().time() + luck.uniform(0.2, 1.5)
            try:
                async with asyncio.timeout_at(cut):
                    while last < total:
                        numbers = [int(n) for n in SEQ.findall(await socket.recv())]
                        seen += numbers
                        last = max([last, *numbers])
            except (TimeoutError, ConnectionClosed):
                socket.transport.abort()
    return seen


def write(server, name, number):
    person = sign_in(server, name)
    form = person.form("/forums/demo", "/forums/demo/messages")
    for n in range(number):
        assert person.post("/forums/demo/messages", {**form, "body": f"{name} {n}"}).status_code == 303


def test_sockets_cut_at_random_end_with_the_identical_list_without_a_gap(city):
    start = int(PAGE_SEQ.search(sign_in(city, "alma").get("/forums/demo"))[1])
    writers = [threading.Thread(target=write, args=(city, name, LINES)) for name in ("alma", "bora")]
    for writer in writers:
        writer.start()

    async def all_readers():
        luck = random.Random(11)
        async with asyncio.timeout(90):
            return await asyncio.gather(
                *(reader(city, start, start + 2 * LINES, luck) for _ in range(SOCKETS))
            )

    lists = asyncio.run(all_readers())
    for writer in writers:
        writer.join()
    assert lists == [list(range(start + 1, start + 2 * LINES + 1))] * SOCKETS


def test_a_line_reaches_a_socket_of_the_other_process_in_a_moment(city):
    async def waits():
        sockets = [
            await connect(live(city, 10**6), origin=city.base, compression=None),
            *[
                await connect(
                    f"ws://127.0.0.1:{city.port}/forums/demo/live", origin=city.base, compression=None
                )
                for _ in range(12)
            ],
        ]
        assert 'data-resync="true"' in await sockets[0].recv()
        await asyncio.to_thread(write, city, "alma", 1)
        async with asyncio.timeout(0.9):  # less than the look each second, so the bell was heard
            frames = await asyncio.gather(*(socket.recv() for socket in sockets[1:]))
        for socket in sockets:
            await socket.close()
        return frames

    assert len(set(asyncio.run(waits()))) == 1


def test_a_foreign_origin_gets_403_and_an_unknown_forum_4404(city):
    async def knocks():
        with pytest.raises(InvalidStatus) as refused:
            async with connect(live(city, 0), origin="https://boese.example"):
                pass
        async with connect(live(city, 0).replace("demo", "nirgends"), origin=city.base) as socket:
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
        return refused.value.response.status_code, closed.value.rcvd.code

    assert asyncio.run(knocks()) == (403, 4404)


def test_two_chairs_who_press_at_once_move_one_item(city):
    chairs = [sign_in(city, "edda") for _ in range(4)]
    forms = [chair.form("/forums/demo/chair", "/forums/demo/agenda/next") for chair in chairs]
    before = int(PAGE_SEQ.search(chairs[0].get("/forums/demo"))[1])
    codes = []
    presses = [
        threading.Thread(
            target=lambda c=chair, f=form: codes.append(c.post("/forums/demo/agenda/next", f).status_code)
        )
        for chair, form in zip(chairs, forms, strict=True)
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert codes == [303] * 4
    assert int(PAGE_SEQ.search(chairs[0].get("/forums/demo"))[1]) == before + 1
