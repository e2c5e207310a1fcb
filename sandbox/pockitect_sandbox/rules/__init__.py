"""Where AWS refuses, delays or remembers and moto does not: one file per subject."""


from . import (  # noqa: F401
    addresses,
    database_create,
    database_offerings,
    database_subnet_groups,
    databases,
    default_vpc,
    images,
    instances,
    interfaces,
    internet_gateways,
    launch,
    nat_gateways,
    region_list,
    route_tables,
    security_group_rules,
    security_groups,
    subnets,
    volumes,
    vpcs,
)
