"""Calls moto in-process: its request handlers, without Flask, its dispatcher or its serializer."""

from __future__ import annotations

import functools
import importlib
import json
from typing import Any

from botocore.exceptions import ClientError
from moto.core.exceptions import ServiceException
from moto.core.parse import XFormedDict
from moto.core.responses import ActionResult, PaginatedResult
from moto.core.utils import camelcase_to_underscores
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from . import answers, models
from .call import Call, HttpAnswer
from .errors import AwsError
from .results import Plain


HANDLERS = {
    "ec2": "moto.ec2.responses:EC2Response",
    "rds": "moto.rds.responses:RDSResponse",
    "iam": "moto.iam.responses:IamResponse",
    "sts": "moto.sts.responses:TokenResponse",
    "elbv2": "moto.elbv2.responses:ELBV2Response",
    "autoscaling": "moto.autoscaling.responses:AutoScalingResponse",
    "logs": "moto.logs.responses:LogsResponse",
    "ssm": "moto.ssm.responses:SimpleSystemManagerResponse",
    "secretsmanager": "moto.secretsmanager.responses:SecretsManagerResponse",
    "service-quotas": "moto.servicequotas.responses:ServiceQuotasResponse",
    "resourcegroupstaggingapi": "moto.resourcegroupstaggingapi.responses:ResourceGroupsTaggingAPIResponse",
}


@functools.cache
def _handler(service: str) -> Any:
    """moto's handler class, imported when first needed; None for a service that moto's own server answers."""
    if service not in HANDLERS:
        return None
    module, name = HANDLERS[service].split(":")
    return getattr(importlib.import_module(module), name)


@functools.cache
def _fallback() -> Any:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    return DomainDispatcherApplication(create_backend_app)


@functools.cache
def _method_name(action: str) -> str:
    return camelcase_to_underscores(action)


def invoke(call: Call) -> dict[str, Any] | HttpAnswer:
    """The operation's result as plain values, or the bytes of a handler that writes its own. Refusals raise AwsError."""
    if call.service == "s3":
        return _s3(call)
    handler = _handler(call.service)
    if handler is None:
        return through_wsgi(call)

    response = handler()
    parsed = response.automated_parameter_parsing
    response.automated_parameter_parsing = False
    request = _request(call)
    response.setup_class(request, request.url, request.headers)
    if parsed:
        response.automated_parameter_parsing = True
        response.params = _as(response.PROTOCOL_PARSER_MAP_TYPE, call.params | call.notes.get("moto page", {}))
    method = getattr(response, _method_name(call.action), None)
    if method is None:
        raise AwsError("NotImplemented", f"The sandbox does not know {call.service}:{call.action}.", 501)
    try:
        result = method()
        # The strict layer pages these operations itself, so it needs the complete result.
        if isinstance(result, PaginatedResult) and "moto page" not in call.notes:
            return _paginated(call, response, result)
        if isinstance(result, ActionResult):
            return _plain(call, response, result.result)
    except NotImplementedError as unknown:
        raise AwsError("NotImplemented", f"The sandbox does not know {call.service}:{call.action}.", 501) from unknown
    except (ServiceException, HTTPException, ClientError) as error:
        raise _understood(call, error) from error
    return _own_bytes(call, result)


def _paginated(call: Call, response: Any, result: PaginatedResult) -> dict[str, Any]:
    operation = models.operation(call.service, call.action)
    status, headers, body = response.serialized(result)
    del status, headers
    from botocore.parsers import create_parser

    # moto pages inside its serializer, so its bytes are read back.
    parser = create_parser(operation.service_model.protocol)
    parsed = parser.parse(
        {"status_code": 200, "headers": {}, "body": body if isinstance(body, bytes) else body.encode()},
        operation.output_shape,
    )
    parsed.pop("ResponseMetadata", None)
    return parsed


def _plain(call: Call, response: Any, value: Any) -> dict[str, Any]:
    if isinstance(value, Exception):
        raise value
    transformers = getattr(response, "RESPONSE_KEY_PATH_TO_TRANSFORMER", {})
    return Plain(models.operation(call.service, call.action), transformers).result(value)


def _own_bytes(call: Call, result: Any) -> dict[str, Any] | HttpAnswer:
    if isinstance(result, str):
        result = 200, {}, result
    elif result is None:
        result = 200, {}, ""
    elif len(result) == 2:
        body, headers = result
        result = int(headers.get("status", 200)), headers, body
    status, headers, body = result
    text = body.decode() if isinstance(body, bytes) else body
    if models.model(call.service).protocol == "json" and status < 300:
        return json.loads(text) if text else {}
    if models.model(call.service).protocol == "json":
        told = json.loads(text) if text else {}
        code = str(told.get("__type", "UnknownError")).split("#")[-1]
        raise AwsError(code, told.get("message") or told.get("Message") or "", status)
    return HttpAnswer(status, {k: str(v) for k, v in headers.items() if k != "status"}, text.encode())


def _understood(call: Call, error: Exception) -> AwsError:
    if isinstance(error, ClientError):
        told = error.response["Error"]
        return AwsError(told["Code"], told["Message"], error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400))
    if isinstance(error, ServiceException):
        code = error.code
        default = {"UnauthorizedOperation": 403, "AuthFailure": 401, "DryRunOperation": 412}.get(code, 400)
        return AwsError(code, error.message or "", models.error_statuses(call.service).get(code, default))
    code = str(getattr(error, "error_type", "") or type(error).__name__).split("#")[-1]
    message = getattr(error, "message", None) or str(error.description or "")
    return AwsError(code, message, error.code or 400)


def _as(map_type: type, value: Any) -> Any:
    if map_type is dict:
        return value
    if isinstance(value, dict):
        copy = XFormedDict()
        for key, item in value.items():
            copy[key] = _as(map_type, item)
        return copy
    if isinstance(value, list):
        return [_as(map_type, item) for item in value]
    return value


def _environ(call: Call) -> dict[str, Any]:
    import io
    from urllib.parse import unquote_to_bytes

    http = call.http
    environ = {
        "REQUEST_METHOD": http.method, "SCRIPT_NAME": "", "QUERY_STRING": http.query,
        "PATH_INFO": unquote_to_bytes(http.path).decode("latin-1"),
        "RAW_URI": http.path + (f"?{http.query}" if http.query else ""),
        "REQUEST_URI": http.path + (f"?{http.query}" if http.query else ""),
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": str(call.box.port), "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(http.body), "wsgi.version": (1, 0),
        "wsgi.errors": None, "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(http.body)),
    }
    for name, value in http.headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in ("content-length", "transfer-encoding", "user-agent"):
            # The user agent is withheld: moto would take the Region from it before the credential scope.
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ


def _request(call: Call) -> Request:
    return Request(_environ(call))


def _s3(call: Call) -> HttpAnswer:
    from moto.s3.responses import S3Response

    path = call.http.path.lstrip("/")
    bucket, _, key = path.partition("/")
    request = _request(call)
    if not bucket:
        dispatch = S3Response.bucket_dispatch
    elif key:
        dispatch = S3Response.key_dispatch
    else:
        dispatch = S3Response.ambiguous_dispatch
    try:
        status, headers, body = dispatch(request, request.url, dict(request.headers))
    except (ServiceException, HTTPException) as error:
        raise _understood(call, error) from error
    if not isinstance(body, (str, bytes)):
        body = b"".join(part if isinstance(part, bytes) else part.encode() for part in body)
    return HttpAnswer(
        status,
        {k: str(v) for k, v in headers.items() if k.lower() not in ("status", "connection", "transfer-encoding")},
        body.encode() if isinstance(body, str) else body,
    )


def through_wsgi(call: Call) -> HttpAnswer:
    """A service that the sandbox adds nothing to: moto's own server application answers."""
    told: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        told["status"], told["headers"] = int(status.split()[0]), dict(headers)

    body = b"".join(_fallback()(_environ(call), start_response))
    headers = {k: v for k, v in told["headers"].items() if k.lower() not in ("content-length", "connection")}
    return HttpAnswer(told["status"], headers, body)
