"""What an editor sends to the board of a consultation: news, dates, documents."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from participation.consultations.desk.rules import BODY_MAX, LINE_MAX, TITLE_MAX
from participation.core.clock import ZONE
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.urls import local_path

URL_MAX = 500
_TOO_LONG = N_("Das ist zu lang: höchstens %(most)s Zeichen.")


@dataclass(frozen=True, slots=True)
class NewNews:
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class NewDate:
    title: str
    starts_at: datetime
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    title: str
    url: str
    note: str


def _line(form: Form, name: str, most: int, errors: Errors, needed: str = "") -> str:
    text = " ".join(form.text(name).split())
    if needed and not text:
        errors.add(name, needed)
    if len(text) > most:
        errors.add(name, _TOO_LONG, most=most)
    return text


def read_news(form: Form) -> tuple[NewNews, Errors]:
    errors = Errors()
    title = _line(
        form, "news_title", TITLE_MAX, errors, N_("Bitte geben Sie der Neuigkeit eine Überschrift.")
    )
    body = form.text("news_body")
    if not body:
        errors.add("news_body", N_("Bitte schreiben Sie, was es Neues gibt."))
    if len(body) > BODY_MAX:
        errors.add("news_body", _TOO_LONG, most=BODY_MAX)
    return NewNews(title, body), errors


def read_date(form: Form, now: datetime) -> tuple[NewDate, Errors]:
    errors = Errors()
    title = _line(form, "date_title", TITLE_MAX, errors, N_("Bitte sagen Sie, was an dem Tag stattfindet."))
    starts_at = _moment(form, now, errors)
    place = _line(form, "date_place", LINE_MAX, errors)
    return NewDate(title, starts_at, place, _line(form, "date_text", 400, errors)), errors


def _moment(form: Form, now: datetime, errors: Errors) -> datetime:
    try:
        text = f"{form.text('date_day')} {form.text('date_time')}"
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    except ValueError:
        moment = None
    if moment is None or not 2000 <= moment.year <= 2100:
        errors.add("date_day", N_("Bitte geben Sie Tag und Uhrzeit an."))
        return now
    if moment <= now:
        errors.add("date_day", N_("Dieser Tag ist schon vorbei."))
    return moment


def read_document(form: Form) -> tuple[NewDocument, Errors]:
    errors = Errors()
    title = _line(form, "document_title", TITLE_MAX, errors, N_("Bitte geben Sie der Unterlage einen Namen."))
    url = form.text("document_url")
    if len(url) > URL_MAX or not is_address(url):
        errors.add("document_url", N_("Bitte geben Sie eine Adresse an, die mit https:// beginnt."))
    return NewDocument(title, url, _line(form, "document_note", LINE_MAX, errors)), errors


def is_address(url: str) -> bool:
    """A path of our own site, or an address over https that hides no other behind a name."""
    if local_path(url, ""):
        return True
    if not url.isprintable() or any(sign in url for sign in "\\ <>\"'`"):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and "." in str(host) and "@" not in parts.netloc
