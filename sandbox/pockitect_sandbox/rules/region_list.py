"""DescribeRegions: the aws partition's Regions, with what this account opted in to."""

from typing import Any

from .. import regions
from ..call import Call
from ..errors import AwsError
from ..filters import matching
from ..rulebook import instead


@instead("ec2", "DescribeRegions")
def describe_regions(call: Call) -> dict[str, Any]:
    names = call.params.get("RegionNames") or []
    for name in names:
        if name not in regions.ALL:
            raise AwsError("InvalidParameterValue", f"Invalid region provided in the request: {name}")
    listed = []
    for name in regions.ALL:
        enabled = name in call.box.enabled_regions
        if names and name not in names:
            continue
        if not enabled and not call.params.get("AllRegions") and not names:
            continue
        status = "opt-in-not-required" if name in regions.DEFAULT else "opted-in" if enabled else "not-opted-in"
        listed.append({"RegionName": name, "Endpoint": f"ec2.{name}.amazonaws.com", "OptInStatus": status})
    fields = {"region-name": "RegionName", "endpoint": "Endpoint", "opt-in-status": "OptInStatus"}
    return {"Regions": matching(call, listed, fields)}
