"""A parsed AWS request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .box import Box


@dataclass(slots=True)
class HttpRequest:
    method: str
    path: str
    query: str
    headers: dict[str, str]  # names in lowercase
    body: bytes


@dataclass(slots=True)
class HttpAnswer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Call:
    """A request with its operation and parameters by AWS's own names, for rules."""

    box: Box
    http: HttpRequest
    service: str  # botocore's name: ec2, rds, iam, s3, sts, ssm, service-quotas, …
    region: str
    action: str
    params: dict[str, Any]
    access_key: str
    notes: dict[str, Any] = field(default_factory=dict)  # from a rule's check to its effect

    @property
    def ec2(self) -> Any:
        return self.box.backend("ec2", self.region)

    @property
    def rds(self) -> Any:
        return self.box.backend("rds", self.region)

    @property
    def iam(self) -> Any:
        return self.box.backend("iam", "aws")

    def tags(self, kind: str) -> dict[str, str]:
        """The tags in a create call, for one resource kind."""
        return {
            tag["Key"]: tag.get("Value", "")
            for spec in self.params.get("TagSpecifications", [])
            if spec.get("ResourceType") == kind
            for tag in spec.get("Tags", [])
        }
