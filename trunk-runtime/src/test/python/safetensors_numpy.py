#!/usr/bin/env python3
"""Reads a safetensors file with numpy alone, writes its tensors, doubled, to another in the opposite
order, and prints the digest of what it read as StateDigest defines it.

Usage: safetensors_numpy.py IN OUT
"""
import hashlib
import json
import struct
import sys

import numpy

TYPES = {"F32": numpy.dtype("<f4"), "I64": numpy.dtype("<i8")}


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    start = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        dtype, (begin, end) = TYPES[entry["dtype"]], entry["data_offsets"]
        assert (start + begin) % dtype.itemsize == 0, name + " is not aligned"
        tensors[name] = numpy.frombuffer(content[start + begin:start + end], dtype).reshape(entry["shape"])
    return tensors


def write(path, tensors):
    header, data = {"__metadata__": {"by": "numpy"}}, b""
    for name, array in tensors.items():
        dtype = next(key for key, value in TYPES.items() if value == array.dtype)
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def digest(tensors):
    sha256 = hashlib.sha256()
    for name in sorted(tensors):
        array = tensors[name]
        dtype = next(key for key, value in TYPES.items() if value == array.dtype)
        for text in (name, dtype + str(list(array.shape))):
            sha256.update(struct.pack(">i", len(text.encode())) + text.encode())
        sha256.update(array.tobytes())
    return sha256.hexdigest()


tensors = read(sys.argv[1])
write(sys.argv[2], {name: tensors[name] * 2 for name in sorted(tensors, reverse=True)})
print(digest(tensors))
