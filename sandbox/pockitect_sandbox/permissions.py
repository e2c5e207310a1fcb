"""
What IAM lets a caller do: a user of the account, or a session of one of its roles, may do what its policies allow and nothing else.
Any other access key stands for the root user, who may do everything.

Effect, Action, NotAction and Condition count; Resource does not: a statement holds for everything. Boundaries, organizations and the
policies of buckets and keys are left out, and no signature is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from . import faults
from .call import Call
from .errors import AwsError

Needed = tuple[str, dict[str, str]]

# Calls that need no permission at all.
FREE = ("sts:GetCallerIdentity", "sts:GetSessionToken")

# S3's actions are older than its operations, and several have other names.
S3 = {
    "ListBuckets": "ListAllMyBuckets", "HeadBucket": "ListBucket", "ListObjects": "ListBucket", "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions", "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListParts": "ListMultipartUploadParts", "CreateMultipartUpload": "PutObject", "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject", "HeadObject": "GetObject",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock", "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketEncryption": "GetEncryptionConfiguration", "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration", "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetBucketCors": "GetBucketCORS", "PutBucketCors": "PutBucketCORS", "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketTagging": "PutBucketTagging", "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration", "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
}

TO_EC2 = {"iam:PassedToService": "ec2.amazonaws.com"}
# RDS makes this role in the caller's name when the account has none.
RDS_ROLE = "AWSServiceRoleForRDS"


def check(call: Call) -> None:
    """Denies, like AWS, what the caller's policies don't allow."""
    call.notes["permissions"] = []
    caller = _caller(call)
    if caller is None:
        return
    arn, statements = caller
    for action, context in needed(call):
        call.notes["permissions"].append(action)
        if not allows(statements, action, context)[0]:
            raise faults.denied(call, by_organisation=False, user=arn, action=action)


def needed(call: Call) -> list[Needed]:
    """The IAM actions of a call, its own first; what no value of the call says is in their contexts."""
    own = f"{faults.iam_prefix(call.service)}:{S3.get(call.action, call.action) if call.service == 's3' else call.action}"
    if own in FREE:
        return []
    if (call.service, call.action) == ("s3", "DeleteObjects"):
        return _objects(call)
    if (call.service, call.action) == ("s3", "DeleteObject"):
        return [("s3:DeleteObjectVersion" if "?versionId" in call.params else "s3:DeleteObject", {})]
    return [(own, {}), *_besides(call)]


def _besides(call: Call) -> Iterable[Needed]:
    params = call.params
    if call.service == "ec2":
        if call.action != "CreateTags" and any(spec.get("Tags") for spec in params.get("TagSpecifications") or params.get("TagSpecification") or []):
            yield "ec2:CreateTags", {}
        if params.get("IamInstanceProfile"):
            yield "iam:PassRole", TO_EC2
        if call.action == "CreateVolume" and params.get("KmsKeyId"):
            yield from _disk_key(call)
    elif call.service == "iam":
        if call.action == "AddRoleToInstanceProfile":
            yield "iam:PassRole", TO_EC2
        if params.get("Tags") and call.action in ("CreateRole", "CreateInstanceProfile", "CreateUser", "CreatePolicy"):
            yield f"iam:Tag{call.action.removeprefix('Create')}", {}
    elif call.service == "rds":
        if params.get("Tags") and call.action.startswith("Create"):
            yield "rds:AddTagsToResource", {}
        if call.action == "CreateDBInstance":
            yield from _database(call)
        if call.action == "DeleteDBInstance" and params.get("FinalDBSnapshotIdentifier"):
            yield "rds:CreateDBSnapshot", {}
    elif call.service == "s3":
        if call.action == "CreateBucket" and b"<Tag>" in call.http.body:
            yield "s3:TagResource", {}
    elif call.service == "ec2" and call.action == "CreateVpcEndpoint" and params.get("PrivateDnsEnabled"):
        yield "route53:AssociateVPCWithHostedZone", {}
    elif call.service == "ssm" and call.action == "PutParameter" and params.get("Tags"):
        yield "ssm:AddTagsToResource", {}
    elif call.service == "logs" and call.action == "CreateLogGroup" and params.get("tags"):
        yield "logs:TagResource", {}


def _database(call: Call) -> Iterable[Needed]:
    if call.params.get("ManageMasterUserPassword"):
        yield "secretsmanager:CreateSecret", {}
        yield "secretsmanager:TagResource", {}
        yield "kms:DescribeKey", {}
    if call.params.get("KmsKeyId"):
        yield "kms:DescribeKey", {}
        yield "kms:CreateGrant", {"kms:GrantIsForAWSResource": "true"}
    if not any(role.name == RDS_ROLE for role in call.iam.roles.values()):
        yield "iam:CreateServiceLinkedRole", {"iam:AWSServiceName": "rds.amazonaws.com"}


def _disk_key(call: Call) -> Iterable[Needed]:
    via = {"kms:ViaService": f"ec2.{call.region}.amazonaws.com"}
    yield "kms:DescribeKey", {}
    yield "kms:CreateGrant", {"kms:GrantIsForAWSResource": "true", **via}
    for action in ("Decrypt", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"):
        yield f"kms:{action}", via


def _objects(call: Call) -> list[Needed]:
    # Always the first, and for versions the second too: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
    return [("s3:DeleteObject", {}), *([("s3:DeleteObjectVersion", {})] if b"<VersionId>" in call.http.body else [])]


def allows(statements: list[dict[str, Any]], action: str, context: dict[str, str]) -> tuple[bool, list[str]]:
    """Whether the statements allow it, and the condition keys that would have to be known to tell."""
    allowed, missing = False, []
    for statement in statements:
        if not _is_about(statement, action):
            continue
        held, open_keys = _holds(statement.get("Condition") or {}, context)
        if held and statement["Effect"] == "Deny":
            return False, []
        allowed = allowed or held
        missing += open_keys
    return allowed, [] if allowed else sorted(set(missing))


def _is_about(statement: dict[str, Any], action: str) -> bool:
    patterns = _listed(statement.get("Action") or statement.get("NotAction"))
    named = any(fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)
    return named == ("Action" in statement)


def _holds(condition: dict[str, Any], context: dict[str, str]) -> tuple[bool, list[str]]:
    missing = [key for tests in condition.values() for key in tests if key not in context]
    if missing:
        return False, missing
    return all(_meets(operator, context[key], _listed(values)) for operator, tests in condition.items() for key, values in tests.items()), []


def _meets(operator: str, value: str, wanted: list[str]) -> bool:
    match operator:
        case "StringEquals" | "Bool":
            return value in [str(item).lower() if operator == "Bool" else item for item in wanted]
        case "StringNotEquals":
            return value not in wanted
        case "StringLike":
            return any(fnmatchcase(value, pattern) for pattern in wanted)
    raise AwsError("NotImplemented", f"The sandbox does not know IAM's condition operator {operator}.", 501)


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _caller(call: Call) -> tuple[str, list[dict[str, Any]]] | None:
    """Who calls, and what their policies say; None for a key that no user and no session has."""
    from moto.iam.access_control import CreateAccessKeyFailure, create_access_key
    from moto.iam.exceptions import NotFoundException

    # Asking moto for an account's IAM makes it, with every policy of AWS's own: not before the account has a key.
    if not call.box.made_backends("iam"):
        return None
    from .box import ACCOUNT

    token = call.http.headers.get("x-amz-security-token")
    try:
        key = create_access_key(ACCOUNT, "aws", call.access_key, {"X-Amz-Security-Token": token} if token else {})
    except CreateAccessKeyFailure:
        return None
    try:
        return key.arn, statements_of(key.collect_policies())
    except NotFoundException:
        # A session outlives its role, but has no permissions then.
        return key.arn, []


def statements_of(policies: Iterable[Any]) -> list[dict[str, Any]]:
    """The statements of moto's policies, managed ones, inline ones and plain text alike."""
    statements: list[dict[str, Any]] = []
    for policy in policies:
        if hasattr(policy, "versions"):
            text = next(version.document for version in policy.versions if version.is_default)
        else:
            text = policy["policy_document"] if isinstance(policy, dict) else policy
        found = json.loads(text)["Statement"]
        statements += found if isinstance(found, list) else [found]
    return statements


def statements_of_principal(call: Call, arn: str) -> list[dict[str, Any]] | None:
    """What the policies of this user or role say; None where the account has none of that name."""
    from moto.iam.access_control import AssumedRoleAccessKey, IAMUserAccessKey

    kind, name = arn.split(":", 5)[5].split("/")[0], arn.split("/")[-1]
    from .box import ACCOUNT

    if kind == "user" and any(user.name == name for user in call.iam.users.values()):
        key: Any = IAMUserAccessKey.__new__(IAMUserAccessKey)
        key._owner_user_name = name
    elif kind == "role" and any(role.name == name for role in call.iam.roles.values()):
        key = AssumedRoleAccessKey.__new__(AssumedRoleAccessKey)
        key._owner_role_name = name
    else:
        return None
    key.account_id, key.partition = ACCOUNT, "aws"
    return statements_of(key.collect_policies())
