"""The Regions of the aws partition, and which of them an account starts with."""

from __future__ import annotations

from . import models
from .call import Call
from .errors import AwsError

# https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
DEFAULT = (
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
    "us-east-1", "us-east-2", "us-west-1", "us-west-2",
)
OPT_IN = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
    "me-central-1", "me-south-1", "mx-central-1",
)
ALL = tuple(sorted((*DEFAULT, *OPT_IN)))


def refuse_disabled(call: Call) -> None:
    """A Region that is not enabled doesn't know the account, so it returns the error for invalid credentials."""
    if call.region in call.box.enabled_regions or call.service in ("iam", "s3") or call.region in ("aws", "aws-global"):
        return
    if call.service == "ec2":
        raise AwsError("AuthFailure", "AWS was not able to validate the provided access credentials", 401)
    if models.model(call.service).protocol in ("json", "rest-json"):
        raise AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", 400)
    raise AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
