"""One kernel of the comparison: started, asked and timed over ZeroMQ, with the client's own cost as small as it gets."""
import os
import signal
import time

import zmq
from jupyter_client.manager import KernelManager

PATIENCE = 60
MIB = 1 << 20
TICKS = os.sysconf("SC_CLK_TCK")
signal.signal(signal.SIGINT, signal.default_int_handler)        # a background job hands "ignored" on to its children


class Side:
    """A kernel process with a client of its own. Times are in seconds."""

    def __init__(self, name):
        context = zmq.Context()
        context.reconnect_ivl = 5                   # ms: the client is there before the kernel listens
        context.linger = 0
        self.manager = KernelManager(kernel_name=name, context=context)
        self.started = time.perf_counter()
        self.manager.start_kernel()
        self.session = self.manager.session
        identity = self.session.bsession
        self.shell = self.manager.connect_shell(identity=identity)
        self.control = self.manager.connect_control(identity=identity)
        self.iopub = self.manager.connect_iopub()
        self.process = self.manager.provisioner.process
        self.info = self.ask("kernel_info_request", {})

    def receive(self, socket):
        if not socket.poll(PATIENCE * 1000):
            raise TimeoutError(f"{self.manager.kernel_name}: no message within {PATIENCE} s")
        _, frames = self.session.feed_identities(socket.recv_multipart())
        return self.session.deserialize(frames)

    def send(self, kind, content, socket=None):
        message = self.session.msg(kind, content)
        self.session.send(socket or self.shell, message)
        return message["header"]["msg_id"]

    def reply(self, msg_id, socket=None):
        while True:
            message = self.receive(socket or self.shell)
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def outputs(self, msg_id):
        """Messages of a request on iopub, up to its idle."""
        found = []
        while True:
            message = self.receive(self.iopub)
            if message["parent_header"].get("msg_id") == msg_id:
                found.append(message)
                if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                    return found

    def ask(self, kind, content):
        """Seconds from a request to its reply, and the reply."""
        since = time.perf_counter()
        content = self.reply(self.send(kind, content))
        return time.perf_counter() - since, content

    def begin(self, code):
        """Sends a cell; its failure aborts nothing behind it."""
        return self.send("execute_request", dict(
            code=code, silent=False, store_history=True, user_expressions={}, allow_stdin=False, stop_on_error=False))

    def execute(self, code):
        """Seconds from the request until reply and idle are both there, the reply, and the messages on iopub."""
        since = time.perf_counter()
        msg_id = self.begin(code)
        reply = self.reply(msg_id)
        outputs = self.outputs(msg_id)
        return time.perf_counter() - since, reply, outputs

    def result(self, code):
        """Seconds, with the value checked to be there."""
        seconds, reply, outputs = self.execute(code)
        assert reply["status"] == "ok", reply
        assert any(o["msg_type"] == "execute_result" for o in outputs), outputs
        return seconds

    def since_start(self):
        return time.perf_counter() - self.started

    def interrupt(self, code):
        """Seconds from the interrupt of a running cell to its reply."""
        msg_id = self.begin(code)
        while self.receive(self.iopub)["msg_type"] != "execute_input":
            pass
        time.sleep(0.3)                             # to be compiled and begun
        since = time.perf_counter()
        if self.manager.kernel_spec.interrupt_mode == "message":
            self.send("interrupt_request", {}, self.control)
        else:
            self.manager.interrupt_kernel()
            self.send("kernel_info_request", {})    # ipykernel 6.17 notices a signal in an await with its next message
        reply = self.reply(msg_id)
        seconds = time.perf_counter() - since
        assert reply["status"] == "error", reply
        self.outputs(msg_id)
        return seconds

    def memory(self):
        """Resident MiB of the process."""
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB

    def cpu(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def shutdown(self):
        """Seconds from the request to the end of the process."""
        since = time.perf_counter()
        self.send("shutdown_request", {"restart": False}, self.control)
        self.process.wait(PATIENCE)
        seconds = time.perf_counter() - since
        self.manager.cleanup_resources()
        for socket in (self.shell, self.control, self.iopub):
            socket.close()
        return seconds
