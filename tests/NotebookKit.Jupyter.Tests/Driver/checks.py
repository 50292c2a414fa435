"""Checks against one kernel, as in a long session; prints a JSON line for each."""

import json
import time
import traceback

from kernel import Kernel

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def run():
    kernel = Kernel()
    try:
        for function in CHECKS:
            since = time.monotonic()
            try:
                function(kernel)
                error = None
            except Exception:
                error = traceback.format_exc()
            print(json.dumps({"check": function.__name__, "error": error, "seconds": time.monotonic() - since}), flush=True)
    finally:
        kernel.close()
