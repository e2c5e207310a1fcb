"""botocore's service models: which operations there are, and parameters and results by their shapes."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import parse_qsl

from moto.core.utils import get_service_model

# SigV4 signing names to botocore's service names, where they differ.
SIGNING_NAMES = {
    "elasticloadbalancing": "elbv2",
    "tagging": "resourcegroupstaggingapi",
    "servicequotas": "service-quotas",
    "monitoring": "cloudwatch",
    "s3express": "s3",
}


@functools.cache
def model(service: str) -> Any:
    return get_service_model(service)


@functools.cache
def operation(service: str, action: str) -> Any:
    """The model of an operation, or None for one that the service does not have."""
    service_model = model(service)
    return service_model.operation_model(action) if action in service_model.operation_names else None


@functools.cache
def error_statuses(service: str) -> dict[str, int]:
    """HTTP status by error code, for the services whose models say."""
    statuses: dict[str, int] = {}
    for shape in model(service).error_shapes:
        error = shape.metadata.get("error", {})
        if status := error.get("httpStatusCode"):
            statuses[error.get("code", shape.name)] = status
            statuses.setdefault(shape.name, status)
    return statuses


class UnknownParameter(Exception):
    """A parameter that the operation's model does not have."""


def read_query(service: str, shape: Any, body: str) -> dict[str, Any]:
    """Query-protocol parameters (`Tag.1.Key=…`) as nested values, by the operation's input shape."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        if name in ("Action", "Version"):
            continue
        node = tree
        *path, last = name.split(".")
        for part in path:
            below = node.get(part)
            if not isinstance(below, dict):
                below = node[part] = {}
            node = below
        node[last] = value
    if shape is None:
        return {}
    return _read(shape, tree, model(service).protocol == "ec2", "")


def _read(shape: Any, node: Any, ec2: bool, where: str) -> Any:
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(node, dict):
            raise UnknownParameter(where)
        names = _query_names(shape, ec2)
        result = {}
        for name, below in node.items():
            found = names.get(name)
            if found is None:
                raise UnknownParameter(f"{where}{name}")
            result[found[0]] = _read(found[1], below, ec2, f"{where}{name}.")
        return result
    if kind == "list":
        if node == "":
            return []
        if not isinstance(node, dict):
            raise UnknownParameter(where)
        if not ec2 and not shape.is_flattened:
            member = shape.member.serialization.get("name", "member")
            if set(node) != {member}:
                raise UnknownParameter(f"{where}{next(iter(node))}")
            node = node[member]
        if not all(key.isdigit() for key in node):
            raise UnknownParameter(where)
        return [_read(shape.member, node[key], ec2, f"{where}{key}.") for key in sorted(node, key=int)]
    if kind == "map":
        entries = node if shape.is_flattened else node.get("entry", {})
        key_name = shape.key.serialization.get("name", "key")
        value_name = shape.value.serialization.get("name", "value")
        return {
            entry[key_name]: _read(shape.value, entry.get(value_name, ""), ec2, where)
            for _, entry in sorted(entries.items(), key=lambda item: int(item[0]))
        }
    if isinstance(node, dict):
        raise UnknownParameter(where)
    if kind == "boolean":
        return node.lower() == "true"
    if kind in ("integer", "long"):
        return int(node)
    if kind in ("float", "double"):
        return float(node)
    if kind == "timestamp":
        from moto.core.parse import default_timestamp_parser

        return default_timestamp_parser(node)
    if kind == "blob":
        import base64

        return base64.b64decode(node)
    return node


@functools.cache
def _query_names(shape: Any, ec2: bool) -> dict[str, tuple[str, Any]]:
    names = {}
    for member_name, member in shape.members.items():
        if ec2:
            name = member.serialization.get("queryName")
            if name is None:
                name = member.serialization.get("name", member_name)
                name = name[0].upper() + name[1:]
        elif member.type_name == "list" and member.is_flattened:
            name = member.member.serialization.get("name") or member.serialization.get("name", member_name)
        else:
            name = member.serialization.get("name", member_name)
        names[name] = (member_name, member)
    return names
