"""SimulatePrincipalPolicy: a simulation uses faults and users' policies, like the sandbox itself."""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..errors import AwsError
from ..faults import iam_prefix
from ..permissions import allows, statements_of_principal
from ..rulebook import instead


@instead("iam", "SimulatePrincipalPolicy")
def simulate(call: Call) -> dict[str, Any]:
    source = call.params["PolicySourceArn"]
    kind = source.split(":")[5].split("/")[0] if source.count(":") >= 5 else ""
    if ":iam:" not in source or kind not in ("user", "group", "role"):
        raise AwsError("InvalidInput", f"Invalid Entity Arn: {source} does not clearly define entity type and name.")
    statements = statements_of_principal(call, source)
    context = {
        entry["ContextKeyName"]: entry["ContextKeyValues"][0] for entry in call.params.get("ContextEntries") or []
    }
    return {
        "EvaluationResults": [
            _row(call, action, resource) if statements is None else _decided(call, statements, context, action, resource)
            for action in call.params["ActionNames"]
            for resource in call.params.get("ResourceArns") or ["*"]
        ],
        "IsTruncated": False,
    }


def _row(call: Call, action: str, resource: str) -> dict[str, Any]:
    prefix, _, name = action.partition(":")
    denying = next(
        (f for f in call.box.faults.denying() if f.action in (None, "*", name) and (f.service in (None, "*") or iam_prefix(f.service) == prefix)),
        None,
    )
    row: dict[str, Any] = {
        "EvalActionName": action, "EvalResourceName": resource, "MatchedStatements": [], "MissingContextValues": [],
        "EvalDecision": "allowed" if denying is None else "explicitDeny" if denying.kind == "deny_scp" else "implicitDeny",
    }
    if denying is not None and denying.kind == "deny_scp":
        row["OrganizationsDecisionDetail"] = {"AllowedByOrganizations": False}
    return row


def _decided(call: Call, statements: list[dict[str, Any]], context: dict[str, str], action: str, resource: str) -> dict[str, Any]:
    row = _row(call, action, resource)
    allowed, missing = allows(statements, action, context)
    if not allowed and row["EvalDecision"] == "allowed":
        row |= {"EvalDecision": "implicitDeny", "MissingContextValues": missing}
    return row
