"""Delayed reads of security groups: for a while after a change or a removal, they show the state before it."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .call import Call


@dataclass(frozen=True)
class Earlier:
    """A group's rules before a change, and when the change was made. The group itself tells everything else."""

    changed_at: float
    group: Any
    ingress: list[Any]
    egress: list[Any]


def remember(call: Call, group: Any) -> None:
    """Call this before a change: reads show the present rules until the lag is over."""
    if call.box.clock.duration("lag.group"):
        earlier = Earlier(call.box.clock.now(), group, _copies(group.ingress_rules), _copies(group.egress_rules))
        call.box.earlier_groups[call.region, group.id].append(earlier)


@contextlib.contextmanager
def stale(call: Call) -> Iterator[None]:
    """Puts the groups that reads show late back into their earlier state, for the length of one read."""
    groups = call.ec2.groups
    now = []
    for earlier in _shown(call):
        group = earlier.group
        now.append((group, group.ingress_rules, group.egress_rules, group.id in groups[group.vpc_id]))
        group.ingress_rules, group.egress_rules = earlier.ingress, earlier.egress
        groups[group.vpc_id][group.id] = group
    try:
        yield
    finally:
        for group, group.ingress_rules, group.egress_rules, is_there in now:
            if not is_there:
                groups[group.vpc_id].pop(group.id)
            if not groups[group.vpc_id]:
                groups.pop(group.vpc_id)


def _shown(call: Call) -> list[Earlier]:
    known, since = call.box.earlier_groups, call.box.clock.now() - call.box.clock.duration("lag.group")
    for key in [key for key in known if key[0] == call.region]:
        known[key] = [earlier for earlier in known[key] if earlier.changed_at > since]
        if not known[key]:
            del known[key]
    return [states[0] for (region, _), states in known.items() if region == call.region]


def _copies(rules: list[Any]) -> list[Any]:
    """Later changes are made in place."""
    copies = [copy.copy(rule) for rule in rules]
    for rule in copies:
        rule.ip_range, rule.source_group = dict(rule.ip_range), dict(rule.source_group)
    return copies
