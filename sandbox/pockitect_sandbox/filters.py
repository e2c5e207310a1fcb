"""EC2's Filters, for answers that the sandbox creates itself."""

from __future__ import annotations

import fnmatch
from typing import Any

from .call import Call
from .errors import AwsError


def matching(call: Call, rows: list[dict[str, Any]], fields: dict[str, str]) -> list[dict[str, Any]]:
    """The rows that match every filter of the call; `fields` maps a filter's name to the row's member."""
    for wanted in call.params.get("Filters") or []:
        name, values = wanted.get("Name", ""), wanted.get("Values", [])
        if name in fields:
            rows = [row for row in rows if _meets(row.get(fields[name]), values)]
        elif name.startswith("tag:"):
            rows = [row for row in rows if _meets(_tags(row).get(name[4:]), values)]
        elif name == "tag-key":
            rows = [row for row in rows if any(_meets(key, values) for key in _tags(row))]
        else:
            raise AwsError("InvalidParameterValue", f"The filter '{name}' is invalid")
    return rows


def _tags(row: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in row.get("Tags") or []}


def _meets(value: Any, patterns: list[str]) -> bool:
    if value is None:
        return False
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)
