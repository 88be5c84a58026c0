import pytest

from participation.settings import SettingsError, is_loopback, load


def test_without_anything_set_the_defaults_hold():
    chosen = load({"HOME": "/somewhere"})
    assert (chosen.host, chosen.port, chosen.workers, chosen.worker) == ("127.0.0.1", 8000, 1, "inside")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PARTICIPATION_PROT", "8000"),
        ("PARTICIPATION_PORT", "eighty"),
        ("PARTICIPATION_PORT", "99999"),
        ("PARTICIPATION_WORKER", "nowhere"),
        ("PARTICIPATION_DATABASE_URL", "mysql://x@y/z"),
        ("PARTICIPATION_BASE_URL", "mitreden.example"),
        ("PARTICIPATION_LOCALES", "de, xx"),
        ("PARTICIPATION_SECRET_KEY", "short"),
        ("PARTICIPATION_TRUSTED_PROXIES", "the proxy"),
        ("PARTICIPATION_DEMO", "perhaps"),
        ("PARTICIPATION_MAIL_URL_FILE", "/no/such/file"),
    ],
)
def test_an_unknown_name_or_a_bad_value_is_named(variable, value):
    with pytest.raises(SettingsError, match=variable):
        load({variable: value})


def test_a_secret_may_come_from_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("k" * 40 + "\n")
    assert load({"PARTICIPATION_SECRET_KEY_FILE": str(path)}).secret_key == "k" * 40


def test_the_same_setting_twice_is_refused(tmp_path):
    path = tmp_path / "port"
    path.write_text("9000")
    with pytest.raises(SettingsError, match="twice"):
        load({"PARTICIPATION_PORT": "8000", "PARTICIPATION_PORT_FILE": str(path)})


def test_links_in_mails_come_from_the_settings_alone():
    assert load({}).link("/x") == "http://127.0.0.1:8000/x"
    assert (
        load({"PARTICIPATION_BASE_URL": "https://mitreden.example/"}).link("/x")
        == "https://mitreden.example/x"
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104  # nothing is bound here
        ("localhost.evil.example", False),
    ],
)
def test_loopback_is_told_by_the_address_itself(host, expected):
    assert is_loopback(host) is expected
