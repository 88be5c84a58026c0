"""A simulated person at a browser, over real HTTP, with nothing but the standard library."""

import http.client
import re
import time
from urllib.parse import urlencode, urlsplit

from participation.core.sessions import cookie_name

TRIES = 8
_TOKEN = re.compile(r'name="_token" value="([^"]+)"')


class Refusal(Exception):  # noqa: N818  # it says what the server did
    """An answer that no honest request should get."""


class Client:
    """One connection that is kept, from an address of its own on the loopback where the machine has more than one."""

    def __init__(self, base: str, session: str, place: int) -> None:
        self.base, self.session = base.rstrip("/"), session
        self._address = f"127.0.0.{2 + place % 8}"
        self._token = ""
        self._connection: http.client.HTTPConnection | None = None
        self._used = False
        """An answer has come over this connection: when it breaks now, the server had closed it while it rested."""
        self.seconds: list[float] = []

    def get(self, path: str) -> str:
        status, body, _ = self._send("GET", path)
        if status != 200:
            raise Refusal(f"GET {path.split('?', maxsplit=1)[0]}: {status}")
        found = _TOKEN.search(body)
        if found is not None and not self._token:
            self._token = found[1]
        return body

    def post(self, path: str, fields: dict[str, str], *, late: bool = False) -> str:
        """Where it leads. With `late` a 409 is no error, but an empty answer: somebody else was faster."""
        if not self._token:
            self.get("/account")
        if not self._token:
            raise Refusal("the page has no form")
        status, _, location = self._send("POST", path, urlencode({**fields, "_token": self._token}))
        if late and status == 409:
            return ""
        if status != 303:
            raise Refusal(f"POST {path}: {status}")
        return location

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        """Waits as long as the server asks for when it was too fast; a connection that was closed is opened anew."""
        for attempt in range(TRIES):
            begin = time.monotonic()
            try:
                answer = self._ask(method, path, body)
            except (http.client.HTTPException, OSError):
                stale = self._connection is not None and self._used
                self.close()
                if attempt == TRIES - 1 or not (stale or method == "GET"):
                    raise
                continue
            if answer[0] != 429:
                self.seconds.append(time.monotonic() - begin)
                return answer[0], answer[1], answer[2]
            time.sleep(min(61.0, answer[3]))
        raise Refusal(f"{method} {path}: 429 again and again")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str, float]:
        connection = self._connection or self._connect()
        self._connection = connection
        headers = {"Cookie": f"{cookie_name()}={self.session}", "Origin": self.base}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        wait = answer.headers.get("retry-after", "1")
        self._used = True
        return answer.status, text, answer.headers.get("location", ""), float(wait)

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.base)
        host, port = parts.hostname or "127.0.0.1", parts.port or 80
        if host == "127.0.0.1":
            connection = http.client.HTTPConnection(host, port, timeout=60, source_address=(self._address, 0))
            try:
                connection.connect()
            except OSError:
                connection.close()
            else:
                return connection
        return http.client.HTTPConnection(host, port, timeout=60)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._used = False
