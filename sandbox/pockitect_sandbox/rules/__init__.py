"""Where AWS refuses, delays or remembers and moto does not: one file per subject."""

from . import images, region_list  # noqa: F401
