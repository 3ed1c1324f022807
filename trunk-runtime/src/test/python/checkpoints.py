#!/usr/bin/env python3
"""Writes small checkpoints with torch.save, and what PyTorch reads from them and from the published ones.

Usage: checkpoints.py [SHARED], where SHARED holds reference/; writes ../resources/golden/checkpoints.
Needs Debian's python3-torch (1.13).
"""
import hashlib
import json
import pathlib
import struct
import sys

import torch

FOLDER = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "checkpoints"


def plain(tensor):
    """As it is read here: every floating type as float32, contiguous."""
    tensor = tensor.detach().contiguous()
    return tensor.float() if tensor.is_floating_point() else tensor.long()


def digest(state):
    """StateDigest."""
    sha256 = hashlib.sha256()
    for name in sorted(state):
        array = plain(state[name]).numpy()
        dtype = {"float32": "F32", "int64": "I64"}[str(array.dtype)]
        for text in (name, dtype + str(list(array.shape))):
            sha256.update(struct.pack(">i", len(text.encode())) + text.encode())
        sha256.update(array.tobytes())
    return sha256.hexdigest()


def small_network():
    torch.manual_seed(1)
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 1), torch.nn.BatchNorm2d(2))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(2):
        network(torch.randn(3, 1, 2, 2)).square().sum().backward()
        optimizer.step()
    return network, optimizer


def states():
    grid = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 7
    network, optimizer = small_network()
    specials = [0.0, -0.0, 1.0, -1.5, 65504.0, 6e-8, 6e-5, 1e-3, float("inf"), float("-inf"), 1 / 3]
    yield "state_dict", network.state_dict(), network.state_dict()
    yield "with_optimizer", network.state_dict(), {
        "epoch": 2,
        "model_state_dict": network.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
    }
    yield "types", *2 * [{
        "float64": torch.tensor(specials + [1e-300, 0.1], dtype=torch.float64),
        "float32": torch.tensor(specials),
        "float16": torch.tensor(specials, dtype=torch.float16),
        "bfloat16": torch.tensor(specials, dtype=torch.bfloat16),
        "int64": torch.tensor([0, -1, 2**62, -2**63]),
        "scalar": torch.tensor(5),
        "empty": torch.zeros(0, 3),
        "parameter": torch.nn.Parameter(torch.ones(2)),
    }]
    yield "views", *2 * [{
        "all": grid,
        "transposed": grid.t(),
        "column": grid[:, 2],
        "steps": grid[1::2, 1::3],
        "cube": grid.reshape(2, 3, 4).permute(2, 0, 1)[1:3],
        "expanded": grid[0, :1].expand(5, 1),
        "half": grid.half().t()[1:],
    }]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    digests, published = {}, {}
    for name, state, saved in states():
        torch.save(saved, FOLDER / (name + ".pt"))
        digests[name] = digest(state)
    torch.save(torch.tensor([[0.75, 0.25], [0.125, 0.875]]), FOLDER / "tensor.pt")
    torch.save([1, 2], FOLDER / "list.pt")
    torch.save({"a": torch.tensor([1], dtype=torch.int32)}, FOLDER / "int32.pt")
    torch.save({"a": torch.tensor([1.0])}, FOLDER / "old_format.pt", _use_new_zipfile_serialization=False)
    torch.save({"a": torch.tensor([1.0])}, FOLDER / "protocol4.pt", pickle_protocol=4)
    torch.save(torch.nn.Linear(1, 1), FOLDER / "module.pt")
    torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), str(FOLDER / "script.pt"))
    reference = pathlib.Path(sys.argv[1]) / "reference"
    for file in sorted(reference.rglob("*.pt")):
        content = torch.load(file, map_location="cpu")
        if isinstance(content, torch.Tensor):
            content = {"tensor": content}
        published[str(file.relative_to(reference))] = digest(content.get("model_state_dict", content))
    with open(FOLDER / "digests.json", "w") as out:
        json.dump({"small": digests, "published": published}, out, indent=1, sort_keys=True)
        out.write("\n")


main()
