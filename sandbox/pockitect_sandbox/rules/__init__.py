"""Where AWS refuses, delays or remembers and moto does not: one file per subject."""


from . import (  # noqa: F401
    addresses,
    buckets,
    counts,
    database_create,
    database_offerings,
    database_subnet_groups,
    databases,
    default_vpc,
    iam,
    images,
    instances,
    interfaces,
    internet_gateways,
    key_pairs,
    launch,
    load_balancers,
    nat_gateways,
    region_list,
    route_tables,
    security_group_rules,
    security_groups,
    subnets,
    volumes,
    vpcs,
)
