"""Volumes and snapshots: states, sizes, zones, and settings that moto loses."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.elastic_block_store import Volume

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before

# Smallest and largest size in GiB: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
SIZES = {"gp2": (1, 16384), "gp3": (1, 65536), "io1": (4, 16384), "io2": (4, 65536), "st1": (125, 16384), "sc1": (125, 16384), "standard": (1, 1024)}

_moto_status = Volume.status.fget
Volume.status = property(lambda volume: getattr(volume, "passing", None) or _moto_status(volume))


def settle(call: Call, volume: Any, through: str) -> None:
    volume.passing = through

    def done() -> None:
        if volume.passing == through:
            volume.passing = None

    call.box.clock.later(f"volume.{through}", done)


@before("ec2", "CreateVolume")
def check(call: Call) -> None:
    params = call.params
    if "AvailabilityZone" not in params:
        raise AwsError("MissingParameter", "The request must contain the parameter zone")
    zones = [z.name for z in call.ec2.describe_availability_zones()]
    if params["AvailabilityZone"] not in zones:
        raise AwsError("InvalidZone.NotFound", f"The zone '{params['AvailabilityZone']}' does not exist.")
    kind = params.setdefault("VolumeType", "gp2")
    if kind not in SIZES:
        raise AwsError("InvalidParameterValue", f"Value ({kind}) for parameter volumeType is invalid.")
    # With encryption by default, AWS encrypts every new volume, whatever the call says.
    if call.ec2.get_ebs_encryption_by_default():
        params["Encrypted"] = True
    if "Size" in params:
        _size(kind, params["Size"])
    elif "SnapshotId" not in params:
        raise AwsError("MissingParameter", "The request must contain the parameter size/snapshot")
    _performance(kind, params)


def _size(kind: str, size: int) -> None:
    low, high = SIZES[kind]
    if not low <= int(size) <= high:
        raise AwsError("InvalidParameterValue", f"Volume of {size}GiB is {'too small' if int(size) < low else 'too large'} for volume type {kind}.")


def _performance(kind: str, params: dict[str, Any]) -> None:
    if "Iops" in params and kind not in ("gp3", "io1", "io2"):
        raise AwsError("InvalidParameterCombination", f"The parameter iops is not supported for {kind} volumes.")
    if "Throughput" in params and kind != "gp3":
        raise AwsError("InvalidParameterCombination", f"The parameter throughput is not supported for {kind} volumes.")
    if kind == "gp3":
        if not 3000 <= int(params.get("Iops", 3000)) <= 80000:
            raise AwsError("InvalidParameterValue", f"Volume iops of {params['Iops']} is not in the range 3000 to 80000 for volume type gp3.")
        if not 125 <= int(params.get("Throughput", 125)) <= 2000:
            raise AwsError("InvalidParameterValue", f"Throughput of {params['Throughput']} MiB/s is not in the range 125 to 2000 for volume type gp3.")


@after("ec2", "CreateVolume")
def created(call: Call, result: dict[str, Any]) -> None:
    volume = call.ec2.volumes[result["VolumeId"]]
    if volume.volume_type == "gp3":
        volume.throughput = volume.throughput or 125
    elif volume.volume_type == "gp2":
        volume.iops = min(max(100, 3 * volume.size), 16000)
    settle(call, volume, "creating")
    result |= {"State": "creating", "Iops": volume.iops, "Throughput": volume.throughput, "MultiAttachEnabled": bool(volume.multi_attach_enabled)}
    result.setdefault("SnapshotId", "")


@after("ec2", "DescribeVolumes")
def described(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("Volumes", []):
        volume = call.ec2.volumes[row["VolumeId"]]
        row["MultiAttachEnabled"] = bool(row.get("MultiAttachEnabled"))
        row["SnapshotId"] = row.get("SnapshotId") or ""
        if volume.volume_type == "gp3":
            row["Throughput"] = volume.throughput or 125
        elif volume.volume_type == "gp2":
            row["Iops"] = min(max(100, 3 * volume.size), 16000)
        if volume.attachment:
            device = volume.attachment.instance.block_device_mapping.get(volume.attachment.device)
            for attachment in row.get("Attachments", []):
                attachment["DeleteOnTermination"] = bool(device and device.delete_on_termination)


@before("ec2", "ModifyVolume")
def check_change(call: Call) -> None:
    volume = lookups.volume(call.ec2, call.params["VolumeId"])
    kind = call.params.get("VolumeType", volume.volume_type)
    if volume.status == "creating":
        raise AwsError("IncorrectState", f"The volume '{volume.id}' is not in a valid state to be modified.")
    if getattr(volume, "modifying", False):
        raise AwsError("IncorrectModificationState", f"Cannot modify volume {volume.id}: it is currently being modified.")
    if "Size" in call.params:
        if int(call.params["Size"]) < volume.size:
            raise AwsError("InvalidParameterValue", "New size cannot be smaller than existing size")
        _size(kind, call.params["Size"])
    _performance(kind, call.params)


@after("ec2", "ModifyVolume")
def changed(call: Call, result: dict[str, Any]) -> None:
    volume = lookups.volume(call.ec2, call.params["VolumeId"])
    if volume.volume_type == "gp3":
        volume.iops, volume.throughput = volume.iops or 3000, volume.throughput or 125
    elif volume.volume_type == "gp2":
        volume.iops, volume.throughput = None, None
    told = result["VolumeModification"]
    told |= {"ModificationState": "modifying", "Progress": 0}
    for name, value in (("Size", volume.size), ("VolumeType", volume.volume_type), ("Iops", volume.iops), ("Throughput", volume.throughput)):
        if value is not None:
            told.setdefault(f"Original{name}", value)
            told[f"Target{name}"] = value
    volume.modifying = True
    call.box.clock.later("volume.modifying", lambda: setattr(volume, "modifying", False))


@after("ec2", "DescribeVolumesModifications")
def modifications(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("VolumesModifications", []):
        volume = call.ec2.volumes.get(row["VolumeId"])
        if volume is not None and getattr(volume, "modifying", False):
            row |= {"ModificationState": "modifying", "Progress": 10}
            row.pop("EndTime", None)


@before("ec2", "AttachVolume")
def attach(call: Call) -> None:
    volume = lookups.volume(call.ec2, call.params["VolumeId"])
    instance = lookups.instance(call.ec2, call.params["InstanceId"])
    if volume.status == "creating":
        raise AwsError("IncorrectState", f"Volume '{volume.id}' is not 'available'.")
    if volume.attachment:
        raise AwsError("VolumeInUse", f"{volume.id} is already attached to an instance")
    if volume.availability_zone != instance.placement.zone:
        raise AwsError("InvalidVolume.ZoneMismatch", f"The volume '{volume.id}' is not in the same availability zone as instance '{instance.id}'")
    if instance.state not in ("running", "stopped"):
        raise AwsError("IncorrectState", f"Instance '{instance.id}' is not 'running'.")
    if call.params.get("Device") in instance.block_device_mapping:
        raise AwsError("InvalidParameterValue", f"Invalid value '{call.params['Device']}' for unixDevice. Attachment point {call.params['Device']} is already in use")


@before("ec2", "DetachVolume")
def detach(call: Call) -> None:
    volume = lookups.volume(call.ec2, call.params["VolumeId"])
    if not volume.attachment:
        raise AwsError("IncorrectState", f"Volume '{volume.id}' is in the 'available' state.")
    instance = volume.attachment.instance
    call.params.setdefault("InstanceId", instance.id)
    if volume.attachment.device == instance.root_device_name and instance.state != "stopped":
        raise AwsError("OperationNotPermitted", f"Unable to detach root volume '{volume.id}' from instance '{instance.id}'")


@before("ec2", "DeleteVolume")
def delete(call: Call) -> None:
    volume = lookups.volume(call.ec2, call.params["VolumeId"])
    if volume.attachment:
        raise AwsError("VolumeInUse", f"Volume {volume.id} is currently attached to {volume.attachment.instance.id}")


@after("ec2", "CreateSnapshot")
def snapshot(call: Call, result: dict[str, Any]) -> None:
    made = call.ec2.snapshots[result["SnapshotId"]]
    made.status = "pending"
    result["State"], result["Progress"] = "pending", ""
    call.box.clock.later("snapshot.pending", lambda: setattr(made, "status", "completed"))


@before("ec2", "DeleteSnapshot")
def delete_snapshot(call: Call) -> None:
    for image in call.ec2.amis.values():
        if image.owner_id == call.ec2.account_id and image.ebs_snapshot.id == call.params["SnapshotId"]:
            raise AwsError("InvalidSnapshot.InUse", f"The snapshot {call.params['SnapshotId']} is currently in use by {image.id}")
