"""Which service, Region and operation a request is for, and its parameters."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, unquote

from . import models
from .call import Call, HttpRequest
from .errors import AwsError

if TYPE_CHECKING:
    from .box import Box

_SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")


def identify(box: Box, http: HttpRequest) -> Call:
    access_key, region, service = _scope(http)
    if service == "elbv2" and b"Version=2012-06-01" in http.body:
        service = "elb"
    protocol = models.model(service).protocol
    call = Call(box, http, service, region, "", {}, access_key)
    if protocol in ("ec2", "query"):
        body = http.body.decode() or http.query
        call.action = next((value for name, value in parse_qsl(body) if name == "Action"), "")
        operation = models.operation(service, call.action)
        if operation is None:
            raise AwsError("InvalidAction", f"The action {call.action} is not valid for this web service.")
        try:
            call.params = models.read_query(service, operation.input_shape, body)
        except models.UnknownParameter as unknown:
            call.notes["unknown parameter"] = str(unknown)
        except (ValueError, KeyError) as malformed:
            raise AwsError("MalformedQueryString", f"The query string contains a syntax error: {malformed}") from malformed
    elif "x-amz-target" in http.headers:
        call.action = http.headers["x-amz-target"].split(".")[-1]
        if models.operation(service, call.action) is None:
            raise AwsError("UnknownOperationException", f"{call.action} is not an operation of {service}")
        try:
            call.params = json.loads(http.body or b"{}")
        except ValueError as malformed:
            raise AwsError("SerializationException", str(malformed)) from malformed
    else:
        call.action, call.params = _rest(service, http)
    return call


def _scope(http: HttpRequest) -> tuple[str, str, str]:
    text = http.headers.get("authorization", "")
    if not text and "X-Amz-Credential" in http.query:
        text = "Credential=" + parse_qs(http.query)["X-Amz-Credential"][0]
    found = _SCOPE.search(text)
    if found:
        access_key, region, signed = found.groups()
        service = models.SIGNING_NAMES.get(signed, signed)
        if service not in _known_services():
            raise AwsError("UnknownService", f"There is no service signed as {signed}.", 404)
        return access_key, region, service
    # Unsigned: the few STS calls that need no credentials, else S3's public reads.
    if b"Action=" in http.body:
        return "", "us-east-1", "sts"
    return "", "us-east-1", "s3"


@functools.cache
def _known_services() -> frozenset[str]:
    from botocore.session import get_session

    return frozenset(get_session().get_available_services())


def _rest(service: str, http: HttpRequest) -> tuple[str, dict[str, Any]]:
    """REST operations are identified by method, path, required query keys and, for two of S3's, a header."""
    query = dict(parse_qsl(http.query, keep_blank_values=True))
    best: tuple[int, str, dict[str, Any]] = (-1, "", {})
    for name, method, pattern, needed in _rest_operations(service):
        if method != http.method:
            continue
        found = pattern.match(http.path)
        if not found or any(k not in query or (v and query[k] != v) for k, v in needed.items()):
            continue
        if service == "s3" and ("x-amz-copy-source" in http.headers) != (name in ("CopyObject", "UploadPartCopy")):
            if http.method == "PUT" and name in ("CopyObject", "UploadPartCopy", "PutObject", "UploadPart"):
                continue
        score = len(needed) * 100 + len(pattern.pattern)
        if score > best[0]:
            best = score, name, {k: unquote(v) for k, v in found.groupdict().items() if v}
    _, name, labels = best
    if not name:
        raise AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
    return name, labels | {f"?{k}": v for k, v in query.items() if not k.startswith("X-Amz-")}


@functools.cache
def _rest_operations(service: str) -> list[tuple[str, str, re.Pattern[str], dict[str, str]]]:
    operations = []
    # ListObjects comes after ListObjectsV2 and the deprecated configurations after their successors,
    # because of two operations with one address the first wins.
    old = ("ListObjects", "PutBucketLifecycle", "GetBucketLifecycle", "PutBucketNotification", "GetBucketNotification")
    names = [n for n in models.model(service).operation_names if n not in old[1:]]
    for name in sorted(names, key=lambda n: n in old):
        http = models.operation(service, name).http
        path, _, query = http["requestUri"].partition("?")
        pattern = re.sub(r"\{(\w+)\+\}", r"(?P<\1>.+)", path.rstrip("/") or "/")
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
        needed = {k: v for k, v in parse_qsl(query, keep_blank_values=True) if k != "x-id"}
        # DeleteObject and AbortMultipartUpload, PutObject and UploadPart differ only in the keys they need.
        shape = models.operation(service, name).input_shape
        for member in shape.required_members if shape else []:
            if shape.members[member].serialization.get("location") == "querystring":
                needed.setdefault(shape.members[member].serialization["name"], "")
        operations.append((name, http["method"], re.compile(f"^{pattern}/?$"), needed))
    return operations
