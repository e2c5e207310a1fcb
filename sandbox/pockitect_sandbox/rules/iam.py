"""IAM: what lists leave out, tags of instance profiles, and the time new things need."""

from __future__ import annotations

from typing import Any

from moto.iam.models import IAMBackend

from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead


_moto_policies = IAMBackend._init_aws_policies
_parsed: list[Any] = []


def _policies(backend: Any) -> list[Any]:
    """AWS's 1,500 managed policies take a while to parse, so each account starts with copies."""
    if not _parsed:
        _parsed.extend(_moto_policies(backend))
    return [_copied(policy) for policy in _parsed]


def _copied(policy: Any) -> Any:
    # Past moto's own __new__, which would keep a list of every copy ever made.
    made = object.__new__(type(policy))
    made.__dict__.update(policy.__dict__)
    return made


IAMBackend._init_aws_policies = _policies


@after("iam", "CreateRole")
def role_made(call: Call, result: Any) -> None:
    call.box.born["role", call.params["RoleName"]] = call.box.clock.now()


@after("iam", "CreateInstanceProfile")
def profile_made(call: Call, result: Any) -> None:
    call.box.born["instance-profile", call.params["InstanceProfileName"]] = call.box.clock.now()


@before("iam", "AddRoleToInstanceProfile")
def add_role(call: Call) -> None:
    name = call.params["RoleName"]
    if not call.box.is_known("role", name):
        raise AwsError("NoSuchEntity", f"The role with name {name} cannot be found.", 404)
    if not call.box.is_known("instance-profile", call.params["InstanceProfileName"]):
        raise AwsError("NoSuchEntity", f"Instance Profile {call.params['InstanceProfileName']} cannot be found.", 404)


@before("iam", "RemoveRoleFromInstanceProfile")
def remove_role(call: Call) -> None:
    profile = _profile(call)
    if all(role.name != call.params["RoleName"] for role in profile.roles):
        raise AwsError("NoSuchEntity", f"The role with name {call.params['RoleName']} cannot be found.", 404)


def _profile(call: Call) -> Any:
    name = call.params["InstanceProfileName"]
    for profile in call.iam.instance_profiles.values():
        if profile.name == name:
            return profile
    raise AwsError("NoSuchEntity", f"Instance Profile {name} cannot be found.", 404)


@instead("iam", "ListInstanceProfileTags")
def profile_tags(call: Call) -> dict[str, Any]:
    profile = _profile(call)
    tags = profile.tags.values() if isinstance(profile.tags, dict) else profile.tags
    return {"Tags": [{"Key": t["Key"], "Value": t["Value"]} for t in tags], "IsTruncated": False}


@after("iam", "ListRoles")
def roles_listed(call: Call, result: dict[str, Any]) -> None:
    """A list leaves out what only GetRole tells."""
    for row in result.get("Roles", []):
        for name in ("Tags", "RoleLastUsed", "PermissionsBoundary"):
            row.pop(name, None)


@after("iam", "ListInstanceProfiles", "ListInstanceProfilesForRole")
def profiles_listed(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("InstanceProfiles", []):
        row.pop("Tags", None)


@before("iam", "DeleteRole")
def delete_role(call: Call) -> None:
    role = next((r for r in call.iam.roles.values() if r.name == call.params["RoleName"]), None)
    if role is None:
        raise AwsError("NoSuchEntity", f"The role with name {call.params['RoleName']} cannot be found.", 404)
    call.box.born.pop(("role", role.name), None)
