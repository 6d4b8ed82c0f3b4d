"""Processes that render pages on demand (`tests.benchmarks.renderer`), asked in turn."""

import json
import subprocess
import sys
from contextlib import contextmanager

from tests.benchmarks.server import ROOT


@contextmanager
def renderer(module, environment):
    """Give (what asks for the cost of a page, the addresses by name) while the process runs.

    A cost is (statements, ms of processor time, ms of the clock, bytes).
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(address):
        print(address, file=process.stdin, flush=True)
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"{address} could not be rendered")
        return [float(number) for number in line.split()]

    try:
        yield ask, json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait()


def compare(*sides, calls, warming):
    """Return a list of costs for each side, (ask, addresses), which are asked in turn."""
    costs = [[] for _side in sides]
    for call in range(warming + calls):
        for (ask, addresses), seen in zip(sides, costs, strict=True):
            cost = ask(addresses[call % len(addresses)])
            if call >= warming:
                seen.append(cost)
    return costs
