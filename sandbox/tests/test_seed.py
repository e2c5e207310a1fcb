"""Seeding makes every type that a blueprint's sections make, and the inventory knows them all."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
from pathlib import Path

from .support import SandboxTest

_spec = importlib.util.spec_from_file_location("seed", Path(__file__).resolve().parent.parent / "seed.py")
seed = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(seed)

HERE = {"Vpc", "Subnet", "InternetGateway", "NatGateway", "EIP", "RouteTable", "SecurityGroup", "KeyPair", "Instance", "Volume",
        "DBSubnetGroup", "DBInstance", "Bucket"}


class Seeding(SandboxTest):
    def run_seed(self, *more: str) -> dict:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(seed.main(["--endpoint", self.sandbox.endpoint, "--regions", "2", "--workers", "1", *more]), 0)
        return json.loads(out.getvalue())

    def test_every_type_is_made_and_listed(self) -> None:
        made = self.run_seed()["made"]
        inventory = self.sandbox.control("GET", "inventory")
        for region in set(made) - {"global"}:
            self.assertEqual(set(made[region]), HERE)
            for kind, count in made[region].items():
                self.assertEqual(len(inventory[region][kind]), count, (region, kind))
            self.assertEqual({"NetworkInterface", "Secret"}, set(inventory[region]) - HERE)
        self.assertEqual(set(inventory["global"]), {"Role", "InstanceProfile"})

    def test_the_same_seed_makes_the_same(self) -> None:
        def names() -> list[str]:
            here = self.sandbox.control("GET", "inventory")
            return [(row["id"], row["tags"]) for region in sorted(here) for kind in ("Bucket", "DBInstance", "Role")
                    for row in here[region].get(kind, [])]

        one = self.run_seed("--seed", "7")["made"], names()
        self.sandbox.control("POST", "reset")
        self.sandbox.control("PATCH", "settings", {"clock": "instant", "strict": True})
        self.assertEqual((self.run_seed("--seed", "7")["made"], names()), one)
