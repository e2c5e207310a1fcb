"""Instances: their states over time, and what may be done in which."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead
from .interfaces import name_owner

STATES = {"pending": 0, "running": 16, "shutting-down": 32, "terminated": 48, "stopping": 64, "stopped": 80}


def enter(instance: Any, name: str) -> None:
    instance._state.name, instance._state.code = name, STATES[name]


def settle(call: Call, instance: Any, through: str, finish: Any) -> None:
    """Puts the instance into a passing state, to be left by `finish` unless something else came first."""
    enter(instance, through)
    mark = object()
    instance.transition = mark

    def done() -> None:
        if instance.transition is mark:
            finish()

    call.box.clock.later(f"instance.{through}", done)


def _change(instance: Any, previous: str) -> dict[str, Any]:
    return {
        "InstanceId": instance.id,
        "CurrentState": {"Code": instance.state_code, "Name": instance.state},
        "PreviousState": {"Code": STATES[previous], "Name": previous},
    }


def _named(call: Call) -> list[Any]:
    ids = call.params.get("InstanceIds") or []
    if not ids:
        raise AwsError("MissingParameter", "The request must contain the parameter InstanceId")
    return [lookups.instance(call.ec2, instance_id) for instance_id in ids]


@before("ec2", "TerminateInstances")
def protected(call: Call) -> None:
    for instance in _named(call):
        if instance.disable_api_termination in (True, "true"):
            raise AwsError(
                "OperationNotPermitted",
                f"The instance '{instance.id}' may not be terminated. "
                "Modify its 'disableApiTermination' instance attribute and try again.",
            )


@instead("ec2", "TerminateInstances")
def terminate(call: Call) -> dict[str, Any]:
    changes = []
    for instance in _named(call):
        previous = instance.state
        if previous not in ("shutting-down", "terminated"):
            settle(call, instance, "shutting-down", lambda i=instance: _gone(call, i))
        changes.append(_change(instance, previous))
    return {"TerminatingInstances": changes}


def _gone(call: Call, instance: Any) -> None:
    ec2 = call.ec2
    for address in ec2.addresses:
        if address.instance is instance or (address.eni and address.eni in instance.nics.values()):
            if address.eni:
                address.eni.public_ip = None
            address.eni = address.instance = address.association_id = None
    staying = [nic for nic in instance.nics.values() if not nic.delete_on_termination]
    lingering = [nic for nic in instance.nics.values() if nic.delete_on_termination] if call.box.clock.duration("lag.interface") else []
    instance.terminate()
    for nic in lingering:
        ec2.enis[nic.id] = nic
        lookups.let_go(call, nic)
    for nic in staying:
        instance.detach_eni(nic)
    call.box.backend("elbv2", call.region).notify_terminate_instances([instance.id])
    call.box.clock.later("linger", lambda: _forgotten(ec2, instance))


def _forgotten(ec2: Any, instance: Any) -> None:
    for key, reservation in list(ec2.reservations.items()):
        reservation.instances = [i for i in reservation.instances if i is not instance]
        if not reservation.instances:
            del ec2.reservations[key]


def _keep_address(ec2: Any, instance: Any, change: Any) -> None:
    """An Elastic IP address stays with a stopped instance and a started one; moto takes it away or puts another in its place."""
    change()
    for address in ec2.addresses:
        if address.eni is not None and any(nic is address.eni for nic in instance.nics.values()):
            address.eni.public_ip = address.public_ip


@instead("ec2", "StopInstances")
def stop(call: Call) -> dict[str, Any]:
    chosen, ec2 = _named(call), call.ec2
    for instance in chosen:
        if instance.state in ("pending", "shutting-down", "terminated"):
            raise AwsError(
                "IncorrectInstanceState", f"The instance '{instance.id}' is not in a state from which it can be stopped."
            )
        if instance.disable_api_stop:
            raise AwsError(
                "OperationNotPermitted",
                f"The instance '{instance.id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.",
            )
    changes = []
    for instance in chosen:
        previous = instance.state
        if previous == "running":
            settle(call, instance, "stopping", lambda chosen=instance: _keep_address(ec2, chosen, chosen.stop))
        changes.append(_change(instance, previous))
    return {"StoppingInstances": changes}


@instead("ec2", "StartInstances")
def start(call: Call) -> dict[str, Any]:
    chosen, ec2 = _named(call), call.ec2
    for instance in chosen:
        if instance.state in ("stopping", "shutting-down", "terminated"):
            raise AwsError(
                "IncorrectInstanceState", f"The instance '{instance.id}' is not in a state from which it can be started."
            )
    changes = []
    for instance in chosen:
        previous = instance.state
        if previous == "stopped":
            instance.launch_time = utcnow()
            settle(call, instance, "pending", lambda chosen=instance: _keep_address(ec2, chosen, chosen.start))
        changes.append(_change(instance, previous))
    return {"StartingInstances": changes}


@before("ec2", "RebootInstances")
def reboot(call: Call) -> None:
    for instance in _named(call):
        if instance.state != "running":
            raise AwsError(
                "IncorrectState", f"The instance '{instance.id}' is not in a state from which it can be rebooted."
            )


@after("ec2", "DescribeInstances")
def describe(call: Call, result: dict[str, Any]) -> None:
    """A terminated instance has no network; an answer carries what moto keeps elsewhere."""
    network_filters = any(f["Name"].startswith(("vpc-id", "subnet-id", "network-interface", "private-ip", "instance.group"))
                          for f in call.params.get("Filters") or [])
    for reservation in result.get("Reservations", []):
        reservation["OwnerId"] = reservation.get("OwnerId") or call.ec2.account_id
        rows = reservation.get("Instances", [])
        if network_filters:
            rows = [row for row in rows if row["State"]["Name"] != "terminated"]
        reservation["Instances"] = rows
        for row in rows:
            row.setdefault("CurrentInstanceBootMode", "uefi")
            row["PlatformDetails"] = "Windows" if row.get("Platform") == "windows" else "Linux/UNIX"
            if row.get("KernelId") in ("None", None):
                row.pop("KernelId", None)
            for field in ("Platform", "InstanceLifecycle", "PublicIpAddress", "KeyName"):
                if not row.get(field):
                    row.pop(field, None)
            for interface in row.get("NetworkInterfaces", []):
                name_owner(call, interface)
            if row["State"]["Name"] in ("pending", "running"):
                row["StateTransitionReason"] = ""
                row.pop("StateReason", None)
            if row["State"]["Name"] == "terminated":
                row["NetworkInterfaces"], row["SecurityGroups"], row["BlockDeviceMappings"] = [], [], []
                for field in ("VpcId", "SubnetId", "PrivateIpAddress", "PublicIpAddress", "IamInstanceProfile"):
                    row.pop(field, None)
                row["PrivateDnsName"] = row["PublicDnsName"] = ""
    result["Reservations"] = [r for r in result.get("Reservations", []) if r["Instances"]]


ATTRIBUTES = {
    "InstanceType": "instance_type", "Kernel": "kernel_id", "UserData": "user_data",
    "DisableApiTermination": "disable_api_termination", "DisableApiStop": "disable_api_stop",
    "SourceDestCheck": "source_dest_check", "EbsOptimized": "ebs_optimized",
    "InstanceInitiatedShutdownBehavior": "instance_initiated_shutdown_behavior",
}
NEEDS_STOPPED = ("InstanceType", "Kernel", "UserData", "EbsOptimized")


def _same_architecture(instance: Any, desired: str) -> None:
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    known = INSTANCE_TYPES.get(desired)
    if known is None:
        raise AwsError("InvalidInstanceAttributeValue", f"Invalid value '{desired}' for InstanceType.")
    if instance.architecture not in known["ProcessorInfo"]["SupportedArchitectures"]:
        raise AwsError(
            "InvalidParameterValue",
            f"The architecture '{instance.architecture}' of the instance is not supported by the instance type '{desired}'.",
        )


@instead("ec2", "ModifyInstanceAttribute")
def modify_attribute(call: Call) -> dict[str, Any]:
    """moto takes any attribute that it does not know for an empty list of security groups, so this is all ours."""
    params = dict(call.params)
    instance = lookups.instance(call.ec2, params["InstanceId"])
    if name := params.pop("Attribute", None):
        params[name[0].upper() + name[1:]] = {"Value": params.pop("Value", None)}
    chosen = [name for name in (*ATTRIBUTES, "Groups", "BlockDeviceMappings") if name in params]
    if len(chosen) != 1:
        raise AwsError("InvalidParameterCombination", "Exactly one attribute must be specified." if chosen else "No attributes specified.")
    name = chosen[0]
    if instance.state in ("terminated", "shutting-down"):
        raise AwsError("IncorrectInstanceState", f"The instance '{instance.id}' is not in a valid state for this operation.")
    if name in NEEDS_STOPPED and instance.state != "stopped":
        raise AwsError("IncorrectInstanceState", f"The instance '{instance.id}' is not in the 'stopped' state.")
    if name == "InstanceType":
        _same_architecture(instance, params[name].get("Value") if isinstance(params[name], dict) else params[name])
    if name == "Groups":
        groups = [lookups.security_group(call.ec2, g) for g in params["Groups"]]
        if any(g.vpc_id != instance.vpc_id for g in groups):
            raise AwsError("InvalidGroup.NotFound", "You have specified security groups that belong to another VPC.")
        instance.security_groups = groups
        instance.nics[0]._group_set = list(groups)
    elif name == "BlockDeviceMappings":
        for mapping in params[name]:
            device = instance.block_device_mapping.get(mapping.get("DeviceName"))
            if device is None:
                raise AwsError("InvalidInstanceAttributeValue", f"No device is currently mapped at {mapping.get('DeviceName')}")
            if "DeleteOnTermination" in mapping.get("Ebs", {}):
                device.delete_on_termination = mapping["Ebs"]["DeleteOnTermination"]
    else:
        value = params[name].get("Value") if isinstance(params[name], dict) else params[name]
        if name == "UserData":
            from moto.core.types import Base64EncodedString

            # A blob here, already decoded; text in RunInstances, which is not.
            value = Base64EncodedString.from_raw_bytes(value if isinstance(value, bytes) else value.encode()) if value else None
        elif name in ("SourceDestCheck", "DisableApiTermination", "DisableApiStop", "EbsOptimized"):
            value = str(value).lower() == "true"
        setattr(instance, ATTRIBUTES[name], value)
        if name == "SourceDestCheck":
            instance.nics[0].source_dest_check = value
    return {}


@instead("ec2", "ModifyInstanceMetadataOptions")
def modify_metadata_options(call: Call) -> dict[str, Any]:
    """Changes only named attributes; moto clears the others."""
    instance = lookups.instance(call.ec2, call.params["InstanceId"])
    names = {
        "HttpTokens": "http_tokens", "HttpPutResponseHopLimit": "http_put_response_hop_limit", "HttpEndpoint": "http_endpoint",
        "HttpProtocolIpv6": "http_protocol_ipv6", "InstanceMetadataTags": "instance_metadata_tags",
    }
    for name, attribute in names.items():
        if name in call.params:
            setattr(instance.metadata_options, attribute, call.params[name])
    told = {name: getattr(instance.metadata_options, attribute) for name, attribute in names.items()}
    return {"InstanceId": instance.id, "InstanceMetadataOptions": {"State": "pending", **told}}


@instead("ec2", "MonitorInstances", "UnmonitorInstances")
def monitor(call: Call) -> dict[str, Any]:
    state = "enabled" if call.action == "MonitorInstances" else "disabled"
    rows = []
    for instance in _named(call):
        instance.monitoring_state = state
        rows.append({"InstanceId": instance.id, "Monitoring": {"State": "pending" if state == "enabled" else "disabling"}})
    return {"InstanceMonitorings": rows}


@after("ec2", "ReplaceIamInstanceProfileAssociation")
def replaced(call: Call, result: dict[str, Any]) -> None:
    """moto replaces the profile in the association only, and shows the old one with the instance."""
    association = result["IamInstanceProfileAssociation"]
    instance = lookups.instance(call.ec2, association["InstanceId"])
    profile = call.ec2.iam_instance_profile_associations[instance.id].iam_instance_profile
    instance.iam_instance_profile = {"Arn": profile.arn, "Id": profile.id}
