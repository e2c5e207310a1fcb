"""What RDS offers here: engines, versions, instance classes and storage."""

from __future__ import annotations

# Newest minor version last.
VERSIONS = {
    "postgres": {
        "15": ("15.10", "15.12"), "16": ("16.6", "16.8"), "17": ("17.2", "17.4"),
    },
    "mysql": {"8.0": ("8.0.40", "8.0.41"), "8.4": ("8.4.3", "8.4.4")},
    "mariadb": {"10.11": ("10.11.10", "10.11.11"), "11.4": ("11.4.4", "11.4.5")},
}
DEFAULT_MAJOR = {"postgres": "17", "mysql": "8.4", "mariadb": "11.4"}
LICENSES = {"postgres": "postgresql-license", "mysql": "general-public-license", "mariadb": "general-public-license"}
DESCRIPTIONS = {"postgres": "PostgreSQL", "mysql": "MySQL Community Edition", "mariadb": "MariaDB Community Edition"}
BURSTABLE = ("micro", "small", "medium", "large", "xlarge", "2xlarge")
STEADY = ("large", "xlarge", "2xlarge", "4xlarge")
CLASSES = tuple(
    f"db.{family}.{size}"
    for family, sizes in (("t3", BURSTABLE), ("t4g", BURSTABLE), ("m5", STEADY), ("m6g", STEADY), ("m6i", STEADY),
                          ("m7g", STEADY), ("r5", STEADY), ("r6g", STEADY), ("r6i", STEADY))
    for size in sizes
)
STORAGE = {"gp2": (20, 65536), "gp3": (20, 65536), "io1": (100, 65536), "io2": (100, 65536), "standard": (5, 3072)}
RESERVED_NAMES = {
    "postgres": ("admin", "rdsadmin", "rds_superuser", "rdsrepladmin", "public", "user"),
    "mysql": ("rdsadmin", "rdsrepladmin", "mysql.sys", "mysql.session", "mysql.infoschema", "public", "select", "user"),
    "mariadb": ("rdsadmin", "rdsrepladmin", "mariadb.sys", "public", "select", "user"),
}


def resolve(engine: str, wanted: str | None) -> str | None:
    """The full version of a major or full one; None when there is no such version."""
    majors = VERSIONS[engine]
    if wanted is None:
        return majors[DEFAULT_MAJOR[engine]][-1]
    if wanted in majors:
        return majors[wanted][-1]
    return wanted if any(wanted in minors for minors in majors.values()) else None


def major(engine: str, version: str) -> str:
    return next((m for m, minors in VERSIONS.get(engine, {}).items() if version in minors), version.rsplit(".", 1)[0])
