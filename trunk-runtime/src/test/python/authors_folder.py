#!/usr/bin/env python3
"""Writes a small tree in the authors' layout over the twelve drawn classes: untrained weights, made-up likelihoods.

Usage: authors_folder.py; writes ../resources/golden/authors. Needs Debian's python3-torch (1.13).
"""
import json
import pathlib

import torch
from torch import nn

import networks

FOLDER = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "authors"
CLASSES = 12
GROUPING_VOLATILITY = 1.2
# Nested lists of classes, as in tree.json; the names are in the order of a walk, leaves included.
TREE = [[[0, 1], 2], [3, 4], 5, 6, 7, 8, 9, 10, 11]


def labels(node):
    return [node] if isinstance(node, int) else [label for child in node for label in labels(child)]


def network(root, channels, outputs):
    convolution = nn.Conv2d(channels, 4, 3, 2 if root else 1, 1)
    features = [convolution, nn.BatchNorm2d(4), nn.ReLU()] + ([nn.MaxPool2d(2)] if root else [])
    return networks.Network(features, [nn.Linear(4 * 7 * 7, outputs)], True)


def likelihoods(node):
    """Pairs of a group lie above the threshold, all others below."""
    own = labels(node)
    threshold = GROUPING_VOLATILITY / len(own)
    matrix = torch.full((len(own), len(own)), threshold / 2)
    for child in node:
        group = [own.index(label) for label in labels(child)]
        for i in group:
            for j in group:
                if i != j:
                    matrix[i, j] = threshold + 0.01
    return matrix


def visit(node, way, names, shapes, target_map):
    name = "root" if not way else "sg" + str(len(names))
    names.append(name)
    if isinstance(node, int):
        target_map[node] = way
        shapes[name] = [[], 1]
        return
    root = not way
    shapes[name] = [[1, 28, 28] if root else [4, 7, 7], len(node)]
    model = network(root, 1 if root else 4, len(node))
    state = model.state_dict()
    if len(names) == 2:  # some of the authors' files hold more than the state dict
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        model(torch.randn(2, 4, 7, 7)).sum().backward()
        optimizer.step()
        state = {"epoch": 1, "model_state_dict": state, "optimizer_state_dict": optimizer.state_dict()}
    torch.save(state, FOLDER / "model_weights" / (name + ".pt"))
    torch.save(likelihoods(node), FOLDER / "model_softmax" / (name + "_avg_softmax.pt"))
    own = labels(node)
    groups = {"Group %d" % (i + 1): [own.index(label) for label in labels(child)] for i, child in enumerate(node)}
    write(name + "_supergroups.json", groups)
    for i, child in enumerate(node):
        visit(child, way + [i], names, shapes, target_map)


def write(name, content):
    with open(FOLDER / name, "w") as file:
        json.dump(content, file)
        file.write("\n")


def main():
    torch.manual_seed(6)
    for part in ("model_weights", "model_softmax"):
        (FOLDER / part).mkdir(parents=True, exist_ok=True)
    shapes, target_map = {}, {}
    visit(TREE, [], [], shapes, target_map)
    depth = max(map(len, target_map.values())) + 1
    write("target_map.json",
          {str(label): target_map[label] + [-1] * (depth - len(target_map[label])) for label in range(CLASSES)})
    write("model_weights/inputs_to_models.json", shapes)


main()
