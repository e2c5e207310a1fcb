"""Pages: MaxResults and NextToken (or MaxRecords and Marker) for every operation whose model has them."""

from __future__ import annotations

import base64
import functools
import json
from dataclasses import dataclass
from typing import Any

from . import models
from .call import Call
from .errors import AwsError

# Smallest and largest page that EC2 takes, where it is not 5 to 1000.
LIMITS = {"DescribeRouteTables": (5, 100), "DescribeNatGateways": (5, 1000)}


@dataclass
class Page:
    call: Call
    list_name: str
    token_name: str
    start: int
    size: int

    def cut(self, result: dict[str, Any]) -> None:
        found = result.get(self.list_name) or []
        result[self.list_name] = found[self.start : self.start + self.size]
        result.pop(self.token_name, None)
        if self.start + self.size < len(found):
            result[self.token_name] = _token(self.call, self.start + self.size)


def begin(call: Call) -> Page | None:
    """Takes the paging parameters off the call, so that moto answers everything, to be cut afterwards."""
    names = _names(call.service, call.action)
    if names is None:
        return None
    size_name, token_in, list_name, token_out, low, high = names
    size, token = call.params.get(size_name), call.params.get(token_in)
    fingerprint = _fingerprint(call, size_name, token_in)
    call.notes["page fingerprint"] = fingerprint
    if size is not None and not low <= size <= high:
        if call.service == "ec2" and size > high:
            size = high  # EC2 caps what is too large and refuses what is too small.
        else:
            raise AwsError("InvalidParameterValue", f"Value ( {size} ) for parameter {size_name} is invalid. Expecting a value between {low} and {high}.")
    start = 0
    if token:
        start = _start(token, fingerprint)
    if size is None and not token and call.service == "ec2":
        call.params.pop(size_name, None)
        return Page(call, list_name, token_out, 0, 1 << 30)
    call.params = {k: v for k, v in call.params.items() if k not in (size_name, token_in)}
    return Page(call, list_name, token_out, start, size or high)


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


def _fingerprint(call: Call, *without: str) -> str:
    import hashlib

    rest = {k: v for k, v in call.params.items() if k not in without}
    return hashlib.sha256(json.dumps([call.region, call.action, rest], sort_keys=True, default=str).encode()).hexdigest()[:16]


@functools.cache
def _names(service: str, action: str) -> tuple[str, str, str, str, int, int] | None:
    if service not in ("ec2", "rds") or not action.startswith("Describe"):
        return None
    operation = models.operation(service, action)
    takes, gives = operation.input_shape, operation.output_shape
    size_name, token_in, token_out = ("MaxResults", "NextToken", "NextToken") if service == "ec2" else ("MaxRecords", "Marker", "Marker")
    if takes is None or gives is None or token_in not in takes.members or token_out not in gives.members:
        return None
    lists = [name for name, shape in gives.members.items() if shape.type_name == "list"]
    if len(lists) != 1:
        return None
    low, high = LIMITS.get(action, (5, 1000)) if service == "ec2" else (20, 100)
    return size_name, token_in, lists[0], token_out, low, high
