"""CloudWatch log groups: names and retention periods that AWS refuses, their keys, and groups that don't exist."""

from __future__ import annotations

import re
from typing import Any

from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
_NAME = re.compile(r"[-._/#A-Za-z0-9]{1,512}")


@before("logs", "CreateLogGroup")
def check_name(call: Call) -> None:
    name = call.params["logGroupName"]
    if not _NAME.fullmatch(name) or name.startswith("aws/"):
        raise _invalid(f"Value '{name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+")


@before("logs", "PutRetentionPolicy")
def check_retention(call: Call) -> None:
    if call.params["retentionInDays"] not in RETENTION:
        raise _invalid(f"Value '{call.params['retentionInDays']}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set")


@before("logs", "CreateLogGroup", "AssociateKmsKey")
def check_key(call: Call) -> None:
    key = call.params.get("kmsKeyId")
    keys = call.box.backend("kms", call.region).keys.values() if key else []
    if key and not any(known.arn == key for known in keys):
        raise _invalid(f"The specified KMS key does not exist or is not allowed to be used with LogGroup '{call.params.get('logGroupName')}'")


@instead("logs", "AssociateKmsKey")
def associate(call: Call) -> dict[str, Any]:
    _group(call, call.params["logGroupName"]).kms_key_id = call.params["kmsKeyId"]
    return {}


@instead("logs", "DisassociateKmsKey")
def disassociate(call: Call) -> dict[str, Any]:
    _group(call, call.params["logGroupName"]).kms_key_id = None
    return {}


@before("logs", "ListTagsForResource", "TagResource", "UntagResource")
def check_group(call: Call) -> None:
    found = call.params["resourceArn"].split(":log-group:")
    # The ARN that other services use ends with an asterisk, and these calls refuse it.
    if len(found) != 2 or found[1].endswith(":*"):
        raise _invalid(f"Invalid resource ARN {call.params['resourceArn']}")
    _group(call, found[1])


@after("logs", "DeleteLogGroup")
def forget_tags(call: Call, result: dict[str, Any]) -> None:
    """A later group of the same name must not get the tags of this one."""
    backend = call.box.backend("logs", call.region)
    arn = f"arn:aws:logs:{call.region}:{backend.account_id}:log-group:{call.params['logGroupName']}"
    backend.tagger.delete_all_tags_for_resource(arn)


def _group(call: Call, name: str) -> Any:
    group = call.box.backend("logs", call.region).groups.get(name)
    if group is None:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return group


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", f"1 validation error detected: {message}")
