"""DB instances: their states over time, and what may be done in which."""

from __future__ import annotations

from typing import Any


from .. import lookups, offerings
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead
from .database_create import KEPT, check_groups, check_password

# Changes that wait for the maintenance window unless told to be applied at once, by the names they are pending under.
DEFERRED = {
    "DBInstanceClass": ("DBInstanceClass", "db_instance_class"), "AllocatedStorage": ("AllocatedStorage", "allocated_storage"),
    "EngineVersion": ("EngineVersion", "engine_version"), "MultiAZ": ("MultiAZ", "multi_az"),
    "StorageType": ("StorageType", "storage_type"), "Iops": ("Iops", "iops"),
    "StorageThroughput": ("StorageThroughput", "_storage_throughput"), "DBPortNumber": ("Port", "port"),
    "MasterUserPassword": ("MasterUserPassword", "_master_user_password"), "LicenseModel": ("LicenseModel", "license_model"),
    "CACertificateIdentifier": ("CACertificateIdentifier", "ca_certificate_identifier"),
}


def find(call: Call) -> Any:
    name = call.params["DBInstanceIdentifier"].split(":")[-1]
    if name not in call.rds.databases:
        raise AwsError("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
    return call.rds.databases[name]


def settle(call: Call, db: Any, through: str, then: str) -> None:
    db.status = through
    mark = db.transition = object()

    def done() -> None:
        if db.transition is mark:
            db.status = then

    call.box.clock.later(f"db.{through}", done)


def shown(db: Any, row: dict[str, Any]) -> None:
    """What a read tells of an instance beyond what moto does."""
    row["DBInstanceStatus"] = db.status
    kept = getattr(db, "kept", {})
    row.setdefault("MonitoringInterval", 0)
    row.setdefault("PerformanceInsightsEnabled", False)
    row.setdefault("NetworkType", "IPV4")
    row.setdefault("BackupTarget", "region")
    row.setdefault("DedicatedLogVolume", False)
    row |= {k: v for k, v in kept.items() if v is not None}
    row["DbiResourceId"] = db.dbi_resource_id
    row["DbInstancePort"] = 0
    if db.status == "creating":
        row.pop("Endpoint", None)
        row.pop("InstanceCreateTime", None)
    elif row.get("Endpoint"):
        row["Endpoint"]["HostedZoneId"] = "Z2R2ITUGPM61AM"
    pending = dict(getattr(db, "pending", {}))
    if "MasterUserPassword" in pending:
        pending["MasterUserPassword"] = "****"
    row["PendingModifiedValues"] = pending


@after("rds", "DescribeDBInstances")
def describe(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("DBInstances", []):
        shown(call.rds.databases[row["DBInstanceIdentifier"]], row)


def _must_be(call: Call, db: Any, *states: str) -> None:
    if db.status not in states:
        if call.action == "ModifyDBInstance":
            raise AwsError("InvalidDBInstanceState", f"Database instance is not in available state.")
        verb = {"StopDBInstance": "be stopped", "StartDBInstance": "be started", "RebootDBInstance": "be rebooted"}.get(call.action, "be changed")
        raise AwsError("InvalidDBInstanceState", f"Instance {db.db_instance_identifier} cannot {verb} as it is in state: {db.status}.")


@before("rds", "ModifyDBInstance")
def check_change(call: Call) -> None:
    params, db = call.params, find(call)
    _must_be(call, db, "available", "storage-optimization")
    if "MasterUserPassword" in params:
        if db.manage_master_user_password and params.get("ManageMasterUserPassword") is not False:
            raise AwsError("InvalidParameterCombination", "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.")
        check_password(params["MasterUserPassword"])
    if "AllocatedStorage" in params and int(params["AllocatedStorage"]) < db.allocated_storage:
        raise AwsError("InvalidParameterCombination", f"Invalid storage size for engine name {db.engine} and storage type {db.storage_type}: {params['AllocatedStorage']}")
    if db.engine in offerings.VERSIONS:
        if "EngineVersion" in params:
            version = offerings.resolve(db.engine, params["EngineVersion"])
            if version is None:
                raise AwsError("InvalidParameterCombination", f"Cannot find version {params['EngineVersion']} for {db.engine}")
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
    # What takes time is taken off the call, and done when its time has come.
    waiting = {name: params.pop(name) for name in list(DEFERRED) if name in params}
    if params.get("MaxAllocatedStorage") == int(waiting.get("AllocatedStorage", db.allocated_storage)):
        params.pop("MaxAllocatedStorage")
        db._max_allocated_storage = 0
    call.notes["waiting"] = {DEFERRED[name][0]: value for name, value in waiting.items()}
    for name in KEPT:
        if name in params:
            db.kept[KEPT[name]] = params.pop(name)
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
    if call.params.get("ApplyImmediately") and db.pending:
        settle(call, db, "modifying", "available")
        call.box.clock.later("db.modifying", lambda: _apply(db))
    shown(db, result["DBInstance"])


def _apply(db: Any) -> None:
    attributes = {shown_as: attribute for shown_as, attribute in DEFERRED.values()}
    for name, value in getattr(db, "pending", {}).items():
        setattr(db, attributes[name], value)
    db.pending = {}


@before("rds", "DeleteDBInstance")
def check_delete(call: Call) -> None:
    params, db = call.params, find(call)
    skip, final = params.get("SkipFinalSnapshot"), params.get("FinalDBSnapshotIdentifier")
    if not skip and not final and not db.is_replica and db.db_cluster_identifier is None:
        raise AwsError("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    if skip and final:
        raise AwsError("InvalidParameterCombination", "FinalDBSnapshotIdentifier can not be specified when deleting with SkipFinalSnapshot.")
    if db.deletion_protection:
        raise AwsError("InvalidParameterCombination", "Cannot delete protected DB Instance, please disable deletion protection and try again.")
    if db.status == "deleting":
        raise AwsError("InvalidDBInstanceState", f"Instance {db.db_instance_identifier} is already being deleted.")
    if final:
        if final in call.rds.database_snapshots:
            raise AwsError("DBSnapshotAlreadyExists", f"Cannot create the snapshot because a snapshot with the identifier {final} already exists.")
        if db.status == "creating":
            raise AwsError("InvalidDBInstanceState", f"Instance {db.db_instance_identifier} is not currently available - cannot create a final snapshot.")


@instead("rds", "DeleteDBInstance")
def delete(call: Call) -> dict[str, Any]:
    rds, db = call.rds, find(call)
    name = db.db_instance_identifier
    if final := call.params.get("FinalDBSnapshotIdentifier"):
        rds.create_db_snapshot(name, final, snapshot_type="manual", tags=list(db.tags) if db.copy_tags_to_snapshot else [])
    db.status, db.transition = "deleting", object()

    def gone() -> None:
        db.deletion_protection = False
        rds.delete_db_instance(name, None, True, call.params.get("DeleteAutomatedBackups", True))
        if getattr(db, "interface", None) is not None:
            lookups.let_go(call, db.interface)

    call.box.clock.later("db.deleting", gone)
    from ..results import Plain
    from .. import models
    from moto.rds.responses import RDSResponse

    transformers = getattr(RDSResponse, "RESPONSE_KEY_PATH_TO_TRANSFORMER", {})
    result = Plain(models.operation("rds", "DeleteDBInstance"), transformers).result({"DBInstance": db})
    shown(db, result["DBInstance"])
    return result


@before("rds", "StopDBInstance")
def check_stop(call: Call) -> None:
    db = find(call)
    _must_be(call, db, "available")
    if db.is_replica or db.replicas:
        raise AwsError("InvalidDBInstanceState", "Cannot stop or start a read replica or a DB instance that has one.")


@before("rds", "StartDBInstance")
def check_start(call: Call) -> None:
    _must_be(call, find(call), "stopped")


@before("rds", "RebootDBInstance")
def check_reboot(call: Call) -> None:
    _must_be(call, find(call), "available")


@after("rds", "StopDBInstance", "StartDBInstance", "RebootDBInstance")
def powered(call: Call, result: dict[str, Any]) -> None:
    db = find(call)
    through, then = {
        "StopDBInstance": ("stopping", "stopped"), "StartDBInstance": ("starting", "available"),
        "RebootDBInstance": ("rebooting", "available"),
    }[call.action]
    settle(call, db, through, then)
    if call.action == "StopDBInstance":
        mark = db.transition

        def restart() -> None:
            # RDS starts what was stopped for seven days.
            if db.status == "stopped" and db.transition is mark and db.db_instance_identifier in call.rds.databases:
                settle(call, db, "starting", "available")

        call.box.clock.later("db.stopped", restart)
    shown(db, result["DBInstance"])


@before("rds", "CreateDBSnapshot")
def check_snapshot(call: Call) -> None:
    _must_be(call, find(call), "available")


@after("rds", "CreateDBSnapshot")
def snapshot(call: Call, result: dict[str, Any]) -> None:
    made = call.rds.database_snapshots[call.params["DBSnapshotIdentifier"]]
    made.status = "creating"
    result["DBSnapshot"] |= {"Status": "creating", "PercentProgress": 0}
    call.box.clock.later("db.snapshot", lambda: setattr(made, "status", "available"))


