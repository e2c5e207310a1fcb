"""Starts the sandbox as a separate process that outlives its starter, and waits until it listens.

`python3 -m pockitect_sandbox.background --data DIR`: the arguments of the sandbox itself. Prints the ready line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

PATIENCE_SECONDS = 60
ALREADY_RUNNING = 3
MOST_BYTES = 1 << 20
# Another starter writes its note within moments; a running sandbox never writes it again.
NOTE_SECONDS = 10


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_known_args(argv)[0].data
    data.mkdir(parents=True, exist_ok=True)
    note = data / "sandbox.json"
    log = data / "sandbox.log"
    # An existing note may be from a killed sandbox: only a new one counts.
    before = _stamp(note)
    with log.open("ab") as output:
        start = output.tell()
        child = subprocess.Popen(
            [sys.executable, "-m", "pockitect_sandbox", "--quiet", *argv],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=output, **_detached(),
        )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if _stamp(note) not in (None, before):
            print(note.read_text(encoding="utf-8").strip(), flush=True)
            return 0
        ended = child.poll() if child else None
        if ended == ALREADY_RUNNING:
            # Another starter was faster; its sandbox is fine, too.
            before = None
            deadline = min(deadline, time.monotonic() + NOTE_SECONDS)
            child = None
        elif ended is not None:
            with log.open("rb") as output:
                output.seek(start)
                sys.stderr.buffer.write(output.read()[-2000:])
            return ended or 1
        time.sleep(0.05)
    if child is None:
        print(f"A sandbox is running already, and {note} does not say where. End its process, then start it again.", file=sys.stderr)
        return 1
    child.terminate()
    print(f"It did not listen within {PATIENCE_SECONDS} s; {log} may say why.", file=sys.stderr)
    return 1


def _stamp(note: Path) -> tuple[int, str] | None:
    try:
        # The path may be anything; reading a pipe would block forever.
        if not note.is_file() or note.stat().st_size > MOST_BYTES:
            return None
        return note.stat().st_mtime_ns, json.loads(note.read_text(encoding="utf-8"))["endpoint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _detached() -> dict[str, object]:
    """So that Ctrl+C in the starter's terminal is not the sandbox's too."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
