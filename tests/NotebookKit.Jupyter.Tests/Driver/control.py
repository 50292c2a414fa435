"""What goes on around cells: queue, questions, comms, interrupts, control, the ends of a connection."""

import os
import signal
import tempfile
import time
from queue import Empty

from checks import check, run
from kernel import PATIENCE, Kernel, stream, validate


@check
def execute_stop_on_error(k):
    ids = [k.client.execute(c) for c in ("System.Threading.Thread.Sleep(100); throw new Exception();", '"behind"', '"last"')]
    assert [k.reply(i)["content"]["status"] for i in ids] == ["error", "aborted", "aborted"]
    for i in ids:
        k.outputs(i)
    ids = [k.client.execute(c) for c in ("throw new Exception();", "var skipped = 1;")]
    assert [k.reply(i)["content"]["status"] for i in ids] == ["error", "aborted"]
    for i in ids:
        k.outputs(i)
    time.sleep(0.1)                                 # the grace in which requests count as sent before the failure
    assert any("'skipped' is declared in a cell that was not run" in line for line in k.execute("skipped")[0]["traceback"])
    ids = [k.client.execute(c, stop_on_error=False) for c in ("throw new Exception();", '"behind"')]
    assert [k.reply(i)["content"]["status"] for i in ids] == ["error", "ok"]
    for i in ids:
        k.outputs(i)


@check
def comms(k):
    k.execute(
        'NotebookKit.Interactive.CommRegistry.Register("echo", (comm, first) => '
        'comm.Received += m => comm.Send(System.Text.Json.Nodes.JsonObject.Create(m.Data)));')
    for kind, content in (
        ("comm_open", {"comm_id": "c1", "target_name": "echo", "data": {}}),
        ("comm_msg", {"comm_id": "c1", "data": {"x": [1, 2]}}),
    ):
        message = k.client.session.msg(kind, content)
        k.client.shell_channel.send(message)
        outputs = k.outputs(message["header"]["msg_id"])
    assert [o["content"]["data"] for o in outputs if o["msg_type"] == "comm_msg"] == [{"x": [1, 2]}]
    assert k.reply(k.client.comm_info("echo"))["content"]["comms"] == {"c1": {"target_name": "echo"}}
    assert k.reply(k.client.comm_info("other"))["content"]["comms"] == {}
    message = k.client.session.msg("comm_open", {"comm_id": "c2", "target_name": "nobody", "data": {}})
    k.client.shell_channel.send(message)
    assert [o["msg_type"] for o in k.outputs(message["header"]["msg_id"])] == ["comm_close"]


@check
def stdin(k):
    for code, prompt, password in (
        ('input("name? ")', "name? ", False), ('password("key? ").GetClearTextPassword()', "key? ", True), ("Console.ReadLine()", "", False),
    ):
        msg_id = k.client.execute(code, allow_stdin=True)
        question = validate(k.client.get_stdin_msg(timeout=PATIENCE))
        assert question["content"] == {"prompt": prompt, "password": password}
        k.client.input("Ada")
        assert k.reply(msg_id)["content"]["status"] == "ok"
        assert k.outputs(msg_id)[-1]["content"]["data"]["text/plain"] == "Ada"
    reply, _ = k.execute('input("?")', allow_stdin=False)
    assert reply["status"] == "error" and "allow_stdin" in reply["evalue"]


@check
def interrupt(k):
    k.execute("var survivor = 41;")
    for code in ("while (true) { }", "System.Threading.Thread.Sleep(-1);", "await Task.Delay(-1);", "Console.ReadLine();"):
        msg_id = k.client.execute(code, allow_stdin=True)
        behind = k.client.execute("1")
        time.sleep(0.3)
        since = time.monotonic()
        k.manager.interrupt_kernel()
        content = k.reply(msg_id)["content"]
        took = time.monotonic() - since
        assert content["ename"] == "Interrupted" and took < 3, (code, content, took)
        assert k.reply(behind)["content"]["status"] == "aborted"
        k.outputs(msg_id), k.outputs(behind)
    assert k.result("survivor + 1") == "42"


@check
def interrupt_of_operators(k):
    """Loops of operators stop at their checkpoint, one call of very many operators by the last resort."""
    k.execute("""using TorchSharp; using static TorchSharp.torch;
        var a = torch.rand(64, 64); var relu = nn.ReLU(inplace: true);
        var net = nn.Sequential(nn.Linear(64, 64), relu, nn.Linear(64, 64));
        var deep = nn.Sequential(Enumerable.Repeat(relu, 300_000).ToArray());""")
    for code in ("while (true) a = a.mm(a);", "while (true) net.forward(a).Dispose();", "deep.forward(torch.rand(512, 512))"):
        msg_id = k.client.execute(f'display("begun");\n{code}')
        k.output(msg_id, "display_data")
        k.manager.interrupt_kernel()
        content = k.reply(msg_id)["content"]
        assert content["ename"] == "Interrupted" and "did not stop" not in content["evalue"], (code, content)
        k.outputs(msg_id)
    assert k.result("deep.Count + a.shape[0]") == "300064"


@check
def interrupt_of_threads(k):
    """What a cell started elsewhere ends with it, and never takes the kernel along."""
    for code in (
        "var t = new System.Threading.Thread(() => { while (true) { } }); t.Start(); t.Join(); while (true) { }",
        "async void Loop() { while (true) { await Task.Delay(1); } }\nLoop(); System.Threading.Thread.Sleep(-1);",
        "Task.Run(() => { while (true) { } }).Wait();",
    ):
        msg_id = k.client.execute(f'display("begun");\n{code}')
        k.output(msg_id, "display_data")
        k.manager.interrupt_kernel()
        assert k.reply(msg_id)["content"]["ename"] == "Interrupted", code
        k.outputs(msg_id)
    assert k.result("t.Join(60_000)") == "True"


@check
def interrupt_by_signal(k):
    msg_id = k.client.execute("while (true) { }")
    time.sleep(0.3)
    os.kill(k.pid, signal.SIGINT)
    assert k.reply(msg_id)["content"]["ename"] == "Interrupted"
    k.outputs(msg_id)
    assert k.result("1 + 1") == "2"


@check
def control_channel(k):
    running = k.client.execute("System.Threading.Thread.Sleep(500);")
    message = k.client.session.msg("kernel_info_request", {})
    k.client.control_channel.send(message)
    assert k.reply(message["header"]["msg_id"], "control")["content"]["status"] == "ok"
    message = k.client.session.msg("debug_request", {"type": "request", "seq": 1, "command": "initialize", "arguments": {}})
    k.client.control_channel.send(message)
    assert k.reply(message["header"]["msg_id"], "control")["content"]["success"] is False
    assert k.reply(running)["content"]["status"] == "ok"
    k.outputs(running)


@check
def connect(k):
    message = k.client.session.msg("connect_request", {})
    k.client.shell_channel.send(message)
    content = k.reply(message["header"]["msg_id"])["content"]
    ports = {name: getattr(k.manager, name) for name in ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")}
    assert content == {"status": "ok", **ports}, content
    assert k.outputs(message["header"]["msg_id"]) == []


@check
def unknown_message(k):
    """No answer, but busy and idle; the kernel goes on."""
    for channel in (k.client.shell_channel, k.client.control_channel):
        message = k.client.session.msg("nonsense_request", {"x": 1})
        channel.send(message)
        assert k.outputs(message["header"]["msg_id"]) == []
    assert k.result("3 + 3") == "6"


@check
def interrupt_of_nothing(k):
    message = k.client.session.msg("interrupt_request", {})
    k.client.control_channel.send(message)
    reply = k.reply(message["header"]["msg_id"], "control")
    assert (reply["msg_type"], reply["content"]) == ("interrupt_reply", {"status": "ok"}), reply
    assert k.outputs(message["header"]["msg_id"]) == []
    assert k.result("3 + 4") == "7"


@check
def task_that_nobody_awaits(k):
    """Its failure is told where its code is, once."""
    msg_id = k.client.execute('{ _ = Task.Run(() => { throw new InvalidOperationException("alone"); }); }')
    count = k.reply(msg_id)["content"]["execution_count"]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        k.client.execute("GC.Collect(); GC.WaitForPendingFinalizers();")
        try:
            while True:
                message = k.client.get_iopub_msg(timeout=0.2)
                if message["msg_type"] == "stream":
                    assert message["parent_header"]["msg_id"] == msg_id, message
                    text = message["content"]["text"]
                    assert text == f"A task of In[{count}] that nobody awaits failed: InvalidOperationException: alone\n", text
                    return
        except Empty:
            continue
    raise AssertionError("nothing was told")


@check
def wrong_signature(k):
    mark = os.path.join(tempfile.mkdtemp(), "mark")
    good, k.client.session.key = k.client.session.key, b"another"
    k.client.execute(f'System.IO.File.WriteAllText("{mark}", "")')
    k.client.session.key = good
    assert k.result("2 + 2") == "4"
    assert not os.path.exists(mark)


@check
def nothing_after_idle(k):
    k.execute('Console.Write("x"); display(1); 2')
    assert k.quiet() is None


@check
def shutdown(k):
    """On a kernel of its own: the reply repeats the wish to restart, also on shell; then the process ends in order."""
    for channel, restart in (("control", True), ("shell", False)):
        other = Kernel()
        running = other.client.execute("System.Threading.Thread.Sleep(-1);")
        other.output(running, "execute_input")
        message = other.client.session.msg("shutdown_request", {"restart": restart})
        getattr(other.client, f"{channel}_channel").send(message)
        reply = other.reply(message["header"]["msg_id"], channel)
        assert (reply["msg_type"], reply["content"]) == ("shutdown_reply", {"status": "ok", "restart": restart}), reply
        assert other.manager.provisioner.process.wait(timeout=PATIENCE) == 0
        other.close()


@check
def ipc(k):
    """The same kernel over ipc: ip is a path, the ports stand behind it."""
    with tempfile.TemporaryDirectory() as folder:
        other = Kernel(transport="ipc", ip=os.path.join(folder, "k"))
        try:
            reply, outputs = other.execute('Console.Write("by file"); 6 * 7')
            assert stream(outputs, "stdout") == "by file" and outputs[-1]["content"]["data"]["text/plain"] == "42"
            running = other.client.execute("while (true) { }")
            other.output(running, "execute_input")
            other.manager.interrupt_kernel()
            assert other.reply(running)["content"]["ename"] == "Interrupted"
            assert any(name.startswith("k-") for name in os.listdir(folder)), os.listdir(folder)
        finally:
            other.close()


run()
