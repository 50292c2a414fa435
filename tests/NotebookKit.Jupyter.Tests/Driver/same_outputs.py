"""Runs the cells of an executed notebook again through nbclient and compares the outputs.

same_outputs.py EXECUTED.ipynb [CODE ...]: prints what differs; nothing when all is the same. Progress lines hold times and are
left out, as are cells with one of the codes: these show when and where they ran.
"""

import json
import sys
import tempfile

import nbformat
from nbclient import NotebookClient


def comparable(outputs):
    kept = []
    for output in json.loads(json.dumps(outputs)):
        if output.get("metadata", {}).get("notebookkit", {}).get("progress"):
            continue
        for part in (output, output.get("data", {})):
            for name, value in part.items():
                if isinstance(value, list) and name != "traceback":
                    part[name] = "".join(value)
        kept.append(output)
    return kept


expected = nbformat.read(sys.argv[1], as_version=4)
book = nbformat.from_dict(json.loads(json.dumps(expected)))
for cell in book.cells:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
with tempfile.TemporaryDirectory() as folder:
    NotebookClient(
        book, kernel_name=".net-csharp", timeout=300, resources={"metadata": {"path": folder}}, record_timing=False, allow_errors=True,
    ).execute()
for number, (one, other) in enumerate(zip(expected.cells, book.cells)):
    if one.cell_type == "code" and not any(code in one.source for code in sys.argv[2:]):
        runner, jupyter = comparable(one.outputs), comparable(other.outputs)
        if runner != jupyter or one.execution_count != other.execution_count:
            print(f"cell {number}: {one.source}")
            print(f"  runner  {one.execution_count}: {json.dumps(runner)[:3000]}")
            print(f"  jupyter {other.execution_count}: {json.dumps(jupyter)[:3000]}")
