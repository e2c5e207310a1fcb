"""moto's answers as plain values by the operation's output shape.

moto hands its serializer live objects and lets it look for every member of every shape under half a dozen
aliases. The look-up only depends on the object's class and on what attributes it has, so the names that can
match are worked out once per class and member.
"""

from __future__ import annotations

from typing import Any

from botocore import xform_name
from moto.core.constants import MISSING
from moto.core.serialize import AttributePickerContext, DEFAULT_ALIAS_PROVIDERS
from moto.core.utils import get_value

_names: dict[tuple[type, int, str], tuple[str, ...]] = {}


class Plain:
    """Turns one operation's result into dicts, lists and scalars."""

    def __init__(self, operation: Any, transformers: dict[str, Any]):
        self._operation = operation
        self._transformers = list(transformers.items())
        self._transformer_at: dict[str, Any] = {}

    def result(self, value: Any) -> dict[str, Any]:
        shape = self._operation.output_shape
        if shape is None or value is None:
            return {}
        return self._structure(value, shape, f"{self._operation.name}.{shape.name}")

    def _structure(self, value: Any, shape: Any, path: str) -> dict[str, Any]:
        result = {}
        for key, member in shape.members.items():
            found = self._pick(value, key, member, shape, path)
            if found is not None:
                result[key] = self._value(found, member, f"{path}.{key}")
        return result

    def _value(self, value: Any, shape: Any, path: str) -> Any:
        kind = shape.type_name
        if kind == "structure":
            return value if getattr(shape, "is_document_type", False) else self._structure(value, shape, path)
        if kind == "list":
            # moto's paths name a list's items by their shape.
            member, below = shape.member, f"{path}.{shape.member.name}"
            return [self._value(item, member, below) for item in value if item is not None]
        if kind == "map":
            return {str(k): self._value(v, shape.value, f"{path}.value") for k, v in value.items()}
        if kind == "integer" or kind == "long":
            return int(value)
        if kind == "float" or kind == "double":
            return float(value)
        if kind == "boolean":
            return value.lower() == "true" if isinstance(value, str) else bool(value)
        return value

    def _pick(self, obj: Any, key: str, member: Any, parent: Any, path: str) -> Any:
        value = MISSING
        for name in self._candidates(obj, key, member, parent):
            value = get_value(obj, name, MISSING)
            if value is not MISSING:
                break
        if value is MISSING:
            value = None
        if self._transformers:
            where = f"{path}.{key}"
            transform = self._transformer_at.get(where, MISSING)
            if transform is MISSING:
                transform = next((t for end, t in self._transformers if where.endswith(end)), None)
                self._transformer_at[where] = transform
            if transform is not None:
                value = transform(value)
        return value

    def _candidates(self, obj: Any, key: str, member: Any, parent: Any) -> tuple[str, ...]:
        cls = obj.__class__
        known = _names.get((cls, id(parent), key))
        if known is None:
            member.parent = parent
            context = AttributePickerContext(obj=obj, key=key, shape=member, operation_model=self._operation)
            names: list[str] = []
            for provider in DEFAULT_ALIAS_PROVIDERS:
                alias = provider(context)
                if alias.has_alias(key):
                    name = alias.get_alias(key)
                    names += [name, xform_name(name)]
            known = _names[(cls, id(parent), key)] = tuple(dict.fromkeys(n for n in names if n))
        return known
