#!/usr/bin/env python3
"""Computes with PyTorch what torchvision's transforms give; the tests of TransformPipeline compare.

Usage: transforms.py OUTPUT (src/test/resources/transform/expected.json). torchvision itself is not
needed: each transform is its definition in torchvision.transforms.functional, in torch operators.
The random numbers come from an own Philox4x32-10, so that their order is checked too.
"""
import hashlib
import json
import struct
import sys

import torch
import torch.nn.functional

MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


class Stream:
    def __init__(self, seed, *name):
        digest = hashlib.sha256(struct.pack(">q", seed))
        for part in name:
            digest.update(struct.pack(">i", len(part.encode())) + part.encode())
        key, high = struct.unpack(">QQ", digest.digest()[:16])
        self.numbers = self.generate(key, high)

    @staticmethod
    def generate(key, high):
        low = 0
        while True:
            yield from philox((low & MASK, low >> 32, high & MASK, high >> 32),
                              (key & MASK, key >> 32))
            low += 1

    def float(self):
        return (next(self.numbers) >> 8) / 2**24

    def int(self, bound):
        product = next(self.numbers) * bound
        while (product & MASK) < (2**32 - bound) % bound:
            product = next(self.numbers) * bound
        return product >> 32


def apply(transforms, image, stream):
    for transform in transforms:
        kind = transform["type"]
        if kind == "ToTensor":
            image = image.to(torch.float32).div(255)
        elif kind == "Normalize":
            mean = torch.as_tensor(transform["mean"], dtype=torch.float32).view(-1, 1, 1)
            std = torch.as_tensor(transform["std"], dtype=torch.float32).view(-1, 1, 1)
            image = image.clone().sub_(mean).div_(std)
        elif kind == "RandomHorizontalFlip":
            if stream.float() < transform["p"]:
                image = image.flip(-1)
        elif kind == "RandomCrop":
            left, top, right, bottom = transform["padding"]
            image = torch.nn.functional.pad(image, (left, right, top, bottom))
            height, width = transform["size"]
            i = j = 0
            if (height, width) != tuple(image.shape[-2:]):
                i = stream.int(image.shape[-2] - height + 1)
                j = stream.int(image.shape[-1] - width + 1)
            image = image[:, i:i + height, j:j + width]
    return image


TO_TENSOR = {"type": "ToTensor"}
CIFAR = {"type": "Normalize", "mean": [0.4914, 0.4822, 0.4465], "std": [0.247, 0.2435, 0.2616]}
HALF = {"type": "Normalize", "mean": [0.5, 0.4, -0.3], "std": [0.5, 0.25, 3]}
FLIP = {"type": "RandomHorizontalFlip", "p": 0.5}
CROP = {"type": "RandomCrop", "size": [5, 6], "padding": [1, 2, 3, 4]}
SMALL = {"type": "RandomCrop", "size": [4, 7], "padding": [0, 0, 2, 1]}
SAME = {"type": "RandomCrop", "size": [5, 6], "padding": [0, 0, 0, 0]}

CASES = {
    "every value": ((3, 16, 16), [TO_TENSOR, CIFAR]),
    "every value, normalized twice": ((3, 16, 16), [TO_TENSOR, CIFAR, HALF]),
    "flip": ((3, 5, 6), [FLIP, TO_TENSOR]),
    "crop of bytes": ((3, 5, 6), [CROP, TO_TENSOR, CIFAR]),
    "crop of floats": ((3, 5, 6), [TO_TENSOR, CROP, CIFAR]),
    "crop of normalized floats": ((3, 5, 6), [TO_TENSOR, CIFAR, CROP]),
    "crops at every place": ((3, 5, 6), [CROP, TO_TENSOR, SMALL, CIFAR, CROP, HALF, SMALL]),
    "crop that leaves all draws nothing": ((3, 5, 6), [SAME, FLIP, TO_TENSOR, CIFAR]),
    "the usual": ((3, 32, 32), [FLIP,
                                {"type": "RandomCrop", "size": [32, 32], "padding": [4, 4, 4, 4]},
                                TO_TENSOR, CIFAR]),
}


def main():
    cases = []
    for name, (shape, transforms) in CASES.items():
        count = shape[0] * shape[1] * shape[2]
        pixels = torch.arange(count).mul(37).add(11).remainder(256).to(torch.uint8).view(shape)
        outputs = []
        for image in range(1 if "every value" in name else 4):
            result = apply(transforms, pixels, Stream(17, "augment", str(image))).contiguous()
            digest = hashlib.sha256(result.numpy().astype("<f4").tobytes()).hexdigest()
            outputs.append({
                "shape": list(result.shape),
                "sha256": digest,
                "first": [repr(float(value)) for value in result.flatten()[:8]],
            })
        cases.append({"name": name, "shape": shape, "transforms": transforms, "outputs": outputs})
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(cases, out, indent=1)
        out.write("\n")


main()
