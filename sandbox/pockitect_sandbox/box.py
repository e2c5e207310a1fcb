"""The sandbox's whole state: moto's, and the strict layer's own."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import regions
from .clock import Clock
from .faults import Faults
from .requestlog import RequestLog
from .throttle import Buckets

ACCOUNT = "123456789012"


class Box:
    """One per server. Everything but `lock` and `log` is read and changed under the lock."""

    def __init__(self, log_folder: Path, clock: str, strict: bool, log_bodies: bool, lag: float | None = None, consistency_lag: float = 0.0):
        self.lock = threading.RLock()
        self.log = RequestLog(log_folder / "requests.jsonl", log_bodies)
        self.clock = Clock(clock)
        self.started_clock = clock
        self.clock.lag = self.started_lag = lag
        self.started_consistency_lag = consistency_lag
        self.strict = strict
        self.port = 0
        # Ends the process; set by its main thread.
        self.stop: Callable[[], None] = lambda: None
        self.faults = Faults()
        self.buckets = Buckets()
        self._start_over()

    def _start_over(self) -> None:
        self.latency_ms = 0.0
        self.throttle: dict[str, dict[str, float]] = {}
        self.consistency_lag_seconds = self.started_consistency_lag
        # GuardDuty Runtime Monitoring is on.
        self.guardduty = False
        self.quotas: dict[str, float] = {}
        # Names of buckets of other accounts, each with its Region.
        self.others_buckets: dict[str, str] = {}
        # RDS offerings that differ from the defaults, by instance class.
        self.db_offerings: dict[str, dict[str, Any]] = {}
        # Fixed states of DB instances, by identifier.
        self.db_states: dict[str, str] = {}
        self.enabled_regions: set[str] = set(regions.DEFAULT)
        # Settings that moto loses: (Region, id) to settings.
        self.kept: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        # Client tokens already used: (Region, operation, token) to (parameters, answer).
        self.tokens: dict[tuple[str, str, str], tuple[Any, Any]] = {}
        # Creation times, for resources that take time to be visible everywhere.
        self.born: dict[tuple[str, str], float] = {}
        # Security groups that reads still show in an earlier state: (Region, id) to the states before each change, oldest first.
        self.earlier_groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
        # Pages to come: token to (parameters, offset).
        self.pages: dict[str, Any] = {}

    def backend(self, service: str, region: str) -> Any:
        """moto's own backend; IAM and S3 have one for the partition, called `aws`."""
        from moto.backends import get_backend

        return get_backend(service)[ACCOUNT][region]

    def is_known(self, kind: str, name: str) -> bool:
        """Whether a new resource is visible everywhere; always without a lag."""
        born = self.born.get((kind, name))
        return born is None or self.clock.now() >= born + self.consistency_lag_seconds

    def made_backends(self, service: str) -> dict[str, Any]:
        """
        The backends that exist, by Region: asking moto for one makes it, default VPC and all. Asking for the account is no
        better: moto then fills in the other partitions of IAM first, and AWS's own policies have the wrong names for ever.
        """
        from moto.backends import get_backend

        return dict(dict.items(dict.get(get_backend(service), ACCOUNT, {})))

    def reset(self) -> None:
        self._reset_moto()
        self.clock.clear()
        self.clock.mode = self.started_clock
        self.clock.linger = None
        self.clock.lag = self.started_lag
        self.faults.clear()
        self.buckets.clear()
        self._start_over()

    @staticmethod
    def _reset_moto() -> None:
        """moto's own reset recreates every backend before it drops them all; dropping is enough."""
        from moto.core.base_backend import BackendDict, backend_lock
        from moto.core.model_instances import reset_model_data

        with backend_lock:
            for service in BackendDict._instances:
                if service.service_name == "s3":
                    for account in service.values():
                        account.reset()  # closes the objects' temporary files
                service.clear()
            BackendDict._instances.clear()
        reset_model_data()
