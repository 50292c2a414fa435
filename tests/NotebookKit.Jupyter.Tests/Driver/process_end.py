"""What ends a kernel's process, and what its front end and the next kernel hear of it.

process_end.py exit | thread | stack | sigterm
"""

import os
import signal
import sys

from kernel import PATIENCE, Kernel, stream


def ended(kernel):
    """The exit code; -N for signal N."""
    return kernel.manager.provisioner.process.wait(timeout=PATIENCE)


def first_words(kernel):
    """What the next kernel of the same connection says at its first cell."""
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=PATIENCE)
    reply, outputs = kernel.execute("1 + 1")
    assert reply["status"] == "ok" and outputs[-1]["content"]["data"]["text/plain"] == "2"
    return stream(outputs, "stderr")


def exit_of_a_cell(kernel):
    """All outputs, a reply, the code; the next kernel tells of no crash."""
    msg_id = kernel.client.execute('Console.Write("before"); display(5); Console.Error.Write("last"); Environment.Exit(3);')
    reply, outputs = kernel.reply(msg_id)["content"], kernel.outputs(msg_id)
    assert reply["status"] == "error" and reply["ename"] == "Exited" and "exit code 3" in reply["evalue"], reply
    assert [o["msg_type"] for o in outputs] == ["execute_input", "stream", "display_data", "stream", "error"], outputs
    assert (stream(outputs, "stdout"), stream(outputs, "stderr")) == ("before", "last")
    assert ended(kernel) == 3
    assert first_words(kernel) == ""


def exception_of_a_thread(kernel):
    """Nothing can catch it: the error is shown, then the process ends."""
    msg_id = kernel.client.execute(
        'var t = new System.Threading.Thread(() => throw new InvalidOperationException("lost"));\nt.Start(); t.Join(60_000);')
    shown = kernel.output(msg_id, "error")["content"]
    assert (shown["ename"], shown["evalue"]) == ("System.InvalidOperationException", "lost"), shown
    assert "the kernel ends" in shown["traceback"][0] and any("In[1]:line 1" in line for line in shown["traceback"]), shown
    assert ended(kernel) == -signal.SIGABRT
    said = first_words(kernel)
    assert "ended while In[1] ran" in said and 'Exception("lost")' in said, said


def full_stack(kernel):
    """No error can be shown; the next kernel names the cell, with the front end's own id of it."""
    kernel.execute("int Deep(int n) => Deep(n + 1) + 1;")
    message = kernel.client.session.msg("execute_request", {"code": "Deep(0)", "silent": False}, metadata={"cellId": "f00d"})
    kernel.client.shell_channel.send(message)
    assert ended(kernel) < 0
    said = first_words(kernel)
    assert "ended while In[2] (cell f00d) ran" in said and "Deep(0)" in said, said


def sigterm(kernel):
    """As a shutdown: in order, even while a cell runs."""
    msg_id = kernel.client.execute('display("running"); while (true) { }')
    kernel.output(msg_id, "display_data")
    os.kill(kernel.pid, signal.SIGTERM)
    assert ended(kernel) == 0
    assert first_words(kernel) == ""


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    checks = {"exit": exit_of_a_cell, "thread": exception_of_a_thread, "stack": full_stack, "sigterm": sigterm}
    running = Kernel()
    try:
        checks[sys.argv[1]](running)
    finally:
        running.close()
