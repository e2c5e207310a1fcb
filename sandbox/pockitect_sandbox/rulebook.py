"""How a rule attaches itself to an operation.

A rule is a plain function. `before` may refuse the call by raising AwsError; `instead` answers it without moto;
`after` changes moto's answer, or makes the call's further effects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

BEFORE: dict[tuple[str, str], list[Callable[..., Any]]] = defaultdict(list)
INSTEAD: dict[tuple[str, str], Callable[..., Any]] = {}
AFTER: dict[tuple[str, str], list[Callable[..., Any]]] = defaultdict(list)


def before(service: str, *actions: str) -> Callable[[Any], Any]:
    def attach(rule: Callable[..., Any]) -> Callable[..., Any]:
        for action in actions:
            BEFORE[service, action].append(rule)
        return rule

    return attach


def instead(service: str, *actions: str) -> Callable[[Any], Any]:
    def attach(rule: Callable[..., Any]) -> Callable[..., Any]:
        for action in actions:
            assert (service, action) not in INSTEAD, f"{service}:{action} has two answers"
            INSTEAD[service, action] = rule
        return rule

    return attach


def after(service: str, *actions: str) -> Callable[[Any], Any]:
    def attach(rule: Callable[..., Any]) -> Callable[..., Any]:
        for action in actions:
            AFTER[service, action].append(rule)
        return rule

    return attach
