"""Faults on request: calls that are denied, throttled, slow, lost or never answered, and callers that are killed."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from .call import Call
from .errors import AwsError
from .requestlog import is_mutating

KINDS = (
    "deny", "deny_scp", "throttle", "fail_before", "fail_after", "drop_before", "drop_after", "slow", "blackhole",
    "kill_after", "outage_after",
)

# These need the call's effect: they neither meet nor count a call that AWS refuses.
AFTER = ("fail_after", "drop_after", "kill_after", "outage_after")


@dataclass
class Fault:
    id: str
    kind: str
    service: str | None = None
    action: str | None = None
    region: str | None = None
    match: str | None = None
    # Calls that only read do not count.
    changes: bool = False
    times: int | None = None
    skip: int = 0
    delay_ms: float = 0
    # The process that kill_after kills.
    pid: int | None = None
    # How long outage_after drops all calls, including this one's answer.
    outage_ms: float = 0
    error: dict[str, Any] = field(default_factory=dict)
    hits: int = 0

    def meets(self, call: Call) -> bool:
        return (
            self.service in (None, "*", call.service)
            and self.action in (None, "*", call.action)
            and self.region in (None, "*", call.region)
            and (not self.changes or is_mutating(call.service, call.action))
            and (self.match is None or self.match in _text(call))
        )


class Faults:
    """The rules in force, oldest first; the first that meets a call is the one that hits it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)
        self._out_until = 0.0

    def add(self, rules: list[dict[str, Any]]) -> list[str]:
        made = []
        for rule in rules:
            if rule.get("kind") not in KINDS:
                raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {rule.get('kind')!r}")
            if rule["kind"] == "kill_after" and "pid" not in rule:
                raise ValueError("kill_after needs the pid of the process to kill")
            made.append(Fault(**({"id": f"fault-{next(self._ids)}"} | rule)))
        with self._lock:
            taken = {fault.id for fault in made}
            self._faults = [f for f in self._faults if f.id not in taken] + made
        return [fault.id for fault in made]

    def remove(self, fault_id: str) -> bool:
        with self._lock:
            before = len(self._faults)
            self._faults = [f for f in self._faults if f.id != fault_id]
            return len(self._faults) < before

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()
            self._out_until = 0.0

    def begin_outage(self, ms: float) -> None:
        """Drops all calls for a while."""
        self._out_until = time.monotonic() + ms / 1000

    @property
    def is_outage(self) -> bool:
        return time.monotonic() < self._out_until

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def denying(self) -> list[Fault]:
        """The rules that deny what they meet, whatever the call's parameters are."""
        with self._lock:
            return [f for f in self._faults if f.kind in ("deny", "deny_scp") and f.match is None]

    def hit(self, call: Call, has_effect: bool) -> Fault | None:
        """The fault that hits a call before it has an effect, or after it."""
        if not self._faults:
            return None
        with self._lock:
            for fault in self._faults:
                if (fault.kind in AFTER) != has_effect or not fault.meets(call):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.times is not None and fault.hits >= fault.times:
                    continue
                fault.hits += 1
                return fault
        return None


def throttled(call: Call) -> AwsError:
    """Each protocol's throttling error."""
    if call.service == "ec2":
        return AwsError("RequestLimitExceeded", "Request limit exceeded.", 503)
    if call.service == "s3":
        return AwsError("SlowDown", "Please reduce your request rate.", 503)
    from . import models

    if models.model(call.service).protocol in ("json", "rest-json"):
        return AwsError("ThrottlingException", "Rate exceeded", 400)
    return AwsError("Throttling", "Rate exceeded", 400)


def denied(call: Call, by_organisation: bool, user: str | None = None, action: str | None = None) -> AwsError:
    from .box import ACCOUNT

    user = user or f"arn:aws:iam::{ACCOUNT}:user/sandbox"
    action = action or f"{iam_prefix(call.service)}:{call.action}"
    if by_organisation:
        text = (
            f"User: {user} is not authorized to perform: {action} on resource: * "
            "with an explicit deny in a service control policy"
        )
    elif call.service == "ec2":
        text = (
            f"You are not authorized to perform this operation. User: {user} is not authorized to perform: "
            f"{action} on resource: * because no identity-based policy allows the {action} action"
        )
    else:
        text = (
            f"User: {user} is not authorized to perform: {action} on resource: * "
            f"because no identity-based policy allows the {action} action"
        )
    if call.service == "ec2":
        if by_organisation:
            text = f"You are not authorized to perform this operation. {text}"
        return AwsError("UnauthorizedOperation", text, 403)
    if call.service == "s3" and not by_organisation:
        # S3's error doesn't name the action.
        return AwsError("AccessDenied", "Access Denied", 403)
    from . import models

    json_protocol = models.model(call.service).protocol in ("json", "rest-json")
    return AwsError("AccessDeniedException" if json_protocol else "AccessDenied", text, 400 if json_protocol else 403)


def failure(call: Call, told: dict[str, Any]) -> AwsError:
    default = "InternalServerError" if call.service == "resourcegroupstaggingapi" else "InternalError"
    return AwsError(
        told.get("code", default),
        told.get("message", "An internal error has occurred"),
        int(told.get("status", 500)),
    )


def iam_prefix(service: str) -> str:
    """The prefix of a service's actions in policies."""
    return {
        "elbv2": "elasticloadbalancing", "elb": "elasticloadbalancing", "service-quotas": "servicequotas",
        "resourcegroupstaggingapi": "tag",
    }.get(service, service)


def _text(call: Call) -> str:
    import json

    return json.dumps(call.params, default=str) + call.http.path
