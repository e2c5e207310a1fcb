"""Client tokens: the same request again gets the same answer, a changed one is refused.

https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
"""

from __future__ import annotations

import json
import re

from .call import Call, HttpAnswer
from .errors import AwsError

_INSTANCE = re.compile(rb"<instanceId>(i-[0-9a-f]+)</instanceId>")


def earlier(call: Call) -> HttpAnswer | None:
    """The answer that this token already got; None if it is new, if its request was refused for capacity, or if there is no token."""
    token = call.params.get("ClientToken")
    if call.service != "ec2" or not token or call.params.get("DryRun"):
        return None
    if len(token) > 64 or not token.isascii():
        raise AwsError("InvalidParameterValue", "The client token is invalid: it may have at most 64 ASCII characters.")
    _fingerprint(call)  # now, before a rule changes a parameter
    known = call.box.tokens.get((call.region, call.action, token))
    if known is None:
        return None
    fingerprint, answer = known
    if fingerprint != _fingerprint(call):
        raise AwsError(
            "IdempotentParameterMismatch",
            "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
        )
    if call.action == "RunInstances" and answer is not None and _is_terminated(call, answer):
        raise AwsError(
            "IdempotentInstanceTerminated",
            "The request to launch an instance uses the same client token as a previous request for which the instance has been terminated.",
        )
    return answer


def remember(call: Call, answer: HttpAnswer) -> None:
    if _has_token(call) and answer.status < 300:
        call.box.tokens[call.region, call.action, call.params["ClientToken"]] = (_fingerprint(call), answer)


def remember_refusal(call: Call, code: str) -> None:
    """EC2 remembers a token and its parameters, the image included, even if it had no capacity for the request."""
    if _has_token(call) and code.startswith("Insufficient") and code.endswith("Capacity"):
        call.box.tokens.setdefault((call.region, call.action, call.params["ClientToken"]), (_fingerprint(call), None))


def _has_token(call: Call) -> bool:
    return call.service == "ec2" and bool(call.params.get("ClientToken")) and not call.params.get("DryRun")


def _is_terminated(call: Call, answer: HttpAnswer) -> bool:
    states = {instance.id: instance.state for reservation in call.ec2.reservations.values() for instance in reservation.instances}
    return any(states.get(found.decode(), "terminated") == "terminated" for found in _INSTANCE.findall(answer.body))


def _fingerprint(call: Call) -> str:
    return call.notes.setdefault("fingerprint", json.dumps(call.params, sort_keys=True, default=str))
