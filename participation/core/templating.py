"""One Jinja environment for each language, with everything a template may call."""

import hashlib
import os
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from participation.core import clock, wording
from participation.core.folding import FORM, FoldingEnvironment
from participation.core.highlighting import highlighted
from participation.core.i18n import LANGUAGES, translate, translations
from participation.core.once import Once
from participation.core.paths import LOCALES, TEMPLATES
from participation.core.security import TOKEN_FIELD
from participation.core.static import static_url
from participation.settings import settings


@cache
def environment(locale: str) -> FoldingEnvironment:
    env = FoldingEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=bool(os.environ.get("TEILHABE_RELOAD")),
        undefined=StrictUndefined,
        bytecode_cache=_bytecode_cache(locale),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_translations(translations(locale))
    env.globals.update(
        site=settings().site_name,
        contact_phone=settings().contact_phone,
        contact_mail=settings().contact_mail,
        static=static_url,
        highlighted=highlighted,
        languages=LANGUAGES,
        locale=locale,
        csrf_field=_csrf_field,
        once=partial(Once().piece),
        today=clock.today,
        message=partial(_message, locale),
        date=partial(wording.date_text, locale),
        day=partial(wording.day_text, locale),
        weekday=partial(wording.weekday_text, locale),
        time_text=partial(wording.time_text, locale),
        datetime_text=partial(wording.datetime_text, locale),
        number=partial(wording.number_text, locale),
        ago=partial(wording.ago_text, locale),
        days_left=partial(wording.days_left_text, locale),
    )
    return env


def _bytecode_cache(locale: str) -> FileSystemBytecodeCache | None:
    """In the private data directory: compiled templates are code that we will run."""
    folder = settings().data_dir / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder, locale, edition := _edition(locale))
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder), f"{locale}-{edition}-%s.cache")


def _edition(locale: str) -> str:
    """Sentences are compiled into the templates, so another wording makes other files."""
    digest = hashlib.sha256(b"%d" % FORM)
    for catalogue in sorted((LOCALES / locale).glob("*.po")):
        digest.update(catalogue.read_bytes())
    return digest.hexdigest()[:12]


def _sweep(folder: Path, locale: str, edition: str) -> None:
    """What an older edition has left, and what stands under no language at all."""
    for path in folder.glob("*.cache"):
        if path.name.startswith(f"{locale}-{edition}-"):
            continue
        if path.name.startswith((f"{locale}-", "__jinja2_")):
            path.unlink(missing_ok=True)


@pass_context
def _csrf_field(context: Context) -> Markup:
    """Put together by hand: a page with fifty forms calls it fifty times."""
    return Markup(f'<input type="hidden" name="{TOKEN_FIELD}" value="{escape(context["csrf"])}">')  # noqa: S704  # escaped


def _message(locale: str, entry: Any) -> str:
    """A sentence kept as msgid, or as (msgid, values)."""
    msgid, values = entry if isinstance(entry, tuple) else (entry, {})
    return translate(locale, msgid, **values)


def render(template: str, locale: str, **context: Any) -> str:
    return environment(locale).get_template(template).render(context)
