#!/usr/bin/env python3
"""Makes the numbers that PyTorch and Pillow computed and that the tests compare with.

    /usr/bin/python3 trunk-runtime/src/test/python/golden.py            write them again
    /usr/bin/python3 trunk-runtime/src/test/python/golden.py --check    show what would change

Each golden_*.py beside this file has a function make(folder) that writes files into a folder, here
trunk-runtime/src/test/resources/golden (JSON by golden.write); its subfolders are made by scripts of
their own (authors_folder.py, checkpoints.py, cifar_pickle.py, scipy_statistics.py). They draw from fixed seeds and
compute on one thread.
--check makes them in a temporary folder, prints the differences as a unified diff, and exits with 1
if there are any; another version of PyTorch or another CPU may differ in the last digits.
Needs PyTorch, torchvision and Pillow (Debian: apt-get install python3-torch python3-torchvision); the committed files
come from PyTorch 1.13 and Pillow 9.4.
"""
import difflib
import importlib
import json
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "resources" / "golden"


def write(file, content):
    """JSON with a line for each innermost list, so that a difference shows where it is. Python
    prints a float's shortest decimal, which reads back as the same float32 or double."""
    text = json.dumps(content, indent=1)
    text = re.sub(r"\[[^][{}]*\]", lambda row: "[" + " ".join(row[0][1:-1].split()) + "]", text)
    file.write_text(text + "\n", encoding="utf-8")


def make_all(folder):
    import torch

    torch.set_num_threads(1)
    for module in sorted(path.stem for path in HERE.glob("golden_*.py")):
        importlib.import_module(module).make(folder)


def differences(before, now):
    names = {path.name for folder in (before, now) for path in folder.iterdir() if path.is_file()}
    for name in sorted(names):
        old, new = (
            (folder / name).read_bytes() if (folder / name).exists() else b""
            for folder in (before, now)
        )
        if old == new:
            continue
        try:
            lines = [text.decode().splitlines() for text in (old, new)]
        except UnicodeDecodeError:
            yield f"{name}: {len(old)} bytes before, {len(new)} now, not equal"
            continue
        yield from difflib.unified_diff(*lines, f"committed/{name}", f"now/{name}", lineterm="", n=0)


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    if not sys.argv[1:]:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        make_all(GOLDEN)
        return
    with tempfile.TemporaryDirectory() as folder:
        now = pathlib.Path(folder)
        make_all(now)
        found = list(differences(GOLDEN, now))
    print("\n".join(found) or f"{GOLDEN.name}: no differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
