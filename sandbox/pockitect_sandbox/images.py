"""The public images that every Region offers, and the SSM parameters that name them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

AMAZON, CANONICAL, DEBIAN, MICROSOFT = "137112412989", "099720109477", "136693071363", "801119661308"


@dataclass(frozen=True)
class Image:
    name: str
    description: str
    owner: str
    alias: str | None
    architecture: str
    root: str
    gigabytes: int
    volume_type: str
    created: str
    parameters: tuple[str, ...]
    platform: str | None = None
    only: tuple[str, str] | None = None  # (Region, id) of an image that exists in one place

    def id_in(self, region: str) -> str | None:
        if self.only:
            return self.only[1] if self.only[0] == region else None
        return "ami-0" + hashlib.sha256(f"{region}/{self.name}".encode()).hexdigest()[:16]

    @property
    def created_at(self) -> datetime:
        return datetime.fromisoformat(self.created)


def _amazon(arch: str) -> Image:
    return Image(
        f"al2023-ami-2023.7.20250414.0-kernel-6.1-{arch}", f"Amazon Linux 2023 AMI 2023.7.20250414.0 {arch} HVM kernel-6.1",
        AMAZON, "amazon", arch, "/dev/xvda", 8, "gp3", "2025-04-14T18:05:13",
        (
            f"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}",
            f"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-{arch}",
        ),
    )


def _ubuntu(release: str, code: str, arch: str, volume_type: str) -> Image:
    folder = "hvm-ssd-gp3" if volume_type == "gp3" else "hvm-ssd"
    return Image(
        f"ubuntu/images/{folder}/ubuntu-{code}-{release}-{arch}-server-20250305",
        f"Canonical, Ubuntu, {release}, {arch} {code} image", CANONICAL, None,
        "x86_64" if arch == "amd64" else arch, "/dev/sda1", 8, volume_type, "2025-03-05T07:45:41",
        (f"/aws/service/canonical/ubuntu/server/{release}/stable/current/{arch}/hvm/ebs-{volume_type}/ami-id",),
    )


def _debian(arch: str) -> Image:
    return Image(
        f"debian-12-{arch}-20250316-2053", f"Debian 12 (20250316-2053), {arch}", DEBIAN, None,
        "x86_64" if arch == "amd64" else arch, "/dev/xvda", 8, "gp3", "2025-03-16T21:29:39",
        (f"/aws/service/debian/release/12/latest/{arch}",),
    )


PUBLIC = (
    _amazon("x86_64"), _amazon("arm64"),
    *(_ubuntu("24.04", "noble", arch, "gp3") for arch in ("amd64", "arm64")),
    *(_ubuntu("22.04", "jammy", arch, "gp2") for arch in ("amd64", "arm64")),
    _debian("amd64"), _debian("arm64"),
    Image(
        "Windows_Server-2022-English-Full-Base-2025.04.09", "Microsoft Windows Server 2022 Full Locale English AMI provided by Amazon",
        MICROSOFT, "amazon", "x86_64", "/dev/sda1", 30, "gp2", "2025-04-09T22:10:06",
        ("/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",), platform="windows",
    ),
    Image(
        "al2023-ami-2023.6.20250218.2-kernel-6.1-x86_64", "Amazon Linux 2023 AMI 2023.6.20250218.2 x86_64 HVM kernel-6.1",
        AMAZON, "amazon", "x86_64", "/dev/xvda", 8, "gp3", "2025-02-18T21:21:10", (), only=("us-east-1", "ami-0230bd60aa48260c6"),
    ),
)
