"""Writes operators.expected.txt: what PyTorch gives for the calls of operators.txt, one by one.

Run with Debian 12's python3-torch (1.13):  /usr/bin/python3 tests/oracles/torch/operators.py

A block of the result file is one call on one type:

    call @ type
    = dtype[shape] values        one line per result; complex numbers as two; (none) for an absent one
    ! message                    libtorch's error instead
    d NAME values                gradient of sum(w * result), w = 0.5 + k / count, for each input of the type under test
    _= _! _d                     the same of the form in place, where it differs
"""
import math
import pathlib
import re
import warnings

import torch
import torch.nn.functional as F

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
TYPES = {n: getattr(torch, n) for n in
         "float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool complex64 complex128".split()}
DIGITS = {torch.float64: 10, torch.complex128: 10, torch.float32: 8, torch.complex64: 8, torch.float16: 5, torch.bfloat16: 4}
AREAS = {"torch": None, "functional": F, "linalg": torch.linalg, "fft": torch.fft, "special": torch.special}


class Names(dict):
    """A name that is nothing else is a member of an enum, in PyTorch a string."""

    def __missing__(self, name):
        return name.lower()


def read():
    tensors, types, cases, area, on = {}, {}, [], None, None
    for line in (HERE / "operators.txt").read_text().splitlines():
        if not line or line[0] == "#" or line.startswith(("without ", "no ")):
            continue
        if line.startswith("tensor "):
            _, name, dtype, shape, *values = line.split()
            tensors[name] = dtype, [int(n) for n in shape[1:-1].split(",") if n], values
        elif line.startswith("types "):
            name, members = line[6:].split(" = ")
            types[name] = members.split()
        elif line[0] == "[":
            area, on = line[1:-1].split()
        else:
            call, *options = line.split(" | ")
            options = dict(o.split(": ", 1) for o in options)
            names, arguments = call.split("(", 1)
            for name in names.split():
                own = {key: value.replace("NAME", name) for key, value in options.items()}
                on_types = own["on"].split() if "on" in own else types.get(on, ["-"])
                cases.append((area, f"{name}({arguments}", own, on_types))
    return tensors, cases


def make(name, spec, under_test):
    dtype, shape, values = spec
    numel = math.prod(shape)
    if values[:1] == ["wave"]:
        values = [((k * int(values[1])) % 37 - 18) / 8 for k in range(numel)]
    real = torch.tensor([float(v) for v in values], dtype=torch.float64)
    if dtype == "c128":
        return torch.view_as_complex(real.reshape(*shape, 2))
    real = real.reshape(shape)
    return cast(real, TYPES[under_test if dtype == "any" else dtype])


def cast(real, dtype):
    """Integers through int64: from a negative real straight to uint8 is undefined."""
    if dtype.is_complex:
        return torch.complex(real, 0.25 - real * 0.5).to(dtype)
    if dtype.is_floating_point or dtype == torch.bool:
        return real.to(dtype)
    return torch.nan_to_num(real).to(torch.int64).to(dtype)


def number(value, digits):
    return "0" if value == 0 else re.sub(r"e([+-])0*", r"e\1", f"{value:.{digits}g}").replace("e+", "e")


def show(tensor):
    tensor = tensor.detach().clone().resolve_conj().resolve_neg()
    digits = DIGITS.get(tensor.dtype, 20)
    flat = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    wide = flat.reshape(-1).tolist()
    name = str(tensor.dtype)[6:]
    return f"{name}[{','.join(map(str, tensor.shape))}] " + " ".join(number(v, digits) for v in wide)


def flatten(result):
    if isinstance(result, (tuple, list)) and (not result or not all(isinstance(r, int) for r in result)):
        return [r for part in result for r in flatten(part)]
    return [result]


def line(result):
    if result is None:
        return "(none)"
    if torch.is_tensor(result):
        return show(result)
    if isinstance(result, torch.dtype):
        return str(result)[6:]
    return str(list(result) if isinstance(result, (tuple, list)) else result).lower().replace(" ", "")


def first(call):
    name, rest = call.split("(", 1)
    match = re.match(r"[\w.]+", rest)
    return name, match.group(0) if match else None


def expression(area, call, options, in_place):
    name, target = first(call)
    text = options.get("py")
    if not in_place and text:
        return text
    arguments = call.split("(", 1)[1]
    if not in_place and AREAS[area] is not None:
        return f"{'F' if area == 'functional' else 'torch.' + area}.{name}({arguments}"
    if in_place:
        if target is None:
            return None
        if text:
            text, count = re.subn(rf"^(torch|F|{target})\.{name}\(", "", text)
            if count == 0:
                return None
            arguments = text if text.startswith(target) else f"{target}, {text}" if text != ")" else f"{target})"
        name += "_"
    for owner, say in ((torch, "torch"), (torch.Tensor, "torch.Tensor"), (torch.ops.aten, "torch.ops.aten")):
        if not (in_place and owner is torch) and callable(getattr(owner, name, None)) and (name != "cpu" or owner is not torch):
            return f"{say}.{name}({arguments}"
    return None


def message(error):
    """The first line; Python renames the types of libtorch."""
    text = re.sub(r"torch\.(\w+)Tensor\b", r"CPU\1Type", str(error).split("\n")[0])
    return re.sub(r"\s+", " ", text)[:150].strip()


def outcome(tensors, call, text, dtype, in_place):
    env = Names({n: make(n, s, dtype) for n, s in tensors.items() if re.search(rf"\b{n}\b", text)})
    env.update({"torch": torch, "F": F, "true": True, "false": False, "null": None, "list": list}, **TYPES)
    used = [n for n in env if n in tensors and re.search(rf"\b{n}\b(?!=)", call)]
    leaves = {}
    if dtype in ("float64", "complex128"):
        leaves = {n: env[n].requires_grad_() for n in used if tensors[n][0] == "any"}
    if in_place and first(call)[1] in tensors:
        env[first(call)[1]] = env[first(call)[1]].clone()
    try:
        results = flatten(eval(text, {"__builtins__": {}}, env))
        lines = ["= " + line(r) for r in results]
    except (RuntimeError, IndexError, ValueError) as error:
        return ["! " + message(error)]
    parts = [r for r in results if torch.is_tensor(r) and r.requires_grad and r.numel() > 0 and r.grad_fn is not None]
    if parts and leaves:
        total = 0
        for part in parts:
            flat = (torch.view_as_real(part.resolve_conj()) if part.is_complex() else part).double().reshape(-1)
            total = total + (flat * (0.5 + torch.arange(len(flat), dtype=torch.float64) / len(flat))).sum()
        try:
            gradients = torch.autograd.grad(total, list(leaves.values()), allow_unused=True)
        except (RuntimeError, IndexError) as error:
            return lines + ["d! " + message(error)]
        lines += [f"d {n} {'(none)' if g is None else show(g).split(' ', 1)[1]}" for n, g in zip(leaves, gradients)]
    return lines


def main():
    tensors, cases = read()
    blocks, faults = [f"PyTorch {torch.__version__}"], []
    for area, call, options, types in cases:
        for dtype in types:
            text, already = expression(area, call, options, False), first(call)[0].endswith("_")
            try:
                if text is None:
                    raise AttributeError("PyTorch has no such name")
                lines = outcome(tensors, call, text, dtype, already)
                again = expression(area, call, options, True) if area == "torch" and not already else None
                if again:
                    in_place = outcome(tensors, call, again, dtype, True)
                    if in_place != lines:
                        lines += ["_" + o for o in in_place]
            except Exception as fault:
                faults.append(f"{call} @ {dtype}: {text}: {type(fault).__name__}: {str(fault).splitlines()[0]}")
                continue
            blocks.append("\n".join([f"{area} {call} @ {dtype}", *lines]))
    keys = [f"{area} {call}" for area, call, _, _ in cases]
    faults += [f"{key}: twice in operators.txt" for key in sorted({k for k in keys if keys.count(k) > 1})]
    if faults:
        raise SystemExit("\n".join(faults))
    target = HERE / "operators.expected.txt"
    target.with_suffix(".new").write_text("\n".join(blocks) + "\n")
    target.with_suffix(".new").replace(target)


main()
