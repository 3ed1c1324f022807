"""What torchvision's operations make of Pillow images, for given drawn parameters.

Needs Debian's python3-torchvision and python3-pil. Pixels are stored as the SHA-256 of their bytes in
the order channel, row, column; tensors as that of their little-endian float32.
"""
import hashlib
import itertools
import json

import numpy
import torch
from PIL import Image
from torchvision import transforms
from torchvision.transforms import autoaugment
from torchvision.transforms import functional as F
from torchvision.transforms.functional import InterpolationMode

SHAPES = [(3, 32, 32), (1, 28, 28), (3, 17, 24), (1, 13, 9)]
INTERPOLATIONS = ["nearest", "bilinear", "bicubic"]
CASES = []


def pixels(shape, pattern):
    c, y, x = numpy.meshgrid(*(numpy.arange(n) for n in shape), indexing="ij")
    if pattern == 0:
        values = x * x * 7 + y * 31 + (x ^ y) * 5 + c * 77
    else:  # few tones, so that histograms have gaps
        values = 40 + (x * 3 + y * 2 + c * 25) % 120
    return values.astype(numpy.uint8)


def image(shape, pattern):
    values = pixels(shape, pattern)
    return Image.fromarray(values[0] if shape[0] == 1 else values.transpose(1, 2, 0).copy())


def planes(result):
    values = numpy.asarray(result)
    return values[None] if values.ndim == 2 else values.transpose(2, 0, 1)


def record(op, params, shape, pattern, result):
    if isinstance(result, torch.Tensor):
        values, data = result.numpy(), result.numpy().astype("<f4").tobytes()
    else:
        values = planes(result)
        data = numpy.ascontiguousarray(values).tobytes()
    CASES.append({"op": op, "params": params, "image": list(shape), "pattern": pattern,
                  "shape": list(values.shape), "first": [float(v) for v in values.ravel()[:8]],
                  "sha256": hashlib.sha256(data).hexdigest()})


def fill(number, shape):
    return [number + 20 * i for i in range(shape[0])]


def everywhere(op, params, function, shapes=SHAPES, patterns=(0, 1)):
    for shape, pattern in itertools.product(shapes, patterns):
        record(op, params, shape, pattern, function(image(shape, pattern)))


def augmentations():
    signed = {"ShearX": [0.05, 0.3, 0.99], "ShearY": [0.05, 0.3, 0.99], "TranslateX": [1.7, 6, 14.5],
              "TranslateY": [1.7, 6, 14.5], "Rotate": [3, 10, 30, 45, 90, 135, 180],
              "Brightness": [0.1, 0.27, 0.9], "Color": [0.1, 0.27, 0.9],
              "Contrast": [0.1, 0.27, 0.9], "Sharpness": [0.1, 0.27, 0.9, 0.99]}
    plain = {"Posterize": [2, 4, 5, 8], "Solarize": [0, 59.5, 127, 255], "AutoContrast": [0],
             "Equalize": [0], "Invert": [0], "Identity": [0]}
    for op, magnitudes in list(signed.items()) + list(plain.items()):
        for magnitude in sorted({s * m for m in magnitudes for s in ((1, -1) if op in signed else (1,))}):
            moves = op[:5] in ("Shear", "Trans", "Rotat")
            for name in INTERPOLATIONS if moves else INTERPOLATIONS[:1]:
                for shape, pattern in itertools.product(SHAPES, (0,) if moves else (0, 1)):
                    colour = fill(30, shape) if magnitude > 0 else [0] * shape[0]
                    result = autoaugment._apply_op(image(shape, pattern), op, magnitude,
                                                   InterpolationMode(name), colour)
                    record(op, {"magnitude": magnitude, "interpolation": name, "fill": colour},
                           shape, pattern, result)


def colours():
    for op, function in (("adjust_brightness", F.adjust_brightness), ("adjust_contrast", F.adjust_contrast),
                         ("adjust_saturation", F.adjust_saturation)):
        for factor in (0, 0.3, 0.85, 1, 1.15, 2.4):
            everywhere(op, {"factor": factor}, lambda i: function(i, factor))
    for factor in (-0.5, -0.2, -0.013, 0.0, 0.1, 0.31, 0.5):
        everywhere("adjust_hue", {"factor": factor}, lambda i: F.adjust_hue(i, factor))
    for channels in (1, 3):
        everywhere("Grayscale", {"num_output_channels": channels}, transforms.Grayscale(channels))


def affine():
    for angle, translate, scale, shear in (
            (0, (0, 0), 1, (0, 0)), (12.5, (0, 0), 1, (0, 0)), (-77, (3, -2), 0.7, (0, 0)),
            (5, (-4, 1), 1.3, (10, 0)), (0, (0, 0), 1.9, (-20, 15)), (163, (2, 2), 0.4, (3, -33)),
            (0, (2, 5), 0.5, (0, 0)), (90, (0, 0), 1, (0, 0))):
        for name, center in itertools.product(INTERPOLATIONS, (None, [3, 5.5])):
            for shape in SHAPES:
                colour = fill(10, shape)
                result = F.affine(image(shape, 0), float(angle), list(translate), float(scale),
                                  [float(s) for s in shear], InterpolationMode(name), colour, center)
                record("affine", {"angle": angle, "translate": translate, "scale": scale,
                                  "shear": shear, "interpolation": name, "center": center,
                                  "fill": colour}, shape, 0, result)
    for angle, name in itertools.product((-33.3, 0, 7, 90, 123.4, 180, 270), INTERPOLATIONS):
        for shape in SHAPES:
            colour = fill(10, shape)
            result = F.rotate(image(shape, 0), angle, InterpolationMode(name), False, [4, 7.5], colour)
            record("rotate", {"angle": angle, "interpolation": name, "center": [4, 7.5],
                              "fill": colour}, shape, 0, result)


def sizes():
    for name in ("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos"):
        for size in ([20, 20], [9, 31], [32, 14], [64, 50]):
            everywhere("resize", {"size": size, "interpolation": name},
                       lambda i: F.resize(i, size, InterpolationMode(name)), patterns=(0,))
        for box in ((0, 0, 8, 8), (2, 1, 5, 7), (3, 0, 10, 6)):
            everywhere("resized_crop", {"box": box, "size": [16, 12], "interpolation": name},
                       lambda i: F.resized_crop(i, *box, [16, 12], InterpolationMode(name)), patterns=(0,))
    for padding, mode in itertools.product(([1, 2, 3, 4], [0, 5, 0, 0], [7, 7, 7, 7]),
                                           ("constant", "edge", "reflect", "symmetric")):
        for shape in SHAPES:
            colour = fill(60, shape) if shape[0] == 3 else [60]
            result = F.pad(image(shape, 0), padding, tuple(colour) if shape[0] == 3 else 60, mode)
            record("Pad", {"padding": padding, "fill": colour, "padding_mode": mode}, shape, 0, result)
    for size, most in ((20, 21), (20, 300), (5, 7), (12, 13), (40, 50)):
        everywhere("Resize", {"size": size, "max_size": most},
                   lambda i: F.resize(i, size, max_size=most), patterns=(0,))
    for size, mode in itertools.product(([16, 20], [30, 26], [40, 36]), ("constant", "edge", "reflect", "symmetric")):
        for shape in SHAPES:
            colour = fill(60, shape)
            crop = transforms.RandomCrop(size, None, True, tuple(colour) if shape[0] == 3 else 60, mode)
            # The window is all that there is after padding, so that nothing is left to chance.
            crop.get_params = lambda i, output_size: (0, 0, *F.get_dimensions(i)[1:])
            record("pad_if_needed", {"size": size, "fill": colour, "padding_mode": mode}, shape, 0,
                   crop(image(shape, 0)))
    everywhere("hflip", {}, F.hflip, patterns=(0,))
    everywhere("vflip", {}, F.vflip, patterns=(0,))


def tensors():
    for shape in SHAPES:
        tensor = F.normalize(F.to_tensor(image(shape, 0)), [0.4914, 0.4822, 0.4465][:shape[0]],
                             [0.2470, 0.2435, 0.2616][:shape[0]])
        values = torch.arange(shape[0] * 4 * 5).reshape(shape[0], 4, 5) / 7 - 3
        record("erase", {"box": [2, 3, 4, 5]}, shape, 0, F.erase(tensor, 2, 3, 4, 5, values))


def magnitudes():
    tables = []
    for kind, bins, shape in (("usual", 31, (32, 32)), ("usual", 10, (28, 40)), ("usual", 7, (9, 9)),
                              ("wide", 31, (32, 32)), ("wide", 12, (8, 8))):
        if kind == "wide":
            space = transforms.TrivialAugmentWide()._augmentation_space(bins)
        else:
            space = transforms.RandAugment()._augmentation_space(bins, shape)
        for op, (values, signed) in space.items():
            if values.ndim:
                tables.append({"kind": kind, "bins": bins, "shape": shape, "op": op, "signed": signed,
                               "values": [float(v) for v in values]})
    return tables


def policies():
    return {policy.name: [[list(part) for part in pair] for pair in transforms.AutoAugment(policy).policies]
            for policy in autoaugment.AutoAugmentPolicy}


def make(folder):
    CASES.clear()
    augmentations()
    colours()
    affine()
    sizes()
    tensors()
    with open(folder / "torchvision.json", "w") as out:
        out.write('{"cases": [\n' + ",\n".join(json.dumps(case) for case in CASES) + '\n],\n"magnitudes": [\n'
                  + ",\n".join(json.dumps(table) for table in magnitudes()) + '\n],\n"policies": '
                  + json.dumps(policies()) + "}\n")
