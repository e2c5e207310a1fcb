"""Starts sandboxes for one test process, each as a fork of this one: moto is imported once and not for every sandbox.

Reads one line for each sandbox on stdin, a JSON list of pockitect_sandbox's arguments. A sandbox prints its ready line on the shared stdout. One that
ends prints {"ended": code, "data": folder}. The host ends with its stdin; its sandboxes end with the process that --parent-pid names.
"""

from __future__ import annotations

import gc
import json
import os
import select
import sys

# botocore's models of the services that nearly every test calls; each takes a tenth of a second to read.
MODELS = ("ec2", "iam", "rds", "s3", "service-quotas", "ssm", "sts")


def main() -> int:
    _import_all()
    children: dict[int, str] = {}
    waiting = b""
    while True:
        readable, _, _ = select.select([0], [], [], 0.2)
        _report_ended(children)
        if not readable:
            continue
        read = os.read(0, 65536)
        if not read:
            return 0
        *lines, waiting = (waiting + read).split(b"\n")
        for line in lines:
            arguments = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _run(arguments)
            children[pid] = arguments[arguments.index("--data") + 1]


def _import_all() -> None:
    from pockitect_sandbox import start  # noqa: I001  it sets what moto reads while it is imported

    from moto.backends import get_backend
    from pockitect_sandbox import __main__, box, gateway, models, paging, rules, wire  # noqa: F401

    for service in start.EAGER:
        get_backend(service)
    for service in MODELS:
        models.model(service)
    for service in paging.SERVICES:
        paging.names_of(service, "")
    # A collection in a child would copy every page that holds an object.
    gc.collect()
    gc.freeze()


def _run(arguments: list[str]) -> None:
    """Is the sandbox, in the child; never returns."""
    code = 1
    try:
        from moto.moto_api._internal import mock_random
        from pockitect_sandbox.__main__ import main as run

        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        # Python reseeds its own generator after a fork; moto's would give every sandbox the same IDs.
        mock_random.seed(int.from_bytes(os.urandom(16), "big"))
        code = run(arguments)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _report_ended(children: dict[int, str]) -> None:
    for pid in list(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            print(json.dumps({"ended": os.waitstatus_to_exitcode(status), "data": children.pop(pid)}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
