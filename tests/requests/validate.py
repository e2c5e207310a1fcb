"""Validates every logged request against botocore's own service models.

    python3 tests/requests/validate.py LOG_OR_FOLDER…

The logs are the sandbox's, made with --log-bodies. Requests of one shape, which differ only in the IDs in them, are validated once.
A problem is an unknown operation or parameter, a missing required one or a value of the wrong type; a value outside its enumeration is a warning. Exits 1 when there is any problem.
"""

from __future__ import annotations

import base64
import functools
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import botocore.session
from botocore.model import OperationNotFoundError

# Query keys and headers that belong to the transport, not to the operation.
S3_QUERY = re.compile(r"^(x-id|X-Amz-.*|AWSAccessKeyId|Signature|Expires)$")
S3_HEADERS = re.compile(r"^x-amz-(date|content-sha256|security-token|user-agent|decoded-content-length|trailer|sdk-.*|te|checksum-.*|api-version)$")


# Headers that differ between two requests of one shape, and whose values are not checked.
VOLATILE = frozenset((
    "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "content-length", "content-md5", "host", "user-agent", "x-amz-content-sha256", "x-amz-date",
    "x-amz-security-token",
))
# The part of an ID that AWS makes up: vpc-0123456789abcdef0, a UUID, and the end of the names that Pockitect generates.
MADE_UP = re.compile(r"-[0-9a-f]{6,}\b")


@dataclass
class Findings:
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@functools.cache
def _model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def validate(entry: dict[str, Any]) -> Findings:
    """What is wrong with one logged request."""
    found = Findings()
    service, action = entry.get("service"), entry.get("action")
    if not service or not action:
        found.problems.append(f"{entry.get('method')} {entry.get('path')} is no request to a known operation")
        return found
    if "body" not in entry:
        found.problems.append("the log has no bodies: start the sandbox with --log-bodies")
        return found
    model = _model(service)
    try:
        operation = model.operation_model(action)
    except OperationNotFoundError:
        found.problems.append(f"{service} has no operation {action}")
        return found
    protocol = model.protocol
    if protocol in ("ec2", "query"):
        _query(model, operation, entry, protocol == "ec2", found)
    elif protocol == "json":
        _json_request(operation, entry, found)
    elif protocol == "rest-xml":
        _rest_xml(operation, entry, found)
    return found


def _query(model: Any, operation: Any, entry: dict[str, Any], ec2: bool, found: Findings) -> None:
    tree: dict[str, Any] = {}
    seen: set[str] = set()
    for name, value in parse_qsl(entry["body"] or entry["query"], keep_blank_values=True):
        if name in seen:
            found.problems.append(f"{name} is given twice")
        seen.add(name)
        if name == "Version" and value != model.api_version:
            found.problems.append(f"Version is {value}, not {model.api_version}")
        if name in ("Action", "Version"):
            continue
        node = tree
        *path, last = name.split(".")
        for part in path:
            below = node.setdefault(part, {})
            if not isinstance(below, dict):
                found.problems.append(f"{name} is below a value")
                below = node[part] = {}
            node = below
        node[last] = value
    for name in ("Action", "Version"):
        if name not in seen:
            found.problems.append(f"{name} is missing")
    if operation.input_shape is None:
        found.problems.extend(f"{name} is unknown" for name in tree)
    else:
        _tree(operation.input_shape, tree, "", ec2, found)


def _query_name(name: str, shape: Any, ec2: bool) -> str:
    told = shape.serialization
    if ec2:
        if "queryName" in told:
            return told["queryName"]
        plain = told.get("name", name)
        return plain[0].upper() + plain[1:]
    if shape.type_name == "list" and told.get("flattened"):
        return shape.member.serialization.get("name") or told.get("name", name)
    return told.get("name", name)


def _tree(shape: Any, node: Any, where: str, ec2: bool, found: Findings) -> None:
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(node, dict):
            found.problems.append(f"{where} is a value and should have members")
            return
        names = {_query_name(name, member, ec2): (name, member) for name, member in shape.members.items()}
        for key, below in node.items():
            if key not in names:
                found.problems.append(f"{_join(where, key)} is unknown")
                continue
            _tree(names[key][1], below, _join(where, key), ec2, found)
        given = {names[key][0] for key in node if key in names}
        for name in shape.required_members:
            if name not in given:
                found.problems.append(f"{_join(where, _query_name(name, shape.members[name], ec2))} is missing")
    elif kind == "list":
        if node == "" and not ec2:
            return
        if not isinstance(node, dict):
            found.problems.append(f"{where} is a value and should be a list")
            return
        if not ec2 and not shape.serialization.get("flattened"):
            member = shape.member.serialization.get("name", "member")
            for key in set(node) - {member}:
                found.problems.append(f"{_join(where, key)} is unknown: items are {where}.{member}.N")
            node, where = node.get(member, {}), _join(where, member)
            if not isinstance(node, dict):
                found.problems.append(f"{where} is a value and should be a list")
                return
        if sorted(node, key=str) != sorted((str(n) for n in range(1, len(node) + 1)), key=str):
            found.problems.append(f"{where} is not numbered from 1 without gaps: {', '.join(sorted(node))}")
        for key, below in node.items():
            _tree(shape.member, below, _join(where, key), ec2, found)
    elif kind == "map":
        entries = node if shape.serialization.get("flattened") else node.get("entry", {})
        key_name = shape.key.serialization.get("name", "key")
        value_name = shape.value.serialization.get("name", "value")
        for index, pair in entries.items():
            for key in set(pair) - {key_name, value_name}:
                found.problems.append(f"{where}.{index}.{key} is unknown")
            _tree(shape.value, pair.get(value_name, ""), f"{where}.{index}.{value_name}", ec2, found)
    elif isinstance(node, dict):
        found.problems.append(f"{_join(where, next(iter(node)))} is unknown: {where} is a single value")
    else:
        _text(shape, node, where, found)


def _text(shape: Any, value: str, where: str, found: Findings) -> None:
    """A scalar as it is written in a query, a header or an XML element."""
    kind, good = shape.type_name, True
    if kind == "boolean":
        good = value in ("true", "false")
    elif kind in ("integer", "long"):
        good = re.fullmatch(r"-?\d+", value) is not None
    elif kind in ("float", "double"):
        good = re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value) is not None
    elif kind == "timestamp":
        good = re.match(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d.*)?$|^\d+(\.\d+)?$|^\w{3}, \d\d \w{3} \d{4} ", value) is not None
    elif kind == "blob":
        try:
            base64.b64decode(value, validate=True)
        except ValueError:
            good = False
    if not good:
        found.problems.append(f"{where} is {value!r} and should be a {kind}")
    _bounds(shape, value, where, found)


def _bounds(shape: Any, value: Any, where: str, found: Findings) -> None:
    choices = getattr(shape, "enum", None)
    if choices and value not in choices:
        found.warnings.append(f"{where} is {value!r}, not one of {', '.join(choices[:8])}{'…' if len(choices) > 8 else ''}")


JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "long": (int,), "float": (int, float), "double": (int, float), "boolean": (bool,),
    "timestamp": (int, float, str), "blob": (str,), "list": (list,), "map": (dict,), "structure": (dict,),
}


def _json_request(operation: Any, entry: dict[str, Any], found: Findings) -> None:
    target = entry.get("headers", {}).get("x-amz-target", "")
    wanted = f"{operation.service_model.metadata.get('targetPrefix')}.{operation.name}"
    if target != wanted:
        found.problems.append(f"X-Amz-Target is {target}, not {wanted}")
    try:
        body = json.loads(entry["body"] or "{}")
    except ValueError as malformed:
        found.problems.append(f"the body is no JSON: {malformed}")
        return
    if operation.input_shape is not None:
        _json_value(operation.input_shape, body, "", found)


def _json_value(shape: Any, value: Any, where: str, found: Findings) -> None:
    kind = shape.type_name
    if not isinstance(value, JSON_TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        found.problems.append(f"{where or 'the body'} is {json.dumps(value)[:60]} and should be a {kind}")
    elif kind == "structure":
        names = {member.serialization.get("name", name): (name, member) for name, member in shape.members.items()}
        for key, below in value.items():
            if key not in names:
                found.problems.append(f"{_join(where, key)} is unknown")
            else:
                _json_value(names[key][1], below, _join(where, key), found)
        given = {names[key][0] for key in value if key in names}
        found.problems.extend(f"{_join(where, name)} is missing" for name in shape.required_members if name not in given)
    elif kind == "list":
        for number, item in enumerate(value):
            _json_value(shape.member, item, f"{where}[{number}]", found)
    elif kind == "map":
        for key, item in value.items():
            _json_value(shape.value, item, _join(where, key), found)
    else:
        _bounds(shape, value, where, found)


def _rest_xml(operation: Any, entry: dict[str, Any], found: Findings) -> None:
    shape = operation.input_shape
    if entry["method"] != operation.http["method"]:
        found.problems.append(f"the method is {entry['method']}, not {operation.http['method']}")
    path, _, fixed = operation.http["requestUri"].partition("?")
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path.rstrip("/") or "/")))
    match = re.fullmatch(pattern + "/?", entry["path"])
    if match is None:
        found.problems.append(f"the path {entry['path']} is not {path}")
    query = dict(parse_qsl(entry.get("query", ""), keep_blank_values=True))
    needed = dict(parse_qsl(fixed, keep_blank_values=True))
    headers = {k.lower(): v for k, v in entry.get("headers", {}).items()}
    given: set[str] = set()
    if shape is None:
        return
    in_query: dict[str, tuple[str, Any]] = {}
    in_headers: dict[str, tuple[str, Any]] = {}
    prefixes: dict[str, str] = {}
    for name, member in shape.members.items():
        told, place = member.serialization.get("name", name), member.serialization.get("location")
        if place == "uri" and match is not None and match.groupdict().get(told):
            given.add(name)
            _text(member, unquote(match.group(told)), name, found)
        elif place == "querystring":
            in_query[told] = (name, member)
        elif place == "header":
            in_headers[told.lower()] = (name, member)
        elif place == "headers":
            prefixes[told.lower()] = name
    for key, value in query.items():
        if key in in_query:
            given.add(in_query[key][0])
            _text(in_query[key][1], value, key, found)
        elif key not in needed and not S3_QUERY.match(key):
            found.problems.append(f"query {key} is unknown")
    for key, value in headers.items():
        if key in in_headers:
            given.add(in_headers[key][0])
            if in_headers[key][1].type_name != "blob" and key != "content-md5":
                _text(in_headers[key][1], value, key, found)
        elif key.startswith("x-amz-") and not S3_HEADERS.match(key) and not any(key.startswith(p) for p in prefixes):
            found.problems.append(f"header {key} is unknown")
    payload = shape.serialization.get("payload")
    if payload:
        member = shape.members[payload]
        if entry["body"]:
            given.add(payload)
        if entry["body"] and member.type_name == "structure":
            _xml_body(member, payload, entry["body"], found)
    elif entry["body"] and headers.get("content-type", "").endswith("xml"):
        found.problems.append("a body is sent and the operation has none")
    found.problems.extend(f"{name} is missing" for name in shape.required_members if name not in given)


def _xml_body(shape: Any, name: str, text: str, found: Findings) -> None:
    try:
        root = ET.fromstring(text)
    except ET.ParseError as malformed:
        found.problems.append(f"the body is no XML: {malformed}")
        return
    wanted = shape.serialization.get("name", name)
    if _tag(root) != wanted:
        found.problems.append(f"the body's root is {_tag(root)}, not {wanted}")
    _xml_value(shape, root, wanted, found)


def _xml_value(shape: Any, node: ET.Element, where: str, found: Findings) -> None:
    kind = shape.type_name
    if kind == "structure":
        names: dict[str, tuple[str, Any, bool]] = {}
        for name, member in shape.members.items():
            told = member.serialization.get("name", name)
            if member.serialization.get("xmlAttribute"):
                continue
            flat = member.type_name == "list" and member.serialization.get("flattened", False)
            if flat:
                told = member.serialization.get("name") or member.member.serialization.get("name", name)
            names[told] = (name, member, flat)
        given = set()
        for below in node:
            key = _tag(below)
            if key not in names:
                found.problems.append(f"{where}.{key} is unknown")
                continue
            name, member, flat = names[key]
            given.add(name)
            _xml_value(member.member if flat else member, below, f"{where}.{key}", found)
        for name in shape.required_members:
            if name not in given and not shape.members[name].serialization.get("xmlAttribute"):
                found.problems.append(f"{where}.{name} is missing")
    elif kind == "list":
        item = shape.member.serialization.get("name", "member")
        for below in node:
            if _tag(below) != item:
                found.problems.append(f"{where}.{_tag(below)} is unknown: items are {item}")
            else:
                _xml_value(shape.member, below, f"{where}.{item}", found)
    elif len(node):
        found.problems.append(f"{where} has elements and should be a {kind}")
    else:
        _text(shape, node.text or "", where, found)


def _tag(node: ET.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def shape_of(entry: dict[str, Any]) -> tuple[object, ...]:
    """What two requests have in common that are validated alike."""
    headers = entry.get("headers", {})
    text = "\n".join((entry.get("path") or "", entry.get("query") or "", entry.get("body") or ""))
    return (
        entry.get("service"), entry.get("action"), entry.get("method"), "body" in entry, MADE_UP.sub("-", text),
        tuple(sorted((name, "" if name.lower() in VOLATILE else value) for name, value in headers.items())),
    )


def logs(paths: list[str]) -> list[Path]:
    found = [log for path in map(Path, paths) for log in (sorted(path.rglob("requests.jsonl")) if path.is_dir() else [path])]
    if not found:
        sys.exit(f"No requests.jsonl below {', '.join(paths)}: nothing was checked.")
    return found


def entries(paths: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in logs(paths):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield f"{path}:{number}", json.loads(line)


def main(paths: list[str]) -> int:
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    checked, operations, problems, warnings = 0, Counter(), Counter(), Counter()
    first: dict[str, str] = {}
    known: dict[tuple[object, ...], Findings] = {}
    for where, entry in entries(paths):
        checked += 1
        name = f"{entry.get('service')}:{entry.get('action')}"
        operations[name] += 1
        shape = shape_of(entry)
        found = known.get(shape)
        if found is None:
            found = known[shape] = validate(entry)
        for text in found.problems:
            problems[f"{name}: {text}"] += 1
            first.setdefault(f"{name}: {text}", where)
        for text in found.warnings:
            warnings[f"{name}: {text}"] += 1
            first.setdefault(f"{name}: {text}", where)
    for kind, counted in (("problem", problems), ("warning", warnings)):
        for text, count in sorted(counted.items()):
            print(f"{kind}: {text} ({count}×, first {first[text]})")
    print(f"{checked} requests of {len(known)} shapes and {len(operations)} operations: {sum(problems.values())} problems, {sum(warnings.values())} warnings")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
