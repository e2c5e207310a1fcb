"""Answers and errors written in each protocol's own shape."""

from __future__ import annotations

import datetime
import functools
import json
import uuid
from base64 import b64encode
from typing import Any
from xml.sax.saxutils import escape

from . import models
from .call import HttpAnswer
from .errors import AwsError


def request_id() -> str:
    return str(uuid.uuid4())


def write(service: str, action: str, result: dict[str, Any]) -> HttpAnswer:
    model, operation = models.model(service), models.operation(service, action)
    rid = request_id()
    if model.protocol == "json":
        version = model.metadata.get("jsonVersion", "1.0")
        body = json.dumps(_json(result, operation.output_shape)) if result or operation.output_shape else "{}"
        return HttpAnswer(200, {"Content-Type": f"application/x-amz-json-{version}", "x-amzn-RequestId": rid}, body.encode())

    space = model.metadata.get("xmlNamespace") or f"http://{service}.amazonaws.com/doc/{model.api_version}/"
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{action}Response xmlns="{space}">']
    shape = operation.output_shape
    if model.protocol == "ec2":
        parts.append(f"<requestId>{rid}</requestId>")
        if shape is not None:
            _members(parts, result, shape)
        # Operations without a result still report success.
        if shape is None or not shape.members:
            parts.append("<return>true</return>")
    else:
        wrapper = shape.serialization.get("resultWrapper", f"{action}Result") if shape is not None else None
        if wrapper:
            parts.append(f"<{wrapper}>")
            _members(parts, result, shape)
            parts.append(f"</{wrapper}>")
        parts.append(f"<ResponseMetadata><RequestId>{rid}</RequestId></ResponseMetadata>")
    parts.append(f"</{action}Response>")
    return HttpAnswer(200, {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": rid}, "".join(parts).encode())


def write_error(service: str, error: AwsError, resource: str = "") -> HttpAnswer:
    rid = request_id()
    protocol = models.model(service).protocol
    code, message = escape(error.code), escape(error.message)
    headers = {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": rid}
    if protocol in ("json", "rest-json"):
        headers["Content-Type"] = "application/x-amz-json-1.1"
        headers["x-amzn-ErrorType"] = error.code
        body = json.dumps({"__type": error.code, "message": error.message, "Message": error.message})
    elif protocol == "ec2":
        body = (
            f"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
            f"<RequestID>{rid}</RequestID></Response>"
        )
    elif service == "s3":
        headers |= {"Content-Type": "application/xml", "x-amz-request-id": rid}
        body = (
            f"<Error><Code>{code}</Code><Message>{message}</Message><Resource>{escape(resource)}</Resource>"
            f"<RequestId>{rid}</RequestId></Error>"
        )
    else:
        space = models.model(service).metadata.get("xmlNamespace", "")
        side = "Receiver" if error.status >= 500 else "Sender"
        body = (
            f'<ErrorResponse xmlns="{space}"><Error><Type>{side}</Type><Code>{code}</Code><Message>{message}</Message>'
            f"</Error><RequestId>{rid}</RequestId></ErrorResponse>"
        )
    if not body.startswith("{"):
        body = '<?xml version="1.0" encoding="UTF-8"?>\n' + body
    return HttpAnswer(error.status, headers, body.encode())


@functools.cache
def _plan(shape: Any) -> list[tuple[str, Any, str, str, str]]:
    """(member, shape, tag, item tag, kind) of a structure, cached."""
    plan = []
    for name, member in shape.members.items():
        tag = member.serialization.get("name", name)
        item = ""
        if member.type_name == "list":
            item = tag if member.is_flattened else member.member.serialization.get("name", "member")
            if member.is_flattened:
                item = member.member.serialization.get("name", tag)
        plan.append((name, member, tag, item, member.type_name))
    return plan


def _members(parts: list[str], value: dict[str, Any], shape: Any) -> None:
    for name, member, tag, item, kind in _plan(shape):
        found = value.get(name)
        if found is None:
            continue
        if kind == "list":
            flat = member.is_flattened
            if not flat:
                parts.append(f"<{tag}>" if found else f"<{tag}/>")
            for entry in found:
                _element(parts, entry, member.member, item)
            if found and not flat:
                parts.append(f"</{tag}>")
        else:
            _element(parts, found, member, tag)


def _element(parts: list[str], value: Any, shape: Any, tag: str) -> None:
    kind = shape.type_name
    if kind == "structure":
        parts.append(f"<{tag}>")
        _members(parts, value, shape)
        parts.append(f"</{tag}>")
    elif kind == "list":
        item = shape.member.serialization.get("name", "member")
        parts.append(f"<{tag}>")
        for entry in value:
            _element(parts, entry, shape.member, item)
        parts.append(f"</{tag}>")
    elif kind == "map":
        key = shape.key.serialization.get("name", "key")
        below = shape.value.serialization.get("name", "value")
        flat = shape.is_flattened
        parts.append("" if flat else f"<{tag}>")
        for k, v in value.items():
            parts.append(f"<{tag}>" if flat else "<entry>")
            parts.append(f"<{key}>{escape(str(k))}</{key}>")
            _element(parts, v, shape.value, below)
            parts.append(f"</{tag}>" if flat else "</entry>")
        parts.append("" if flat else f"</{tag}>")
    else:
        parts.append(f"<{tag}>{_scalar(value, kind)}</{tag}>")


def _scalar(value: Any, kind: str) -> str:
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        if isinstance(value, (int, float)):
            value = datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
        return value if isinstance(value, str) else value.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    if kind == "blob":
        return b64encode(value if isinstance(value, bytes) else str(value).encode()).decode()
    return escape(str(value))


def _json(value: Any, shape: Any) -> Any:
    kind = shape.type_name if shape is not None else ""
    if kind == "structure":
        names = shape.members
        return {
            names[k].serialization.get("name", k): _json(v, names[k])
            for k, v in value.items()
            if k in names and v is not None
        }
    if kind == "list":
        return [_json(v, shape.member) for v in value]
    if kind == "map":
        return {k: _json(v, shape.value) for k, v in value.items()}
    if kind == "timestamp" and isinstance(value, datetime.datetime):
        return value.replace(tzinfo=value.tzinfo or datetime.timezone.utc).timestamp()
    if kind == "blob":
        return b64encode(value if isinstance(value, bytes) else str(value).encode()).decode()
    return value
