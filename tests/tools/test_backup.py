"""A backup of a city at work, brought back elsewhere: nothing that was acknowledged is missing."""

import random
import re
import shutil
import threading
from pathlib import Path

import pytest

from participation.tools import archive
from participation.tools.archive import ArchiveError
from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("backup") / "data", LIMIT_COMMENTS="100000").start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def backup(city):
    """With something beside the database that belongs to it, and a key that never may leave."""
    (city.data_dir / "uploads").mkdir()
    (city.data_dir / "uploads" / "plan.pdf").write_bytes(b"%PDF plan of the crossing")
    path = city.data_dir.parent / "city.backup"
    done = city.command("backup", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return path


class Writer(threading.Thread):
    """Comments until told to stop; `said` holds what the server has acknowledged."""

    def __init__(self, city: Server, name: str, proposal: str) -> None:
        super().__init__()
        self.person, self.name_, self.proposal = sign_in(city, name), name, proposal
        self.form = self.person.form(proposal, f"{proposal}/comments")
        self.said: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set() and len(self.said) < 400:
            text = f"{self.name_} Nummer {len(self.said)} gesagt."
            answer = self.person.post(f"{self.proposal}/comments", {**self.form, "body": text})
            assert answer.status_code == 303
            self.said.append(text)


def said_on(city: Server, proposal: str, words: str) -> set[str]:
    """On all pages of its comments."""
    person, found, url = Person(city), set[str](), proposal
    for number in range(1, 40):
        page = person.get(f"{url}?page={number}")
        now = set(re.findall(words, page))
        if not now or now <= found:
            return found
        found |= now
    return found


def test_what_was_acknowledged_before_the_backup_is_there_after_the_restore(city, tmp_path):
    proposals = re.findall(
        r'href="(/proposals/\d+)"', Person(city).get("/consultations/stadtgruen/proposals")
    )
    writers = [
        Writer(city, name, place)
        for name, place in zip(("alma", "bora"), dict.fromkeys(proposals), strict=False)
    ]
    for writer in writers:
        writer.start()
    while min(len(writer.said) for writer in writers) < 5:
        pass
    acknowledged = [list(writer.said) for writer in writers]
    done = city.command("backup", str(tmp_path / "file"))
    for writer in writers:
        writer.over.set()
        writer.join()
    assert done.returncode == 0, done.stderr
    assert all(len(writer.said) > len(before) for writer, before in zip(writers, acknowledged, strict=True))

    elsewhere = Server(tmp_path / "elsewhere", demo=False)
    restored = elsewhere.command("restore", str(tmp_path / "file"))
    assert restored.returncode == 0, restored.stderr
    elsewhere.start()
    try:
        for writer, before in zip(writers, acknowledged, strict=True):
            there = said_on(elsewhere, writer.proposal, rf"{writer.name_} Nummer \d+ gesagt\.")
            assert set(before) <= there
        sign_in(elsewhere, "alma").get("/account")
        assert elsewhere.command("audit", "verify").returncode == 0
    finally:
        elsewhere.stop()


def test_files_come_along_and_ballot_keys_never_do(city, backup, tmp_path):
    assert any((city.data_dir / "ballot-keys").iterdir())
    found = archive.opened(backup)
    assert {"database.dump", "files/secret-key", "files/uploads/plan.pdf"} <= set(found.names)
    assert not [name for name in found.names if "ballot" in name or "postgres" in name]
    assert backup.stat().st_mode & 0o777 == 0o600
    elsewhere = Server(tmp_path / "elsewhere", demo=False)
    done = elsewhere.command("restore", str(backup))
    assert done.returncode == 0
    assert re.search(r"Poll \d+ \(.+\): its ballot key is missing", done.stderr)
    for name in ("secret-key", "uploads/plan.pdf"):
        assert (elsewhere.data_dir / name).read_bytes() == (city.data_dir / name).read_bytes()
    assert (elsewhere.data_dir / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_was_brought_along_is_not_missed(city, backup, tmp_path):
    elsewhere = Server(tmp_path / "elsewhere", demo=False)
    shutil.copytree(city.data_dir / "ballot-keys", elsewhere.data_dir / "ballot-keys")
    done = elsewhere.command("restore", str(backup))
    brought = [key.stem for key in (elsewhere.data_dir / "ballot-keys").glob("*.key")]
    assert done.returncode == 0
    assert brought
    assert not [number for number in brought if f"Poll {number} (" in done.stderr]


def test_every_flipped_bit_is_found_before_anything_is_written(backup, tmp_path):
    whole, luck = backup.read_bytes(), random.Random(9)
    damaged = tmp_path / "damaged"
    for _ in range(100):
        at = luck.randrange(len(whole))
        damaged.write_bytes(whole[:at] + bytes((whole[at] ^ (1 << luck.randrange(8)),)) + whole[at + 1 :])
        with pytest.raises(ArchiveError, match="damaged"):
            archive.opened(damaged)
    for cut in (0, 1, 511, len(whole) // 2, len(whole) - 1):
        damaged.write_bytes(whole[:cut])
        with pytest.raises(ArchiveError, match="damaged"):
            archive.opened(damaged)
    damaged.write_bytes(whole + b"\n")
    with pytest.raises(ArchiveError, match="damaged"):
        archive.opened(damaged)
    damaged.write_bytes(whole)
    assert archive.opened(damaged).names
    damaged.write_bytes(whole.replace(b"files/secret-key", b"files/secret-kez", 1))
    elsewhere = Server(tmp_path / "elsewhere", demo=False)
    done = elsewhere.command("restore", str(damaged))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not elsewhere.data_dir.exists()


def test_only_an_empty_database_is_written_to(city, backup, tmp_path):
    done = city.command("restore", str(backup))
    assert (done.returncode, done.stderr) == (1, "`teilhabe serve` uses this database: stop it first.\n")
    elsewhere = Server(tmp_path / "elsewhere", demo=False)
    assert elsewhere.command("migrate").returncode == 0
    assert elsewhere.command("restore", str(backup)).returncode == 0
    again = elsewhere.command("restore", str(backup))
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_a_file_that_is_there_is_never_written_over(city, backup):
    before = backup.read_bytes()
    done = city.command("backup", str(backup))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "already there" in done.stderr
    assert backup.read_bytes() == before
    assert not list(backup.parent.glob("*.part"))


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "other"])
def test_a_file_cannot_lead_out_of_its_folder(tmp_path: Path, name):
    source = tmp_path / "source"
    source.write_text("x")
    with archive.writing(tmp_path / "file") as file:
        file.add(name, source)
    with pytest.raises(ArchiveError, match="does not hold"):
        archive.opened(tmp_path / "file")


def test_a_backup_of_a_later_release_is_refused(backup, tmp_path):
    with archive.writing(tmp_path / "file") as file, archive.opened(backup).member("database.dump") as dump:
        (tmp_path / "dump").write_bytes(dump.read())
        file.add("database.dump", tmp_path / "dump")
        file.manifest |= {"migrations": ["forums/2099-01-01T00:00:00:000000"], "made_at": "2099-01-01"}
    elsewhere = Server(tmp_path / "elsewhere", demo=False)
    done = elsewhere.command("restore", str(tmp_path / "file"))
    assert done.returncode == 1
    assert "later release (forums/2099" in done.stderr
