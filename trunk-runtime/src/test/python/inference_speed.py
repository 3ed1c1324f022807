"""Images per second that PyTorch routes down a published tree; prints one number.

The same work as InferenceBenchmark.java: images that lie ready as floats, in batches, from the root to their classes.
Arguments: emnist or cifar10; SHARED; images; images in a batch, or "authors"; threads. "authors" does it their way:
image by image, each node's weights read from their file again.
"""
import pathlib
import sys
import tarfile
import tempfile
import time

import torch

import published_predictions

WARM_UP = 2


def route(networks, path, maps, indices, classes):
    model = networks(path)
    features = model.features(maps)
    best = model.classifier(features.flatten(1) if model.flatten else features).argmax(1)
    for output in best.unique().tolist():
        rows = (best == output).nonzero().flatten()
        child = path + (output,)
        if networks.known(child):
            route(networks, child, features[rows], indices[rows], classes)
        else:
            for index in indices[rows].tolist():
                classes[index] = child


class Networks:
    """The tree's networks; read from their files whenever one is asked for, or once."""

    def __init__(self, data, folder, read_again):
        self.loaded = published_predictions.nodes(data, folder)
        self.files = {path: folder / "model_weights" / (name + ".pt")
                      for path, name in published_predictions.NODES[data].items()}
        self.read_again = read_again

    def known(self, path):
        return path in self.loaded

    def __call__(self, path):
        model = self.loaded[path]
        if self.read_again:
            state = torch.load(self.files[path], map_location="cpu")
            model.load_state_dict(state.get("model_state_dict", state))
        return model


def test_images(data, shared):
    if data == "emnist":
        return published_predictions.emnist(shared)[0]
    with tarfile.open(shared / "data/cifar-10/cifar-10-mini-binary.tar.gz") as archive, \
            tempfile.TemporaryDirectory() as folder:
        member = next(m for m in archive.getmembers() if m.name.endswith("test_batch.bin"))
        pathlib.Path(folder, "test_batch.bin").write_bytes(archive.extractfile(member).read())
        return published_predictions.cifar10(folder)[0]


def main():
    data, shared, count, batch = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    torch.set_num_threads(int(sys.argv[5]))
    networks = Networks(data, shared / "reference" / published_predictions.FOLDERS[data], batch == "authors")
    size = 1 if batch == "authors" else int(batch)
    images = test_images(data, shared)
    images = images[torch.arange(count) % len(images)]

    def go(images):
        classes = [None] * len(images)
        for start in range(0, len(images), size):
            indices = torch.arange(start, min(start + size, len(images)))
            route(networks, (), images[start:start + size], indices, classes)

    with torch.no_grad():
        go(images[:WARM_UP * size])
        start = time.perf_counter()
        go(images)
        print(f"{count / (time.perf_counter() - start):.1f}")


main()
