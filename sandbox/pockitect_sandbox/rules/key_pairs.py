"""Key pairs: only the kinds that EC2 accepts, returned like AWS does."""

from __future__ import annotations


from ..call import Call
from ..errors import AwsError
from ..rulebook import before


@before("ec2", "ImportKeyPair", "CreateKeyPair")
def create(call: Call) -> None:
    name = call.params.get("KeyName", "")
    if not name or len(name) > 255:
        raise AwsError("InvalidParameterValue", f"Value ({name}) for parameter keyName is invalid.")
    if name in call.ec2.key_pairs:
        raise AwsError("InvalidKeyPair.Duplicate", f"The keypair already exists")
    if call.action == "ImportKeyPair":
        material = call.params.get("PublicKeyMaterial") or b""
        text = material.decode(errors="replace") if isinstance(material, bytes) else material
        if not text.startswith(("ssh-rsa ", "ssh-ed25519 ", "-----BEGIN", "---- BEGIN")):
            raise AwsError("InvalidKey.Format", "Key is not in valid OpenSSH public key format")


@before("ec2", "DeleteKeyPair")
def delete(call: Call) -> None:
    """moto deletes only by name; deleting a missing key is not an error."""
    desired = call.params.get("KeyPairId")
    if desired and not call.params.get("KeyName"):
        call.params["KeyName"] = next((k.key_name for k in call.ec2.key_pairs.values() if k.id == desired), "")


@before("ec2", "DescribeKeyPairs")
def describe(call: Call) -> None:
    """moto ignores KeyPairIds."""
    by_id = {k.id: k.key_name for k in call.ec2.key_pairs.values()}
    for desired in call.params.get("KeyPairIds") or []:
        if desired not in by_id:
            raise AwsError("InvalidKeyPair.NotFound", f"The key pair ID '{desired}' does not exist")
    for desired in call.params.get("KeyNames") or []:
        if desired not in call.ec2.key_pairs:
            raise AwsError("InvalidKeyPair.NotFound", f"The key pair '{desired}' does not exist")
    if call.params.get("KeyPairIds"):
        call.params = {**call.params, "KeyNames": [by_id[i] for i in call.params["KeyPairIds"]]}


