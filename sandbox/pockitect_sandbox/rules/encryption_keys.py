"""KMS keys: moto draws an RSA key pair even for a symmetric key, which takes most of the time to create a database."""

from __future__ import annotations

import functools
from typing import Any

from moto.kms import models as kms

_moto_generate = kms.generate_private_key


@functools.cache
def _of_symmetric_keys() -> Any:
    return _moto_generate("SYMMETRIC_DEFAULT")


def _generate(key_spec: str) -> Any:
    # Never used: a symmetric key neither signs nor verifies.
    return _of_symmetric_keys() if key_spec == "SYMMETRIC_DEFAULT" else _moto_generate(key_spec)


kms.generate_private_key = _generate
