"""S3 buckets: today's defaults, tags at creation, exact lifecycle rules, and the Region a bucket is asked in."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from ..answers import request_id, write_error
from ..box import ACCOUNT
from ..call import Call, HttpAnswer
from ..errors import AwsError
from ..rulebook import after, before, instead

SPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"
ANYWHERE = ("CreateBucket", "ListBuckets", "GetBucketLocation")


def _backend(call: Call) -> Any:
    return call.box.backend("s3", "aws")


def bucket_of(call: Call) -> Any:
    return _backend(call).buckets.get(call.params.get("Bucket"))


def not_known_yet(call: Call) -> None:
    """A new bucket is not visible everywhere in S3 for a moment."""
    bucket = bucket_of(call)
    born = call.box.born.get(("bucket", bucket.name)) if bucket is not None else None
    if born is None or call.action in ANYWHERE or call.http.method == "HEAD":
        return
    if call.box.clock.now() < born + call.box.clock.duration("lag.bucket"):
        raise AwsError("NoSuchBucket", "The specified bucket does not exist", 404)


def right_region(call: Call) -> HttpAnswer | None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/Redirects.html"""
    bucket = bucket_of(call)
    if bucket is None or call.action in ANYWHERE or not call.access_key or bucket.region_name == call.region:
        return None
    headers = {"x-amz-bucket-region": bucket.region_name, "x-amz-request-id": request_id(), "Content-Type": "application/xml"}
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>PermanentRedirect</Code><Message>The bucket you are attempting to access '
        "must be addressed using the specified endpoint. Please send all future requests to this endpoint.</Message>"
        f"<Endpoint>{bucket.name}.s3.{bucket.region_name}.amazonaws.com</Endpoint><Bucket>{bucket.name}</Bucket></Error>"
    )
    # A regional endpoint refuses the signature of another Region before it redirects, and a HEAD says no more than 400.
    if call.http.method == "HEAD":
        return HttpAnswer(301 if call.region == "us-east-1" else 400, headers, b"")
    return HttpAnswer(301, headers, body.encode())


def of_others(call: Call) -> HttpAnswer | None:
    """A bucket of another account: its name is taken, and others can only learn its Region."""
    region = call.box.others_buckets.get(call.params.get("Bucket", ""))
    if region is None:
        return None
    if call.action == "CreateBucket":
        raise AwsError(
            "BucketAlreadyExists",
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
            "Please select a different name and try again.",
            409,
        )
    refused = write_error("s3", AwsError("AccessDenied", "Access Denied", 403), call.http.path)
    headers = refused.headers | {"x-amz-bucket-region": region}
    return HttpAnswer(refused.status, headers, b"" if call.http.method == "HEAD" else refused.body)


def _configuration(call: Call) -> ET.Element | None:
    if not call.http.body.strip():
        return None
    try:
        return ET.fromstring(call.http.body)
    except ET.ParseError as malformed:
        raise AwsError("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema") from malformed


@before("s3", "CreateBucket")
def create(call: Call) -> None:
    root = _configuration(call)
    place = root.findtext(f"{SPACE}LocationConstraint") if root is not None else None
    tags = {}
    if root is not None:
        for tag in root.iter(f"{SPACE}Tag"):
            tags[tag.findtext(f"{SPACE}Key") or ""] = tag.findtext(f"{SPACE}Value") or ""
    call.notes["tags"], call.notes["known"] = tags, bucket_of(call) is not None
    if call.region == "us-east-1" and place == "us-east-1":
        raise AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid")
    if place and place not in call.box.enabled_regions and place != "EU":
        raise AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid")


@after("s3", "CreateBucket")
def created(call: Call, result: HttpAnswer) -> None:
    """Since 2023 a new bucket is encrypted, private and without access lists."""
    bucket = bucket_of(call)
    if result.status >= 300 or bucket is None or call.notes["known"]:
        return
    from moto.s3.models import PublicAccessBlock

    call.box.born["bucket", bucket.name] = call.box.clock.now()
    bucket.public_access_block = PublicAccessBlock("true", "true", "true", "true")
    bucket.encryption = {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}
    if bucket.ownership_rule is None:
        bucket.ownership_rule = "BucketOwnerEnforced"
    if call.notes["tags"]:
        _backend(call).put_bucket_tagging(bucket.name, call.notes["tags"])


@after("s3", "DeleteBucketEncryption")
def encryption_removed(call: Call, result: HttpAnswer) -> None:
    """Buckets are always encrypted: the default comes back."""
    if (bucket := bucket_of(call)) is not None:
        bucket.encryption = {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


@after("s3", "PutBucketLifecycleConfiguration")
def lifecycle_put(call: Call, result: HttpAnswer) -> None:
    """moto reads only part of a rule, so what was put is kept as it came."""
    bucket = bucket_of(call)
    if result.status >= 300 or bucket is None:
        return
    ET.register_namespace("", SPACE.strip("{}"))
    root = _configuration(call)
    for number, rule in enumerate(root.findall(f"{SPACE}Rule"), 1):
        if not rule.findtext(f"{SPACE}ID"):
            ET.SubElement(rule, f"{SPACE}ID").text = f"rule-{number}"
    bucket.lifecycle_text = ET.tostring(root, encoding="utf-8", xml_declaration=True)


@instead("s3", "GetBucketLifecycleConfiguration")
def lifecycle(call: Call) -> HttpAnswer:
    bucket = bucket_of(call)
    if bucket is None:
        raise AwsError("NoSuchBucket", "The specified bucket does not exist", 404)
    text = getattr(bucket, "lifecycle_text", None)
    if text is None:
        raise AwsError("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404)
    return HttpAnswer(200, {"Content-Type": "application/xml", "x-amz-request-id": request_id()}, text)


@after("s3", "DeleteBucketLifecycle")
def lifecycle_deleted(call: Call, result: HttpAnswer) -> None:
    if (bucket := bucket_of(call)) is not None:
        bucket.lifecycle_text = None


def _blocks_policies(bucket: Any) -> bool:
    blocks = bucket.public_access_block
    return blocks is not None and str(blocks.block_public_policy).lower() == "true"


@before("s3", "PutPublicAccessBlock", "DeletePublicAccessBlock")
def blocked(call: Call) -> None:
    if (bucket := bucket_of(call)) is not None:
        call.notes["blocked"] = _blocks_policies(bucket)


@after("s3", "PutPublicAccessBlock", "DeletePublicAccessBlock")
def lifted(call: Call, result: HttpAnswer) -> None:
    """Public policies are refused for a while."""
    bucket = bucket_of(call)
    if bucket is not None and call.notes.get("blocked") and not _blocks_policies(bucket):
        bucket.block_lifted = call.box.clock.now()


def _known_principals(call: Call, statements: list[Any]) -> None:
    """A policy can't refer to principals that IAM doesn't know, or doesn't know everywhere yet."""
    iam = call.box.backend("iam", "aws")
    for statement in statements:
        principal = statement.get("Principal")
        named = principal.get("AWS") if isinstance(principal, dict) else None
        for arn in named if isinstance(named, list) else [named] if named else []:
            if ":role/" not in arn or f"::{ACCOUNT}:" not in arn:
                continue
            name = arn.split("/")[-1]
            role = next((r for r in iam.roles.values() if r.name == name), None)
            born = call.box.born.get(("role", name), 0)
            if role is None or call.box.clock.now() < born + call.box.clock.duration("lag.policy"):
                raise AwsError("MalformedPolicy", "Invalid principal in policy")


@before("s3", "PutBucketPolicy")
def policy(call: Call) -> None:
    """A public policy is refused while the bucket blocks them."""
    import json

    bucket = bucket_of(call)
    if bucket is None:
        return
    try:
        document = json.loads(call.http.body)
    except ValueError as malformed:
        raise AwsError("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'") from malformed
    statements = document.get("Statement") or []
    statements = statements if isinstance(statements, list) else [statements]
    _known_principals(call, statements)
    if not _blocks_policies(bucket) and call.box.clock.now() >= getattr(bucket, "block_lifted", 0) + call.box.clock.duration("lag.policy"):
        return
    for statement in statements:
        principal = statement.get("Principal")
        if statement.get("Effect") == "Allow" and principal in ("*", {"AWS": "*"}) and not statement.get("Condition"):
            raise AwsError(
                "AccessDenied",
                f"User: arn:aws:iam::{bucket.account_id}:user/sandbox is not authorized to perform: s3:PutBucketPolicy on resource: "
                f"\"arn:aws:s3:::{bucket.name}\" because public policies are blocked by the BlockPublicPolicy block public access setting.",
                403,
            )


@before("s3", "DeleteBucket")
def delete(call: Call) -> None:
    bucket = bucket_of(call)
    if bucket is not None and (len(bucket.keys) or any(True for _ in bucket.keys.values())):
        raise AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty. You must delete all versions in the bucket.", 409)


