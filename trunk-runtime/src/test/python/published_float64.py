#!/usr/bin/env python3
"""How far PyTorch's own float32 outputs of the published EMNIST tree are from float64, on the first 16 images.

Usage: published_float64.py SHARED
"""
import json
import pathlib
import sys

import torch

import published_predictions


def main():
    torch.set_num_threads(1)
    shared = pathlib.Path(sys.argv[1])
    folder = shared / "reference" / published_predictions.FOLDERS["emnist"]
    images, _ = published_predictions.emnist(shared)
    loaded = published_predictions.nodes("emnist", folder)
    worst = 0
    with torch.no_grad():
        for model in loaded.values():
            model.double()
        for row in json.load(open(folder / "expected_outputs.json"))["rows"]:
            maps, path = images[row["index"]:row["index"] + 1].double(), ()
            for step, published in zip(row["path"], row["outputs"]):
                maps = loaded[path].features(maps)
                outputs = loaded[path].classifier(maps)[0]
                worst = max(worst, float((outputs - torch.tensor(published).double()).abs().max()))
                if row["index"] == 12 and path == (4,):
                    print("image 12, sg11:", [round(float(value), 7) for value in outputs])
                path += (step,)
    print(f"largest difference of the published float32 outputs from float64: {worst:.2e}")


if __name__ == "__main__":
    main()
