"""Images: moto's own list replaced by the ones of images.py, with the settings a launch needs."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models.amis import Ami, AmiBackend
from moto.ssm.models import Parameter, ParameterDict

from .. import images
from ..call import Call
from ..rulebook import after


class PublicImage(Ami):
    """An image of images.py in one Region; moto gives every image a 15 GB magnetic root."""

    def __init__(self, ec2_backend: Any, image: images.Image, ami_id: str):
        super().__init__(
            ec2_backend, ami_id, name=image.name, description=image.description, owner_id=image.owner,
            owner_alias=image.alias, public=True, virtualization_type="hvm", architecture=image.architecture,
            creation_date=image.created_at, platform=image.platform,
            image_location=f"{image.alias or image.owner}/{image.name}", hypervisor="xen", root_device_type="ebs",
            root_device_name=image.root, boot_mode="uefi-preferred" if not image.platform else "legacy-bios",
            region_name=f"{ec2_backend.region_name}a",
        )
        self.image = image
        # Its snapshot is the publisher's, and must not be listed as something this account has.
        ec2_backend.snapshots.pop(self.ebs_snapshot.id, None)

    @property
    def block_device_mappings(self) -> list[dict[str, Any]]:
        return [
            {
                "DeviceName": self.image.root,
                "Ebs": {
                    "SnapshotId": self.ebs_snapshot.id, "VolumeSize": self.image.gigabytes,
                    "VolumeType": self.image.volume_type, "DeleteOnTermination": True, "Encrypted": False,
                    **({"Iops": 3000, "Throughput": 125} if self.image.volume_type == "gp3" else {}),
                },
            }
        ]


def _load_images(backend: Any) -> None:
    for image in images.PUBLIC:
        if ami_id := image.id_in(backend.region_name):
            backend.amis[ami_id] = PublicImage(backend, image, ami_id)


AmiBackend._load_amis = _load_images
_load_more = ParameterDict._check_loading_status


def _load_parameters(parameters: ParameterDict, key: str) -> None:
    """moto's hook for public parameters that are loaded when one is first asked for."""
    if str(key or "").startswith("/aws/service") and not parameters.latest_amis_loaded:
        parameters.latest_amis_loaded = True
        for image in images.PUBLIC:
            for name in image.parameters:
                list.append(
                    dict.setdefault(parameters, name, []),
                    Parameter(
                        account_id=parameters.account_id, name=name, value=image.id_in(parameters.region_name),
                        parameter_type="String", description=None, allowed_pattern=None, keyid=None,
                        last_modified_date=utcnow(), version=1, data_type="aws:ec2:image",
                    ),
                )
    _load_more(parameters, key)


ParameterDict._check_loading_status = _load_parameters


@after("ec2", "DescribeImages")
def describe_images(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("Images", []):
        windows = row.get("Platform") == "windows"
        row["PlatformDetails"] = "Windows" if windows else "Linux/UNIX"
        row["UsageOperation"] = "RunInstances:0002" if windows else "RunInstances"
        row["EnaSupport"] = True
        row["Public"] = bool(row.get("Public"))
