"""Receipt, recount and integrity report as people meet them."""

import hashlib
import subprocess
import sys

import pytest

from participation.core.db import execute, fetch, fetch_value
from polls import actions, publishing, signing
from polls.ballots.shape import Choices, Marks
from polls.life import Receipts, Secrecy
from polls.queries import poll as poll_by_id
from polls.verifying.main import verify
from polls.verifying.reading import files_of_zip
from tests.people import create_person
from tests.polls.factories import OPTIONS, end, make_poll

KEYS = [option.key for option in OPTIONS]


def url(number):
    return f"/polls/{number}"


async def cast_all(number, ballots, **more):
    found = await poll_by_id(number, None)
    return [
        await actions.cast(
            actions.Actor(await create_person(f"P{number}-{place}"), "P"), found, ballot, **more
        )
        for place, ballot in enumerate(ballots)
    ]


async def counted(number):
    await end(number)
    await actions.close_due()
    await publishing.publish_missing()


def choices(*keys):
    return [Choices((key,)) for key in keys]


async def test_the_voter_gets_a_number_a_code_and_a_text_and_no_address_tells_it(alma, bora):
    number = await make_poll()
    answer = await alma.submit(url(number), f"{url(number)}/ballot", {"answer": "tempo"})
    assert answer.headers["location"] == f"{url(number)}/receipt"
    page = await alma.get(f"{url(number)}/receipt")
    receipt = page.text.split("Ihre Prüfnummer: ")[1][:19]
    assert "<svg" in page.text
    assert page.headers["cache-control"] == "no-store"
    file = await alma.get(f"{url(number)}/receipt.txt")
    assert receipt in file.text
    assert "Sonst ließe sich eine Stimme verkaufen" in file.text
    for browser in (bora,):
        assert receipt not in (await browser.get(f"{url(number)}/receipt")).text
        assert (await browser.get(f"{url(number)}/receipt.txt")).status_code == 303
    other = await make_poll()
    assert receipt not in (await alma.get(f"{url(other)}/receipt")).text


async def test_a_forged_cookie_is_no_receipt(alma):
    number = await make_poll()
    alma.http.cookies.set("receipt", f"{number}.2222-2222-2222-2222.x", domain="127.0.0.1")
    assert "2222-2222" not in (await alma.get(f"{url(number)}/receipt")).text
    assert (await alma.get(f"{url(number)}/receipt.txt")).status_code == 303


async def test_the_bundle_of_a_result_is_recounted_by_the_file_beside_it(visitor, tmp_path):
    number = await make_poll("resistance")
    ballots = [
        Marks(tuple(sorted((key, (place * 3 + n) % 11) for n, key in enumerate(KEYS)))) for place in range(40)
    ]
    await cast_all(number, ballots)
    page = await visitor.get(f"{url(number)}/recount")
    assert "läuft noch" in page.text
    assert (await visitor.get(f"{url(number)}/bundle.zip")).status_code == 404
    await counted(number)

    text = (await visitor.get(f"{url(number)}/recount")).text
    bundle = (await visitor.get(f"{url(number)}/bundle.zip")).content
    program = (await visitor.get("/polls/verify.py")).content
    for content in (bundle, program):
        assert hashlib.sha256(content).hexdigest() in text
    assert (await visitor.get("/polls/key")).text.strip() == signing.public_key()
    (tmp_path / "verify.py").write_bytes(program)
    (tmp_path / "poll.zip").write_bytes(bundle)
    receipts = (await visitor.get(f"{url(number)}/receipts")).text.split()
    command = [sys.executable, "-I", "verify.py", "poll.zip", "--receipt", receipts[7]]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Alles passt: 40 Stimmzettel" in answer.stdout


async def test_a_bundle_is_made_once_and_stays_as_it_is(db):
    number = await make_poll()
    await cast_all(number, choices(*["tempo"] * 7, *["radweg"] * 6))
    await counted(number)
    first = await publishing.content(number)
    assert not await publishing.publish(number)
    await execute("UPDATE poll SET outcome = 'Anders' WHERE id = $1", number)
    await publishing.publish_missing()
    assert await publishing.content(number) == first


async def test_a_secret_poll_publishes_receipts_apart_and_no_small_number(db):
    number = await make_poll()
    await cast_all(number, choices(*["tempo"] * 7, *["radweg"] * 6, "nichts", "einbahn"))
    await counted(number)
    files = files_of_zip(await publishing.content(number))
    assert "ballots-full.csv" not in files
    assert b"nichts" not in files["answers.csv"]
    assert files["receipts.csv"].count(b"\r\n") == 16
    assert await fetch_value("SELECT count(*) FROM poll_ballot WHERE receipt IS NOT NULL") == 0


async def test_a_mood_publishes_each_ballot_beside_its_receipt_and_says_so_before(alma, visitor):
    number = await make_poll(secrecy=Secrecy.OPEN)
    assert "neben seiner Prüfnummer" in (await alma.get(url(number))).text
    given = await cast_all(number, choices(*["tempo"] * 7, *["radweg"] * 6))
    await counted(number)
    files = files_of_zip(await publishing.content(number))
    assert given[0].encode() in files["ballots-full.csv"]
    answer = await visitor.submit(url(number), f"{url(number)}/check", {"receipt": given[12]})
    told = (await visitor.get(answer.headers["location"])).text
    assert "Auf dem Stimmzettel steht: Radweg mit Bordstein" in told


async def test_with_fewer_than_five_ballots_nothing_but_receipts_is_published(visitor):
    number = await make_poll(secrecy=Secrecy.OPEN)
    given = await cast_all(number, choices("tempo", "radweg"))
    await counted(number)
    content = await publishing.content(number)
    files = files_of_zip(content)
    assert {name for name in files if name.endswith(".csv")} == {"receipts.csv"}
    assert files["result.json"].strip() == b"{}"
    assert verify(files, signing.public_key())[0].findings == []
    answer = await visitor.submit(url(number), f"{url(number)}/check", {"receipt": given[0]})
    assert "Auf dem Stimmzettel" not in (await visitor.get(answer.headers["location"])).text


async def test_paper_ballots_have_no_receipt_and_the_numbers_still_fit(db):
    number = await make_poll(receipts=Receipts.FULL)
    found = await poll_by_id(number, None)
    await actions.close(number, None)
    opened = [(f"2222-2222-2222-22{n:02}", '{"choices":["tempo"]}') for n in range(22, 30)]
    assert await actions.settle(found, opened, paper=['{"choices":["radweg"]}'] * 6)
    await publishing.publish_missing()
    checked, _ = verify(files_of_zip(await publishing.content(number)), signing.public_key())
    assert checked.findings == []
    assert (checked.poll["ballots"], checked.poll["paper"]) == (14, 6)


@pytest.mark.parametrize("kind", ["receipt", "recount", "integrity"])
async def test_drafts_stay_a_secret(visitor, alma, kind):
    number = await make_poll(published=False)
    for browser in (visitor, alma):
        assert (await browser.get(f"{url(number)}/{kind}")).status_code == 404
        assert (await browser.post(f"{url(number)}/check", {"receipt": "x"})).status_code == 404


# --- integrity report ---------------------------------------------------------------------------------------


async def test_the_report_counts_new_accounts_and_bursts_and_the_result_without_them(visitor):
    number = await make_poll()
    old = choices(*["tempo"] * 20, *["radweg"] * 12, *["einbahn"] * 12, *["nichts"] * 12)
    await cast_all(number, old)
    await execute("UPDATE person SET created_at = now() - interval '90 days'")
    crowd = choices(*["tempo"] * 6, *["radweg"] * 30, *["einbahn"] * 6, *["nichts"] * 6)
    found = await poll_by_id(number, None)
    for place, ballot in enumerate(crowd):
        person = actions.Actor(await create_person(f"Q{place}"), "Q")
        await actions.cast(person, found, ballot, "203.0.113.0/24")
    await counted(number)
    report = await publishing.report(number)
    assert report["groups"]["fresh"] == {"people": 48, "same": False}
    assert report["groups"]["bursts"] == {"people": 48, "same": False}
    assert report["groups"]["unverified"] == {"people": 104, "same": None}
    text = (await visitor.get(f"{url(number)}/integrity")).text
    assert "48 (46,2\u00a0%)" in text
    assert "Ohne sie wäre das Ergebnis ein anderes." in text
    assert "203.0.113" not in text
    bundle = files_of_zip(await publishing.content(number))
    assert b"bursts" in bundle["integrity.json"]
    assert b"203.0.113" not in b"".join(bundle.values())
    columns = await fetch("SELECT * FROM poll_report")
    assert "203.0.113" not in str(columns)


async def test_a_poll_without_anything_to_say_has_a_page_that_says_so(visitor):
    number = await make_poll(secrecy=Secrecy.OPEN)
    await counted(number)
    text = (await visitor.get(f"{url(number)}/integrity")).text
    assert "oder es waren zu wenige" in text


async def test_pages_of_the_recount_speak_english(visitor):
    number = await make_poll()
    await cast_all(number, choices(*["tempo"] * 7, *["radweg"] * 6))
    await counted(number)
    await visitor.post("/language", {"language": "en", "next": "/polls"})
    assert "Recount it yourself" in (await visitor.get(f"{url(number)}/recount")).text
    assert "Integrity report" in (await visitor.get(f"{url(number)}/integrity")).text
