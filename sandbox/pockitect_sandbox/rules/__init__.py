"""Where AWS refuses, delays or remembers and moto does not: one file per subject."""

from . import addresses, images, instances, interfaces, launch, nat_gateways, region_list, volumes  # noqa: F401
