"""Policy documents by IAM's grammar: those of roles, those that say who may assume one, and those of buckets."""

from __future__ import annotations

import json
import re
from typing import Any

from ..call import Call
from ..errors import AwsError
from ..rulebook import before
from .buckets import bucket_of

SYNTAX = "Syntax errors in policy."
CHARACTERS = re.compile("[\t\n\r\x20-\xff]+")
ACTION = re.compile(r"(\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)")
TOP = {"Version", "Id", "Statement"}
STATEMENT = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
PRINCIPALS = {"AWS", "Service", "Federated", "CanonicalUser"}


@before("iam", "CreateRole", "UpdateAssumeRolePolicy")
def trust_policy(call: Call) -> None:
    _refuse("MalformedPolicyDocument", mistake(_text(call, "AssumeRolePolicyDocument", "PolicyDocument"), "trust"))


@before("iam", "PutRolePolicy", "CreatePolicy", "CreatePolicyVersion", "PutUserPolicy", "PutGroupPolicy")
def identity_policy(call: Call) -> None:
    _refuse("MalformedPolicyDocument", mistake(_text(call, "PolicyDocument"), "identity"))


@before("s3", "PutBucketPolicy")
def bucket_policy(call: Call) -> None:
    bucket = bucket_of(call)
    if bucket is not None:
        _refuse("MalformedPolicy", mistake(call.http.body.decode(), "bucket", bucket.name))


def _text(call: Call, *names: str) -> str:
    value = next((call.params[name] for name in names if call.params.get(name)), "")
    return value.decode() if isinstance(value, bytes) else str(value)


def _refuse(code: str, message: str | None) -> None:
    if message is not None:
        raise AwsError(code, message)


def mistake(text: str, kind: str, bucket: str | None = None) -> str | None:
    """AWS's error for the document, or None if it is valid."""
    try:
        document = json.loads(text, object_pairs_hook=_distinct)
    except ValueError:
        return "This policy contains invalid Json"
    if not CHARACTERS.fullmatch(text):
        return "The policy contains characters that are not allowed."
    if not isinstance(document, dict) or set(document) - TOP or document.get("Version", "2008-10-17") not in ("2012-10-17", "2008-10-17"):
        return SYNTAX
    statements = document.get("Statement")
    statements = statements if isinstance(statements, list) else [statements]
    if not statements or not all(isinstance(statement, dict) for statement in statements):
        return SYNTAX
    sids = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if len(set(map(str, sids))) < len(sids):
        return "Statement IDs (SID) in a single policy must be unique."
    return next((found for statement in statements if (found := _statement(statement, kind, bucket))), None)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _statement(statement: dict[str, Any], kind: str, bucket: str | None) -> str | None:
    if set(statement) - STATEMENT or statement.get("Effect") not in ("Allow", "Deny"):
        return SYNTAX
    if kind != "bucket" and not re.fullmatch("[A-Za-z0-9]*", str(statement.get("Sid", ""))):
        return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
    if ("Action" in statement) == ("NotAction" in statement):
        return "Policy statement must contain actions."
    for action in _list(statement, "Action", "NotAction"):
        if not isinstance(action, str) or not ACTION.fullmatch(action):
            return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        if kind == "trust" and not action.lower().startswith("sts:"):
            return "AssumeRole policy may only specify STS AssumeRole actions."
        if kind == "bucket" and action != "*" and not action.lower().startswith("s3:"):
            return "Policy has invalid action"
    if not _list(statement, "Action", "NotAction"):
        return "Policy statement must contain actions."
    return _who(statement, kind) or _what(statement, kind, bucket)


def _who(statement: dict[str, Any], kind: str) -> str | None:
    if kind == "identity":
        return "Policy document should not specify a principal." if {"Principal", "NotPrincipal"} & set(statement) else None
    if ("Principal" in statement) == ("NotPrincipal" in statement):
        return "Missing required field Principal"
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    if principal == "*":
        return None
    if not isinstance(principal, dict) or not principal or set(principal) - PRINCIPALS:
        return "Invalid policy syntax." if kind == "bucket" else SYNTAX
    return None


def _what(statement: dict[str, Any], kind: str, bucket: str | None) -> str | None:
    if kind == "trust":
        return "Has prohibited field Resource" if {"Resource", "NotResource"} & set(statement) else None
    resources = _list(statement, "Resource", "NotResource")
    if ("Resource" in statement) == ("NotResource" in statement) or not resources:
        return "Missing required field Resource" if kind == "bucket" else "Policy statement must contain resources."
    for resource in resources:
        if kind == "identity" and resource != "*" and (not str(resource).startswith("arn:") or str(resource).count(":") < 5):
            return f'Resource {resource} must be in ARN format or "*".'
        if kind == "bucket" and not re.fullmatch(rf"arn:[a-z-]+:s3:::({re.escape(bucket or '')}|\*)(/.*)?", str(resource)):
            return "Policy has invalid resource"
    return None


def _list(statement: dict[str, Any], *names: str) -> list[Any]:
    value = next((statement[name] for name in names if name in statement), [])
    return value if isinstance(value, list) else [value]
