"""The real product as real processes, for journeys, races and browsers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.people import Fields
from tests.template import PLACE, plant

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "teilhabe-demo-2026"


class Server:
    """`teilhabe serve` on a free port, with a data directory of its own.

    A demo city begins with a copy of what the first one of the run has made; a `bare` one with an empty folder.
    """

    def __init__(
        self, data_dir: Path, *, demo: bool = True, bare: bool = False, workers: int = 2, **settings: str
    ) -> None:
        self.data_dir = data_dir
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._demo = demo
        self._planted = demo and not bare and PLACE in os.environ
        self._settings = {"WORKERS": str(workers), "LOG_LEVEL": "warning", **settings}
        self.process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTICIPATION_")}
        own = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), **self._settings}
        return kept | {f"PARTICIPATION_{name}": value for name, value in own.items()}

    def start(self, seconds: float = 180) -> "Server":
        command = [sys.executable, "-m", "participation", "serve", *(["--demo"] if self._demo else [])]
        if self._planted and not self.data_dir.exists():
            plant(self.data_dir, self.environment())
        self.log = self.data_dir.parent / f"{self.data_dir.name}.log"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.wait_until_ready(seconds)
        return self

    def wait_until_ready(self, seconds: float = 180) -> float:
        """Seconds it took."""
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            try:
                if httpx.get(f"{self.base}/health/ready", timeout=2).status_code == 200:
                    return time.monotonic() - begin
            except httpx.HTTPError:
                pass
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)
        raise AssertionError(f"not ready after {seconds} s:\n{self.log.read_text()[-3000:]}")

    def stop(self, seconds: float = 20) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise

    def kill(self) -> None:
        """Of the parent alone, as the kernel would when memory runs out."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(5)

    def descendants(self) -> dict[int, str]:
        assert self.process is not None
        return descendants(self.process.pid)

    def command(self, *arguments: str, **kw: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "participation", *arguments],
            cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=120, check=False, **kw,
        )  # fmt: skip

    def mails(self) -> list[str]:
        folder = self.data_dir / "mail"
        return (
            [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.eml"))]
            if folder.exists()
            else []
        )

    def mail_to(self, address: str, containing: str = "", seconds: float = 8) -> str:
        """The newest mail to somebody, when it has left."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [mail for mail in self.mails() if f"To: {address}" in mail and containing in mail]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} with {containing!r} within {seconds} s")


def first_link(mail: str) -> str:
    """The path of the first link to the site."""
    return re.findall(r"http://127\.0\.0\.1:\d+(/\S*)", mail)[0]


def descendants(pid: int) -> dict[int, str]:
    """Process ids and command lines of all below."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, queue = {}, [pid]
    while queue:
        for child in parents.get(queue.pop(), []):
            queue.append(child)
            try:
                found[child] = (
                    (Path("/proc") / str(child) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                )
            except OSError:
                continue
    return found


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Person:
    """Somebody at a browser without JavaScript, over real HTTP."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.base, timeout=30, follow_redirects=False)

    def get(self, url: str, expected: int = 200) -> str:
        answer = self.http.get(url)
        assert answer.status_code == expected, f"{url}: {answer.status_code}\n{answer.text[:500]}"
        return answer.text

    def form(self, page_url: str, action: str) -> dict[str, str]:
        forms = Fields(self.http.get(page_url).text).forms
        found = next(
            (f for f in forms if f["action"].split("?")[0] == action and f["method"] == "post"), None
        )
        assert found is not None, f"{page_url} has no form for {action}: {[f['action'] for f in forms]}"
        return dict(found["fields"])

    def post(self, url: str, fields: dict[str, str]) -> httpx.Response:
        return self.http.post(url, data=fields, headers={"Origin": self.server.base})

    def submit(
        self, page_url: str, action: str, fields: dict[str, str] | None = None, expected: int = 303
    ) -> str:
        """The place where it leads."""
        answer = self.post(action, {**self.form(page_url, action), **(fields or {})})
        assert answer.status_code == expected, f"{action}: {answer.status_code}\n{answer.text[:2000]}"
        return answer.headers.get("location", "")

    def sign_in(self, name: str, password: str = PASSWORD) -> "Person":
        self.submit("/login", "/login", {"email": f"{name}@example.org", "password": password})
        return self


def sign_in(server: Server, name: str) -> Person:
    return Person(server).sign_in(name)
