"""Puts the parts together: settings for moto, its backends loaded, the server listening."""

from __future__ import annotations

import os
from pathlib import Path

# moto reads these while it is imported.
os.environ.update(
    {
        "MOTO_ENABLE_AMI_VALIDATION": "1",
        "MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION": "1",
        "MOTO_ENABLE_KEYPAIR_VALIDATION": "1",
        "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
        "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",  # ours are in images.py
    }
)

EAGER = ("ec2", "rds", "iam", "s3", "sts", "ssm", "logs", "elbv2", "secretsmanager", "servicequotas", "resourcegroupstaggingapi")


def start(
    host: str, port: int, log_folder: Path, clock: str, strict: bool = True, log_bodies: bool = False, lag: float | None = None, consistency_lag: float = 0.0
) -> tuple[object, object]:
    from moto.backends import get_backend

    from . import rules  # noqa: F401  the rules attach themselves
    from .box import Box
    from .gateway import Gateway
    from .wire import Server

    for service in EAGER:
        get_backend(service)
    box = Box(log_folder, clock, strict, log_bodies, lag, consistency_lag)
    server = Server(host, port, Gateway(box).answer)
    box.port = server.port
    server.start()
    return server, box
