"""SSM parameters: values, patterns and tiers that AWS refuses, and AWS's own parameters, which it does not list."""

from __future__ import annotations

import re
from typing import Any

from moto.ssm.models import Parameter, SimpleSystemManagerBackend

from ..call import Call
from ..errors import AwsError
from ..rulebook import before

# https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
SIZES = {"Standard": 4096, "Advanced": 8192}
_describe = SimpleSystemManagerBackend.describe_parameters


def _describe_own(backend: SimpleSystemManagerBackend, filters: Any, parameter_filters: Any) -> list[Parameter]:
    return [p for p in _describe(backend, filters, parameter_filters) if not p.name.startswith("/aws/")]


SimpleSystemManagerBackend.describe_parameters = _describe_own


@before("ssm", "PutParameter")
def check(call: Call) -> None:
    params = call.params
    there = call.box.backend("ssm", call.region)._parameters
    # An overwrite keeps omitted values.
    now = there[params["Name"]][-1] if params.get("Overwrite") and params["Name"] in there else None
    tier = params.get("Tier") or (now and now.tier) or "Standard"
    if now and now.tier == "Advanced" and tier == "Standard":
        raise AwsError(
            "ValidationException",
            "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the "
            "standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
        )
    value = params.get("Value", "")
    if len(value) > SIZES.get(tier, 8192):
        raise AwsError(
            "ValidationException",
            f"{tier} tier parameters support a maximum parameter value of {SIZES.get(tier, 8192)} characters.",
        )
    pattern = params.get("AllowedPattern") or (now and now.allowed_pattern)
    if pattern and not re.search(pattern, value):
        raise AwsError("ParameterPatternMismatchException", f"Parameter value, cannot be validated against allowedPattern: {pattern}")
