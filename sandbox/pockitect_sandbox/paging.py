"""Pages: a size and a token for every operation that botocore's paginators of EC2, RDS, IAM and ELB know."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import botocore.session

from . import models
from .call import Call
from .errors import AwsError

# Smallest page, largest page, and the page of a call that names no size; EC2 answers such a call whole, most of the time.
SERVICES: dict[str, tuple[int, int, int | None]] = {"ec2": (5, 1000, None), "rds": (20, 100, 100), "iam": (1, 1000, 100), "elbv2": (1, 400, 400)}
# Operations that differ from their service in ways that their model doesn't show.
LIMITS: dict[str, tuple[int, int, int | None]] = {
    "DescribeRouteTables": (5, 100, None), "DescribeNatGateways": (5, 1000, None),
    "DescribeLaunchTemplates": (1, 200, 200), "DescribeLaunchTemplateVersions": (1, 200, 200),
}
# More than any backend has: moto must return everything in one page.
EVERYTHING = 1_000_000


@dataclass(frozen=True)
class Names:
    """The parameters and results of one paged operation."""

    size: str | None
    token_in: str
    token_out: str
    more: str | None
    lists: tuple[str, ...]
    low: int
    high: int
    usual: int | None


@dataclass
class Page:
    call: Call
    names: Names
    start: int
    size: int

    def cut(self, result: Any) -> None:
        if not isinstance(result, dict):
            return
        result.pop(self.names.token_out, None)
        end, total = self.start + self.size, 0
        for name in self.names.lists:
            found = result.get(name) or []
            total = max(total, len(found))
            if name in result:
                result[name] = found[self.start : end]
        if self.names.more:
            result[self.names.more] = end < total
        if end < total:
            result[self.names.token_out] = _token(self.call, end)


def begin(call: Call) -> Page | None:
    """Takes the paging parameters off the call, so that moto answers everything, to be cut afterwards."""
    names = names_of(call.service, call.action)
    if names is None:
        return None
    size = call.params.get(names.size) if names.size else None
    token = call.params.get(names.token_in)
    fingerprint = _fingerprint(call, names)
    call.notes["page fingerprint"] = fingerprint
    if size is not None and not names.low <= size <= names.high:
        if call.service == "ec2" and size > names.high:
            size = names.high  # EC2 reduces sizes that are too large and refuses ones that are too small.
        else:
            raise AwsError(
                "InvalidParameterValue",
                f"Value ( {size} ) for parameter {names.size} is invalid. Expecting a value between {names.low} and {names.high}.",
            )
    start = _start(token, fingerprint) if token else 0
    call.params = {k: v for k, v in call.params.items() if k not in (names.size, names.token_in)}
    # moto pages RDS in its serializer, which is left out here; its handlers do not all take a size.
    call.notes["moto page"] = {names.size: EVERYTHING} if names.size and call.service != "rds" else {}
    size = size or names.usual or (names.high if token else EVERYTHING)
    return Page(call, names, start, size)


def _token(call: Call, start: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, call.notes["page fingerprint"]]).encode()).decode()


def _start(token: str, fingerprint: str) -> int:
    try:
        start, made_for = json.loads(base64.urlsafe_b64decode(token))
    except ValueError as malformed:
        raise AwsError("InvalidNextToken", "The token is invalid.") from malformed
    if made_for != fingerprint:
        raise AwsError("InvalidNextToken", "The token is for other parameters than these.")
    return int(start)


def _fingerprint(call: Call, names: Names) -> str:
    rest = {k: v for k, v in call.params.items() if k not in (names.size, names.token_in)}
    return hashlib.sha256(json.dumps([call.region, call.action, rest], sort_keys=True, default=str).encode()).hexdigest()[:16]


@functools.cache
def _paginators(service: str) -> dict[str, Any]:
    loader = botocore.session.get_session().get_component("data_loader")
    return loader.load_service_model(service, "paginators-1")["pagination"]


@functools.cache
def names_of(service: str, action: str) -> Names | None:
    """How the operation pages; None for one that does not."""
    if service not in SERVICES or (known := _paginators(service).get(action)) is None:
        return None
    operation = models.operation(service, action)
    if operation is None or operation.input_shape is None or known["input_token"] not in operation.input_shape.members:
        return None
    lists = known["result_key"] if isinstance(known["result_key"], list) else [known["result_key"]]
    size = known.get("limit_key")
    low, high, usual = LIMITS.get(action, SERVICES[service])
    if size and action not in LIMITS:
        told = operation.input_shape.members[size].metadata
        low, high = told.get("min", low), told.get("max", high)
    return Names(size, known["input_token"], known["output_token"], known.get("more_results"), tuple(lists), low, high, usual)
