"""Pictures of proposals: hostile ones refused or cleaned, hidden ones nowhere, nothing typed lost."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from moderation.house import ensure_rules
from participation.core.db import execute, fetch, fetch_value
from participation.core.images import BadImage, drawn
from participation.core.throttle import LIMITS
from participation.settings import settings
from tests.proposals.factories import consultation, proposal

NEW = "/consultations/stadtgruen/proposals/new"
HERE = "/consultations/stadtgruen/proposals"
WORDS = {"title": "Bäume an der Haltestelle", "body": "Drei Linden genügen."}
ALT = {"image_alt": "Eine Haltestelle ohne Schatten."}
POSITION = {1: "N", 2: (50.0, 44.0, 0.0), 3: "E", 4: (7.0, 6.0, 0.0)}


def picture(kind="JPEG", size=(640, 480), colour="red", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def file(data, name="bild.jpg", kind="image/jpeg"):
    return {"image": (name, data, kind)}


def placed():
    """A photograph on its side, with the place where it was taken, the camera, a comment, and a program behind it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "GeheimeKamera"
    exif.get_ifd(0x8825).update(POSITION)
    return (
        picture(exif=exif, comment=b"GeheimerKommentar") + b"<script>alert('GeheimesProgramm')</script>PK\3\4"
    )


def palette():
    """Two colours, of which the second cannot be seen, and nothing else."""
    image, out = Image.new("P", (640, 480), 1), io.BytesIO()
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.save(out, "PNG", transparency=1)
    return out.getvalue()


# --- what is drawn ------------------------------------------------------------------------------------------


def test_nothing_of_the_file_is_left_but_what_is_to_be_seen():
    made = drawn(io.BytesIO(placed()), 10, 24)
    assert (made.width, made.height) == (480, 640)  # turned upright
    for body in (made.large, made.small):
        with Image.open(io.BytesIO(body)) as again:
            assert again.format == "WEBP"
            assert not again.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(again.info)
        assert b"Geheim" not in body
        assert b"script" not in body


@pytest.mark.parametrize(
    ("data", "size", "middle"),
    [
        (picture("PNG", (3000, 2000), (0, 0, 255, 128), "RGBA"), (1600, 1067), (127, 127, 255)),
        (picture("PNG", (640, 480), 40000, "I;16"), (640, 480), None),
        (palette(), (640, 480), (255, 255, 255)),
        (picture("JPEG", (3300, 1000), (0, 0, 0, 0), "CMYK"), (1600, 485), (255, 255, 255)),
        (picture("WEBP"), (640, 480), (255, 0, 0)),
        (
            picture("WEBP", save_all=True, append_images=[Image.new("RGB", (640, 480), "blue")]),
            (640, 480),
            (255, 0, 0),
        ),
        (
            picture("PNG", save_all=True, append_images=[Image.new("RGB", (640, 480), "blue")]),
            (640, 480),
            (255, 0, 0),
        ),
    ],
    ids=["see-through", "deep", "palette", "print", "webp", "moving webp", "moving png"],
)
def test_every_kind_of_picture_comes_out_as_people_see_it(data, size, middle):
    made = drawn(io.BytesIO(data), 10, 24)
    assert (made.width, made.height) == size
    with Image.open(io.BytesIO(made.large)) as again:
        assert getattr(again, "n_frames", 1) == 1
        seen = again.convert("RGB").getpixel((size[0] // 2, size[1] // 2))
        assert middle is None or all(abs(a - b) <= 6 for a, b in zip(seen, middle, strict=True)), seen


def _vast_webp():
    return b"RIFF\0\0\4\0WEBPVP8X\n\0\0\0\2\0\0\0" + (16382).to_bytes(3, "little") * 2 + bytes(900)


HOSTILE = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "Möglich sind"),
    "gif": (picture("GIF"), "Möglich sind"),
    "tiff": (picture("TIFF"), "Möglich sind"),
    "pdf": (b"%PDF-1.7\n" + picture(), "Möglich sind"),
    "html": (b"<!doctype html><script>alert(1)</script>", "Möglich sind"),
    "empty": (b"", "leer"),
    "half": (picture("PNG", colour="#123456")[:200], "beschädigt"),
    "lying": (b"\xff\xd8\xff\xe0" + bytes(500), "Möglich sind|beschädigt"),
    "bomb": (picture("PNG", (9000, 9000), 0, "1"), "Bildpunkte"),
    "vast bomb": (picture("PNG", (20_000, 20_000), 0, "1"), "Bildpunkte"),
    "vast webp": (_vast_webp(), "Bildpunkte"),
    "thread": (picture("PNG", (6000, 2)), "zu schmal"),
    "heavy": (picture() + bytes(1_100_000), "zu groß"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_hostile_file_is_refused_with_a_sentence(name, monkeypatch):
    data, word = HOSTILE[name]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(BadImage, match=word):
        drawn(io.BytesIO(data), 1, 24)


def test_mutated_pictures_are_drawn_or_refused_and_nothing_else():
    drawings = 0
    whole = [picture(kind, (90, 70), "#4a7f33") for kind in ("JPEG", "PNG", "WEBP")]
    for turn in range(300):
        broken = bytearray(whole[turn % 3])
        for step in range(1 + turn % 5):
            broken[(turn * 7919 + step * 104_729) % len(broken)] = (turn * 31 + step) % 256
        try:
            drawn(io.BytesIO(bytes(broken[: len(broken) - turn % 7])), 1, 24)
            drawings += 1
        except BadImage:
            continue
    assert 0 < drawings < 300


WEIGH = """
import io, re, sys
from PIL import Image
from participation.core.images import drawn
drawn(io.BytesIO(open(sys.argv[1], "rb").read()), 20, 24)
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux tells the most memory of a program"
)
@pytest.mark.parametrize(
    ("kind", "size", "mode"), [("PNG", (6000, 4000), "RGBA"), ("WEBP", (3200, 2400), "RGBA")]
)
def test_the_largest_picture_needs_less_than_300_megabytes_of_memory(tmp_path: Path, kind, size, mode):
    path = tmp_path / "large"
    path.write_bytes(picture(kind, size, (1, 2, 3, 90), mode))
    done = subprocess.run(
        [sys.executable, "-c", WEIGH, str(path)], capture_output=True, text=True, check=True
    )  # our own words
    assert int(done.stdout) < 300  # of these about 60 are the program


# --- with the form ------------------------------------------------------------------------------------------


async def test_a_picture_is_published_with_the_text_and_shown_with_its_description(alma, visitor):
    await consultation()
    answer = await alma.post(HERE, {**WORDS, **ALT}, files=file(placed()))
    assert answer.status_code == 303, answer.text
    page = (await visitor.get(answer.headers["location"])).text
    assert 'alt="Eine Haltestelle ohne Schatten."' in page
    name = await fetch_value("SELECT name FROM proposal_image")
    for url in (f"/images/{name}", f"/images/{name}/small"):
        got = await visitor.http.get(url)
        assert (got.status_code, got.headers["content-type"]) == (200, "image/webp")
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cache-control"] == "private, max-age=86400, immutable"
        assert b"Geheim" not in got.content
    number = int(answer.headers["location"].rsplit("/", 1)[1])
    item = (await visitor.http.get(f"/api/v1/proposals/{number}")).json()
    assert item["images"] == [
        {
            "url": f"/images/{name}",
            "small_url": f"/images/{name}/small",
            "description": ALT["image_alt"],
            "width": 480,
            "height": 640,
        }
    ]


async def test_a_wrong_text_loses_neither_words_nor_picture(alma):
    await consultation()
    answer = await alma.post(HERE, {**WORDS, **ALT, "body": " "}, files=file(picture()))
    assert answer.status_code == 422
    assert 'value="Bäume an der Haltestelle"' in answer.text
    assert "Eine Haltestelle ohne Schatten." in answer.text
    assert "Bild 1 wegnehmen" in answer.text
    assert (await alma.post(HERE, WORDS)).status_code == 303
    assert await fetch_value("SELECT count(*) FROM proposal_image WHERE proposal IS NOT NULL") == 1


@pytest.mark.parametrize("where", [HERE, f"{HERE}/draft"])
async def test_a_wrong_picture_loses_no_word(alma, where):
    await consultation()
    answer = await alma.post(where, {**WORDS, **ALT}, files=file(b"<svg/>", "x.svg", "image/svg+xml"))
    assert answer.status_code == 422
    assert "Möglich sind Bilder als JPEG, PNG oder WebP" in answer.text
    assert 'href="#image"' in answer.text
    assert "Drei Linden genügen." in answer.text
    assert "Eine Haltestelle ohne Schatten." in answer.text
    answer = await alma.post(where, {**WORDS, "image_alt": " "}, files=file(picture()))
    assert 'href="#image_alt"' in answer.text
    answer = await alma.post(where, {**WORDS, **ALT})
    assert "fehlt das Bild" in answer.text
    assert await fetch_value("SELECT count(*) FROM proposal_image") == 0
    assert await fetch_value("SELECT count(*) FROM proposal") == 0


async def test_the_picture_of_a_draft_is_for_its_writer_alone(alma, bora, carla, visitor):
    await consultation()
    answer = await alma.post(f"{HERE}/draft", {**ALT, "title": "", "body": ""}, files=file(picture()))
    assert answer.status_code == 303
    await alma.post(
        f"{HERE}/draft",
        {"title": "", "body": ""},
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )
    url = await address()
    assert url in (await alma.get(NEW)).text
    got = await alma.http.get(url)
    assert (got.status_code, got.headers["cache-control"]) == (200, "private, no-store")
    for other in (bora, carla, visitor):
        assert (await other.http.get(url)).status_code == 404
    assert (await carla.get("/report?kind=image&id=1")).status_code == 404
    await alma.post(f"{HERE}/draft/removal", {})
    assert await fetch_value("SELECT count(*) FROM proposal_image") == 0


async def test_pictures_are_added_and_taken_away_while_the_text_may_change(alma, bora, monkeypatch):
    monkeypatch.setattr("proposals.images.actions.settings", lambda: _with_most(2))
    number = await proposal(await consultation(), author=alma.id)
    edit = f"/proposals/{number}/edit"
    for version in (1, 2):
        sent = {**WORDS, **ALT, "version": str(version)}
        assert (await alma.post(edit, sent, files=file(picture()))).status_code == 303
    LIMITS.clear()
    answer = await alma.post(
        edit, {**WORDS, **ALT, "title": "Noch eines", "version": "3"}, files=file(picture())
    )
    assert answer.status_code == 409
    assert "Mehr Bilder sind nicht möglich" in answer.text
    assert 'value="Noch eines"' in answer.text
    one, two = [row["id"] for row in await fetch("SELECT id FROM proposal_image ORDER BY id")]
    assert (await bora.post(edit, {**WORDS, "version": "3", f"drop-{one}": "1"})).status_code == 403
    LIMITS.clear()
    assert (await alma.post(edit, {**WORDS, "version": "3", f"drop-{one}": "1"})).status_code == 303
    assert [row["id"] for row in await fetch("SELECT id FROM proposal_image")] == [two]
    await execute("UPDATE proposal SET status = 'accepted' WHERE id = $1", number)
    assert (await alma.post(edit, {**WORDS, **ALT, "version": "4"}, files=file(picture()))).status_code == 409


def _with_most(number):
    from dataclasses import replace

    return replace(settings(), images=number)


async def test_nobody_takes_away_what_belongs_to_another(alma, bora):
    number = await consultation()
    hers = await with_picture(number, alma)
    other = await proposal(number, author=bora.id)
    await bora.post(f"/proposals/{other}/edit", {**WORDS, "version": "1", f"drop-{hers}": "1"})
    await bora.post(HERE, {**WORDS, f"drop-{hers}": "1"})
    assert await fetch_value("SELECT count(*) FROM proposal_image") == 1


async def address():
    return "/images/" + await fetch_value("SELECT name FROM proposal_image")


async def with_picture(consultation_id, author):
    number = await proposal(consultation_id, author=author.id)
    sent = {**WORDS, **ALT, "version": "1"}
    answer = await author.post(f"/proposals/{number}/edit", sent, files=file(picture()))
    assert answer.status_code == 303, answer.text
    return await fetch_value("SELECT id FROM proposal_image WHERE proposal = $1", number)


# --- and moderation -----------------------------------------------------------------------------------------


async def test_a_hidden_picture_is_a_tombstone_for_all_and_a_picture_for_those_who_judge(
    alma, bora, carla, visitor
):
    await ensure_rules()
    image = await with_picture(await consultation(), alma)
    number, name = (
        await fetch_value("SELECT proposal FROM proposal_image"),
        await fetch_value("SELECT name FROM proposal_image"),
    )
    sent = {"kind": "image", "id": str(image), "reason": "personal-data", "good_faith": "1"}
    assert (await bora.post("/report", sent)).status_code == 303
    case = await fetch_value("SELECT id FROM moderation_case WHERE kind = 'image'")
    assert "Bild zeigen" in (await carla.get(f"/moderation/cases/{case}")).text
    decision = {"action": "hide", "rule": "thema", "reason": "Darauf ist eine Nachbarin zu erkennen."}
    assert (await carla.post(f"/moderation/cases/{case}/decision", decision)).status_code == 303
    for reader in (alma, bora, visitor):
        for url in (f"/images/{name}", f"/images/{name}/small"):
            assert (await reader.http.get(url)).status_code == 404
        page = (await reader.get(f"/proposals/{number}")).text
        assert "Bild von der Moderation ausgeblendet" in page
        assert name not in page
        assert ALT["image_alt"] not in page
    assert (await visitor.http.get(f"/api/v1/proposals/{number}")).json()["images"] == []
    assert (await carla.http.get(f"/images/{name}/small")).headers["cache-control"] == "private, no-store"
    await alma.post(f"/proposals/{number}/edit", {**WORDS, "version": "2", f"drop-{image}": "1"})
    assert (await carla.post(f"/moderation/cases/{case}/undo", {})).status_code == 303
    assert (await visitor.http.get(f"/images/{name}")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE proposal SET hidden_at = now(), hidden_rule = 'x', hidden_rule_slug = 'thema'",
        "UPDATE proposal SET withdrawn_at = now()",
        "UPDATE consultation SET published_at = NULL",
        "UPDATE consultation SET published_at = now() + interval '1 hour'",
    ],
)
async def test_a_picture_goes_with_what_it_belongs_to(alma, visitor, change):
    await with_picture(await consultation(), alma)
    url = await address()
    assert (await visitor.http.get(url)).status_code == 200
    await execute(change)
    assert (await visitor.http.get(url)).status_code == 404


async def test_where_moderation_reads_first_it_looks_first(alma, carla, visitor):
    await ensure_rules()
    number = await consultation()
    await execute(
        "INSERT INTO premoderation (kind, number, since, set_by) VALUES ('consultation', $1, now(), $2)",
        number,
        carla.id,
    )
    assert (await alma.post(HERE, {**WORDS, **ALT}, files=file(picture()))).status_code == 303
    url = await address()
    cases = {row["kind"]: row["id"] for row in await fetch("SELECT kind, id FROM moderation_case")}
    for kind in ("proposal", "image"):
        assert (await visitor.http.get(url)).status_code == 404
        await carla.post(
            f"/moderation/cases/{cases[kind]}/decision",
            {"action": "keep", "rule": "thema", "reason": "Passt."},
        )
    assert (await visitor.http.get(url)).status_code == 200


async def test_pictures_stand_in_the_copy_of_the_person_and_go_with_the_account(alma, bora):
    await with_picture(await consultation(), alma)
    kept = json.loads((await alma.get("/account/export")).text)
    assert [one["description"] for one in kept["kept"]["images"]] == [ALT["image_alt"]]
    assert [one["text"] for one in kept["written"]["image"]] == [ALT["image_alt"]]
    assert json.loads((await bora.get("/account/export")).text)["kept"]["images"] == []
    from participation.core import persons

    await persons.erase(alma.id)
    assert await fetch_value("SELECT count(*) FROM proposal_image") == 0
    assert await fetch_value("SELECT count(*) FROM proposal") == 1


async def test_a_body_without_end_is_refused_before_it_is_kept(alma, monkeypatch):
    await consultation()
    form = "http://127.0.0.1:8000/consultations/stadtgruen/proposals/new?preview=1"
    answer = await alma.post(HERE, {**WORDS, **ALT}, files=file(bytes(26_000_000)), headers={"Referer": form})
    assert answer.status_code == 413
    assert "Das war zu groß" in answer.text
    assert 'href="/consultations/stadtgruen/proposals/new?preview=1"' in answer.text
    foreign = {"Referer": "https://example.org/consultations"}
    answer = await alma.post(HERE, WORDS, files=file(bytes(26_000_000)), headers=foreign)
    assert "example.org" not in answer.text
    answer = await alma.post("/language", {"x": "y"}, files=file(bytes(1_100_000)))
    assert answer.status_code == 413
