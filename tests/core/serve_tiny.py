"""A parent as `teilhabe serve` is one: `serve_tiny.py DATA_DIR PORT WORKERS APP PATIENCE`; no database for "-"."""

import os
import sys
from pathlib import Path

from participation.core.embedded import Cluster, EmbeddedError, drop_to_owner
from participation.core.processes import ProcessError, supervise

JOB = "import time; from participation.core.process_child import end_with_parent; end_with_parent(); time.sleep(600)"


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(data_dir, port, workers, app, patience):
    cluster = None
    if data_dir != "-":
        drop_to_owner(Path(data_dir))
        cluster = Cluster(Path(data_dir))
    supervise(
        cluster=cluster,
        host="127.0.0.1",
        port=int(port),
        workers=int(workers),
        app=app,
        job_argv=[sys.executable, "-c", JOB],
        before_start=lambda: say(f"dsn {cluster.dsn if cluster else '-'}"),
        announce=lambda bound: say(f"port {bound}"),
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        graceful=2,
        patience=float(patience),
    )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (EmbeddedError, ProcessError) as error:
        sys.exit(str(error))
