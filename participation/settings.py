"""Everything a city can set, from the environment alone.

Each setting is `PARTICIPATION_<NAME>`, or `PARTICIPATION_<NAME>_FILE` with the path of a file that holds the
value (systemd credentials, container secrets). An unknown name with the prefix is an error: a typing mistake
must not silently leave a default in force.
"""

import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "PARTICIPATION_"


class SettingsError(Exception):
    """One sentence that names the variable and says what is wrong with it."""


def _setting(default: Any, help_: str, parse: Callable[[str], Any] = str) -> Any:
    return field(default=default, metadata={"help": help_, "parse": parse})


def _number(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(f"must be between {low} and {high}")
        return number

    return parse


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError("must be one of " + ", ".join(choices))
        return value

    return parse


def _words(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.replace(",", " ").split() if word)


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.hostname or "host=" in parts.query):
            raise ValueError("must be an address that begins with " + " or ".join(f"{s}://" for s in schemes))
        return value.rstrip("/")

    return parse


def _tiles(value: str) -> str:
    parts = urlsplit(value)
    if (
        parts.scheme not in {"https", "http"}
        or not parts.hostname
        or not all(p in parts.path for p in ("{z}", "{x}", "{y}"))
    ):
        raise ValueError("must be an address with {z}, {x} and {y} in its path")
    return value


def _locales(value: str) -> tuple[str, ...]:
    chosen = _words(value)
    if not chosen or set(chosen) - {"de", "en"}:
        raise ValueError("knows only de and en")
    return chosen


def _networks(value: str) -> tuple[str, ...]:
    for word in _words(value):
        ipaddress.ip_network(word, strict=False)
    return _words(value)


def _flag(value: str) -> bool:
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("must be 1 or 0")


def _key(value: str) -> str:
    if len(value) != 64 or not all(letter in "0123456789abcdef" for letter in value.lower()):
        raise ValueError("must be 64 hexadecimal digits")
    return value.lower()


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str = _setting("", "PostgreSQL of the city; unset: our own", _url("postgresql", "postgres"))
    data_dir: Path = _setting(Path(".data"), "folder for database, mail files and secrets", Path)
    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8000, "port to listen on", _number(1, 65535))
    workers: int = _setting(1, "web processes", _number(1, 64))
    worker: str = _setting("inside", "queued work: inside `serve`, or apart", _one_of("inside", "apart"))
    base_url: str = _setting("", "public address, as in https://mitreden.example", _url("http", "https"))
    secret_key: str = _setting("", "at least 32 characters; unset: made once, kept in the data directory")
    ballot_keys: str = _setting(
        "", "folder of the keys of secret polls, one for all hosts; unset: ballot-keys in DATA_DIR"
    )
    signing_key: str = _setting(
        "", "64 hexadecimal digits that sign results; unset: made once, kept in the data directory", _key
    )
    mail_url: str = _setting(
        "", "smtp://user:password@host:port; unset: .eml files in DATA_DIR/mail/", _url("smtp", "smtps")
    )
    mail_from: str = _setting("mitreden@musterstadt.example", "sender of all mail")
    trusted_proxies: tuple[str, ...] = _setting((), "addresses or networks of reverse proxies", _networks)
    metrics_token: str = _setting("", "token that may read /metrics from elsewhere")
    site_name: str = _setting("Musterstadt", "name of the city")
    locales: tuple[str, ...] = _setting(("de", "en"), "languages offered, the first is the default", _locales)
    stream_hosts: tuple[str, ...] = _setting((), "hosts a forum's video may come from", _words)
    tiles_url: str = _setting("", "map tiles, https://…/{z}/{x}/{y}.png; unset: no tiles", _tiles)
    tiles_source: str = _setting("", "who made the map tiles, as their licence asks for it")
    log_level: str = _setting(
        "info", "debug, info, warning or error", _one_of("debug", "info", "warning", "error")
    )
    demo: bool = _setting(False, "offer the demo logins on the sign-in page", _flag)
    contact_phone: str = _setting("0555 12345-0", "telephone number at the foot of every page")
    contact_mail: str = _setting("mitreden@musterstadt.example", "public address for questions")
    limit_supports: int = _setting(30, "supports or ballots of a person in 10 seconds", _number(1, 10**6))
    limit_messages: int = _setting(10, "chat lines of a person in 10 seconds", _number(1, 10**6))
    limit_comments: int = _setting(5, "comments of a person in a minute", _number(1, 10**6))
    limit_proposals: int = _setting(2, "proposals of a person in a minute", _number(1, 10**6))
    limit_sockets: int = _setting(2000, "open sockets of an address", _number(1, 10**6))
    limit_sign_ins: int = _setting(600, "sign-ins from an address in 5 minutes", _number(1, 10**6))
    limit_writes: int = _setting(1200, "writes from an address in a minute", _number(1, 10**6))
    images: int = _setting(3, "pictures of a proposal; 0: none", _number(0, 10))
    image_megabytes: int = _setting(10, "largest file of a picture, in megabytes", _number(1, 20))
    image_megapixels: int = _setting(24, "largest picture, in millions of pixels", _number(1, 100))
    due_live_urgent: int = _setting(5, "minutes for an urgent case from a running forum", _number(1, 240))
    due_live: int = _setting(15, "minutes for any other case from a running forum", _number(1, 240))
    due_child_abuse: int = _setting(2, "hours for a report of the abuse of a child", _number(1, 72))
    due_normal: int = _setting(24, "hours for every other case", _number(1, 720))
    due_appeal: int = _setting(24, "hours until an appeal is to be answered", _number(1, 720))
    first_posts: int = _setting(
        0, "so many first texts of a new account are put before moderators", _number(0, 100)
    )
    newcomer_texts: int = _setting(
        0, "texts a day of an account in its first week; 0: no limit of its own", _number(0, 10**6)
    )
    growth: int = _setting(
        4, "by how much at most the limits of a person grow with standing; 1: not at all", _number(1, 100)
    )
    burst: int = _setting(
        20, "supports of new accounts in an hour that are put before moderators; 0: never", _number(0, 10**6)
    )
    figures_per_person: bool = _setting(
        False, "the team sees figures by moderator; only with the consent of the works council", _flag
    )
    second_look: int = _setting(
        5, "share of decided cases that a second person judges blind, in percent", _number(0, 100)
    )

    @property
    def https(self) -> bool:
        """`Secure` and `__Host-` hang on the public address alone, never on a header."""
        return self.base_url.startswith("https://")

    def link(self, path: str) -> str:
        """An absolute address for mails; never from the Host header, which a stranger may set."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}") + path


def load(environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError for unknown names, unreadable files and bad values."""
    known = {setting.name: setting for setting in fields(Settings)}
    values: dict[str, Any] = {}
    for variable in sorted(environment):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        from_file = name not in known and name.endswith("_file")
        name = name.removesuffix("_file") if from_file else name
        if name not in known:
            raise SettingsError(f"{variable} is not a setting. `teilhabe settings` lists them all.")
        raw = _file(variable, environment[variable]) if from_file else environment[variable]
        if raw == "" and name != "demo":
            continue
        if name in values:
            raise SettingsError(f"{variable} is set twice, once with _FILE. Keep one of them.")
        try:
            values[name] = known[name].metadata["parse"](raw)
        except ValueError as error:
            raise SettingsError(f"{variable} has a bad value: it {_reason(error)}.") from error
    chosen = Settings(**values)
    if chosen.secret_key and len(chosen.secret_key) < 32:
        raise SettingsError(f"{PREFIX}SECRET_KEY has a bad value: it must have at least 32 characters.")
    return chosen


def _file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable} names a file that cannot be read.") from error


def _reason(error: ValueError) -> str:
    text = str(error)
    return text if text.startswith(("must", "knows")) else "cannot be understood"


@cache
def settings() -> Settings:
    return load(os.environ)


def is_loopback(host: str) -> bool:
    """Literal loopback addresses and localhost; a name that merely resolves there does not count."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@cache
def secret_key() -> bytes:
    """The key behind form tokens and signed values; made once with mode 0600 where none is set."""
    chosen = settings()
    if chosen.secret_key:
        return chosen.secret_key.encode()
    path = chosen.data_dir / "secret-key"
    if not path.exists():
        chosen.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip().encode()


def _write_once(path: Path, text: str) -> None:
    """Two processes starting at once must end with the same key, so the first link wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
