"""Processes a request: parse, apply faults, check rules, call moto, log."""

from __future__ import annotations

import datetime
import json
import os
import signal
import sys
import time
import traceback
from typing import Any

from . import answers, control, dryrun, engine, faults, identify, paging, permissions, regions, rulebook, tokens
from .box import Box
from .call import Call, HttpAnswer, HttpRequest
from .errors import AwsError, NoAnswer
from .faults import Fault
from .rules.buckets import not_known_yet, of_others, right_region


class Gateway:
    def __init__(self, box: Box):
        self._box = box

    def answer(self, http: HttpRequest) -> HttpAnswer:
        if http.path.startswith("/_sandbox"):
            return control.answer(self._box, http)
        if http.path.startswith("/moto-api"):
            return _moto_api(self._box, http)
        started, clock = datetime.datetime.now(datetime.timezone.utc), time.perf_counter()
        call: Call | None = None
        status: int | None = None
        code: str | None = None
        try:
            call = identify.identify(self._box, http)
            result = self._with_faults(call)
            status = result.status
            if status >= 400:
                code = _code_in(result.body)
            return result
        except AwsError as error:
            status, code = error.status, error.code
            return answers.write_error(call.service if call else _guess(http), error, http.path)
        except NoAnswer:
            code = "NoAnswer"
            raise
        except Exception as bug:
            # The error boundary: bugs in the sandbox or moto must be visible, and must not stop the server.
            traceback.print_exc(file=sys.stderr)
            status, code = 500, "InternalError"
            told = AwsError("InternalError", f"The sandbox failed: {type(bug).__name__}: {bug}", 500)
            return answers.write_error(call.service if call else _guess(http), told, http.path)
        finally:
            self._box.log.add(http, call, status, code, (time.perf_counter() - clock) * 1000, started)

    def _with_faults(self, call: Call) -> HttpAnswer:
        box = self._box
        if box.faults.is_outage:
            raise NoAnswer(hold=False)
        if box.latency_ms:
            time.sleep(box.latency_ms / 1000)
        fault = box.faults.hit(call, has_effect=False)
        if fault and fault.delay_ms:
            time.sleep(fault.delay_ms / 1000)
        if fault:
            _before(call, fault)
        limit = box.throttle.get(call.service) or box.throttle.get("*")
        if limit and not box.buckets.take((call.service, call.region), float(limit["bucket"]), float(limit["refill"])):
            raise faults.throttled(call)
        with box.lock:
            result = perform(call)
        if fault is None and result.status < 400 and (late := box.faults.hit(call, has_effect=True)):
            _after(call, late)
        return result


def _before(call: Call, fault: Fault) -> None:
    if fault.kind in ("deny", "deny_scp"):
        raise faults.denied(call, by_organisation=fault.kind == "deny_scp")
    if fault.kind == "throttle":
        raise faults.throttled(call)
    if fault.kind == "fail_before":
        refusal = faults.failure(call, fault.error)
        with call.box.lock:
            tokens.remember_refusal(call, refusal.code)
        raise refusal
    if fault.kind in ("drop_before", "blackhole"):
        raise NoAnswer(hold=fault.kind == "blackhole")


def _after(call: Call, fault: Fault) -> None:
    if fault.delay_ms:
        time.sleep(fault.delay_ms / 1000)
    if fault.kind == "fail_after":
        raise faults.failure(call, fault.error)
    if fault.kind == "kill_after":
        os.kill(fault.pid, signal.SIGKILL)
    if fault.kind == "outage_after":
        call.box.faults.begin_outage(fault.outage_ms)
    raise NoAnswer(hold=False)


def perform(call: Call) -> HttpAnswer:
    """The call's effect and answer. The caller holds the lock."""
    box = call.box
    if not box.strict:
        return _written(call, engine.invoke(call))
    box.clock.run_due()
    regions.refuse_disabled(call)
    if unknown := call.notes.get("unknown parameter"):
        raise AwsError("UnknownParameter", f"The parameter {unknown} is not recognized")
    if call.service == "s3" and (elsewhere := of_others(call) or right_region(call)) is not None:
        return elsewhere
    if call.service == "s3":
        not_known_yet(call)
    permissions.check(call)
    known = tokens.earlier(call)
    if known is not None:
        return known
    for rule in rulebook.BEFORE.get((call.service, call.action), ()):
        rule(call)
    dryrun.stop(call)
    page = paging.begin(call)
    own = rulebook.INSTEAD.get((call.service, call.action))
    try:
        result: Any = own(call) if own else engine.invoke(call)
    except AwsError as refusal:
        tokens.remember_refusal(call, refusal.code)
        raise
    for rule in rulebook.AFTER.get((call.service, call.action), ()):
        changed = rule(call, result)
        result = result if changed is None else changed
    if page is not None:
        page.cut(result)
    answer = _written(call, result)
    tokens.remember(call, answer)
    return answer


def _written(call: Call, result: Any) -> HttpAnswer:
    return result if isinstance(result, HttpAnswer) else answers.write(call.service, call.action, result)


def _guess(http: HttpRequest) -> str:
    """The service to speak as when the request itself could not be understood."""
    if "x-amz-target" in http.headers:
        return "ssm"
    return "ec2" if b"Action=" in http.body else "s3"


def _code_in(body: bytes) -> str | None:
    for start, end in ((b"<Code>", b"</Code>"), (b'"__type": "', b'"')):
        if start in body:
            return body.split(start, 1)[1].split(end, 1)[0].decode()
    return None


def _moto_api(box: Box, http: HttpRequest) -> HttpAnswer:
    """moto's own control endpoint stays reachable, as documented by moto."""
    call = Call(box, http, "moto-api", "us-east-1", "", {}, "")
    with box.lock:
        if http.path == "/moto-api/reset":
            box.reset()
            return HttpAnswer(200, {"Content-Type": "application/json"}, json.dumps({"status": "ok"}).encode())
        return engine.through_wsgi(call)
