"""DryRun: every EC2 call that takes it answers it, and has no effect."""

from __future__ import annotations

from .call import Call
from .errors import AwsError


def stop(call: Call) -> None:
    """Ends a dry run, after all rules that could refuse the call."""
    if call.service == "ec2" and call.params.get("DryRun"):
        raise AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
