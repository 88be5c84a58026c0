"""Races of moderators over HTTP against two processes, and the queue's socket between them."""

import asyncio
import re
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes

HIDE = {"action": "hide", "rule": "angriffe", "reason": "Der Satz trifft einen Menschen."}
KEEP = {"action": "keep", "rule": "angriffe", "reason": "Es war ein Zitat."}


@pytest.fixture(scope="module")
def city():
    with tempfile.TemporaryDirectory(prefix="teilhabe-moderation-") as folder:
        server = Server(Path(folder) / "data", LIMIT_COMMENTS="10000").start()
        yield server
        assert server.stop() == 0


@pytest.fixture(scope="module")
def cast(city):
    return {name: sign_in(city, name) for name in ("alma", "bora", "carla", "cem")}


@pytest.fixture(scope="module")
def place(city, cast):
    listed = cast["alma"].get("/consultations/stadtgruen/proposals")
    return "/proposals/" + re.search(r'href="/proposals/(\d+)"', listed)[1]


def new_case(city, cast, place, text) -> tuple[str, str]:
    """A comment of Alma's that somebody without an account reported: the case and the comment."""
    where = cast["alma"].submit(place, f"{place}/comments", {"body": text})
    comment = re.search(r"comment-(\d+)", where)[1]
    url = f"/report?kind=comment&id={comment}"
    fields = {"reason": "insult", "good_faith": "1", "email": "fremd@example.org"}
    Person(city).submit(url, "/report", fields)
    found = re.search(r'id="case-(\d+)"', cast["carla"].get(f"/moderation?q={text}"))
    return f"/moderation/cases/{found[1]}", comment


def at_once(*sent):
    """All are sent together, each by a person of its own; which process answers is the kernel's choice."""
    gate = threading.Barrier(len(sent))

    def run(person, url, fields):
        gate.wait()
        return person.post(url, fields)

    with ThreadPoolExecutor(len(sent)) as hands:
        return [future.result() for future in [hands.submit(run, *one) for one in sent]]


def token(person) -> dict[str, str]:
    return {"_token": person.form("/help", "/language")["_token"]}


def test_of_two_taking_the_same_case_one_gets_it_and_the_other_sees_who(city, cast, place):
    carla, cem = cast["carla"], cast["cem"]
    for number in range(8):
        case, _ = new_case(city, cast, place, f"Wettlauf{number}")
        answers = at_once((carla, f"{case}/claim", token(carla)), (cem, f"{case}/claim", token(cem)))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        loser = next(answer for answer in answers if answer.status_code == 409)
        winner = "Cem A." if answers[1].status_code == 303 else "Carla M."
        assert f"Diesen Fall hat {winner} gerade übernommen." in loser.text


def test_of_two_deciding_the_same_case_one_counts_and_the_other_hears_who(city, cast, place):
    carla, cem = cast["carla"], cast["cem"]
    for number in range(8):
        case, _ = new_case(city, cast, place, f"Doppelt{number}")
        url = f"{case}/decision"
        answers = at_once((carla, url, {**token(carla), **HIDE}), (cem, url, {**token(cem), **KEEP}))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        hidden = answers[0].status_code == 303
        assert (f"Doppelt{number}" in cast["bora"].get(place)) is not hidden
        story = carla.get(case)
        assert story.count("<dt>Maßnahme</dt>") == 1
        loser, winner = (answers[1], "Carla M.") if hidden else (answers[0], "Cem A.")
        assert f"Diesen Fall hat {winner} schon entschieden." in loser.text


def test_appealing_undoing_editing_renaming_and_deciding_at_once_leave_one_story(city, cast, place):
    """Carla takes her decision back while Alma appeals and edits, Cem decides and Bora changes her name."""
    alma, bora, carla, cem = (cast[name] for name in ("alma", "bora", "carla", "cem"))
    for number in range(8):
        case, comment = new_case(city, cast, place, f"Zugleich{number}")
        carla.submit(case, f"{case}/decision", HIDE)
        mine = re.findall(r'href="(/account/decisions/\d+)"', alma.get("/account/decisions"))[0]
        undo, appeal, second, edit, _ = at_once(
            (carla, f"{case}/undo", token(carla)),
            (alma, f"{mine}/appeal", {**token(alma), "text": "Ein Zitat."}),
            (cem, f"{case}/decision", {**token(cem), **KEEP}),
            (alma, f"/comments/{comment}/edit", {**token(alma), "body": f"Zugleich{number}, anders gesagt"}),
            (bora, "/account/name", {**token(bora), "display_name": f"Bora {number}"}),
        )
        assert {appeal.status_code, second.status_code} <= {303, 404, 409}
        assert undo.status_code in {303, 409} or (undo.status_code, second.status_code) == (403, 303)
        assert (undo.status_code, appeal.status_code) != (303, 303)
        story, read = carla.get(case), bora.get(place)
        shown = f"Zugleich{number}" in read
        assert edit.status_code in {303, 404, 409}
        assert (f"Zugleich{number}, anders" in read) == (shown and edit.status_code == 303)
        decisions = story.count("<dt>Maßnahme</dt>")
        if undo.status_code == 303:  # all is as before; the case waits with Carla
            assert shown
            assert appeal.status_code in {404, 409}
            assert "zurückgenommen" in story
            assert decisions == (1 if second.status_code == 303 else 0)
        else:  # the appeal was there first
            assert appeal.status_code == 303
            assert shown == (second.status_code == 303)
            assert decisions == (2 if second.status_code == 303 else 1)
    verified = city.command("audit", "verify")
    assert verified.returncode == 0, verified.stderr


# --- the socket ---------------------------------------------------------------------------------------------


def live(city) -> str:
    return f"ws://127.0.0.1:{city.port}/moderation/live"


def cookie(person) -> dict[str, str]:
    return {"Cookie": f"session={person.http.cookies['session']}"}


@pytest.mark.parametrize("who", ["visitor", "alma", "foreign"])
def test_nobody_else_hears_the_queue(who, city, cast):
    headers = cookie(cast["alma"]) if who == "alma" else cookie(cast["carla"]) if who == "foreign" else {}
    origin = "https://boese.example" if who == "foreign" else city.base

    async def knock():
        async with connect(live(city), origin=origin, additional_headers=headers):
            pass

    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(knock())
    assert refused.value.response.status_code == 403


def test_every_open_queue_hears_of_a_report_in_whatever_process_it_arrives(city, cast, place):
    async def listen():
        async with asyncio.timeout(20):
            sockets = [
                await connect(live(city), origin=city.base, additional_headers=cookie(cast["carla"]))
                for _ in range(6)
            ]
            await asyncio.sleep(1.5)
            heard = [asyncio.create_task(_next(socket)) for socket in sockets]
            await asyncio.to_thread(new_case, city, cast, place, "Klingel")
            texts = await asyncio.gather(*heard)
            for socket in sockets:
                await socket.close()
            return texts

    for text in asyncio.run(listen()):
        assert 'id="queue-changed"' in text
        assert "Klingel" not in text


async def _next(socket) -> str:
    return str(await socket.recv())
