"""The cast, each with a browser of their own.

Alma and Bora are neighbours, Carla and Cem moderate, Dirk is the clerk, Edda the chair, Konrad sits in the
council, Emin edits, Ada administrates; the visitor has no account.
"""

import re
import secrets
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import httpx

from participation.core.clock import now
from participation.core.db import execute, fetch_value
from participation.core.sessions import cookie_name, token_hash

ORIGIN = "http://127.0.0.1:8000"
ROLES = {
    "carla": "moderator",
    "cem": "moderator",
    "dirk": "clerk",
    "edda": "chair",
    "konrad": "council",
    "emin": "editor",
    "ada": "administrator",
}
NAMES = {
    "alma": "Alma R.",
    "bora": "Bora Y.",
    "carla": "Carla M.",
    "cem": "Cem A.",
    "dirk": "Dirk P.",
    "edda": "Edda H.",
    "konrad": "Konrad B.",
    "emin": "Emin S.",
    "ada": "Ada L.",
}


class Fields(HTMLParser):
    """Forms of a page: for each its action and the fields as a browser would send them untouched."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, Any]] = []
        self.h1 = 0
        self.title = ""
        self.lang = ""
        self.labels: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self._open: dict[str, Any] | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._in_title = False
        self._label_depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "html":
            self.lang = a.get("lang") or ""
        elif tag == "h1":
            self.h1 += 1
        elif tag == "title" and not self.title:
            self._in_title = True
        elif tag == "label":
            self._label_depth += 1
            if a.get("for"):
                self.labels.add(a["for"] or "")
        elif tag == "form":
            self._open = {
                "action": a.get("action") or "",
                "method": (a.get("method") or "get").lower(),
                "fields": {},
                "id": a.get("id"),
            }
            self.forms.append(self._open)
        if tag in {"input", "textarea", "select"}:
            self.inputs.append({**a, "tag": tag, "wrapped": "yes" if self._label_depth else None})
        name = a.get("name")
        if self._open is None or not name:
            if tag == "option" and self._select and self._open is not None and "selected" in a:
                self._open["fields"][self._select] = a.get("value") or ""
            return
        kind = (a.get("type") or "text").lower()
        if tag == "input":
            if kind in {"checkbox", "radio"}:
                if "checked" in a:
                    self._open["fields"][name] = a.get("value", "on") or ""
            elif kind not in {"submit", "button", "image", "file"}:
                self._open["fields"][name] = a.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self._open["fields"][name] = ""
        elif tag == "select":
            self._select = name
            self._open["fields"].setdefault(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "title":
            self._in_title = False
        elif tag == "label":
            self._label_depth -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._area and self._open is not None:
            self._open["fields"][self._area] += data


def check_house_rules(text: str, url: str) -> Fields:
    """What must hold on every page, whoever wrote it."""
    page = Fields(text)
    assert page.lang in {"de", "en"}, f"{url}: no lang"
    assert page.title.strip(), f"{url}: no title"
    assert page.h1 == 1, f"{url}: {page.h1} h1"
    for field in page.inputs:
        if (field.get("type") or "") in {"hidden", "submit", "button"}:
            continue
        labelled = field.get("id") in page.labels or field["wrapped"] or field.get("aria-label")
        assert labelled, f"{url}: {field['tag']} {field.get('name')} has no label"
    for form in page.forms:
        if form["method"] == "post":
            assert form["fields"].get("_token"), f"{url}: form {form['action']} without a token"
    assert not re.search(
        r"\s(style|on[a-z]+)=[\"']", re.sub(r"<(code|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
    ), f"{url}: inline style or handler"
    return page


class Browser:
    """One person's browser: keeps cookies, sends Origin, finds the token."""

    def __init__(self, app: Any, name: str = "visitor", person_id: int | None = None) -> None:
        self.name = name
        self.id = person_id
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=("127.0.0.1", 50000)), base_url=ORIGIN, timeout=30
        )

    async def get(self, url: str, **kw: Any) -> httpx.Response:
        answer = await self.http.get(url, **kw)
        if (
            answer.text
            and answer.headers.get("content-type", "").startswith("text/html")
            and "HX-Request-Type" not in answer.request.headers
        ):
            check_house_rules(answer.text, url)
        return answer

    async def token(self) -> str:
        """From any page with a form: the search form has none, the language switch has."""
        page = Fields((await self.http.get("/help")).text)
        return next(form["fields"]["_token"] for form in page.forms if "_token" in form["fields"])

    async def post(self, url: str, fields: dict[str, Any] | None = None, **kw: Any) -> httpx.Response:
        data = {"_token": await self.token(), **(fields or {})}
        headers = {"Origin": ORIGIN, **kw.pop("headers", {})}
        answer = await self.http.post(url, data=data, headers=headers, **kw)
        if (
            answer.text
            and answer.headers.get("content-type", "").startswith("text/html")
            and not headers.get("HX-Request-Type")
        ):
            check_house_rules(answer.text, url)
        return answer

    async def submit(
        self, page_url: str, action: str, fields: dict[str, Any] | None = None
    ) -> httpx.Response:
        """Opens the page, finds the form by its action, fills it, sends it: as a person does."""
        page = Fields((await self.get(page_url)).text)
        form = next(
            (f for f in page.forms if f["action"].split("?")[0] == action and f["method"] == "post"), None
        )
        assert form is not None, f"{page_url} has no form for {action}: {[f['action'] for f in page.forms]}"
        return await self.http.post(
            action, data={**form["fields"], **(fields or {})}, headers={"Origin": ORIGIN}
        )


class Cast:
    def __init__(self, app: Any) -> None:
        self.app = app
        self.browsers: dict[str, Browser] = {}

    async def person(self, name: str) -> Browser:
        if name not in self.browsers:
            self.browsers[name] = await self._make(name)
        return self.browsers[name]

    async def _make(self, name: str) -> Browser:
        if name == "visitor":
            return Browser(self.app)
        person_id = await create_person(NAMES.get(name, name.title()), f"{name}@example.org", ROLES.get(name))
        browser = Browser(self.app, name, person_id)
        browser.http.cookies.set(cookie_name(), await create_session(person_id), domain="127.0.0.1")
        return browser

    async def close(self) -> None:
        for browser in self.browsers.values():
            await browser.http.aclose()


async def create_person(name: str, email: str | None = None, role: str | None = None) -> int:
    """A confirmed account without a password."""
    person_id: int = await fetch_value(
        """INSERT INTO person (email, email_key, display_name, name_key, created_at, confirmed_at)
           VALUES ($1, $2, $3, $4, $5, $5) RETURNING id""",
        email,
        email.casefold() if email else None,
        name,
        name.casefold(),
        now(),
    )
    if role:
        await execute(
            "INSERT INTO role_grant (person, role, granted_at) VALUES ($1, $2, $3)", person_id, role, now()
        )
    return person_id


async def create_session(person_id: int) -> str:
    token = secrets.token_urlsafe(32)
    await execute(
        "INSERT INTO session (id_hash, person, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)",
        token_hash(token),
        person_id,
        now(),
        now() + timedelta(days=1),
    )
    return token
