"""Token buckets, one per service and Region, as AWS limits requests."""

from __future__ import annotations

import threading
import time


class Buckets:
    """The remaining tokens of each bucket. Callers pass size and refill rate."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[tuple[str, str], tuple[float, float]] = {}

    def take(self, key: tuple[str, str], size: float, refill: float) -> bool:
        now = time.monotonic()
        with self._lock:
            left, then = self._left.get(key, (size, now))
            left = min(size, left + (now - then) * refill)
            self._left[key] = (left - 1 if left >= 1 else left, now)
            return left >= 1

    def clear(self) -> None:
        with self._lock:
            self._left.clear()
