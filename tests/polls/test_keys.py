"""Copies of ballot keys for two keepers, and the way back after a restore without them."""

import stat

import pytest

from participation import settings as settings_module
from participation.core.db import fetch, fetch_value
from polls import actions, keys, sealing, signing
from polls.ballots.shape import Choices
from polls.life import Secrecy
from polls.queries import poll as poll_by_id
from tests.people import create_person
from tests.polls.factories import end, make_poll


@pytest.fixture
def keepers(tmp_path):
    folders = [tmp_path / "eins", tmp_path / "zwei"]
    for folder in folders:
        folder.mkdir()
    return folders


async def voted(number):
    person = actions.Actor(await create_person("P"), "P")
    await actions.cast(person, await poll_by_id(number, None), Choices(("tempo",)))


async def test_two_keepers_get_a_copy_that_only_they_can_read(db, keepers):
    number = await make_poll()
    files = await keys.export(number, keepers)
    assert [file.parent for file in files] == keepers
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert files[0].read_text() == files[1].read_text()
    assert sealing.read_key(number).hex() in files[0].read_text()
    entry = (await fetch("SELECT details::text FROM audit_entry WHERE act = 'poll.key-exported'"))[0]
    assert sealing.read_key(number).hex() not in entry["details"]
    with pytest.raises(keys.KeepingError, match="there already"):
        await keys.export(number, keepers)


async def test_no_copy_goes_to_one_folder_twice_into_the_data_directory_or_out_of_a_mood(db, keepers):
    number = await make_poll()
    with pytest.raises(keys.KeepingError, match="two different"):
        await keys.export(number, [keepers[0], keepers[0]])
    with pytest.raises(keys.KeepingError, match="data directory"):
        await keys.export(number, [keepers[0], sealing.folder()])
    with pytest.raises(keys.KeepingError, match="no secret poll"):
        await keys.export(await make_poll(secrecy=Secrecy.OPEN), keepers)
    assert not list(keepers[0].iterdir())


async def test_a_restore_without_the_key_says_so_and_a_keeper_brings_it_back(db, keepers):
    number = await make_poll()
    await voted(number)
    files = await keys.export(number, keepers)
    sealing.destroy_key(number)
    assert [one.there for one in await keys.ballot_keys()] == [False]
    with pytest.raises(actions.Refused):
        await voted(number)
    await end(number)
    await actions.close_due()
    assert await fetch_value("SELECT counted_at FROM poll") is None
    assert await keys.bring_back(files[1]) == number
    assert [one.there for one in await keys.ballot_keys()] == [True]
    await actions.close_due()
    assert await fetch_value("SELECT ballots FROM poll") == 1
    with pytest.raises(keys.KeepingError, match="counted"):
        await keys.export(number, keepers)
    with pytest.raises(keys.KeepingError, match="waits"):
        await keys.bring_back(files[0])


async def test_a_wrong_key_opens_nothing_and_breaks_nothing(db, keepers):
    number, other = await make_poll(), await make_poll()
    await voted(number)
    wrong = (await keys.export(other, keepers))[0]
    wrong.write_text(wrong.read_text().replace(f"poll: {other}", f"poll: {number}"))
    with pytest.raises(keys.KeepingError, match="not the key"):
        await keys.bring_back(wrong)
    right = sealing.read_key(number)
    sealing.keep_key(number, sealing.read_key(other))
    await end(number)
    await actions.close_due()
    assert await fetch_value("SELECT counted_at FROM poll WHERE id = $1", number) is None
    sealing.keep_key(number, right)
    await actions.close_due()
    row = (await fetch("SELECT ballots, broken FROM poll WHERE id = $1", number))[0]
    assert (row["ballots"], row["broken"]) == (1, 0)


def test_the_folder_of_the_keys_can_be_one_that_all_hosts_share(tmp_path, monkeypatch):
    shared = settings_module.load({"PARTICIPATION_BALLOT_KEYS": str(tmp_path / "geteilt")})
    monkeypatch.setattr(sealing, "settings", lambda: shared)
    sealing.make_key(3)
    assert (tmp_path / "geteilt" / "3.key").exists()
    assert stat.S_IMODE((tmp_path / "geteilt").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content", ["", "nix", "a\npoll: x\nmark: y\nkey: zz\n", "a\npoll: 1\nmark: y\nkey: 00\n"]
)
def test_a_file_that_is_no_key_is_named(tmp_path, content):
    file = tmp_path / "datei"
    file.write_text(content)
    with pytest.raises(keys.KeepingError, match="no ballot key"):
        keys._read(file)


def test_the_key_that_signs_results_is_made_once_and_for_us_alone():
    key = signing.public_key()
    assert len(key) == 64
    assert stat.S_IMODE(signing.key_path().stat().st_mode) == 0o600
    signing._private.cache_clear()
    assert signing.public_key() == key
