"""The control endpoint `/_sandbox`: requests to the sandbox itself."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any
from urllib.parse import parse_qs

from . import clock, inventory, offerings, regions
from .box import Box
from .call import HttpAnswer, HttpRequest

SETTINGS = (
    "clock", "latency_ms", "throttle", "consistency_lag_seconds", "linger_seconds", "lag_seconds", "quotas", "enabled_regions", "strict",
    "others_buckets", "db_offerings", "guardduty", "db_states",
)


def answer(box: Box, http: HttpRequest) -> HttpAnswer:
    try:
        status, told = _route(box, http)
    except (ValueError, TypeError, KeyError) as wrong:
        status, told = 400, {"error": f"{type(wrong).__name__}: {wrong}"}
    except Exception as bug:
        # The error boundary of the control endpoint: the caller receives the error.
        traceback.print_exc(file=sys.stderr)
        status, told = 500, {"error": f"{type(bug).__name__}: {bug}"}
    return HttpAnswer(status, {"Content-Type": "application/json"}, json.dumps(told, default=str).encode())


def _route(box: Box, http: HttpRequest) -> tuple[int, Any]:
    told = json.loads(http.body) if http.body else {}
    query = {k: v[0] for k, v in parse_qs(http.query).items()}
    match http.method, http.path.removeprefix("/_sandbox").strip("/").split("/"):
        case "GET", ["health"]:
            return 200, {"ok": True, "requests": box.log.count, "clock": box.clock.mode, "strict": box.strict, "log": str(box.log.path)}
        case "POST", ["reset"]:
            with box.lock:
                box.reset()
            return 200, {"ok": True}
        case "POST", ["stop"]:
            box.stop()
            return 200, {"ok": True}
        case "GET", ["settings"]:
            return 200, settings(box)
        case "PUT" | "PATCH", ["settings"]:
            with box.lock:
                change(box, told)
                return 200, settings(box)
        case "GET", ["faults"]:
            return 200, {"faults": box.faults.listed()}
        case "POST", ["faults"]:
            return 200, {"ids": box.faults.add(told if isinstance(told, list) else told.get("rules", [told]))}
        case "DELETE", ["faults"]:
            box.faults.clear()
            return 200, {"ok": True}
        case "DELETE", ["faults", fault_id]:
            return (200, {"ok": True}) if box.faults.remove(fault_id) else (404, {"error": f"no fault {fault_id}"})
        case "GET", ["inventory"]:
            with box.lock:
                box.clock.run_due()
                return 200, inventory.everything(box)
        case "GET", ["requests"]:
            return 200, {"requests": box.log.since(int(query.get("since", 0))), "last": box.log.count}
        case "POST", ["advance"]:
            with box.lock:
                box.clock.advance(float(told["seconds"]))
                box.clock.run_due()
            return 200, {"ok": True}
    return 404, {"error": f"no {http.method} {http.path} here"}


def settings(box: Box) -> dict[str, Any]:
    linger = box.clock.duration("linger")
    return {
        "clock": box.clock.mode,
        "latency_ms": box.latency_ms,
        "throttle": box.throttle,
        "consistency_lag_seconds": box.consistency_lag_seconds,
        "linger_seconds": None if linger == float("inf") else linger,
        "lag_seconds": box.clock.lag,
        "quotas": box.quotas,
        "enabled_regions": sorted(box.enabled_regions),
        "strict": box.strict,
        "others_buckets": box.others_buckets,
        "db_offerings": box.db_offerings,
        "guardduty": box.guardduty,
        "db_states": box.db_states,
    }


def change(box: Box, wanted: dict[str, Any]) -> None:
    if unknown := set(wanted) - set(SETTINGS):
        raise ValueError(f"no setting named {', '.join(sorted(unknown))}; there are {', '.join(SETTINGS)}")
    if "clock" in wanted:
        if wanted["clock"] not in clock.MODES:
            raise ValueError(f"clock must be one of {', '.join(clock.MODES)}")
        box.clock.mode = wanted["clock"]
    if "linger_seconds" in wanted:
        box.clock.linger = None if wanted["linger_seconds"] is None else float(wanted["linger_seconds"])
    if "lag_seconds" in wanted:
        box.clock.lag = None if wanted["lag_seconds"] is None else float(wanted["lag_seconds"])
    if "latency_ms" in wanted:
        box.latency_ms = float(wanted["latency_ms"])
    if "consistency_lag_seconds" in wanted:
        box.consistency_lag_seconds = float(wanted["consistency_lag_seconds"])
    if "throttle" in wanted:
        for service, limit in wanted["throttle"].items():
            if set(limit) != {"bucket", "refill"}:
                raise ValueError(f"throttle for {service} needs bucket and refill")
        box.throttle = wanted["throttle"]
        box.buckets.clear()
    if "quotas" in wanted:
        box.quotas = {code: float(value) for code, value in wanted["quotas"].items()}
    if "enabled_regions" in wanted:
        if strange := set(wanted["enabled_regions"]) - set(regions.ALL):
            raise ValueError(f"no Region named {', '.join(sorted(strange))}")
        box.enabled_regions = set(wanted["enabled_regions"])
    if "others_buckets" in wanted:
        box.others_buckets = {name: str(region) for name, region in wanted["others_buckets"].items()}
    if "db_offerings" in wanted:
        if strange := set(wanted["db_offerings"]) - set(offerings.CLASSES):
            raise ValueError(f"no instance class named {', '.join(sorted(strange))}")
        box.db_offerings = {name: dict(answers) for name, answers in wanted["db_offerings"].items()}
    if "guardduty" in wanted:
        box.guardduty = bool(wanted["guardduty"])
    if "db_states" in wanted:
        box.db_states = {name: str(state) for name, state in wanted["db_states"].items()}
    if "strict" in wanted:
        box.strict = bool(wanted["strict"])
