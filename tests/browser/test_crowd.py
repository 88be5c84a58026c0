"""Two windows and two hundred sockets in one forum: all see the same, and what is hidden is gone for all at once."""

import asyncio
import random
import re

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server import Server, sign_in

SOCKETS, LINES = 200, 30
SEQ = re.compile(r'data-seq="(\d+)"')


class Listener:
    """A raw socket that is cut at random and comes back with its cursor; `text` is all that it was sent."""

    def __init__(self, site: Server, after: int, luck: random.Random) -> None:
        self.site, self.last, self.luck = site, after, luck
        self.seen: list[int] = []
        self.text = ""

    async def follow(self, until: int) -> None:
        while self.last < until:
            url = f"ws://127.0.0.1:{self.site.port}/forums/demo/live?after={self.last}"
            async with connect(url, origin=self.site.base, compression=None) as socket:
                try:
                    async with asyncio.timeout(self.luck.uniform(0.5, 3)):
                        while self.last < until:
                            self.take(await socket.recv())
                except (TimeoutError, ConnectionClosed):
                    socket.transport.abort()

    def take(self, frame: str) -> None:
        numbers = [int(number) for number in SEQ.findall(frame)]
        self.seen += numbers
        self.last = max([self.last, *numbers])
        self.text += frame


async def last_number(here) -> int:
    return int(await here.page.get_attribute("[data-live]", "data-seq"))


def write(site: Server, name: str, lines: list[str]) -> None:
    person = sign_in(site, name)
    form = person.form("/forums/demo", "/forums/demo/messages")
    for line in lines:
        assert person.post("/forums/demo/messages", {**form, "body": line}).status_code == 303


async def test_each_line_reaches_two_windows_and_two_hundred_sockets(window, site: Server):
    alma, bora = await window("alma"), await window("bora")
    for here in (alma, bora):
        await here.goto("/forums/demo")
    start = await last_number(alma)
    crowd = [Listener(site, start, random.Random(number)) for number in range(SOCKETS)]
    said = {name: [f"{name} sagt {n}" for n in range(LINES // 2)] for name in ("konrad", "emin")}
    async with asyncio.timeout(60):
        await asyncio.gather(
            *(listener.follow(start + LINES) for listener in crowd),
            *(asyncio.to_thread(write, site, name, lines) for name, lines in said.items()),
        )
    expected = list(range(start + 1, start + LINES + 1))
    assert all(listener.seen == expected for listener in crowd)
    for here in (alma, bora):
        for line in [line for lines in said.values() for line in lines]:
            await here.page.wait_for_selector(f"#chat-lines li:has-text('{line}')")
        there = await here.page.eval_on_selector_all(
            "#chat-lines li", "lines => lines.map((line) => line.id)"
        )
        assert len(there) == len(set(there))
        assert not here.troubles


async def test_a_hidden_line_is_gone_for_everybody_at_once_and_from_every_replay(window, site: Server):
    alma, bora = await window("alma"), await window("bora")
    for here in (alma, bora):
        await here.goto("/forums/demo")
    start = await last_number(alma)
    word = "Quittengelee-Unfug"
    await asyncio.to_thread(write, site, "konrad", [f"Das ist {word}."])
    for here in (alma, bora):
        await here.page.wait_for_selector(f"#chat-lines li:has-text('{word}')")
    line = await alma.page.get_attribute(f"#chat-lines li:has-text('{word}')", "id")
    await asyncio.to_thread(hide, site, line.partition("-")[2])
    for here in (alma, bora):
        await here.page.wait_for_selector(f"#{line}.t-chat-line--gone", timeout=3000)
        assert word not in await here.page.content()
        assert not here.troubles
    replay = Listener(site, start, random.Random(1))
    async with asyncio.timeout(10):
        await replay.follow(await last_number(alma))
    assert word not in replay.text
    assert replay.seen == list(range(start + 1, replay.last + 1))


def hide(site: Server, message: str) -> None:
    sign_in(site, "alma").submit(
        f"/report?kind=message&id={message}", "/report", {"reason": "off-topic", "good_faith": "1"}
    )
    carla = sign_in(site, "carla")
    queue = carla.get("/moderation?q=Quittengelee")
    case = re.search(r'href="(/moderation/cases/\d+)"', queue)[1]
    verdict = {"action": "hide", "rule": "thema", "reason": "Das führt vom Thema weg."}
    carla.submit(case, f"{case}/decision", verdict)


@pytest.mark.parametrize("origin", ["https://boese.example", "null"])
async def test_a_foreign_origin_gets_403(site: Server, origin):
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{site.port}/forums/demo/live", origin=origin)
    assert refused.value.response.status_code == 403
