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


def resolve(engine: str, wanted: str | None, default: bool = False) -> str | None:
    """The full version of a major or full one; None when there is no such version.

    A change takes the major version's default, which is not always the newest and may be no valid upgrade target.
    """
    majors = VERSIONS[engine]
    if wanted is None:
        return majors[DEFAULT_MAJOR[engine]][-1]
    if wanted in majors:
        return majors[wanted][0 if default else -1]
    return wanted if any(wanted in minors for minors in majors.values()) else None


def major(engine: str, version: str) -> str:
    return next((m for m, minors in VERSIONS.get(engine, {}).items() if version in minors), version.rsplit(".", 1)[0])


def upgrades(engine: str, version: str) -> list[str]:
    """The versions that an instance of this one can become: later ones, and of later majors those that came out no earlier."""
    majors = VERSIONS.get(engine, {})
    here = major(engine, version)
    if here not in majors or version not in majors[here]:
        return []
    age = majors[here].index(version)
    later = list(majors)[list(majors).index(here) + 1:]
    return [*majors[here][age + 1:], *(minor for name in later for minor in majors[name][age:])]
