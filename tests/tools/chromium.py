"""The Chromium of the browser tests: `python -m tests.tools.chromium 1|0`.

One that is there is used; as root on Debian it is installed; else a sentence says what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ASK = (
    "The browser tests need a Chromium: install one (as `chromium` on the PATH), or name it by CHROMIUM=/path, "
    "or leave them out with `make test BROWSER=0`."
)


def path() -> str | None:
    """`CHROMIUM`, else the first one on the PATH; None if there is none that can be run."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def flags() -> list[str]:
    """No talk with anybody outside; as root Chromium refuses to start with its sandbox."""
    quiet = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def may_install() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install() -> None:
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], check=False, **quiet)


def prepare(wanted: str) -> int:
    """The exit status."""
    if wanted == "0":
        print("The browser tests are left out (BROWSER=0).")
        return 0
    if path() is None and not os.environ.get("CHROMIUM") and may_install():
        print("Installing Chromium …", flush=True)
        install()
    found = path()
    if found is None:
        print(ASK, file=sys.stderr)
        return 1
    print(f"Browser tests with {found}.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"0", "1"}:
        sys.exit("usage: python -m tests.tools.chromium 0|1")
    sys.exit(prepare(sys.argv[1]))
