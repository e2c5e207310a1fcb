"""The sandbox's clock, and scheduled transitions."""

import heapq
import itertools
import time
from collections.abc import Callable

WEEK = 7 * 24 * 3600

# Seconds a transition takes. `instant` means: done by the next request.
DURATIONS = {
    "fast": {
        "instance.pending": 1, "instance.stopping": 1, "instance.shutting-down": 1,
        "nat.pending": 2, "nat.deleting": 2,
        "db.creating": 4, "db.accepting": 0.5, "db.modifying": 1, "db.deleting": 3, "db.stopping": 2, "db.starting": 2,
        "db.rebooting": 1, "db.snapshot": 1, "db.stopped": WEEK,
        "volume.creating": 0.3, "volume.modifying": 0.3, "volume.deleting": 0.3, "snapshot.pending": 0.3,
        "elb.provisioning": 2, "endpoint.pending": 1, "endpoint.deleting": 1,
        "lag.mapping": 1, "lag.interface": 1, "lag.bucket": 0.5, "lag.policy": 0.5, "lag.group": 0.5,
        "linger": 60,
    },
    "real": {
        "instance.pending": 20, "instance.stopping": 30, "instance.shutting-down": 40,
        "nat.pending": 90, "nat.deleting": 45,
        "db.creating": 300, "db.accepting": 45, "db.modifying": 60, "db.deleting": 180, "db.stopping": 120, "db.starting": 180,
        "db.rebooting": 60, "db.snapshot": 90, "db.stopped": WEEK,
        "volume.creating": 3, "volume.modifying": 30, "volume.deleting": 3, "snapshot.pending": 30,
        "elb.provisioning": 120, "endpoint.pending": 60, "endpoint.deleting": 90,
        "lag.mapping": 120, "lag.interface": 60, "lag.bucket": 5, "lag.policy": 10, "lag.group": 10,
        "linger": 3600,
    },
}
MODES = ("instant", *DURATIONS)


class Clock:
    """The time since the start plus `advance`, with a queue of scheduled transitions."""

    def __init__(self, mode: str = "fast"):
        self.mode = mode
        # A machine's clock can be set back, even by hours after sleep, and nothing would run until then.
        self._start = time.time() - time.monotonic()
        self.linger: float | None = None
        # How long AWS's state lags; None for the clock's defaults.
        self.lag: float | None = None
        self._offset = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def now(self) -> float:
        return self._start + time.monotonic() + self._offset

    def advance(self, seconds: float) -> None:
        self._offset += seconds

    def clear(self) -> None:
        self._due.clear()
        self._offset = 0.0

    def duration(self, name: str) -> float:
        if name == "linger" and self.linger is not None:
            return self.linger
        if name.startswith("lag.") and self.lag is not None:
            return self.lag
        if self.mode == "instant":
            # Without a clock, lingering resources would never be visible, so they stay until a reset.
            return float("inf") if name in ("linger", "db.stopped") else 0.0
        return DURATIONS[self.mode][name]

    def later(self, name: str, action: Callable[[], None]) -> None:
        """Runs `action` once the named transition's time has passed, just before a later request."""
        seconds = self.duration(name)
        if seconds != float("inf"):
            heapq.heappush(self._due, (self.now() + seconds, next(self._order), action))

    def run_due(self) -> None:
        if not self._due:
            return
        # An action that schedules another at `instant` must not run it for this same request's sake only
        # when it is due: the loop re-reads the queue, so chains (deleting, then gone) complete in one go.
        now = self.now()
        while self._due and self._due[0][0] <= now:
            _, _, action = heapq.heappop(self._due)
            action()
            now = self.now()
