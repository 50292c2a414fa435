"""A C# kernel behind jupyter_client: starts it, asks it, collects what comes."""

import time
from queue import Empty

from jupyter_client.manager import KernelManager

PATIENCE = 60
REQUIRED = {
    "status": {"execution_state": str},
    "stream": {"name": str, "text": str},
    "display_data": {"data": dict, "metadata": dict, "transient": dict},
    "update_display_data": {"data": dict, "metadata": dict, "transient": dict},
    "execute_input": {"code": str, "execution_count": int},
    "execute_result": {"data": dict, "metadata": dict, "execution_count": int},
    "error": {"ename": str, "evalue": str, "traceback": list},
    "clear_output": {"wait": bool},
    "execute_reply": {"status": str, "execution_count": int},
    "complete_reply": {"status": str, "matches": list, "cursor_start": int, "cursor_end": int, "metadata": dict},
    "inspect_reply": {"status": str, "found": bool, "data": dict, "metadata": dict},
    "is_complete_reply": {"status": str},
    "history_reply": {"status": str, "history": list},
    "comm_info_reply": {"status": str, "comms": dict},
    "shutdown_reply": {"status": str, "restart": bool},
    "interrupt_reply": {"status": str},
    "connect_reply": {"status": str, "shell_port": int, "iopub_port": int, "stdin_port": int, "control_port": int, "hb_port": int},
    "input_request": {"prompt": str, "password": bool},
    "comm_open": {"comm_id": str, "target_name": str, "data": dict},
    "comm_msg": {"comm_id": str, "data": dict},
    "comm_close": {"comm_id": str, "data": dict},
    "debug_reply": {"type": str, "request_seq": int, "success": bool, "command": str},
    "kernel_info_reply": {
        "status": str, "protocol_version": str, "implementation": str, "implementation_version": str,
        "language_info": dict, "banner": str, "help_links": list,
    },
}
HEADER = {"msg_id": str, "msg_type": str, "session": str, "username": str, "version": str}


def stream(outputs, name):
    """The text of a stream."""
    return "".join(o["content"]["text"] for o in outputs if o["msg_type"] == "stream" and o["content"]["name"] == name)


def validate(message):
    """Every message has the keys and types that the protocol requires."""
    for name, kind in HEADER.items():
        assert isinstance(message["header"][name], kind), f"header.{name} of {message['msg_type']}"
    for name, kind in REQUIRED.get(message["msg_type"], {}).items():
        assert isinstance(message["content"].get(name), kind), f"{message['msg_type']}.{name}: {message['content']}"
    if message["msg_type"] in ("display_data", "execute_result"):
        assert isinstance(message["content"]["data"].get("text/plain"), str), message["content"]["data"]
    return message


class Kernel:
    """One kernel process and one client."""

    def __init__(self, name=".net-csharp", **options):
        self.manager = KernelManager(kernel_name=name, **options)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)

    def reply(self, msg_id, channel="shell"):
        get = getattr(self.client, f"get_{channel}_msg")
        while True:
            message = validate(get(timeout=PATIENCE))
            if message["parent_header"].get("msg_id") == msg_id:
                return message

    def outputs(self, msg_id):
        """What the request brought on iopub; busy first and idle last, which are left out."""
        found = []
        while True:
            message = validate(self.client.get_iopub_msg(timeout=PATIENCE))
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "status":
                if message["content"]["execution_state"] == "idle":
                    return found
                assert not found, "busy comes first"
            else:
                found.append(message)

    def output(self, msg_id, kind):
        """The next message of that type that the request brings on iopub."""
        while True:
            message = validate(self.client.get_iopub_msg(timeout=PATIENCE))
            if message["msg_type"] == kind and message["parent_header"].get("msg_id") == msg_id:
                return message

    def execute(self, code, **options):
        """The content of the reply and the outputs, execute_input left out."""
        msg_id = self.client.execute(code, **options)
        reply = self.reply(msg_id)
        outputs = self.outputs(msg_id)
        if not options.get("silent"):
            assert outputs[0]["msg_type"] == "execute_input" and outputs[0]["content"]["code"] == code
            outputs = outputs[1:]
        return reply["content"], outputs

    def result(self, code):
        """The text of the last expression."""
        reply, outputs = self.execute(code)
        assert reply["status"] == "ok", reply
        return [o["content"]["data"]["text/plain"] for o in outputs if o["msg_type"] == "execute_result"][-1]

    def interrupt_when(self, started):
        """Interrupts the running cell once it has begun."""
        deadline = time.monotonic() + PATIENCE
        while not started():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        self.manager.interrupt_kernel()

    def quiet(self):
        """Nothing more comes on iopub."""
        try:
            return self.client.get_iopub_msg(timeout=0.2)["msg_type"]
        except Empty:
            return None
