"""What torchvision's transforms give, computed with PyTorch and Pillow.

torchvision itself is not needed: each transform is its definition in
torchvision.transforms.functional, in operators of the two. The random numbers come from an own
Philox4x32-10, so that their order is checked too.
"""
import hashlib
import struct

import numpy
import torch
import torch.nn.functional
from PIL import Image

import golden

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


# Size (height, width), transforms: numbers as torchvision takes them.
RESIZES = [
    ((5, 7), [("Resize", [10, 14])]),
    ((5, 7), [("Resize", [11, 3])]),
    ((28, 28), [("Resize", [32, 32])]),
    ((32, 32), [("Resize", [13, 17])]),
    ((61, 47), [("Resize", [28])]),
    ((47, 61), [("Resize", [28])]),
    ((40, 40), [("Resize", [40])]),
    ((40, 41), [("Resize", [40, 20])]),
    ((1, 1), [("Resize", [3, 4])]),
    ((1, 9), [("Resize", [2])]),
    ((200, 301), [("Resize", [64]), ("CenterCrop", [64, 64])]),
    ((200, 301), [("CenterCrop", [100, 99]), ("Resize", [31])]),
    ((10, 9), [("CenterCrop", [7, 4])]),
    ((6, 7), [("CenterCrop", [9, 12])]),
    ((6, 13), [("CenterCrop", [9, 4])]),
]


def resized(image, size):
    if len(size) == 2:
        return image.resize((size[1], size[0]), Image.BILINEAR)
    short, long = sorted(image.size)
    shape = (size[0], int(size[0] * long / short))
    return image.resize(shape if image.width <= image.height else shape[::-1], Image.BILINEAR)


def centre(image, height, width):
    pad_x, pad_y = max(width - image.width, 0), max(height - image.height, 0)
    if pad_x or pad_y:
        padded = Image.new(image.mode, (image.width + pad_x, image.height + pad_y))
        padded.paste(image, (pad_x // 2, pad_y // 2))
        image = padded
    top = int(round((image.height - height) / 2.0))
    left = int(round((image.width - width) / 2.0))
    return image.crop((left, top, left + width, top + height))


def resize_cases():
    for (height, width), steps in RESIZES:
        for mode, channels in (("L", 1), ("RGB", 3)):
            y, x, c = numpy.mgrid[:height, :width, :channels]
            pixels = ((x * x * 7 + y * 31 + (x ^ y) * 5 + c * 77) % 256).astype(numpy.uint8)
            image = Image.fromarray(pixels[:, :, 0] if mode == "L" else pixels, mode)
            for kind, size in steps:
                image = resized(image, size) if kind == "Resize" else centre(image, *size)
            result = numpy.array(image).reshape(image.height, image.width, channels)
            planes = result.transpose(2, 0, 1).tobytes()
            yield {
                "input": [channels, height, width],
                "steps": [{"type": kind, "size": size} for kind, size in steps],
                "shape": [channels, image.height, image.width],
                "sha256": hashlib.sha256(planes).hexdigest(),
                "first": list(planes[:12]),
            }


def make(folder):
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
    golden.write(folder / "transforms.json", cases)
    golden.write(folder / "resizes.json", list(resize_cases()))
