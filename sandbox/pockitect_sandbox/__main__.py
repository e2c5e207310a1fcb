"""Starts the sandbox: `python3 -m pockitect_sandbox --data DIR`."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from .clock import MODES

# The folder in which every sandbox keeps its complete log, no matter who started it and where its data folder is.
LOG_VARIABLE = "POCKITECT_SANDBOX_LOG"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="pockitect_sandbox", description="A local AWS emulator.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one (default)")
    parser.add_argument("--data", type=Path, required=True, help="folder for the request log; one sandbox at a time")
    parser.add_argument("--clock", choices=MODES, default="fast", help="how long AWS's transitions take")
    parser.add_argument("--lag", type=float, help="seconds that AWS lags behind itself; the clock's own without it, which is none for instant")
    parser.add_argument("--consistency-lag", type=float, default=0.0, help="seconds until IAM and S3 know a new role, profile or bucket everywhere (default 0)")
    parser.add_argument("--log-bodies", action="store_true", help="log whole requests, without secrets")
    parser.add_argument("--no-strict", action="store_true", help="serve moto as it is")
    parser.add_argument("--quiet", action="store_true", help="nothing on stderr but failures")
    parser.add_argument("--parent-pid", type=int, help="exit when this process is gone")
    options = parser.parse_args(argv)

    options.data.mkdir(parents=True, exist_ok=True)
    lock = (options.data / "sandbox.lock").open("a+")
    if not _lock(lock):
        print(f"Another sandbox is running on {options.data}.", file=sys.stderr)
        return 3

    from .start import start

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if hasattr(signal, "SIGUSR1"):
        # `kill -USR1` prints the stack of each thread to stderr, to diagnose a hang.
        faulthandler.register(signal.SIGUSR1)
    kept_logs = os.environ.get(LOG_VARIABLE)
    server, box = start(
        options.host, options.port, _folder_of_its_own(Path(kept_logs)) if kept_logs else options.data, options.clock,
        strict=not options.no_strict, log_bodies=options.log_bodies or bool(kept_logs), lag=options.lag,
        consistency_lag=options.consistency_lag,
    )
    box.stop = stop.set
    endpoint = f"http://{server.host}:{server.port}"
    ready = {
        "ready": True, "endpoint": endpoint, "control": f"{endpoint}/_sandbox", "pid": os.getpid(), "data": str(options.data),
    }
    note = options.data / "sandbox.json"
    _write_private(note, json.dumps(ready))
    print(json.dumps(ready), flush=True)
    if not options.quiet:
        print(f"Sandbox on {endpoint}; stop it with Ctrl+C.", file=sys.stderr)
    while not stop.wait(1.0):
        if options.parent_pid and not _alive(options.parent_pid):
            break
    server.stop()
    box.log.close()
    with contextlib.suppress(FileNotFoundError):
        note.unlink()
    return 0


def _folder_of_its_own(parent: Path) -> Path:
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="sandbox-", dir=parent))


def _lock(file: object) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    beside = path.with_suffix(".tmp")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    os.replace(beside, path)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.exit(main())
