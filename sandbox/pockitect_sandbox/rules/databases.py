"""DB instances: their states over time, and what may be done in which."""

from __future__ import annotations

from typing import Any


from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead

# RDS creates no final snapshot of an instance in one of these states.
WITHOUT_SNAPSHOT = ("creating", "failed", "incompatible-restore", "incompatible-network")

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


def shown(call: Call, db: Any, row: dict[str, Any]) -> None:
    """Adds what moto omits when an instance is read."""
    row["DBInstanceStatus"] = state(call, db)
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
        shown(call, call.rds.databases[row["DBInstanceIdentifier"]], row)


def state(call: Call, db: Any) -> str:
    """The state that reads return: the one in the setting `db_states`, else its own."""
    return call.box.db_states.get(db.db_instance_identifier, db.status)


def must_be(call: Call, db: Any, *states: str) -> None:
    # A change is accepted immediately and shows as `modifying` only later; the next one is refused from then on.
    if state(call, db) not in states or getattr(db, "accepted", False):
        if call.action == "ModifyDBInstance":
            raise AwsError("InvalidDBInstanceState", f"Database instance is not in available state.")
        verb = {"StopDBInstance": "be stopped", "StartDBInstance": "be started", "RebootDBInstance": "be rebooted"}.get(call.action, "be changed")
        raise AwsError("InvalidDBInstanceState", f"Instance {db.db_instance_identifier} cannot {verb} as it is in state: {state(call, db)}.")


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
    if getattr(db, "accepted", False) or db.status == "modifying":
        raise AwsError("InvalidDBInstanceState", f"Instance {db.db_instance_identifier} cannot be deleted as it is being modified.")
    if final:
        if final in call.rds.database_snapshots:
            raise AwsError("DBSnapshotAlreadyExists", f"Cannot create the snapshot because a snapshot with the identifier {final} already exists.")
        if state(call, db) in WITHOUT_SNAPSHOT:
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
    shown(call, db, result["DBInstance"])
    return result


@before("rds", "StopDBInstance")
def check_stop(call: Call) -> None:
    db = find(call)
    must_be(call, db, "available")
    if db.is_replica or db.replicas:
        raise AwsError("InvalidDBInstanceState", "Cannot stop or start a read replica or a DB instance that has one.")


@before("rds", "StartDBInstance")
def check_start(call: Call) -> None:
    must_be(call, find(call), "stopped")


@before("rds", "RebootDBInstance")
def check_reboot(call: Call) -> None:
    must_be(call, find(call), "available")


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
            # RDS starts instances that were stopped for seven days.
            if db.status == "stopped" and db.transition is mark and db.db_instance_identifier in call.rds.databases:
                settle(call, db, "starting", "available")

        call.box.clock.later("db.stopped", restart)
    shown(call, db, result["DBInstance"])


@before("rds", "CreateDBSnapshot")
def check_snapshot(call: Call) -> None:
    must_be(call, find(call), "available")


@after("rds", "CreateDBSnapshot")
def snapshot(call: Call, result: dict[str, Any]) -> None:
    made = call.rds.database_snapshots[call.params["DBSnapshotIdentifier"]]
    made.status = "creating"
    result["DBSnapshot"] |= {"Status": "creating", "PercentProgress": 0}
    call.box.clock.later("db.snapshot", lambda: setattr(made, "status", "available"))


