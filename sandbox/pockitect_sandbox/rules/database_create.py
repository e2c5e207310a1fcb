"""CreateDBInstance: what RDS checks, what it fills in, and the interface it makes in the subnet group."""

from __future__ import annotations

import uuid
from typing import Any

from .. import lookups, offerings, quotas
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before

# Settings of a create or modify call that moto forgets: parameter to the name they are read back by.
KEPT = {
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
    "PerformanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
    "PerformanceInsightsKMSKeyId": "PerformanceInsightsKMSKeyId",
    "DatabaseInsightsMode": "DatabaseInsightsMode",
    "MonitoringInterval": "MonitoringInterval", "MonitoringRoleArn": "MonitoringRoleArn",
    "NetworkType": "NetworkType", "DedicatedLogVolume": "DedicatedLogVolume", "BackupTarget": "BackupTarget",
    "CustomIamInstanceProfile": "CustomIamInstanceProfile", "Timezone": "Timezone", "NcharCharacterSetName": "NcharCharacterSetName",
    "EngineLifecycleSupport": "EngineLifecycleSupport",
}


@before("rds", "CreateDBInstance")
def check(call: Call) -> None:
    params = call.params
    name = params.get("Engine", "")
    if params.get("DBClusterIdentifier") or name not in offerings.VERSIONS:
        return  # Aurora and the licensed engines are moto's own
    if params["DBInstanceIdentifier"] in call.rds.databases:
        raise AwsError("DBInstanceAlreadyExists", "DB instance already exists", 400)
    quotas.at_most(call, "db instances", len(call.rds.databases) + 1)
    version = offerings.resolve(name, params.get("EngineVersion"))
    if version is None:
        raise AwsError("InvalidParameterCombination", f"Cannot find version {params['EngineVersion']} for {name}")
    params["EngineVersion"] = version
    params.setdefault("LicenseModel", offerings.LICENSES[name])
    if params.get("DBInstanceClass") not in offerings.CLASSES:
        raise AwsError(
            "InvalidParameterCombination",
            f"RDS does not support creating a DB instance with the following combination: DBInstanceClass={params.get('DBInstanceClass')}, "
            f"Engine={name}, EngineVersion={version}, LicenseModel={params['LicenseModel']}. For supported combinations of "
            "instance class and database engine version, see the documentation.",
        )
    _offered(call, name)
    _storage(name, params)
    _credentials(name, params)
    _network(call)
    params.setdefault("CACertificateIdentifier", "rds-ca-rsa2048-g1")
    if params.get("StorageEncrypted") and "KmsKeyId" not in params:
        params["KmsKeyId"] = f"arn:aws:kms:{call.region}:{call.rds.account_id}:key/{uuid.uuid5(uuid.NAMESPACE_DNS, f'rds.{call.region}')}"


def _offered(call: Call, engine: str) -> None:
    """Offerings that were turned off by a setting."""
    params = call.params
    own = call.box.db_offerings.get(params["DBInstanceClass"], {})
    lacks = (
        engine not in own.get("Engines", (engine,))
        or params.get("StorageType", "gp3") not in own.get("StorageTypes", offerings.STORAGE)
        or (params.get("MultiAZ") and own.get("MultiAZCapable") is False)
        or (params.get("StorageEncrypted") and own.get("SupportsStorageEncryption") is False)
        or (params.get("EnableIAMDatabaseAuthentication") and own.get("SupportsIAMDatabaseAuthentication") is False)
    )
    if lacks:
        raise AwsError(
            "InvalidParameterCombination",
            f"RDS does not support creating a DB instance with the following combination: DBInstanceClass={params['DBInstanceClass']}, "
            f"Engine={engine}, EngineVersion={params['EngineVersion']}. For supported combinations of instance class and database engine "
            "version, see the documentation.",
        )


def _storage(engine: str, params: dict[str, Any]) -> None:
    kind = params.setdefault("StorageType", "io1" if "Iops" in params and "AllocatedStorage" in params and "StorageThroughput" not in params else "gp3")
    if kind not in offerings.STORAGE:
        raise AwsError("InvalidParameterValue", f"Invalid storage type: {kind}")
    if "AllocatedStorage" not in params:
        raise AwsError("InvalidParameterValue", f"Invalid storage size for engine name {engine} and storage type {kind}: 0")
    size = int(params["AllocatedStorage"])
    low, high = offerings.STORAGE[kind]
    if not low <= size <= high:
        raise AwsError("InvalidParameterValue", f"Invalid storage size for engine name {engine} and storage type {kind}: {size}")
    if kind == "gp3" and size < 400 and ("Iops" in params or "StorageThroughput" in params):
        raise AwsError("InvalidParameterCombination", f"You can't specify IOPS or storage throughput for engine {engine} and a storage size less than 400.")
    if "MaxAllocatedStorage" in params and int(params["MaxAllocatedStorage"]) <= size:
        raise AwsError("InvalidParameterCombination", "Max storage size must be greater than storage size")


def _credentials(engine: str, params: dict[str, Any]) -> None:
    user = params.get("MasterUsername")
    if not user:
        raise AwsError("InvalidParameterValue", "The parameter MasterUsername must be provided and must not be blank.")
    if user.lower() in offerings.RESERVED_NAMES[engine]:
        raise AwsError("InvalidParameterValue", f"MasterUsername {user} cannot be used as it is a reserved word used by the engine")
    if params.get("ManageMasterUserPassword"):
        if params.get("MasterUserPassword"):
            raise AwsError("InvalidParameterCombination", "You can't specify MasterUserPassword when ManageMasterUserPassword is enabled.")
    else:
        check_password(params.get("MasterUserPassword"))
    if params.get("MultiAZ") and params.get("AvailabilityZone"):
        raise AwsError("InvalidParameterCombination", "Requesting a specific availability zone is not valid for Multi-AZ instances.")


def check_password(password: str | None) -> None:
    if not password:
        raise AwsError("InvalidParameterValue", "The parameter MasterUserPassword must be provided and must not be blank.")
    if len(password) < 8:
        raise AwsError("InvalidParameterValue", "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.")
    if any(c in password for c in '/@" '):
        raise AwsError("InvalidParameterValue", "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.")


def _network(call: Call) -> None:
    params, ec2 = call.params, call.ec2
    group_name = params.get("DBSubnetGroupName")
    if group_name:
        if group_name.lower() not in call.rds.subnet_groups:
            raise AwsError("DBSubnetGroupNotFoundFault", f"DB subnet group '{group_name}' does not exist.", 404)
        group = call.rds.subnet_groups[group_name.lower()]
        params["DBSubnetGroupName"] = group_name.lower()
        subnets, vpc_id = list(group._subnets), group.vpc_id
    else:
        vpc_id = ec2.default_vpc.id
        subnets = [s for s in lookups.subnets(ec2) if s.vpc_id == vpc_id]
        if not subnets:
            raise AwsError("DBSubnetGroupNotFoundFault", "DB subnet group 'default' does not exist.", 404)
    zone = params.get("AvailabilityZone")
    inside = [s for s in subnets if zone in (None, s.availability_zone)]
    if not inside:
        raise AwsError("InvalidVPCNetworkStateFault", "DB instance and DB subnet group do not cover the availability zone.")
    params["AvailabilityZone"] = inside[0].availability_zone
    call.notes["subnet"] = inside[0]
    groups = params.get("VpcSecurityGroupIds")
    if not groups:
        groups = params["VpcSecurityGroupIds"] = [next(g.id for g in ec2.groups[vpc_id].values() if g.name == "default")]
    check_groups(call, groups, vpc_id)
    public = any(getattr(g, "vpc", None) and g.vpc.id == vpc_id for g in ec2.internet_gateways.values())
    params.setdefault("PubliclyAccessible", public)


def check_groups(call: Call, groups: list[str], vpc_id: str) -> None:
    known = {g.id: g for g in lookups.security_groups(call.ec2)}
    for group_id in groups:
        if group_id not in known:
            raise AwsError("InvalidParameterValue", f"Invalid security group , groupId= {group_id}, groupName=.")
        if known[group_id].vpc_id != vpc_id:
            raise AwsError(
                "InvalidParameterCombination",
                f"The DB instance and EC2 security group are in different VPCs. The DB instance is in {vpc_id} and the EC2 "
                f"security group is in {known[group_id].vpc_id}",
            )


@after("rds", "CreateDBInstance")
def created(call: Call, result: dict[str, Any]) -> None:
    from .databases import settle, shown

    db = call.rds.databases[call.params["DBInstanceIdentifier"]]
    # moto gives every instance the same one.
    db.dbi_resource_id = "db-" + uuid.uuid4().hex[:26].upper()
    db.kept = {KEPT[name]: value for name, value in call.params.items() if name in KEPT}
    if "subnet" in call.notes:
        db.option_group_name = call.params.get("OptionGroupName") or f"default:{db.engine}-{offerings.major(db.engine, db.engine_version).replace('.', '-')}"
        _performance(db)
        db.interface = lookups.managed_interface(
            call.ec2, call.notes["subnet"], db.vpc_security_group_ids, "RDSNetworkInterface", "interface", "amazon-rds",
        )
        if db.publicly_accessible:
            from moto.ec2.utils import random_public_ip

            db.interface.public_ip = random_public_ip()
    settle(call, db, "creating", "available")
    shown(call, db, result["DBInstance"])


def _performance(db: Any) -> None:
    """gp3 below 400 GiB has the baseline, and reports it."""
    if db.storage_type == "gp3":
        db.iops = int(db.iops) if db.iops else 3000 if db.allocated_storage < 400 else 12000
        db._storage_throughput = db._storage_throughput or (125 if db.allocated_storage < 400 else 500)
