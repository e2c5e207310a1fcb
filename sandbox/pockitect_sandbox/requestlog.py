"""The request log: one JSON line per AWS request, with nothing secret in it."""

from __future__ import annotations

import datetime
import json
import re
import threading
from pathlib import Path
from typing import Any

from . import models
from .call import Call, HttpRequest

READING = ("Describe", "Get", "List", "Head", "Search", "Select", "Simulate", "Lookup", "Decode", "Generate")
MAX_BODY = 256 * 1024
_SECRET_FIELDS = re.compile(
    r"((?:^|&)(?:[^&=]*\.)?(?:MasterUserPassword|SecretString|SecretBinary|SecretAccessKey|Password|NewPassword|OldPassword|KeyMaterial)=)[^&]*"
)
_SECRET_JSON = re.compile(
    r'("(?:MasterUserPassword|SecretString|SecretBinary|Password)"\s*:\s*)"(?:[^"\\]|\\.)*"'
)
_SECRET_VALUE = re.compile(r'("Value"\s*:\s*)"(?:[^"\\]|\\.)*"')
_SECRET_HEADERS = ("authorization", "x-amz-security-token", "cookie")


def is_mutating(service: str, action: str) -> bool:
    if service == "sts" or action.startswith(READING):
        return False
    return action not in ("BatchGetSecretValue",)


class RequestLog:
    """Keeps every entry in memory for `since`, and appends each to the file as it ends."""

    def __init__(self, path: Path, bodies: bool):
        self.path = path
        self._bodies = bodies
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8", buffering=1)
        path.chmod(0o600)
        self._entries: list[dict[str, Any]] = []
        self._count = 0

    def add(
        self, http: HttpRequest, call: Call | None, status: int | None, code: str | None, ms: float, started: datetime.datetime
    ) -> None:
        params = call.params if call else {}
        entry: dict[str, Any] = {
            "n": 0,
            "time": started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "region": call.region if call else None,
            "service": call.service if call else None,
            "action": call.action if call else None,
            "status": status,
            "code": code,
            "ms": round(ms, 1),
            "mutating": bool(call) and is_mutating(call.service, call.action),
            "dry_run": bool(params.get("DryRun")),
            "client_token": params.get("ClientToken"),
            # The IAM actions, if the caller has policies in IAM.
            "permissions": call.notes.get("permissions", []) if call else [],
        }
        if self._bodies:
            entry |= {
                "method": http.method, "path": http.path, "query": _without_signature(http.query),
                "headers": {k: v for k, v in http.headers.items() if k not in _SECRET_HEADERS},
                "body": _clean(call, http.body),
            }
        with self._lock:
            self._count += 1
            entry["n"] = self._count
            self._entries.append(entry)
            self._file.write(json.dumps(entry) + "\n")

    def since(self, n: int) -> list[dict[str, Any]]:
        with self._lock:
            first = self._entries[0]["n"] if self._entries else 1
            return self._entries[max(0, n + 1 - first):]

    @property
    def count(self) -> int:
        return self._count

    def close(self) -> None:
        with self._lock:
            self._file.close()


def _clean(call: Call | None, body: bytes) -> str:
    text = body[:MAX_BODY].decode("utf-8", errors="replace")
    if call and models.model(call.service).protocol in ("json", "rest-json"):
        secret = _SECRET_VALUE if call.action == "PutParameter" else _SECRET_JSON
        return secret.sub(r'\1"[redacted]"', text)
    if call and call.service == "s3":
        return text
    return _SECRET_FIELDS.sub(r"\1redacted", text)


def _without_signature(query: str) -> str:
    return "&".join(p for p in query.split("&") if not p.startswith(("X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security")))
