"""Writes the checkpoints that PyTorchCheckpointTests read, and expected.json with what is in them.

Made with PyTorch 1.13.0 (Debian's python3-torch): /usr/bin/python3 generate.py
The hostile ones are only ever written here; nothing loads them with Python.
"""
import collections
import io
import json
import os
import pickle
import zipfile

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
expected = {"_made_with": "PyTorch " + torch.__version__}


def describe(tensor):
    values = tensor.to(torch.complex128) if tensor.is_complex() else tensor.to(torch.float64)
    values = torch.view_as_real(values) if tensor.is_complex() else values
    return {"dtype": str(tensor.dtype), "shape": list(tensor.shape), "values": values.reshape(-1).tolist()}


def save(name, content, tensors, **options):
    torch.save(content, os.path.join(HERE, name), **options)
    expected[name] = {key: describe(value.detach()) for key, value in tensors.items()}


def rewrite(source, name, entry, pickle_bytes=None):
    """The same archive, each entry written by `entry(zip, name, bytes)`."""
    with zipfile.ZipFile(os.path.join(HERE, source)) as old, zipfile.ZipFile(os.path.join(HERE, name), "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if pickle_bytes is not None and item.endswith("/data.pkl"):
                content = pickle_bytes
            entry(new, item, content)


def stored(archive, item, content):
    info = zipfile.ZipInfo(item, (1980, 1, 1, 0, 0, 0))
    archive.writestr(info, content)


def deflated(archive, item, content):
    info = zipfile.ZipInfo(item, (1980, 1, 1, 0, 0, 0))
    archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def zip64(archive, item, content):
    info = zipfile.ZipInfo(item, (1980, 1, 1, 0, 0, 0))
    with archive.open(info, "w", force_zip64=True) as stream:
        stream.write(content)


torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
model(torch.randn(4, 3))
state = model.state_dict()
save("state_dict.pt", state, state)

optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(4, 3)).sum().backward()
optimizer.step()
save("training.pt", {
    "epoch": 7, "loss": 0.25, "name": "caf\u00e9", "none": None, "flags": [True, False], "pair": (1, -2, 3, 4),
    "big": 2 ** 70, "negative": -70000, "word": 40000, "long": 2 ** 40, "shape": torch.Size([2, 3]),
    "dtype": torch.bfloat16, "state_dict": model.state_dict(), "parameter": model[0].weight,
    "optimizer": optimizer.state_dict()}, model.state_dict())

base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
views = {
    "base": base, "row": base[2], "column": base[:, 1], "transposed": base.t(), "every_second": base[::2, 1::2],
    "expanded": base[:1].expand(3, 6), "scalar": base[3, 5], "empty": base[:0], "flat_end": base.view(-1)[20:]}
save("views.pt", views, views)

kinds = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16,
         torch.float32, torch.float64, torch.complex64, torch.complex128]
types = {str(kind): torch.tensor([0, 1, 3]).to(kind) for kind in kinds}
save("types.pt", types, types)

save("plain_tensor.pt", torch.tensor([1.5, -2.0]), {})
for name, entry in (("deflated.pt", deflated), ("zip64.pt", zip64)):
    rewrite("views.pt", name, entry)
    expected[name] = expected["views.pt"]

torch.save(state, os.path.join(HERE, "old_form.pt"), _use_new_zipfile_serialization=False)
torch.save(state, os.path.join(HERE, "protocol4.pt"), pickle_protocol=4)
torch.save(model, os.path.join(HERE, "whole_module.pt"))
torch.jit.save(torch.jit.script(torch.nn.ReLU()), os.path.join(HERE, "script.pt"))


class One(torch.nn.Module):
    """What libtorch's torch::save(tensor, ...) writes: a program without functions and one parameter, "0"."""

    def __init__(self, value):
        super().__init__()
        self.register_parameter("0", torch.nn.Parameter(value))


torch.jit.save(torch.jit.script(One(torch.tensor([[1.5, -2], [0.25, 8]], dtype=torch.float64))),
               os.path.join(HERE, "script_tensor.pt"))


class Calls:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


marker = "touch /tmp/notebookkit-hostile-checkpoint"
for name, attack in (
        ("hostile_system.pt", Calls(os.system, marker)),
        ("hostile_eval.pt", Calls(eval, "__import__('os').system('%s')" % marker)),
        ("hostile_getattr.pt", Calls(getattr, collections.OrderedDict, "fromkeys"))):
    torch.save({"weight": torch.ones(1), "attack": attack}, os.path.join(HERE, name))
rewrite("plain_tensor.pt", "hostile_protocol0.pt", stored, pickle.dumps(Calls(os.system, marker), 0))
rewrite("plain_tensor.pt", "hostile_inst.pt", stored, b"(S'" + marker.encode() + b"'\nios\nsystem\n.")

with zipfile.ZipFile(os.path.join(HERE, "bomb.pt"), "w") as archive:
    stream = io.BytesIO()
    torch.save({"weight": torch.zeros(1)}, stream)
    with zipfile.ZipFile(stream) as source:
        content = source.read("archive/data.pkl").replace(b"K\x01tq", b"J\x00\x00\x40\x00tq", 1)
    stored(archive, "archive/data.pkl", content)
    deflated(archive, "archive/data/0", bytes(4 * 0x400000))

with open(os.path.join(HERE, "expected.json"), "w", encoding="utf-8") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
