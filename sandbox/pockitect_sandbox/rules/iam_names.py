"""IAM: what names, descriptions and tags may be, and that names differ in more than case."""

from __future__ import annotations

import re

from ..call import Call
from ..errors import AwsError
from ..rulebook import before

NAME = r"[\w+=,.@-]+"
DESCRIPTION = "[\t\n\r\x20-\x7e\xa1-\xff]*"


@before("iam", "CreateRole", "UpdateRole")
def role_description(call: Call) -> None:
    _demand(call, "Description", "description", DESCRIPTION, 1000)


@before("iam", "CreateRole")
def role_name(call: Call) -> None:
    _demand(call, "RoleName", "roleName", NAME, 64)
    taken = next((role.name for role in call.iam.roles.values() if role.name.lower() == call.params["RoleName"].lower()), None)
    if taken is not None:
        raise AwsError("EntityAlreadyExists", f"Role with name {call.params['RoleName']} already exists.", 409)


@before("iam", "CreateInstanceProfile")
def profile_name(call: Call) -> None:
    _demand(call, "InstanceProfileName", "instanceProfileName", NAME, 128)
    name = call.params["InstanceProfileName"]
    if any(profile.name.lower() == name.lower() for profile in call.iam.instance_profiles.values()):
        raise AwsError("EntityAlreadyExists", f"Instance Profile {name} already exists.", 409)


@before("iam", "PutRolePolicy")
def policy_name(call: Call) -> None:
    _demand(call, "PolicyName", "policyName", NAME, 128)


@before("iam", "CreateRole", "TagRole", "CreateInstanceProfile", "TagInstanceProfile")
def tag_keys(call: Call) -> None:
    keys = [tag["Key"] for tag in call.params.get("Tags", [])]
    if len({key.lower() for key in keys}) < len(keys):
        raise AwsError("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")


def _demand(call: Call, parameter: str, member: str, pattern: str, longest: int) -> None:
    value = call.params.get(parameter)
    if value is None:
        return
    # \w is ASCII to IAM.
    if not re.fullmatch(pattern, value, re.ASCII) or len(value) > longest:
        shown = pattern.encode("unicode_escape").decode()
        raise AwsError("ValidationError", f"1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must satisfy regular expression pattern: {shown}")
