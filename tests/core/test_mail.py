"""One mail, to one person, with nothing that a stranger put into its head."""

import asyncio
import email
import stat
from email.policy import default

import pytest

from participation.core import mail, outbox
from participation.core.db import fetch_value, unit_of_work
from participation.core.mail import mailbox, send_mail
from participation.core.outbox import drain, failed
from participation.settings import Settings

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """Settings for one test: `chosen(mail_url=…)`."""

    def choose(**values):
        made = Settings(data_dir=tmp_path / "data", **values)
        monkeypatch.setattr(mail, "settings", lambda: made)
        return made

    choose()
    return choose


def written():
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in files()]


def files():
    return sorted(mail.mail_folder().iterdir())


async def test_a_mail_becomes_a_private_file_that_a_person_can_read(chosen):
    async with unit_of_work():
        await send_mail("alma@example.org", "Grüße aus Köln", "Hallo,\n\nhttps://a.example/x?a=1&b=2\n")
    await drain()
    [message] = written()
    assert message["To"] == "alma@example.org"
    assert message["From"] == "Musterstadt <mitreden@musterstadt.example>"
    assert message["Subject"] == "Grüße aus Köln"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@musterstadt.example>")
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content() == "Hallo,\n\nhttps://a.example/x?a=1&b=2\n"
    assert b"https://a.example/x?a=1&b=2" in files()[0].read_bytes()
    assert stat.S_IMODE(files()[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(mail.mail_folder().stat().st_mode) == 0o700
    assert await fetch_value("SELECT count(*) FROM outbox_entry") == 0


async def send_two(first, second):
    async with unit_of_work():
        await send_mail(first, "a", "b")
        await send_mail(second, "a", "b")


async def test_a_mail_of_a_rolled_back_act_is_never_sent(chosen):
    with pytest.raises(ValueError, match="address"):
        await send_two("alma@example.org", "nobody")
    assert await drain() == 0


async def test_file_names_sort_by_time_and_a_second_run_writes_the_same_file(chosen):
    for number in range(3):
        await send_mail("alma@example.org", f"Mail {number}", "x")
    entries = await outbox.claim(10)
    for entry in [*reversed(entries), *entries]:
        await mail.deliver(entry.payload)
    assert [message["Subject"] for message in written()] == ["Mail 0", "Mail 1", "Mail 2"]


async def test_html_comes_second(chosen):
    await send_mail("alma@example.org", "a", "Text mit ü", "<p>HTML</p>")
    await drain()
    [message] = written()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "to",
    [
        "", "alma", "@example.org", "alma@", "a@b@c.example", "a@b.example,c@d.example", "Alma <a@b.example>",
        "a@b.example\nBcc: c@d.example", "a@b.example\r\n", "a b@c.example", "ä@b.example", "a@b..example", "a@-b.example",
        "a@b.example\x00", "=?utf-8?q?a=0d=0ab?=@b.example", ".a@b.example", "a" * 65 + "@b.example", "a@[127.0.0.1]", "a@b.example;c@d.example",
    ],
)  # fmt: skip
async def test_s10_only_one_bare_mailbox_is_written_to(to):
    with pytest.raises(ValueError, match="mail address"):
        await send_mail(to, "a", "b")


async def test_domains_with_umlauts_are_written_to():
    assert mailbox("alma@köln.example") == "alma@xn--kln-sna.example"
    assert mailbox("o'neill+rad@a.b.example") == "o'neill+rad@a.b.example"
    assert mailbox("alma@localhost") == "alma@localhost"


@pytest.mark.parametrize("subject", ["a\nBcc: x@y.example", "a\r\n\r\nText", "a\rb"])
async def test_s10_a_subject_is_one_line(subject):
    with pytest.raises(ValueError, match="line"):
        await send_mail("alma@example.org", subject, "b")


@pytest.mark.parametrize(
    "subject", ["a\x0bBcc: x@y.example", "a\x85Bcc: x", "a\u2028Bcc: x", "=?utf-8?q?a=0d=0ab?="]
)
async def test_s10_other_line_breaks_add_no_header_either(chosen, subject):
    await send_mail("alma@example.org", subject, "b")
    await drain()
    for message in written():
        assert not set("\r\n") & set(message["Subject"])
        assert message["Bcc"] is None
        assert set(message.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
            "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        }  # fmt: skip


class Server:
    """Just enough of a mail server; `refuse` are its answers to recipients."""

    def __init__(self, refuse=None):
        self.refuse, self.mails, self.commands = refuse, [], []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.talk, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def talk(self, reader, writer):
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            command = line.decode().strip()
            self.commands.append(command)
            writer.write(self.answer(command))
            if command == "DATA":
                self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 ok\r\n")
            if command == "QUIT":
                break
        writer.close()

    def answer(self, command):
        if command.startswith("EHLO"):
            return b"250-test\r\n250 AUTH PLAIN LOGIN\r\n"
        if command.startswith("AUTH"):
            return b"235 ok\r\n"
        if command.startswith("RCPT") and self.refuse:
            return self.refuse
        return {"DATA": b"354 go\r\n", "QUIT": b"221 bye\r\n"}.get(command, b"250 ok\r\n")


async def test_a_mail_goes_to_the_server_with_name_and_password(chosen):
    async with Server() as server:
        chosen(mail_url=f"smtp://rad%40stadt:p%2Fw@127.0.0.1:{server.port}")
        await send_mail("alma@example.org", "Grüße", "https://a.example/" + "x" * 200)
        await drain()
    [body] = server.mails
    message = email.message_from_bytes(body, policy=default)
    assert message["Subject"] == "Grüße"
    assert "https://a.example/" + "x" * 200 in message.get_content()
    assert body.isascii()
    assert any(command.startswith("AUTH") for command in server.commands)
    assert "RCPT TO:<alma@example.org>" in server.commands
    assert "MAIL FROM:<mitreden@musterstadt.example>" in " ".join(server.commands)


async def test_a_refused_recipient_is_given_up_and_a_busy_server_tried_again(chosen):
    async with Server(refuse=b"550 no such user alma@example.org\r\n") as server:
        chosen(mail_url=f"smtp://127.0.0.1:{server.port}")
        await send_mail("alma@example.org", "a", "b")
        await drain()
        [failure] = await failed()
        assert "550" in failure.last_error
        assert "alma" not in failure.last_error
        server.refuse = b"450 later\r\n"
        await send_mail("bora@example.org", "a", "b")
        await drain()
    assert len(await failed()) == 1
    assert await fetch_value("SELECT count(*) FROM outbox_entry WHERE failed_at IS NULL") == 1


async def test_a_server_that_is_away_loses_no_mail(chosen):
    async with Server() as server:
        port = server.port
    chosen(mail_url=f"smtp://127.0.0.1:{port}")
    await send_mail("alma@example.org", "a", "b")
    await drain()
    assert "alma" not in await fetch_value("SELECT last_error FROM outbox_entry WHERE failed_at IS NULL")
