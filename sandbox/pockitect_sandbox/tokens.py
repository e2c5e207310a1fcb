"""Client tokens: the same request again is the same answer, a changed one is refused.

https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
"""

from __future__ import annotations

import json

from .call import Call, HttpAnswer
from .errors import AwsError


def earlier(call: Call) -> HttpAnswer | None:
    """The answer that this token already got, or None when it is new (or there is none)."""
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
    return answer


def remember(call: Call, answer: HttpAnswer) -> None:
    token = call.params.get("ClientToken")
    if call.service == "ec2" and token and not call.params.get("DryRun") and answer.status < 300:
        call.box.tokens[call.region, call.action, token] = (_fingerprint(call), answer)


def _fingerprint(call: Call) -> str:
    return call.notes.setdefault("fingerprint", json.dumps(call.params, sort_keys=True, default=str))
