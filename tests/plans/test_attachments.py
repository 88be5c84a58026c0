"""Files beside a statement: for the office and the holder of the receipt, unchanged, and gone with the person's data."""

import io
import re

import asyncpg
import pytest
from PIL import Image

from participation.core.db import execute, fetch, fetch_value
from participation.core.persons import erase, export
from participation.plans.rules.attachments import MEGABYTES, PDF, is_pdf, shown_name
from tests.plans.stating import SAID, displayed

HERE = "/texts/1/statements"
DOCUMENT = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def photo() -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "GPS der Kamera"
    Image.new("RGB", (90, 60), "green").save(out, "JPEG", exif=exif, comment=b"Kamera von Wilhelmine")
    return out.getvalue()


async def send(browser, *files, **fields):
    page = (await browser.get(f"{HERE}/new")).text
    token, once = (re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("_token", "once"))
    parts = [("files", (name, body, "application/octet-stream")) for name, body in files]
    return await browser.post(HERE, {"_token": token, "once": once, **SAID, **fields}, files=parts)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("C:\\Eigene Dateien\\Lage Plan.PDF", "Lage Plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (".pdf", "pdf.pdf"),
        ("\x00\x1f<script>.pdf", "script.pdf"),
        ("", "anlage.pdf"),
        ("ä" * 300 + ".pdf", "ä" * 75 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_no_way(name, shown):
    assert shown_name(name, PDF) == shown


def test_half_a_document_is_none():
    assert is_pdf(DOCUMENT)
    assert not is_pdf(DOCUMENT[:-8])
    assert not is_pdf(b"<html>" + DOCUMENT)


async def test_a_statement_comes_with_files_for_the_office_and_its_owner(visitor, alma, emin, dirk):
    await displayed()
    answer = await send(visitor, ("Gutachten.pdf", DOCUMENT), ("Kita am Gleis.jpg", photo()))
    assert answer.status_code == 303
    receipt = answer.headers["location"]
    page = (await visitor.get(receipt)).text
    assert "Gutachten.pdf" in page
    assert "Kita am Gleis.webp" in page
    document, picture = [await visitor.get(f"{receipt}/files/{number}") for number in (1, 2)]
    assert document.content == DOCUMENT
    assert document.headers["content-disposition"].startswith("attachment")
    assert document.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in document.headers["content-security-policy"]
    assert document.headers["cache-control"] == "private, no-store"
    assert Image.open(io.BytesIO(picture.content)).format == "WEBP"
    assert b"GPS" not in picture.content
    assert b"Wilhelmine" not in picture.content
    for worker in (emin, dirk):
        assert "Gutachten.pdf" in (await worker.get(HERE)).text
        assert (await worker.get("/plan-statements/1/files/1")).content == DOCUMENT
    assert (await alma.get("/plan-statements/1/files/1")).status_code == 403
    for wrong in (
        f"{receipt}/files/3",
        f"/statements/{'0' * 32}/files/1",
        f"{receipt}/files/99999999999999999999",
    ):
        assert (await visitor.get(wrong)).status_code == 404, wrong
    table = await emin.post(f"{HERE}/file")
    assert "Gutachten.pdf, Kita am Gleis.webp" in table.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("x.pdf", DOCUMENT)] * 4, "höchstens 3"),
        ([("x.pdf", DOCUMENT[:-8])], "keine vollständige PDF-Datei"),
        ([("x.pdf", DOCUMENT + b" " * (MEGABYTES * 1_000_000) + b"%%EOF")], f"höchstens {MEGABYTES} MB"),
        ([("x.svg", b"<svg onload='alert(1)'/>")], "Diese Datei können wir nicht annehmen"),
        ([("gut.pdf", DOCUMENT), ("x.exe", b"MZ" * 100)], "Diese Datei können wir nicht annehmen"),
        ([("leer.pdf", b"")], "Diese Datei ist leer"),
    ],
)
async def test_what_cannot_be_taken_is_named_and_nothing_is_stored(visitor, files, told):
    await displayed()
    answer = await send(visitor, *files)
    assert answer.status_code == 422
    assert told in answer.text
    assert SAID["body"] in answer.text
    assert 'href="#files"' in answer.text
    assert await fetch_value("SELECT count(*) FROM plan_statement") == 0


async def test_with_another_mistake_the_files_are_asked_for_again(visitor):
    await displayed()
    answer = await send(visitor, ("x.pdf", DOCUMENT), name="")
    assert answer.status_code == 422
    assert "Bitte wählen Sie Ihre Dateien noch einmal aus" in answer.text


async def test_sent_twice_it_is_one_and_with_another_file_it_is_another(visitor):
    await displayed()
    page = (await visitor.get(f"{HERE}/new")).text
    fields = {
        **{name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("_token", "once")},
        **SAID,
    }
    places = [
        (await visitor.post(HERE, fields, files=[("files", (name, body, "x/y"))])).headers["location"]
        for name, body in (("a.pdf", DOCUMENT), ("a.pdf", DOCUMENT), ("b.pdf", DOCUMENT + b"\n%%EOF\n"))
    ]
    assert places[0] == places[1] != places[2]
    assert [row[0] for row in await fetch("SELECT count(*) FROM plan_attachment GROUP BY statement")] == [
        1,
        1,
    ]


@pytest.mark.parametrize("act", ["UPDATE plan_attachment SET body = 'x'", "DELETE FROM plan_attachment"])
async def test_the_database_itself_holds_the_files(visitor, act):
    await displayed()
    await send(visitor, ("a.pdf", DOCUMENT))
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute(act)


async def test_they_go_with_the_data_of_the_person(alma, visitor, emin):
    await displayed()
    await send(alma, ("a.pdf", DOCUMENT))
    answer = await send(visitor, ("b.pdf", DOCUMENT))
    assert (await export(alma.id))["statements"][0]["files"] == ["a.pdf"]
    await erase(alma.id)
    assert [row[0] for row in await fetch("SELECT name FROM plan_attachment")] == ["b.pdf"]
    assert (await emin.post("/plan-statements/2/erasure", {"sure": "1"})).status_code == 303
    assert (await visitor.get(f"{answer.headers['location']}/files/1")).status_code == 404
    assert await fetch_value("SELECT count(*) FROM plan_attachment") == 0


async def test_a_clerk_adds_the_scan_of_a_letter(dirk):
    await displayed()
    page = (await dirk.get(f"{HERE}/entry")).text
    fields = {
        name: re.search(rf'name="{name}"[^>]* value="([^"]+)"', page).group(1)
        for name in ("_token", "once", "received_on")
    }
    sent = {**fields, "channel": "letter", "name": "Unbekannt", "body": "Siehe Anlage."}
    answer = await dirk.post(f"{HERE}/entry", sent, files=[("files", ("Brief.pdf", DOCUMENT, "x/y"))])
    assert answer.status_code == 303
    assert "Brief.pdf" in (await dirk.get(answer.headers["location"])).text
