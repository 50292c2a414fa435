"""Long runs: many interrupts keep the state, many restarts and a dead parent leave no process.

endurance.py cells N | interrupts N | restarts N | orphan
"""

import os
import signal
import subprocess
import sys
import time

from kernel import Kernel

LOOPS = (
    "while (true) { }", "System.Threading.Thread.Sleep(-1);", "await Task.Delay(-1);",
    'var s = ""; while (true) s = s.Length > 1000 ? "" : s + "x";',
    "while (true) { try { while (true) { } } catch (Exception) { } }",
)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid, seconds):
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def resident(pid):
    """MiB."""
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def cells(count):
    """The first tenth warms up. The bounds leave room for a loaded machine; benchmarks/kernel has the exact figures."""
    kernel = Kernel()

    def completions():
        return [completion("text.Spl", "Split"), completion("tex", "text")]

    def completion(code, expected):
        times = []
        for _ in range(25):
            since = time.monotonic()
            matches = kernel.reply(kernel.client.complete(code, len(code)))["content"]["matches"]
            times.append(1000 * (time.monotonic() - since))
            assert matches[0] == expected, matches
        return min(times)

    try:
        kernel.execute('var text = "a b";')
        for i in range(count):
            if i == count // 10:
                memory, first = resident(kernel.pid), completions()
            reply, _ = kernel.execute(f"var v{i} = {i};")
            assert reply["status"] == "ok", reply
        growth, last = (resident(kernel.pid) - memory) / (count - count // 10), completions()
        print(f"{count} cells: {growth:.3f} MiB a cell; the fastest completions of a member and a name "
              f"{[round(t, 1) for t in first]} ms, at the end {[round(t, 1) for t in last]} ms")
        assert kernel.result(f"v0 + v{count - 1}") == str(count - 1)
        assert growth < 0.5, growth                 # 4 where each cell binds its references anew
        assert all(after < 4 * before + 50 for before, after in zip(first, last)), (first, last)
    finally:
        kernel.close()


def interrupts(count):
    kernel = Kernel()
    try:
        kernel.execute("var kept = 0;")
        slowest = 0
        for i in range(count):
            msg_id = kernel.client.execute("kept++; display(kept); " + LOOPS[i % len(LOOPS)])
            while True:
                message = kernel.client.get_iopub_msg(timeout=60)
                if message["msg_type"] == "display_data" and message["parent_header"]["msg_id"] == msg_id:
                    break
            since = time.monotonic()
            kernel.manager.interrupt_kernel()
            content = kernel.reply(msg_id)["content"]
            slowest = max(slowest, time.monotonic() - since)
            assert content["ename"] == "Interrupted", (i, content)
            assert int(message["content"]["data"]["text/plain"]) == i + 1
        assert kernel.result("kept") == str(count)
        print(f"{count} interrupts, the slowest took {1000 * slowest:.0f} ms")
    finally:
        kernel.close()


def restarts(count):
    kernel = Kernel()
    pids = [kernel.pid]
    try:
        for i in range(count):
            if i % 2 == 0:
                kernel.client.execute("System.Threading.Thread.Sleep(-1);")
            kernel.manager.restart_kernel(now=False)
            kernel.client.wait_for_ready(timeout=60)
            pids.append(kernel.pid)
    finally:
        kernel.close()
    left = [pid for pid in pids if not gone(pid, 5)]
    assert not left and len(set(pids)) == count + 1, left
    print(f"{count} restarts left no process")


def orphan():
    """A parent that is killed takes its kernel with it."""
    code = "from kernel import Kernel; import time; k = Kernel(); print(k.pid, flush=True); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    since = time.monotonic()
    assert gone(pid, 10), pid
    print(f"the orphan ended after {time.monotonic() - since:.1f} s")


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    {"cells": lambda: cells(int(sys.argv[2])), "interrupts": lambda: interrupts(int(sys.argv[2])), "restarts": lambda: restarts(int(sys.argv[2])), "orphan": orphan}[sys.argv[1]]()
