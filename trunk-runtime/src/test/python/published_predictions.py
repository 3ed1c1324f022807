#!/usr/bin/env python3
"""Routes whole test sets down the published trees with PyTorch, and writes class and margin of every image.

Usage: published_predictions.py (emnist | cifar10) SHARED OUT [CIFAR_FOLDER]
OUT/<data set>.json gets {"accuracy": ..., "classes": [...], "margins": [...]}: a margin is the smallest difference
of the two largest outputs on the image's way. CIFAR_FOLDER is what SHARED/data/cifar-10/prepare wrote.
"""
import gzip
import json
import pathlib
import sys

import numpy
import torch

import networks

# Path of child indices -> name, from the README of the published files.
NODES = {
    "emnist": {(): "root", (0,): "sg1", (0, 0): "sg2", (0, 3): "sg15", (1,): "sg3", (2,): "sg6", (3,): "sg8",
               (4,): "sg11", (7,): "sg20", (8,): "sg22", (8, 0): "sg23", (9,): "sg28"},
    "cifar10": {(): "root", (0,): "sg1", (1,): "sg3", (2,): "sg5", (3,): "sg7"},
}
FOLDERS = {"emnist": "emnist/mobilenet/1.2", "cifar10": "cifar10/vgg/1.02"}
BATCH = 200


def network(data, name, channels, size, outputs):
    if data == "emnist":
        return (networks.mobilenet_root if name == "root" else networks.mobilenet_general)(channels, outputs)
    dropout = [torch.nn.Dropout2d(0.5)]
    if name == "root":
        return networks.vgg_root(channels, size, outputs)
    if name in ("sg1", "sg3"):
        return networks.vgg(channels, [64, 32], dropout, 32 * size ** 2, outputs)
    if name == "sg5":
        return networks.vgg(channels, [32, 32, 64, 128, 128], dropout, 128 * (size // 2) ** 2, outputs, [1, 1, 1, 1, 2])
    return networks.vgg_general(channels, size, outputs)


def nodes(data, folder):
    shapes = json.load(open(folder / "model_weights" / "inputs_to_models.json"))
    loaded = {}
    for path, name in NODES[data].items():
        (channels, size, _), outputs = shapes[name]
        model = network(data, name, channels, size, outputs)
        state = torch.load(folder / "model_weights" / (name + ".pt"), map_location="cpu")
        model.load_state_dict(state.get("model_state_dict", state))
        loaded[path] = model.eval()
    return loaded


def emnist(shared):
    def read(kind, header):
        name = "emnist-balanced-test-" + kind + "-ubyte.gz"
        return numpy.frombuffer(gzip.open(shared / "data/emnist/balanced" / name).read()[header:], numpy.uint8)

    labels = read("labels-idx1", 8)
    images = read("images-idx3", 16).reshape(len(labels), 1, 28, 28)
    return torch.tensor(images).float() / 255, labels


def cifar10(folder):
    records = numpy.fromfile(pathlib.Path(folder) / "test_batch.bin", numpy.uint8).reshape(-1, 3073)
    images = torch.tensor(records[:, 1:].reshape(-1, 3, 32, 32)).float() / 255
    mean = torch.tensor([0.4914, 0.4822, 0.4465]).reshape(3, 1, 1)
    std = torch.tensor([0.2470, 0.2435, 0.2616]).reshape(3, 1, 1)
    return (images - mean) / std, records[:, 0]


def route(loaded, leaves, path, maps, indices, classes, margins):
    model = loaded[path]
    features = model.features(maps)
    outputs = model.classifier(features.flatten(1) if model.flatten else features)
    best = outputs.topk(2, dim=1)
    for row, index in enumerate(indices):
        margins[index] = min(margins[index], float(best.values[row, 0] - best.values[row, 1]))
    for output in range(outputs.shape[1]):
        rows = (best.indices[:, 0] == output).nonzero().flatten()
        if len(rows) == 0:
            continue
        reached = [indices[row] for row in rows]
        child = path + (output,)
        if child in loaded:
            route(loaded, leaves, child, features[rows], reached, classes, margins)
        else:
            for index in reached:
                classes[index] = leaves[child]


def main():
    data, shared, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder = shared / "reference" / FOLDERS[data]
    leaves = {tuple(step for step in steps if step >= 0): int(label)
              for label, steps in json.load(open(folder / "target_map.json")).items()}
    images, labels = emnist(shared) if data == "emnist" else cifar10(sys.argv[4])
    loaded = nodes(data, folder)
    classes, margins = [None] * len(labels), [float("inf")] * len(labels)
    with torch.no_grad():
        for start in range(0, len(labels), BATCH):
            indices = list(range(start, min(start + BATCH, len(labels))))
            route(loaded, leaves, (), images[start:start + BATCH], indices, classes, margins)
    accuracy = sum(int(found == label) for found, label in zip(classes, labels)) / len(labels)
    out.mkdir(parents=True, exist_ok=True)
    with open(out / (data + ".json"), "w") as file:
        json.dump({"accuracy": accuracy, "classes": classes, "margins": margins}, file)
    print(data, accuracy, torch.__version__)


if __name__ == "__main__":
    main()
