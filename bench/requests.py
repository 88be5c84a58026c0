"""Requests as bytes, as a browser would send them. Made before the clock runs."""

from urllib.parse import quote

_GET = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (bench)\r\n"
    "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Language: de,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nSec-Fetch-Site: same-origin\r\n{cookie}\r\n"
)
_POST = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (bench)\r\n"
    "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Language: de,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://{host}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n{cookie}\r\n{body}"
)


def get(host: str, path: str, session: str = "") -> str:
    return _GET.format(path=path, host=host, cookie=_cookie(session))


def post(host: str, path: str, session: str, fields: dict[str, str]) -> str:
    body = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return _POST.format(path=path, host=host, cookie=_cookie(session), body=body, length=len(body))


def _cookie(session: str) -> str:
    return f"Cookie: session={session}\r\n" if session else ""
