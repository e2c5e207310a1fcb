"""The process: its ready line, its lock, its end, and connections that stay open."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/ec2/aws4_request",
          "Content-Type": "application/x-www-form-urlencoded"}


class Process(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def start(self, *more: str, environment: dict[str, str] | None = None) -> tuple[subprocess.Popen, dict]:
        process = subprocess.Popen(
            [sys.executable, "-m", "pockitect_sandbox", "--data", self.folder.name, "--quiet", *more],
            cwd=HOUSE, env=os.environ | (environment or {}), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, json.loads(process.stdout.readline())

    def test_a_life_from_ready_line_to_clean_exit(self) -> None:
        process, ready = self.start("--clock", "instant")
        note = Path(self.folder.name, "sandbox.json")
        self.assertTrue(ready["ready"])
        self.assertEqual(ready["pid"], process.pid)
        self.assertEqual(json.loads(note.read_text()), ready)
        self.assertEqual(note.stat().st_mode & 0o777, 0o600)
        second = subprocess.run([sys.executable, "-m", "pockitect_sandbox", "--data", self.folder.name], cwd=HOUSE, capture_output=True, text=True)
        self.assertEqual(second.returncode, 3)
        self.assertIn("Another sandbox", second.stderr)
        connection = http.client.HTTPConnection(ready["endpoint"].removeprefix("http://"))
        for _ in range(3):  # one connection, several requests
            connection.request("POST", "/", b"Action=DescribeRegions&Version=2016-11-15", SIGNED)
            answer = connection.getresponse()
            self.assertEqual(answer.status, 200)
            self.assertIn(b"us-east-1", answer.read())
            self.assertIsNotNone(connection.sock)
        connection.close()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)
        self.assertFalse(note.exists())

    def test_a_kept_log_is_whole_and_each_sandbox_has_its_own(self) -> None:
        with tempfile.TemporaryDirectory() as kept:
            for _ in range(2):
                process, ready = self.start(environment={"POCKITECT_SANDBOX_LOG": f"{kept}/logs"})
                connection = http.client.HTTPConnection(ready["endpoint"].removeprefix("http://"))
                connection.request("POST", "/", b"Action=DescribeRegions&Version=2016-11-15", SIGNED)
                self.assertEqual(connection.getresponse().status, 200)
                connection.close()
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(10), 0)
            logs = list(Path(kept, "logs").rglob("requests.jsonl"))
            self.assertEqual(len(logs), 2)
            for log in logs:
                bodies = [json.loads(line)["body"] for line in log.read_text().splitlines()]
                self.assertEqual(bodies, ["Action=DescribeRegions&Version=2016-11-15"])

    def test_it_ends_with_its_parent(self) -> None:
        parent = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        process, _ = self.start("--parent-pid", str(parent.pid))
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        self.assertEqual(process.wait(10), 0)
