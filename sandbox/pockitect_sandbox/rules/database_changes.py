"""ModifyDBInstance: what RDS checks, and what it does later."""

from __future__ import annotations

from typing import Any

from .. import lookups, offerings
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before
from .database_create import KEPT, check_groups, check_password
from .databases import find, must_be, settle, shown

# States that a change resolves, and in which RDS therefore accepts one.
CURED = ("storage-full", "incompatible-parameters", "incompatible-option-group")

# Changes that wait for the maintenance window unless applied immediately, by their names in the pending list.
DEFERRED = {
    "DBInstanceClass": ("DBInstanceClass", "db_instance_class"), "AllocatedStorage": ("AllocatedStorage", "allocated_storage"),
    "EngineVersion": ("EngineVersion", "engine_version"), "MultiAZ": ("MultiAZ", "multi_az"),
    "StorageType": ("StorageType", "storage_type"), "Iops": ("Iops", "iops"),
    "StorageThroughput": ("StorageThroughput", "_storage_throughput"), "DBPortNumber": ("Port", "port"),
    "MasterUserPassword": ("MasterUserPassword", "_master_user_password"), "LicenseModel": ("LicenseModel", "license_model"),
    "CACertificateIdentifier": ("CACertificateIdentifier", "ca_certificate_identifier"),
}


@before("rds", "ModifyDBInstance")
def check_change(call: Call) -> None:
    params, db = call.params, find(call)
    must_be(call, db, "available", "storage-optimization", *CURED)
    if "MasterUserPassword" in params:
        if db.manage_master_user_password and params.get("ManageMasterUserPassword") is not False:
            raise AwsError("InvalidParameterCombination", "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.")
        check_password(params["MasterUserPassword"])
    _check_size(params, db)
    if db.engine in offerings.VERSIONS:
        if "EngineVersion" in params:
            version = offerings.resolve(db.engine, params["EngineVersion"], default=True)
            if version is None:
                raise AwsError("InvalidParameterCombination", f"Cannot find version {params['EngineVersion']} for {db.engine}")
            if version != db.engine_version and version not in offerings.upgrades(db.engine, db.engine_version):
                raise AwsError("InvalidParameterCombination", f"Cannot upgrade {db.engine} from {db.engine_version} to {version}")
            if offerings.major(db.engine, version) != offerings.major(db.engine, db.engine_version) and not params.get("AllowMajorVersionUpgrade"):
                raise AwsError("InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
            params["EngineVersion"] = version
        if "DBInstanceClass" in params and params["DBInstanceClass"] not in offerings.CLASSES:
            raise AwsError("InvalidParameterCombination", f"RDS does not support creating a DB instance with the following combination: DBInstanceClass={params['DBInstanceClass']}, Engine={db.engine}")
        if params.get("StorageType", db.storage_type) == "gp3" and int(params.get("AllocatedStorage", db.allocated_storage)) < 400 and ("Iops" in params or "StorageThroughput" in params):
            if int(params.get("Iops", 3000)) != 3000 or int(params.get("StorageThroughput", 125)) != 125:
                raise AwsError("InvalidParameterCombination", f"You can't specify IOPS or storage throughput for engine {db.engine} and a storage size less than 400.")
    if params.get("VpcSecurityGroupIds"):
        interface = getattr(db, "interface", None)
        if interface is not None:
            check_groups(call, params["VpcSecurityGroupIds"], interface.vpc_id)
    # Slow changes are removed from the call and applied later.
    waiting = {name: params.pop(name) for name in list(DEFERRED) if name in params}
    most = params.get("MaxAllocatedStorage")
    if most is not None and int(most) < int(waiting.get("AllocatedStorage", db.allocated_storage)):
        raise AwsError("InvalidParameterCombination", "Max storage size must be greater than storage size")
    if most == int(waiting.get("AllocatedStorage", db.allocated_storage)):
        params.pop("MaxAllocatedStorage")
        db._max_allocated_storage = 0
    call.notes["waiting"] = {DEFERRED[name][0]: value for name, value in waiting.items()}
    call.notes["unshown"] = {}
    for name in KEPT:
        if name in params:
            kept = call.notes["unshown"] if name == "EnablePerformanceInsights" and params.get("ApplyImmediately") else db.kept
            kept[KEPT[name]] = params.pop(name)
    if "PreferredMaintenanceWindow" in params:
        params["PreferredMaintenanceWindow"] = params["PreferredMaintenanceWindow"].lower()


@after("rds", "ModifyDBInstance")
def changed(call: Call, result: dict[str, Any]) -> None:
    db = next(d for d in call.rds.databases.values() if d.db_instance_identifier == result["DBInstance"]["DBInstanceIdentifier"])
    waiting = call.notes["waiting"]
    same = {"DBInstanceClass": db.db_instance_class, "AllocatedStorage": db.allocated_storage, "EngineVersion": db.engine_version,
            "MultiAZ": db.multi_az, "StorageType": db.storage_type, "Iops": db.iops, "Port": db.port,
            "StorageThroughput": db._storage_throughput, "LicenseModel": db.license_model,
            "CACertificateIdentifier": db.ca_certificate_identifier}
    waiting = {name: value for name, value in waiting.items() if name == "MasterUserPassword" or str(same.get(name)) != str(value)}
    db.pending = getattr(db, "pending", {}) | waiting
    if getattr(db, "interface", None) is not None and call.params.get("VpcSecurityGroupIds"):
        db.interface._group_set = [lookups.security_group(call.ec2, g) for g in call.params["VpcSecurityGroupIds"]]
    unshown = {name: value for name, value in call.notes["unshown"].items() if db.kept.get(name, False) != value}
    if call.params.get("ApplyImmediately") and (db.pending or unshown):
        _begin(call, db, unshown)
    shown(call, db, result["DBInstance"])


def _begin(call: Call, db: Any, unshown: dict[str, Any]) -> None:
    """The instance stays `available` for a while before it is `modifying`."""
    mark = db.accepted = object()

    def work() -> None:
        if db.accepted is not mark or db.status == "deleting":
            return
        db.accepted = None
        settle(call, db, "modifying", "available")
        call.box.clock.later("db.modifying", lambda: _apply(db, unshown))

    call.box.clock.later("db.accepting", work)


def _check_size(params: dict[str, Any], db: Any) -> None:
    """Storage grows by at least a tenth: RDS rounds up smaller changes."""
    if "AllocatedStorage" not in params:
        return
    size = int(params["AllocatedStorage"])
    if size < db.allocated_storage:
        raise AwsError("InvalidParameterCombination", f"Invalid storage size for engine name {db.engine} and storage type {db.storage_type}: {size}")
    if size > db.allocated_storage:
        params["AllocatedStorage"] = max(size, -(-db.allocated_storage * 11 // 10))


def _apply(db: Any, unshown: dict[str, Any]) -> None:
    db.kept |= unshown
    attributes = {shown_as: attribute for shown_as, attribute in DEFERRED.values()}
    for name, value in getattr(db, "pending", {}).items():
        setattr(db, attributes[name], value)
    db.pending = {}
