"""DescribeOrderableDBInstanceOptions and DescribeDBEngineVersions, which moto has for Aurora alone or not at all."""

from __future__ import annotations

from typing import Any

from .. import engine, offerings
from ..call import Call, HttpAnswer
from ..errors import AwsError
from ..rulebook import instead


@instead("rds", "DescribeDBEngineVersions")
def engine_versions(call: Call) -> dict[str, Any]:
    params, rows = call.params, []
    for name, majors in offerings.VERSIONS.items():
        if params.get("Engine") not in (None, name):
            continue
        for release, minors in majors.items():
            chosen = minors[-1:] if params.get("DefaultOnly") else minors
            if params.get("DefaultOnly") and not params.get("EngineVersion") and release != offerings.DEFAULT_MAJOR[name]:
                continue
            for version in chosen:
                if params.get("EngineVersion") not in (None, version, release):
                    continue
                if params.get("DBParameterGroupFamily") not in (None, f"{name}{release}"):
                    continue
                rows.append({
                    "Engine": name, "EngineVersion": version, "MajorEngineVersion": release,
                    "DBParameterGroupFamily": f"{name}{release}", "DBEngineDescription": offerings.DESCRIPTIONS[name],
                    "DBEngineVersionDescription": f"{offerings.DESCRIPTIONS[name]} {version}", "Status": "available",
                    "SupportsReadReplica": True, "SupportsLogExportsToCloudwatchLogs": True, "ValidUpgradeTarget": [
                        {"Engine": name, "EngineVersion": target, "Description": f"{offerings.DESCRIPTIONS[name]} {target}", "AutoUpgrade": False,
                         "IsMajorVersionUpgrade": offerings.major(name, target) != release}
                        for target in offerings.upgrades(name, version)
                    ],
                    "ExportableLogTypes": ["postgresql", "upgrade"] if name == "postgres" else ["audit", "error", "general", "slowquery"],
                })
    return {"DBEngineVersions": rows}


@instead("rds", "DescribeOrderableDBInstanceOptions")
def orderable(call: Call) -> dict[str, Any] | HttpAnswer:
    params = call.params
    name = params.get("Engine")
    if not name:
        raise AwsError("MissingParameter", "The request must contain the parameter Engine")
    if name not in offerings.VERSIONS:
        return engine.invoke(call)
    zones = [{"Name": z.name} for z in call.ec2.describe_availability_zones()]
    rows = []
    for release, minors in offerings.VERSIONS[name].items():
        for version in minors:
            if params.get("EngineVersion") not in (None, version, release):
                continue
            for instance_class in offerings.CLASSES:
                if params.get("DBInstanceClass") not in (None, instance_class):
                    continue
                own = call.box.db_offerings.get(instance_class, {})
                for kind in own.get("StorageTypes", offerings.STORAGE):
                    low, high = offerings.STORAGE[kind]
                    if name not in own.get("Engines", offerings.VERSIONS):
                        continue
                    rows.append({
                        "Engine": name, "EngineVersion": version, "DBInstanceClass": instance_class,
                        "LicenseModel": offerings.LICENSES[name], "AvailabilityZones": zones, "MultiAZCapable": True,
                        "ReadReplicaCapable": True, "Vpc": True, "SupportsStorageEncryption": True, "StorageType": kind,
                        "SupportsIops": kind not in ("gp2", "standard"), "SupportsEnhancedMonitoring": True,
                        "SupportsIAMDatabaseAuthentication": True, "SupportsPerformanceInsights": True,
                        "MinStorageSize": low, "MaxStorageSize": high, "SupportsStorageAutoscaling": True,
                        "SupportsKerberosAuthentication": True, "OutpostCapable": False, "SupportedNetworkTypes": ["IPV4", "DUAL"],
                        "SupportedEngineModes": ["provisioned"], "SupportsClusters": False, "SupportsStorageThroughput": kind == "gp3",
                        "SupportsDedicatedLogVolume": kind in ("io1", "io2"),
                    } | {k: v for k, v in own.items() if k not in ("StorageTypes", "Engines", "Zones")}
                      | ({"AvailabilityZones": [{"Name": zone} for zone in own["Zones"]]} if "Zones" in own else {}))
    return {"OrderableDBInstanceOptions": rows}
