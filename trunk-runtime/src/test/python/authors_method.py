"""Seconds of a whole training of a tree as TRUNK's authors train theirs, in PyTorch, for TreeBenchmark.java.

Every epoch of every node: all images of the data set go, frozen but in training mode, through the node's
ancestors, and those of other branches are dropped after that; then the test images do the same. One worker
loads. The same tree, networks, optimizer, images and epochs as there.
Arguments: folder with EMNIST Balanced; vgg or mobilenet; training images a class; epochs; threads.
"""
import gzip
import sys
import time

import numpy
import torch
from torch import nn

import networks

CLASSES = 47
# An inner node is a list of its children; every class that is in none is a leaf below the root.
FOUND = [[[0, 24], 13], [1, 18, 21], [2, 35], [4, 34], [5, 28], [6, 37], [9, 42, 44], [15, 40], [29, 46], [30, 31]]
BATCH = 64


def classes(node):
    return [node] if isinstance(node, int) else [c for child in node for c in classes(child)]


class Images(torch.utils.data.Dataset):
    def __init__(self, folder, part, per_class):
        def read(kind, header):
            with gzip.open(f"{folder}/emnist-balanced-{part}-{kind}-ubyte.gz") as file:
                return numpy.frombuffer(file.read(), numpy.uint8, offset=header)

        labels = read("labels-idx1", 8)
        chosen = numpy.sort(numpy.concatenate([numpy.flatnonzero(labels == c)[:per_class] for c in range(CLASSES)]))
        self.labels = labels[chosen].astype(numpy.int64)
        self.pixels = read("images-idx3", 16).reshape(-1, 1, 28, 28)[chosen]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return torch.from_numpy(self.pixels[index].copy()).float().div(255), self.labels[index]


def vgg_general(channels, size, outputs):
    return networks.vgg(channels, [32, 48], [nn.MaxPool2d(2)], 48 * (size // 2) ** 2, outputs)


def vgg_root(outputs):
    features = networks.vgg_block(1, 16) + [nn.MaxPool2d(2)] + networks.vgg_block(16, 16) + [nn.Dropout(0.5)]
    return networks.Network(features, [nn.Linear(16 * 14 * 14, outputs)], True)


def model(name, shape, outputs):
    if shape is None:
        return vgg_root(outputs) if name == "vgg" else networks.mobilenet_root(1, outputs)
    if name == "vgg":
        return vgg_general(shape[1], shape[2], outputs)
    return networks.mobilenet_general(shape[1], outputs)


def train(name, node, ancestors, shape, train_set, test_set, epochs):
    network = model(name, shape, len(node)).train()
    outputs = torch.full((CLASSES,), -1)
    for output, child in enumerate(node):
        outputs[classes(child)] = output
    optimizer = torch.optim.Adam(network.parameters(), lr=0.002, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    loss_function = nn.CrossEntropyLoss() if name == "vgg" else nn.NLLLoss()

    def own(batch):
        x, labels = batch
        with torch.no_grad():
            for ancestor in ancestors:
                x = ancestor.features(x)
        y = outputs[labels]
        return x[y >= 0], y[y >= 0]

    for _ in range(epochs):
        for batch in torch.utils.data.DataLoader(train_set, BATCH, shuffle=True, num_workers=1):
            x, y = own(batch)
            if len(y) > 1:
                optimizer.zero_grad()
                loss = loss_function(network(x), y)
                loss.backward()
                optimizer.step()
                loss.item()
        scheduler.step()
        with torch.no_grad():
            for batch in torch.utils.data.DataLoader(test_set, BATCH, num_workers=1):
                x, y = own(batch)
                if len(y) > 1:
                    (network(x).argmax(1) == y).sum().item()
    with torch.no_grad():
        sample = torch.zeros(2, 1, 28, 28)
        for ancestor in ancestors + [network]:
            sample = ancestor.features(sample)
    for child in node:
        if not isinstance(child, int):
            train(name, child, ancestors + [network], sample.shape, train_set, test_set, epochs)


def main():
    folder, name, per_class, epochs, threads = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    found = [c for node in FOUND for c in classes(node)]
    root = FOUND + [c for c in range(CLASSES) if c not in found]
    train_set, test_set = Images(folder, "train", per_class), Images(folder, "test", max(1, per_class // 5))
    start = time.perf_counter()
    train(name, root, [], None, train_set, test_set, epochs)
    print(f"{time.perf_counter() - start:.2f}")


main()
