"""The desk against people who take part meanwhile, over HTTP and with two processes."""

import concurrent.futures
import re
from datetime import date, timedelta

import pytest

from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes
PHASES = "/consultations/stadtgruen/edit/phases"
PAPER = "/consultations/stadtgruen/proposals/paper"


def test_one_of_many_saves_counts_and_nobody_who_takes_part_meanwhile_is_turned_away(city: Server):
    editor, names = sign_in(city, "emin"), ["alma", "bora", "cem", "konrad"]
    people = {name: sign_in(city, name) for name in names}
    listed = people["alma"].get("/consultations/stadtgruen/proposals?sort=newest")
    proposals = sorted(set(re.findall(r'href="(/proposals/\d+)"', listed)))[:5]
    fields = editor.form(PHASES, PHASES)
    (row,) = [name for name in fields if name.endswith("-until") and f"{name[:-6]}-fixed" in fields]
    later = {row: (date.fromisoformat(fields[row]) + timedelta(days=1)).isoformat()}
    tokens = {name: person.form("/help", "/language")["_token"] for name, person in people.items()}

    def support(name: str, url: str) -> int:
        return people[name].post(f"{url}/support", {"_token": tokens[name]}).status_code

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        saving = [pool.submit(editor.post, PHASES, {**fields, **later}) for _ in range(4)]
        acting = [pool.submit(support, name, url) for url in proposals for name in names]
        saved = sorted(one.result().status_code for one in saving)
        acted = {one.result() for one in acting}
    assert saved == [303, 409, 409, 409]
    assert acted == {303}
    assert editor.form(PHASES, PHASES)[row] == later[row]


def test_one_filled_form_of_a_clerk_makes_one_proposal(city: Server):
    clerk = sign_in(city, "dirk")
    sent = {"title": "Ein Geländer an der Treppe", "body": "Am Kirchweg.", "channel": "paper", "told": "1"}
    fields = {**clerk.form(PAPER, PAPER), **sent}
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: clerk.post(PAPER, fields), range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    found = Person(city).get("/consultations/stadtgruen/proposals?q=Gel%C3%A4nder+Treppe")
    assert len(set(re.findall(r'href="(/proposals/\d+)"', found))) == 1
