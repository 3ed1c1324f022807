"""A batch as CIFAR-10's Python version has it: protocol 2, in the opcodes of Python 2's cPickle.

Python 3 writes byte strings differently, so the opcodes are written out here; that pickle and NumPy
read them as intended is asserted. Writes golden/cifar-pickle/{batch,meta,pixels.bin}.
"""
import pathlib
import pickle
import struct

import numpy

OUT = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "cifar-pickle"


class Writer:
    def __init__(self):
        self.out = b"\x80\x02"
        self.stored = 0

    def op(self, opcode, rest=b""):
        self.out += opcode + rest

    def put(self):
        if self.stored < 256:
            self.op(b"q", bytes([self.stored]))
        else:
            self.op(b"r", struct.pack("<i", self.stored))
        self.stored += 1

    def string(self, text):
        if len(text) < 256:
            self.op(b"U", bytes([len(text)]) + text)
        else:
            self.op(b"T", struct.pack("<i", len(text)) + text)
        self.put()

    def number(self, value):
        if 0 <= value < 256:
            self.op(b"K", bytes([value]))
        elif 0 <= value < 65536:
            self.op(b"M", struct.pack("<H", value))
        else:
            self.op(b"J", struct.pack("<i", value))

    def list(self, values, item):
        self.op(b"]")
        self.put()
        self.op(b"(")
        for value in values:
            item(value)
        self.op(b"e")

    def array(self, array):
        self.op(b"c", b"numpy.core.multiarray\n_reconstruct\n")
        self.put()
        self.op(b"c", b"numpy\nndarray\n")
        self.put()
        self.number(0)
        self.op(b"\x85")
        self.put()
        self.string(b"b")
        self.op(b"\x87")
        self.put()
        self.op(b"R")
        self.put()
        self.op(b"(")
        self.number(1)
        for size in array.shape:
            self.number(size)
        self.op(b"\x86")
        self.put()
        self.op(b"c", b"numpy\ndtype\n")
        self.put()
        self.string(b"u1")
        self.number(0)
        self.number(1)
        self.op(b"\x87")
        self.put()
        self.op(b"R")
        self.put()
        self.op(b"(")
        self.number(3)
        self.string(b"|")
        self.op(b"NNN")
        self.number(-1)
        self.number(-1)
        self.number(0)
        self.op(b"t")
        self.put()
        self.op(b"b")
        self.op(b"\x89")
        self.string(array.tobytes())
        self.op(b"t")
        self.put()
        self.op(b"b")

    def dict(self, items):
        self.op(b"}")
        self.put()
        self.op(b"(")
        for key, write in items:
            self.string(key)
            write()
        self.op(b"u.")
        return self.out


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    pixels = (numpy.arange(3 * 3072) * 31 % 251).astype(numpy.uint8).reshape(3, 3072)
    w = Writer()
    batch = w.dict([
        (b"data", lambda: w.array(pixels)),
        (b"labels", lambda: w.list([6, 9, 0], w.number)),
        (b"batch_label", lambda: w.string(b"training batch 1 of 5")),
        (b"filenames", lambda: w.list([b"leptodactylus_s_000004.png", b"b.png", b"c.png"], w.string)),
    ])
    read = pickle.loads(batch, encoding="bytes")
    assert (read[b"data"] == pixels).all() and read[b"labels"] == [6, 9, 0]
    v = Writer()
    names = b"airplane automobile bird cat deer dog frog horse ship truck".split()
    meta = v.dict([
        (b"num_cases_per_batch", lambda: v.number(10000)),
        (b"label_names", lambda: v.list(names, v.string)),
        (b"num_vis", lambda: v.number(3072)),
    ])
    assert pickle.loads(meta, encoding="bytes")[b"label_names"] == names
    (OUT / "batch").write_bytes(batch)
    (OUT / "meta").write_bytes(meta)
    (OUT / "pixels.bin").write_bytes(pixels.tobytes())


main()
