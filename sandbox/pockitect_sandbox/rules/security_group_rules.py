"""Security group rules. moto loses descriptions, forgets all but the last permission in its answer, applies half of a
refused call and drops IPv6 ranges on revoke, so these operations are all ours, over moto's own rule objects."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

from .. import group_reads, lookups, quotas
from ..call import Call
from ..errors import AwsError
from ..filters import matching
from ..rulebook import instead
from .vpcs import canonical

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}
SIMPLE = ("IpProtocol", "FromPort", "ToPort", "CidrIp", "SourceSecurityGroupName")


def key(rule: Any) -> tuple[Any, ...]:
    """What makes two rules the same one: everything but the description."""
    return (
        rule.ip_protocol, rule.from_port, rule.to_port, rule.cidr_ipv4, rule.cidr_ipv6,
        rule.source_group.get("GroupId"), rule.prefix_list_id,
    )


def description(rule: Any) -> str | None:
    return getattr(rule, "text", None) or rule.ip_range.get("Description") or rule.source_group.get("Description")


def _group(call: Call) -> Any:
    if call.params.get("GroupId"):
        return lookups.security_group(call.ec2, call.params["GroupId"])
    name = call.params.get("GroupName")
    if not name:
        raise AwsError("MissingParameter", "The request must contain the parameter groupName or groupId")
    for group in call.ec2.groups[call.ec2.default_vpc.id].values():
        if group.name == name:
            return group
    raise AwsError("InvalidGroup.NotFound", f"The security group '{name}' does not exist in default VPC")


def _rules(call: Call, group: Any, egress: bool) -> list[Any]:
    wanted = list(call.params.get("IpPermissions") or [])
    if not wanted and "IpProtocol" in call.params:
        single = {k: call.params[k] for k in SIMPLE if k in call.params}
        if cidr := single.pop("CidrIp", None):
            single["IpRanges"] = [{"CidrIp": cidr}]
        wanted = [single]
    made = []
    for permission in wanted:
        protocol, low, high = _ports(permission)
        sources = [
            *({"ip": {**r, "CidrIp": canonical(r["CidrIp"], "cidrIp")}} for r in permission.get("IpRanges") or []),
            *({"ip": {**r, "CidrIpv6": canonical(r["CidrIpv6"], "cidrIpv6")}} for r in permission.get("Ipv6Ranges") or []),
            *({"group": _pair(call, group, p)} for p in permission.get("UserIdGroupPairs") or []),
            *({"list": p} for p in permission.get("PrefixListIds") or []),
        ]
        for source in sources:
            # moto demands ports of every protocol; the next line sets what AWS keeps.
            rule = SecurityGroupRule(
                call.ec2, protocol, group.id, low or 0, high or 0, source.get("ip"), source.get("group"), source.get("list"), is_egress=egress,
            )
            rule.ip_protocol, rule.from_port, rule.to_port = protocol, low, high
            rule.text = next(iter(source.values())).get("Description")
            rule.add_tags(call.tags("security-group-rule"))
            made.append(rule)
    return made


def _ports(permission: dict[str, Any]) -> tuple[str, int | None, int | None]:
    protocol = str(permission.get("IpProtocol", "")).lower()
    protocol = PROTOCOLS.get(protocol, protocol)
    if not protocol:
        raise AwsError("InvalidParameterValue", "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.")
    low, high = permission.get("FromPort"), permission.get("ToPort")
    if protocol == "-1":
        return protocol, None, None
    if protocol in ("tcp", "udp"):
        if low is None or high is None:
            raise AwsError("InvalidParameterValue", "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.")
        if not 0 <= low <= high <= 65535:
            raise AwsError("InvalidParameterValue", f"Invalid TCP/UDP port range ({low}:{high})")
    elif protocol in ("icmp", "icmpv6"):
        low, high = -1 if low is None else low, -1 if high is None else high
    return protocol, low, high


def _pair(call: Call, group: Any, pair: dict[str, Any]) -> dict[str, Any]:
    if pair.get("GroupId"):
        other = lookups.security_group(call.ec2, pair["GroupId"])
    else:
        other = next((g for g in call.ec2.groups[group.vpc_id].values() if g.name == pair.get("GroupName")), None)
        if other is None:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{pair.get('GroupName')}' does not exist")
    if other.vpc_id != group.vpc_id:
        raise AwsError("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.")
    told = {"GroupId": other.id, "UserId": call.ec2.account_id}
    return told | ({"Description": pair["Description"]} if pair.get("Description") else {})


@instead("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
def authorize(call: Call) -> dict[str, Any]:
    group, egress = _group(call), call.action.endswith("Egress")
    held = group.egress_rules if egress else group.ingress_rules
    made = _rules(call, group, egress)
    if not made:
        raise AwsError("MissingParameter", "The request must contain the parameter ipPermissions")
    known = {key(rule) for rule in held}
    for rule in made:
        if key(rule) in known:
            raise AwsError("InvalidPermission.Duplicate", f'the specified rule "{_shown(rule)}" already exists')
        known.add(key(rule))
    quotas.at_most(call, "rules per security group", len(held) + len(made), group.vpc_id)
    group_reads.remember(call, group)
    held.extend(made)
    return {"Return": True, "SecurityGroupRules": [told(rule) for rule in made]}


def _shown(rule: Any) -> str:
    peer = rule.cidr_ipv4 or rule.cidr_ipv6 or rule.source_group.get("GroupId") or rule.prefix_list_id
    if rule.ip_protocol == "-1":
        return f"peer: {peer}, ALL, ALLOW"
    return f"peer: {peer}, {rule.ip_protocol.upper()}, from port: {rule.from_port}, to port: {rule.to_port}, ALLOW"


@instead("ec2", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress")
def revoke(call: Call) -> dict[str, Any]:
    group, egress = _group(call), call.action.endswith("Egress")
    held = group.egress_rules if egress else group.ingress_rules
    by_id = {rule.id: rule for rule in held}
    gone = []
    for rule_id in call.params.get("SecurityGroupRuleIds") or []:
        if rule_id not in by_id:
            raise AwsError("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{rule_id}' does not exist")
        gone.append(by_id[rule_id])
    by_key = {key(rule): rule for rule in held}
    for rule in _rules(call, group, egress):
        if key(rule) not in by_key:
            raise AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
        gone.append(by_key[key(rule)])
    kept = [rule for rule in held if not any(rule is other for other in gone)]
    group_reads.remember(call, group)
    if egress:
        group.egress_rules = kept
    else:
        group.ingress_rules = kept
    return {"Return": True, "UnknownIpPermissions": []}


@instead("ec2", "UpdateSecurityGroupRuleDescriptionsIngress", "UpdateSecurityGroupRuleDescriptionsEgress")
def describe_again(call: Call) -> dict[str, Any]:
    group, egress = _group(call), call.action.endswith("Egress")
    held = group.egress_rules if egress else group.ingress_rules
    by_key, by_id = {key(rule): rule for rule in held}, {rule.id: rule for rule in held}
    group_reads.remember(call, group)
    for rule in _rules(call, group, egress):
        if key(rule) not in by_key:
            raise AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
        _describe(by_key[key(rule)], rule.text)
    for change in call.params.get("SecurityGroupRuleDescriptions") or []:
        if change.get("SecurityGroupRuleId") not in by_id:
            raise AwsError("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{change.get('SecurityGroupRuleId')}' does not exist")
        _describe(by_id[change["SecurityGroupRuleId"]], change.get("Description"))
    return {"Return": True}


def _describe(rule: Any, text: str | None) -> None:
    rule.text = text
    rule.ip_range.pop("Description", None)
    rule.source_group.pop("Description", None)


@instead("ec2", "ModifySecurityGroupRules")
def modify(call: Call) -> dict[str, Any]:
    group = _group(call)
    changes = []
    for change in call.params.get("SecurityGroupRules") or []:
        rule_id, wanted = change.get("SecurityGroupRuleId"), change.get("SecurityGroupRule") or {}
        rule = group.get_rule(rule_id)
        if rule is None:
            raise AwsError("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{rule_id}' does not exist")
        sources = [n for n in ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId") if wanted.get(n)]
        if len(sources) != 1:
            code = "InvalidParameterCombination" if sources else "MissingParameter"
            raise AwsError(code, "Exactly one of cidrIpv4, cidrIpv6, prefixListId or referencedGroupId must be specified.")
        protocol, low, high = _ports(wanted)
        ip, pair, prefix = {}, {}, None
        match sources[0]:
            case "CidrIpv4":
                ip = {"CidrIp": canonical(wanted["CidrIpv4"], "cidrIpv4")}
            case "CidrIpv6":
                ip = {"CidrIpv6": canonical(wanted["CidrIpv6"], "cidrIpv6")}
            case "ReferencedGroupId":
                pair = _pair(call, group, {"GroupId": wanted["ReferencedGroupId"]})
            case _:
                prefix = wanted["PrefixListId"]
        before = "CidrIpv4" if rule.cidr_ipv4 else "CidrIpv6" if rule.cidr_ipv6 else "PrefixListId" if rule.prefix_list_id else "ReferencedGroupId"
        if before != sources[0]:
            raise AwsError("InvalidParameterValue", f"Invalid rule type for security group rule '{rule_id}'. You may not specify {sources[0]} for an existing {before} rule.")
        changes.append((rule, protocol, low, high, ip, pair, prefix, wanted.get("Description")))
    group_reads.remember(call, group)
    for rule, protocol, low, high, ip, pair, prefix, text in changes:
        rule.ip_protocol, rule.from_port, rule.to_port = protocol, low, high
        rule.ip_range, rule.source_group, rule.prefix_list_id, rule.text = ip, pair, prefix, text
    return {"Return": True}


@instead("ec2", "DescribeSecurityGroupRules")
def describe(call: Call) -> dict[str, Any]:
    wanted = call.params.get("SecurityGroupRuleIds") or []
    with group_reads.stale(call):
        rows = [told(r) for g in lookups.security_groups(call.ec2) for r in (*g.ingress_rules, *g.egress_rules)]
    if wanted:
        known = {row["SecurityGroupRuleId"] for row in rows}
        for rule_id in wanted:
            if rule_id not in known:
                raise AwsError("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{rule_id}' does not exist")
        rows = [row for row in rows if row["SecurityGroupRuleId"] in wanted]
    return {"SecurityGroupRules": matching(call, rows, {"group-id": "GroupId", "security-group-rule-id": "SecurityGroupRuleId"})}


def told(rule: Any) -> dict[str, Any]:
    row = {
        "SecurityGroupRuleId": rule.id, "GroupId": rule.group_id, "GroupOwnerId": rule.ec2_backend.account_id,
        "IsEgress": rule.is_egress, "IpProtocol": rule.ip_protocol,
        "FromPort": -1 if rule.from_port is None else rule.from_port, "ToPort": -1 if rule.to_port is None else rule.to_port,
        "CidrIpv4": rule.cidr_ipv4, "CidrIpv6": rule.cidr_ipv6, "PrefixListId": rule.prefix_list_id,
        "Description": description(rule), "Tags": [{"Key": t["key"], "Value": t["value"]} for t in rule.get_tags()],
    }
    if rule.source_group:
        row["ReferencedGroupInfo"] = {"GroupId": rule.source_group["GroupId"], "UserId": rule.ec2_backend.account_id}
    return row


def permissions(rules: list[Any]) -> list[dict[str, Any]]:
    """Rules of the same protocol and ports together, as DescribeSecurityGroups returns them."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for rule in rules:
        ports = (rule.ip_protocol, rule.from_port, rule.to_port)
        row = found.setdefault(ports, {
            "IpProtocol": rule.ip_protocol, "FromPort": rule.from_port, "ToPort": rule.to_port,
            "IpRanges": [], "Ipv6Ranges": [], "UserIdGroupPairs": [], "PrefixListIds": [],
        })
        text = {"Description": description(rule)} if description(rule) else {}
        if rule.cidr_ipv4:
            row["IpRanges"].append({"CidrIp": rule.cidr_ipv4} | text)
        elif rule.cidr_ipv6:
            row["Ipv6Ranges"].append({"CidrIpv6": rule.cidr_ipv6} | text)
        elif rule.source_group:
            row["UserIdGroupPairs"].append({"GroupId": rule.source_group["GroupId"], "UserId": rule.ec2_backend.account_id} | text)
        elif rule.prefix_list_id:
            row["PrefixListIds"].append({"PrefixListId": rule.prefix_list_id} | text)
    return list(found.values())
